"""All quantities of a piece: every reader is asked at every word, then bounds are joined."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from criteria_nlp.lexicon import Lexicon, comparison_of
from criteria_nlp.pipeline.layers import OPERATORS, Mention, Quantity, Words
from criteria_nlp.pipeline.numbers import is_stage_part
from criteria_nlp.pipeline.quantities.amounts import read_amount
from criteria_nlp.pipeline.quantities.bounds import read_after_operator, read_without_operator
from criteria_nlp.pipeline.quantities.enumerations import read_enumeration
from criteria_nlp.pipeline.quantities.joining import join_bounds
from criteria_nlp.pipeline.quantities.ordinals import LETTERS, read_ordinals
from criteria_nlp.pipeline.quantities.piece import DASHES, Piece, piece_of
from criteria_nlp.pipeline.quantities.ranges import read_range, read_tolerance

_VERSION = re.compile(r"v\d+")
_CHROMOSOME_ARMS = ("p", "q")
_SHORTEST_SCALE = 5
_EXTENT_REACH = 5  # words between the extent of a scale and what it is called


def find_quantities(
    words: Words, start: int, stop: int, mentions: Sequence[Mention], lexicon: Lexicon
) -> list[Quantity]:
    """The quantities between two tokens, in reading order, not overlapping."""
    piece = piece_of(words, start, stop, mentions, lexicon)
    found: list[Quantity] = []
    at = start
    for i in _openings(piece):
        quantity = _read_quantity(piece, i) if i >= at else None
        if quantity is None:
            continue
        at = quantity.end
        if not _is_extent(piece, quantity):
            found.append(_with_source(piece, quantity))
    return join_bounds(words, found, _counted_starts(mentions), lexicon) if found else found


def _openings(piece: Piece) -> list[int]:
    """Where a quantity may begin, by the look of one word: most words begin none."""
    words, start, stop = piece.words, piece.start, piece.stop
    numbers, roman = piece.lexicon.number_words, piece.lexicon.numerals["roman"]
    rows = zip(
        words.texts[start:stop], words.norms[start:stop], words.keys[start:stop], strict=True
    )
    return [
        i
        for i, (text, norm, key) in enumerate(rows, start)
        if (
            key in numbers
            or text[0].isdigit()
            or text[0] == "."
            or norm in OPERATORS
            or text in roman
            or text in LETTERS
            or is_stage_part(text)
        )
        and not _is_edition(piece, i)
        and not _is_in_code(piece, i)
    ]


def _is_edition(piece: Piece, i: int) -> bool:
    """Whether word `i` is the edition of a classification of diseases."""
    before = i - 2 if i > piece.start and piece.words.texts[i - 1] == "-" else i - 1
    return before >= piece.start and piece.is_small_word(before, "classifications")


def _is_in_code(piece: Piece, i: int) -> bool:
    """Whether word `i` is part of a code: the arm "16q", "v3.0", the stage "T1-3", "ABT-751"."""
    words, first = piece.words, i - 2
    glued = i + 1 < piece.stop and words.starts[i + 1] == words.ends[i]
    if glued and words.texts[i + 1] in _CHROMOSOME_ARMS:
        return True
    if first < piece.start:
        return False
    if words.texts[i - 1] == ".":
        return _VERSION.fullmatch(words.keys[first]) is not None
    return words.texts[i - 1] in DASHES and _ends_code(piece, first, i)


def _ends_code(piece: Piece, first: int, i: int) -> bool:
    """Whether a dash ties the number `i` to the code that begins at word `first`."""
    words = piece.words
    if piece.is_small_word(first, "numbered_names"):
        return True
    if words.ends[first] != words.starts[i - 1] or words.ends[i - 1] != words.starts[i]:
        return False
    text, number = words.texts[first], words.texts[i]
    if number[0] == "0" and number.isdecimal() and len(number) > 1:
        return True  # "ABI-009"
    named = piece.mention_at.get(i - 1)
    if named is not None and named.known:
        return False
    code = text.isalpha() and text.isupper() and len(text) > 1 and len(number) > 2
    return code or (text[0].isalpha() and any(map(str.isdigit, text)))


def _is_extent(piece: Piece, quantity: Quantity) -> bool:
    """Whether a range says only how far a scale reaches: "> 4 on a 0-10 pain scale"."""
    if quantity.low not in (0, 1) or quantity.unit or quantity.reference:
        return False
    if quantity.high is None or quantity.high < _SHORTEST_SCALE:
        return False  # "a 0-1 ECOG scale"
    introduced = quantity.start > piece.start and (
        piece.is_small_word(quantity.start - 1, "before_extent")
    )
    behind = range(quantity.end, min(quantity.end + _EXTENT_REACH, piece.stop))
    named = next((i for i in behind if piece.is_small_word(i, "rating_scales")), None)
    return introduced and named is not None and "," not in piece.words.texts[quantity.end : named]


def _with_source(piece: Piece, quantity: Quantity) -> Quantity:
    """The quantity with the entries it was read from: its comparator's, then its unit's."""
    words = piece.words
    operators = (i for i in range(quantity.start, quantity.end) if words.is_operator(i))
    texts = (words.texts[i] for i in operators)
    found = [comparison_of(piece.lexicon, text) for text in texts]
    sources = [c.source for c in found if c is not None]
    sources += [quantity.source] if quantity.source else []
    return msgspec.structs.replace(quantity, source=" ".join(dict.fromkeys(sources)))


def _counted_starts(mentions: Sequence[Mention]) -> set[int]:
    """The words at which the names of things that can be counted begin, their adjectives first."""
    return {
        mention.modifiers[0][0] if mention.modifiers else mention.start
        for mention in mentions
        if mention.countable or mention.domain in ("condition", "drug", "procedure", "device")
    }


def _read_quantity(piece: Piece, i: int) -> Quantity | None:
    """The quantity that begins at word `i`."""
    if i in piece.blocked:
        return None
    if piece.words.is_operator(i):
        return read_after_operator(piece, i)
    ordinals = read_ordinals(piece, i)
    if ordinals is not None:
        return ordinals
    amount = read_amount(piece, i)
    if amount is None:
        return None
    return (
        read_tolerance(piece, amount)
        or read_range(piece, amount, None, i)
        or read_enumeration(piece, amount)
        or read_without_operator(piece, amount)
    )
