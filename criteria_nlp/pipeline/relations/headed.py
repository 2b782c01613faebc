"""Measures that only a heading names: "Age:" over "18 and over", "Life expectancy:" likewise."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from criteria_nlp.lexicon import ConceptInfo, Lexicon
from criteria_nlp.pipeline.layers import Mention, Quantity, Words, token_range
from criteria_nlp.pipeline.layout import HeadingSpan, Item
from criteria_nlp.pipeline.relations.piece import Piece
from criteria_nlp.pipeline.sheet import read_layer

_MEASURED = frozenset(("measurement", "demographic", "observation"))


def find_headed(doc: Doc, words: Words, lexicon: Lexicon) -> dict[int, ConceptInfo]:
    """What the heading above an item names, if that is all it says, by the item's first token."""
    headings = read_layer(doc, "headings", HeadingSpan)
    items = read_layer(doc, "items", Item)
    found: dict[int, ConceptInfo] = {}
    if not headings and len(items) < 2:
        return found
    for item, (start, end) in _headed(items, headings):
        info = _named(words, *token_range(words, start, end), lexicon)
        if info is not None:
            found[token_range(words, item.body_start, item.body_end)[0]] = info
    return found


def _headed(
    items: Sequence[Item], headings: Sequence[HeadingSpan]
) -> Iterator[tuple[Item, tuple[int, int]]]:
    """The items with the characters of the item that owns them, or of the heading before them."""
    ends = [heading.end for heading in headings]
    for item in items:
        before = bisect_right(ends, item.start)
        if item.parent is not None:
            yield item, (items[item.parent].body_start, items[item.parent].body_end)
        elif before:
            yield item, (headings[before - 1].start, headings[before - 1].end)


def _named(words: Words, start: int, stop: int, lexicon: Lexicon) -> ConceptInfo | None:
    """The measure that a range of words is the name of, and nothing else."""
    while start < stop and not words.texts[stop - 1][0].isalnum():
        stop -= 1
    if start >= stop or not words.keys[start]:
        return None
    match = lexicon.table("concepts").at(words.keys, start, stop)
    if match is None or match[0] != stop:
        return None
    info: ConceptInfo = match[1][0].info
    return info if info.domain in _MEASURED else None


def headed_measure(piece: Piece, quantity: Quantity) -> int | None:
    """The measure of the heading that a quantity is of, made where the item names no concept.

    It stands where the unit does, else the first number.
    """
    if piece.headed is None or piece.candidates:
        return None
    start, end = quantity.unit_start, quantity.unit_end
    if start is None or end is None:
        tokens = range(quantity.start, quantity.end)
        start = next((i for i in tokens if piece.words.texts[i][0].isdigit()), quantity.start)
        end = start + 1
    mention = Mention(
        start=start,
        end=end,
        domain=piece.headed.domain,
        name=piece.headed.name,
        source=piece.headed.source,
    )
    return piece.name(mention)
