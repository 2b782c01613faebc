"""The normalizer: gives damaged and non-native wording its norm, and leaves the text as it is.

"more or egal" becomes one token whose `norm_` is `>=`; `\\>=` has the norm `>=`; "5,0" has "5".
"""

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.lexicon import Lexicon, load_lexicon
from criteria_nlp.pipeline.comparators import Comparator, find_comparators
from criteria_nlp.pipeline.layers import Words, set_extensions, words_of
from criteria_nlp.pipeline.numbers import parse_list, parse_number


class CriteriaNormalizer:
    """Merges comparator phrases into one token and sets the norms of comparators and numbers."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or load_lexicon()
        set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        words = words_of(doc)
        found = find_comparators(words, self.lexicon)
        _set_numbers(doc, words)
        _set_comparators(doc, found)
        return doc


@Language.factory("criteria_normalizer", assigns=["token.norm"], default_config={})
def create_normalizer(nlp: Language, name: str) -> CriteriaNormalizer:
    """Makes the normalizer of a pipeline."""
    return CriteriaNormalizer()


def _set_numbers(doc: Doc, words: Words) -> None:
    """Give numbers with a comma the norm they have in English: "5,0" is 5, "100,000" is 100000."""
    for i, text in enumerate(words.texts):
        if "," in text and text[0].isdigit() and not parse_list(text):
            number = parse_number(text)
            if number is not None:
                doc[i].norm_ = f"{number:.10g}"


def _set_comparators(doc: Doc, found: list[Comparator]) -> None:
    """Give comparators their operator as norm; those of several words become one token."""
    phrases = [comparator for comparator in found if comparator.end - comparator.start > 1]
    for start, end, operator in found:
        if end - start == 1:
            doc[start].norm_ = operator
    if not phrases:
        return
    with doc.retokenize() as retokenizer:
        for start, end, operator in phrases:
            attrs: dict[Any, Any] = {"NORM": operator}
            retokenizer.merge(doc[start:end], attrs=attrs)
