"""Bounds: an amount and a comparator, on either side of it; and amounts without one."""

from __future__ import annotations

from typing import Any

import msgspec

from criteria_nlp.pipeline.layers import Quantity
from criteria_nlp.pipeline.quantities.amounts import (
    Amount,
    is_suffix,
    no_amount_after,
    read_amount,
    read_measure,
)
from criteria_nlp.pipeline.quantities.enumerations import read_pair
from criteria_nlp.pipeline.quantities.exclusions import read_exclusion
from criteria_nlp.pipeline.quantities.intervals import bounds_of
from criteria_nlp.pipeline.quantities.ordinals import read_ordinals
from criteria_nlp.pipeline.quantities.piece import MINUS_SIGNS, Piece
from criteria_nlp.pipeline.quantities.ranges import read_range
from criteria_nlp.pipeline.units import read_reference

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "?": "?"}
_WARNINGS = {"=": ("bare_equality",), "?": ("lost_comparator",)}
_UNBOUNDED = {"low": None, "high": None, "low_inclusive": False, "high_inclusive": False}
_BEFORE_SUFFIX = ("of", "age", "old", "in", "score", "point")
_LIMITS = ("ULN", "LLN", "normal")


def read_after_operator(piece: Piece, i: int) -> Quantity | None:
    """The bound, range or pair that begins with the comparator `i`."""
    operator, at = _read_operator(piece, i)
    amount = read_amount(piece, at)
    if amount is not None:
        return (
            read_range(piece, amount, operator, i)
            or _read_bounded_pair(piece, amount, operator, i)
            or _without_end(piece, amount, operator, i)
            or _bound(amount, operator, i, amount.end)
        )
    ordinals = read_ordinals(piece, at, operator)
    if ordinals is not None:
        return msgspec.structs.replace(ordinals, start=i)
    return _read_bounded_reference(piece, i, at, operator)


def _without_end(piece: Piece, amount: Amount, operator: str, start: int) -> Quantity | None:
    """`up to 65 (65 not included)`: a bound that a remark makes strict."""
    exclusion = read_exclusion(piece, amount.end) if operator in (">=", "<=") else None
    return _bound(amount, operator[0], start, exclusion.end) if exclusion else None


def _read_operator(piece: Piece, i: int) -> tuple[str, int]:
    """The comparator at word `i` and the word where its amount may begin.

    Empty words are passed over; of "= >" the second counts, and another comparator ends the search.
    """
    words, operator, at = piece.words, piece.words.norms[i], i + 1
    while at < piece.stop and at - i < 4:
        if words.is_operator(at):
            if operator not in ("=", words.norms[at]):
                break
            operator = words.norms[at]
        elif not (piece.is_small_word(at, "before_amount") or words.texts[at].isspace()):
            break
        elif read_amount(piece, at) is not None:
            break  # "at least a year"
        at += 1
    signed = at + 1 < piece.stop and words.texts[at] in MINUS_SIGNS
    if signed and words.texts[at + 1][0].isdigit():
        at += 1
    return operator, at


def _read_bounded_pair(piece: Piece, amount: Amount, operator: str, start: int) -> Quantity | None:
    """`> 140/90`: the comparator holds for the first number, the pair keeps both."""
    pair = read_pair(piece, amount)
    if pair is None:
        return None
    bounds = _UNBOUNDED | bounds_of(operator, amount.value)
    return msgspec.structs.replace(pair, start=start, explicit=True, **bounds)


def _read_bounded_reference(piece: Piece, start: int, at: int, operator: str) -> Quantity | None:
    """`> ULN`: a limit without a number is once the limit."""
    reference = read_reference(piece.words, at, piece.stop, piece.lexicon, bare=True)
    if reference is None or reference.name not in _LIMITS:
        return None
    amount = Amount(1.0, at, reference.end, reference=reference.name, source=reference.source)
    return _bound(amount, operator, start, amount.end)


def read_without_operator(piece: Piece, amount: Amount) -> Quantity | None:
    """An amount with no comparator before it: one after it, one turned round, or none."""
    at = amount.end
    suffix = _suffix_place(piece, at)
    if piece.is_comparator(suffix) and is_suffix(piece, suffix):
        return _read_suffixed(piece, amount, suffix)
    if piece.is_comparator(at) and not is_suffix(piece, at) and no_amount_after(piece, at):
        return _bound(amount, _FLIPPED[piece.words.norms[at]], amount.start, at + 1)
    if _is_label(piece, amount):
        return None
    return read_pair(piece, amount) or amount.quantity(
        amount.start, amount.end, explicit=False, **bounds_of("=", amount.value)
    )


def _suffix_place(piece: Piece, at: int) -> int:
    """The word where a comparator may follow an amount: "18 years of age or older"."""
    words, after = piece.words, at
    while (
        after < piece.stop
        and after - at < 4
        and (words.keys[after] in _BEFORE_SUFFIX or words.texts[after].isspace())
    ):
        after += 1
    return after


def _read_suffixed(piece: Piece, amount: Amount, suffix: int) -> Quantity:
    """An amount whose comparator follows it; a unit may stand behind both: "3+ months"."""
    operator, end = piece.words.norms[suffix], suffix + 1
    if amount.bare:
        amount = read_measure(piece, amount._replace(end=end))
        end = amount.end
    return _bound(amount, operator, amount.start, end)


def _bound(amount: Amount, operator: str, start: int, end: int) -> Quantity:
    fields: dict[str, Any] = bounds_of(operator, amount.value)
    return amount.quantity(start, end, warnings=_WARNINGS.get(operator, ()), **fields)


def _is_label(piece: Piece, amount: Amount) -> bool:
    """Whether a bare number names something ("visit 1", a year) instead of measuring it."""
    if amount.unit or amount.reference:
        return False
    words, i = piece.words, amount.start
    year = 1900 <= amount.value <= 2100 and len(words.texts[i]) == 4 and words.texts[i].isdigit()
    if year or i == piece.start:
        return year
    glued = words.ends[i - 1] == words.starts[i] and words.texts[i - 1][-1].isalpha()
    return glued or words.keys[i - 1] in piece.lexicon.labels
