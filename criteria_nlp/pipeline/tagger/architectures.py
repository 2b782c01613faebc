"""The model that a config can name: an encoder of tokens, and the layer that scores spans."""

# No `from __future__ import annotations`: a config's checks need the types themselves.
from typing import Any

from spacy.util import registry
from thinc.api import Model, chain, list2array
from thinc.types import Floats2d, Floats3d

from criteria_nlp.pipeline.tagger.head import SpanHead
from criteria_nlp.pipeline.tagger.views import View


@registry.architectures("criteria_nlp.SpanTagger.v1")  # type: ignore[untyped-decorator]
def build_span_tagger(
    tok2vec: Model[list[Any], list[Floats2d]], hidden: int = 64, longest: int = 12
) -> Model[list[View], Floats3d]:
    """Scores of shape (tokens of all views, longest, labels + 1) from any `tok2vec`."""
    head = SpanHead(hidden, longest)
    model: Model[list[View], Floats3d] = chain(tok2vec, list2array(), head)
    model.set_ref("head", head)
    return model
