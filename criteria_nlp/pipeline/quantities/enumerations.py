"""Several numbers in a row: enumerations (`0, 1 or 2`) and pairs (`140/90`)."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import Quantity
from criteria_nlp.pipeline.numbers import parse_list
from criteria_nlp.pipeline.quantities.amounts import Amount, read_amount
from criteria_nlp.pipeline.quantities.intervals import bounds_of, closed
from criteria_nlp.pipeline.quantities.piece import Piece

_UPPER_PRESSURES = (60, 300)  # mmHg; a pair is a blood pressure
_LEAST_LOWER_PRESSURE = 30


def read_enumeration(piece: Piece, first: Amount) -> Quantity | None:
    """`0, 1 or 2`, `0,1`, `2 or 3`: numbers that follow each other are a range."""
    numbers, last = _read_first(piece, first)
    following = _read_next(piece, first, last, numbers[-1])
    while following is not None:
        numbers.append(following.value)
        last = following
        following = _read_next(piece, first, last, numbers[-1])
    if len(numbers) < 2 or not all(number.is_integer() for number in numbers):
        return None
    if piece.is_comparator(last.end):
        return None
    ends = closed(numbers[0], numbers[-1])
    return last.quantity(first.start, last.end, numbers=tuple(numbers), **ends)


def _read_first(piece: Piece, first: Amount) -> tuple[list[float], Amount]:
    """The numbers that the first word holds; several where a list is glued together ("0,1")."""
    glued = parse_list(piece.words.texts[first.start])
    if glued and _follows_scale(piece, first.start):
        return list(glued), first._replace(value=glued[-1], end=first.start + 1)
    return [first.value], first


def _read_next(piece: Piece, first: Amount, last: Amount, number: float) -> Amount | None:
    """The next amount of an enumeration, one more than the last; after a comma only on a scale."""
    words, at = piece.words, last.end
    if at >= piece.stop:
        return None
    listed = words.texts[at] in (",", "/")
    if not listed and words.keys[at] not in ("or", "and/or"):
        return None
    step = at + 1
    if step < piece.stop and words.texts[at] == "," and words.keys[step] in ("or", "and"):
        step += 1
    amount = read_amount(piece, step)
    if amount is None or amount.value != number + 1:
        return None
    if not last.bare and (last.unit, last.reference) != (amount.unit, amount.reference):
        return None  # "4 weeks or 5 half-lives"
    return None if listed and not _follows_scale(piece, first.start) else amount


def _follows_scale(piece: Piece, i: int) -> bool:
    """Whether a measurement stands right before word `i`."""
    for at in range(i, max(piece.start, i - 5), -1):
        mention = piece.mention_at.get(at)
        if mention is not None:
            return mention.domain == "measurement" or piece.is_small_word(at - 1, "ordinal_scales")
        if piece.words.keys[at - 1] and not piece.is_small_word(at - 1, "before_grades"):
            return False
    return False


def read_pair(piece: Piece, first: Amount) -> Quantity | None:
    """`140/90`: two numbers with one unit."""
    words, at = piece.words, first.end
    if at + 1 >= piece.stop or words.texts[at] != "/" or not words.texts[at + 1][0].isdigit():
        return None
    second = read_amount(piece, at + 1)
    if second is None or not _is_pressure(first.value, second.value):
        return None
    return second.quantity(
        first.start,
        second.end,
        explicit=False,
        pair=True,
        numbers=(first.value, second.value),
        **bounds_of("=", first.value),
    )


def _is_pressure(upper: float, lower: float) -> bool:
    least, most = _UPPER_PRESSURES
    return least <= upper <= most and _LEAST_LOWER_PRESSURE <= lower < upper
