"""Concepts: what the lexicon knows, and noun phrases whose last word gives away what they are.

Longest lexicon phrase first; adjacent names make a compound whose last noun decides ("tuberculosis"
+ "test" is a test); then what the tagger found in the words left, if it is sure enough; a phrase of
unknown words is an unknown mention, so that nothing is lost.

    known names → compounds → learned names → unknown phrases → adjectives before all of them

So the lexicon wins wherever both have found something: its names were checked, and the tagger's are
guesses with a probability. Each mention says in `source` who found it.
"""

# No `from __future__ import annotations`: a config's checks need the types themselves.
from typing import get_args

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.concepts.find import find_mentions
from criteria_nlp.pipeline.concepts.learned import Hybrid
from criteria_nlp.pipeline.concepts.unknown import UNKNOWN
from criteria_nlp.pipeline.layers import (
    TAGGED,
    Mention,
    Tagged,
    pieces,
    words_of,
)
from criteria_nlp.pipeline.sheet import read_layer, write_layer
from criteria_nlp.pipeline.stage import Stage
from criteria_nlp.schema import Domain

# Our domains name themselves. Of the labels of the Chia corpus, those that name concepts are here;
# the others say something of them.
DOMAINS = {
    **{domain: domain for domain in get_args(Domain)},
    "Condition": "condition",
    "Device": "device",
    "Drug": "drug",
    "Measurement": "measurement",
    "Observation": "observation",
    "Person": "demographic",
    "Procedure": "procedure",
}
SURE = 0.6


class CriteriaConcepts(Stage):
    """Writes the layer `mentions`, the span group `concepts` and a filtered view in `doc.ents`."""

    def __init__(
        self,
        lexicon: Lexicon | None = None,
        *,
        name: str = "",
        domains: dict[str, str] = DOMAINS,
        sure: float = SURE,
    ) -> None:
        super().__init__(lexicon, name=name)
        self.hybrid = Hybrid(domains, sure)

    def __call__(self, doc: Doc) -> Doc:
        words = words_of(doc)
        found: list[Mention] = []
        tagged = read_layer(doc, TAGGED, Tagged)
        for start, stop in pieces(doc, words):
            inside = [span for span in tagged if start <= span.start and span.end <= stop]
            found += find_mentions(words, start, stop, self.lexicon, inside, self.hybrid)
        write_layer(doc, "mentions", found)
        spans = [
            Span(doc, m.start, m.end, m.domain, span_id=m.source)
            for m in found
            if m.domain != UNKNOWN
        ]
        doc.spans["concepts"] = spans
        doc.set_ents(filter_spans([*doc.ents, *spans]))
        return doc


@Language.factory(
    "criteria_concepts",
    assigns=["doc.ents", "doc.spans"],
    default_config={"domains": DOMAINS, "sure": SURE},
)
def create_concepts(
    nlp: Language, name: str, domains: dict[str, str], sure: float
) -> CriteriaConcepts:
    """Makes the concept component of a pipeline."""
    return CriteriaConcepts(name=name, domains=domains, sure=sure)
