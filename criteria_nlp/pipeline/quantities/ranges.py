"""Ranges: `2 to 10`, `between 2 and 10`, `>= 18 to <= 75`, `18-65 years (inclusive)`."""

from __future__ import annotations

from typing import Any

import msgspec

from criteria_nlp.pipeline.layers import Quantity
from criteria_nlp.pipeline.quantities.amounts import Amount, read_amount
from criteria_nlp.pipeline.quantities.exclusions import Exclusion, read_exclusion
from criteria_nlp.pipeline.quantities.intervals import closed, convert_time, scale_between
from criteria_nlp.pipeline.quantities.piece import DASHES, Piece

_UP_TO = ("up to", "upto")  # also where the phrase was merged into one comparator
_TOLERANCES = (("±",), ("+", "/", "-"), ("+", "-"), ("+/-",))
_BEFORE_SECOND = ("up", "to", "the", "age", "of")
_AFTER_OPENER = ("of", "the", "age", "in", "value")
_OPENER_REACH = 4  # words between an opener and the first number


def read_range(piece: Piece, low: Amount, operator: str | None, start: int) -> Quantity | None:
    """The range whose lower end is the amount `low`, with the comparator before it if any."""
    at = _past_joiner(piece, _past_blanks(piece, low.end), start)
    if at is None:
        return None
    second, at = _read_second_operator(piece, at)
    high = read_amount(piece, at)
    if high is None:
        return None
    if not low.value < high.value * scale_between(low.unit, high.unit):
        return _descending(piece, low, high, start) if operator is second is None else None
    if operator in ("<", "<=", "?") and second is not None:
        return None
    return _range(piece, low, high, (operator, second), start)


def _descending(piece: Piece, high: Amount, low: Amount, start: int) -> Quantity | None:
    """ "73 to 24 letters", "20/40 to 20/320": a range told from its upper end."""
    dashed = not DASHES.isdisjoint(piece.words.texts[high.end : low.start])
    measured = high.bare and low.unit is not None and not dashed
    if not (measured or piece.acuity) or low.dimension == "time" or low.value == high.value:
        return None
    found = _range(piece, high, low, (None, None), start)
    return msgspec.structs.replace(found, **closed(low.value, high.value))


def _past_blanks(piece: Piece, at: int) -> int:
    while at < piece.stop and piece.words.texts[at].isspace():
        at += 1
    return at


def read_tolerance(piece: Piece, middle: Amount) -> Quantity | None:
    """`25 ± 2 kg/m2`, `25 +/- 2`: a number and how far from it the range reaches."""
    texts, at = piece.words.texts, _past_blanks(piece, middle.end)
    signs = next((s for s in _TOLERANCES if tuple(texts[at : at + len(s)]) == s), None)
    width = read_amount(piece, at + len(signs)) if signs else None
    if width is None or not (middle.bare or middle.unit == width.unit):
        return None
    ends = closed(round(middle.value - width.value, 4), round(middle.value + width.value, 4))
    return width.quantity(middle.start, width.end, **ends)


def _past_joiner(piece: Piece, at: int, start: int) -> int | None:
    """The word behind what joins the ends of a range at word `at`; null where it does not."""
    if at + 1 < piece.stop and piece.words.texts[at] == piece.words.texts[at + 1] == ".":
        return at + 2
    hyphens = piece.words.texts[at : at + 3 : 2]
    if len(hyphens) == 2 and DASHES.issuperset(hyphens) and _joins(piece, at + 1, start):
        return at + 3  # "1-to-3"
    return at + 1 if at < piece.stop and _joins(piece, at, start) else None


def _joins(piece: Piece, at: int, start: int) -> bool:
    """Whether word `at` stands between the ends of a range; "and" does after "between" only."""
    text = piece.words.texts[at]
    if text in DASHES or text.casefold() in _UP_TO or piece.is_small_word(at, "range_joiners"):
        return True
    return piece.words.keys[at] == "and" and _has_opener(piece, start)


def _read_second_operator(piece: Piece, at: int) -> tuple[str | None, int]:
    """The comparator of the upper end, if any, and the word where its number begins."""
    words, operator = piece.words, None
    while at < piece.stop:
        if words.is_operator(at):
            operator = words.norms[at]
        elif words.keys[at] not in _BEFORE_SECOND and not words.texts[at].isspace():
            break
        at += 1
    return operator, at


def _range(
    piece: Piece,
    low: Amount,
    high: Amount,
    operators: tuple[str | None, str | None],
    start: int,
) -> Quantity:
    first, second = operators
    end, excluded = _read_ends_remark(piece, high.end)
    exclusion = read_exclusion(piece, high.end)
    out = _excluded_end(low, exclusion) if exclusion else None
    end = exclusion.end if exclusion else end
    bounds: dict[str, Any] = {
        "low": low.value,
        "low_inclusive": first != ">" and not excluded and out != "low",
        "high": high.value,
        "high_inclusive": second != "<" and not excluded and out != "high",
    }
    if first in ("<", "<="):
        bounds.update(low=None, low_inclusive=False, high_inclusive=first == "<=")
    timed = low.dimension == high.dimension == "time"
    if timed and low.unit and high.unit and low.unit != high.unit:
        bounds["low"] = convert_time(low.value, low.unit, high.unit)
    opening = _opening(piece, start) if first is None else start
    return _measured(low, high).quantity(opening, end, **bounds)


def _excluded_end(low: Amount, exclusion: Exclusion) -> str:
    """Which end a remark takes out: the upper one unless it names the lower."""
    return "low" if exclusion.number == low.value else "high"


def _measured(low: Amount, high: Amount) -> Amount:
    """The end of a range that tells what both are measured in."""
    if high.unit or high.reference:
        return high
    return high._replace(
        unit=low.unit,
        dimension=low.dimension,
        unit_span=low.unit_span,
        reference=low.reference,
    )


def _has_opener(piece: Piece, start: int) -> bool:
    """Whether a word such as "between" stands a few words before word `start`."""
    before = range(max(piece.start, start - _OPENER_REACH), start)
    return any(piece.is_small_word(i, "range_openers") for i in before)


def _opening(piece: Piece, start: int) -> int:
    """Where a range begins: at its "between", "from" or "comprised between"."""
    first = start
    for i in range(start - 1, max(piece.start, start - _OPENER_REACH) - 1, -1):
        if piece.is_small_word(i, "range_openers"):
            first = i
        elif piece.words.keys[i] not in _AFTER_OPENER:
            break
    return first


def _read_ends_remark(piece: Piece, end: int) -> tuple[int, bool]:
    """A remark on the ends of a range ("(limits excluded)"): where it ends, if they are out."""
    words = piece.words
    at = end + 1 if end < piece.stop and words.texts[end] in ("(", ",") else end
    for i in range(at, min(at + 5, piece.stop)):
        if piece.is_small_word(i, "ends_included"):
            return _included_end(piece, i, end), False
        if piece.is_small_word(i, "ends_excluded"):
            told = any("limit" in key for key in words.keys[end : min(end + 7, piece.stop)])
            named = ("limit", "bound", "end", "exclusive")
            if told and any(key in named for key in words.keys[at : i + 1]):
                return _past_remark(piece, i + 1, frozenset(("limit", "bound"))), True
            break
        if words.keys[i] and not piece.is_small_word(i, "before_ends_remark"):
            break
    return end, False


def _included_end(piece: Piece, i: int, end: int) -> int:
    """The end of a remark that ends belong to the range; "including children" is none."""
    named = piece.lexicon.small_words["after_ends_remark"]
    keys = piece.words.keys
    if keys[i] == "including" and not any(key in named for key in keys[i + 1 : i + 3]):
        return end
    return _past_remark(piece, i + 1, named)


def _past_remark(piece: Piece, at: int, named: frozenset[str]) -> int:
    """The word behind a remark, its closing bracket taken in."""
    while at < piece.stop and piece.words.keys[at] in named:
        at += 1
    return at + 1 if at < piece.stop and piece.words.texts[at] == ")" else at
