"""The normalizer: gives damaged and non-native wording its norm, and leaves the text as it is.

"more or egal" becomes one token whose `norm_` is `>=`; `\\>=` has the norm `>=`; "5,0" has "5".
"""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.pipeline.comparators import Comparator, find_comparators
from criteria_nlp.pipeline.layers import Words, words_of
from criteria_nlp.pipeline.layout import HeadingSpan, Item
from criteria_nlp.pipeline.numbers import parse_list, parse_number
from criteria_nlp.pipeline.sheet import read_layer, sheet_of, source_of
from criteria_nlp.pipeline.stage import Stage


class CriteriaNormalizer(Stage):
    """Merges comparator phrases into one token and sets the norms of comparators and numbers."""

    def __call__(self, doc: Doc) -> Doc:
        words = words_of(doc)
        numbers = list(_numbers(words))
        comparators = find_comparators(words, self.lexicon, _starts(doc, words))
        if numbers or comparators:
            _set_norms(doc, numbers, comparators)
            sheet_of(doc).put_words(_normalized(source_of(doc), words, numbers, comparators))
        return doc


@Language.factory("criteria_normalizer", assigns=["token.norm"], default_config={})
def create_normalizer(nlp: Language, name: str) -> CriteriaNormalizer:
    """Makes the normalizer of a pipeline."""
    return CriteriaNormalizer(name=name)


def _starts(doc: Doc, words: Words) -> set[int]:
    """The words that begin a heading, or an item: its marker is no number of the one before."""
    items, headings = read_layer(doc, "items", Item), read_layer(doc, "headings", HeadingSpan)
    places = [item.start for item in items] + [heading.start for heading in headings]
    return {bisect_right(words.ends, place) for place in places if place}


def _numbers(words: Words) -> Iterator[tuple[int, str]]:
    """Numbers with a comma and the norm they have in English: "5,0" is 5, "100,000" is 100000."""
    for i, text in enumerate(words.texts):
        if "," in text and text[0].isdigit() and not parse_list(text):
            number = parse_number(text)
            if number is not None:
                yield i, f"{number:.10g}"


def _set_norms(doc: Doc, numbers: list[tuple[int, str]], comparators: list[Comparator]) -> None:
    """Give numbers and comparators their norm; comparators of several words become one token."""
    for i, norm in numbers:
        doc[i].norm_ = norm
    for start, end, operator in comparators:
        if end - start == 1:
            doc[start].norm_ = operator
    phrases = [comparator for comparator in comparators if comparator.end - comparator.start > 1]
    if not phrases:
        return
    with doc.retokenize() as retokenizer:
        for start, end, operator in phrases:
            attrs: dict[Any, Any] = {"NORM": operator}
            retokenizer.merge(doc[start:end], attrs=attrs)


def _normalized(
    source: str, words: Words, numbers: list[tuple[int, str]], comparators: list[Comparator]
) -> Words:
    """The words as the tokens are once they have their norms."""
    texts, norms, keys = list(words.texts), list(words.norms), list(words.keys)
    starts, ends = list(words.starts), list(words.ends)
    for i, norm in numbers:
        norms[i] = norm
    for start, end, operator in reversed(comparators):
        first, last = starts[start], ends[end - 1]
        texts[start:end] = [source[first:last]]
        norms[start:end] = keys[start:end] = [operator]
        starts[start:end], ends[start:end] = [first], [last]
    return Words(texts, norms, keys, starts, ends)
