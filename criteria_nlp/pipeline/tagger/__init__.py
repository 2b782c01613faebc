"""The learned tagger: spans scored by a small model over any encoder of tokens.

views → encoder (a config's tok2vec) → head → spans
"""

from criteria_nlp.pipeline.tagger import architectures, embed, encoder, window
from criteria_nlp.pipeline.tagger.component import CriteriaTagger, create_tagger

__all__ = ["CriteriaTagger", "architectures", "create_tagger", "embed", "encoder", "window"]
