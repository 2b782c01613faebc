"""Concepts: what the lexicon knows, and noun phrases whose last word gives away what they are.

Longest lexicon phrase first; adjacent names make a compound whose last noun decides ("tuberculosis"
+ "test" is a test); a phrase of unknown words is an unknown mention, so that nothing is lost.

    known names → compounds → unknown phrases in the words left → adjectives before all of them
"""

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from criteria_nlp.lexicon import Lexicon, load_lexicon
from criteria_nlp.pipeline.concepts.find import find_mentions
from criteria_nlp.pipeline.concepts.unknown import UNKNOWN
from criteria_nlp.pipeline.layers import Mention, pieces, words_of
from criteria_nlp.pipeline.sheet import write_layer


class CriteriaConcepts:
    """Writes the layer `mentions`, the span group `concepts` and a filtered view in `doc.ents`."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or load_lexicon()

    def __call__(self, doc: Doc) -> Doc:
        words = words_of(doc)
        found: list[Mention] = []
        for start, stop in pieces(doc, words):
            found += find_mentions(words, start, stop, self.lexicon)
        write_layer(doc, "mentions", found)
        spans = [
            Span(doc, m.start, m.end, m.domain, span_id=m.source)
            for m in found
            if m.domain != UNKNOWN
        ]
        doc.spans["concepts"] = spans
        doc.set_ents(filter_spans([*doc.ents, *spans]))
        return doc


@Language.factory("criteria_concepts", assigns=["doc.ents", "doc.spans"], default_config={})
def create_concepts(nlp: Language, name: str) -> CriteriaConcepts:
    """Makes the concept component of a pipeline."""
    return CriteriaConcepts()
