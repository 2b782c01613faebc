"""Quantities: numbers with their comparators, ranges, units and references.

A stage of small readers, from the inside out:

    amounts (number, unit, reference) → bounds, ranges, enumerations, ordinals → joined bounds
"""

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.pipeline.layers import Mention, Quantity, pieces, words_of
from criteria_nlp.pipeline.quantities.find import find_quantities
from criteria_nlp.pipeline.sheet import read_layer, write_layer
from criteria_nlp.pipeline.stage import Stage


class CriteriaQuantities(Stage):
    """Writes the layer `quantities`."""

    def __call__(self, doc: Doc) -> Doc:
        words = words_of(doc)
        mentions = read_layer(doc, "mentions", Mention)
        found: list[Quantity] = []
        for start, stop in pieces(doc, words):
            inside = [m for m in mentions if start <= m.start < stop]
            found += find_quantities(words, start, stop, inside, self.lexicon)
        write_layer(doc, "quantities", found)
        return doc


@Language.factory("criteria_quantities", default_config={})
def create_quantities(nlp: Language, name: str) -> CriteriaQuantities:
    """Makes the quantity component of a pipeline."""
    return CriteriaQuantities(name=name)
