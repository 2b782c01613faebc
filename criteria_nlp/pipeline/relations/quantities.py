"""Quantities: each becomes a value, a count, a duration or a window of a concept beside it."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import HYPHENS, Quantity
from criteria_nlp.pipeline.relations.ages import age_of, follows_people
from criteria_nlp.pipeline.relations.alternatives import replaced_measurement
from criteria_nlp.pipeline.relations.changes import bind_change
from criteria_nlp.pipeline.relations.headed import headed_measure
from criteria_nlp.pipeline.relations.neighbours import (
    beginning,
    behind_brackets,
    concept_between,
    follows,
    gap,
    head_of,
    left_of,
    right_of,
)
from criteria_nlp.pipeline.relations.piece import NAMED_TIMES, NEAR, Piece
from criteria_nlp.pipeline.relations.values import Target, concept_inside, names_part, value_target

# UCUM units of stretches that a window or a duration may have.
_AGE_UNITS = ("a", "mo", "wk", "d")
# Small words before a time that is a value -> its comparator.
_TIME_BOUNDS = (("earlier", "<"), ("later", ">"), ("until", "<="), ("starting", ">="))
_CALENDAR_YEARS = range(1900, 2101)
_TIME_UNITS = frozenset(("a", "mo", "wk", "d", "h", "min", "{half-life}"))


def bind_quantities(piece: Piece) -> None:
    """Bind every quantity of a piece that is no part of a stretch of time."""
    timed = {stretch.quantity for _, stretch in piece.times if stretch.quantity}
    for index, quantity in enumerate(piece.quantities):
        inside = piece.start <= quantity.start < piece.stop
        if inside and (quantity.start, quantity.end) not in timed and not _tells_years(quantity):
            _bind_quantity(piece, index, quantity)


def _tells_years(quantity: Quantity) -> bool:
    """Whether a quantity is no value but calendar years: "surgery between 2009 and 2018".

    It is bound to nothing, so that what it limits stays unresolved.
    """
    ends = (quantity.low, quantity.high)
    bare = quantity.unit is None and quantity.reference is None
    return bare and all(end in _CALENDAR_YEARS for end in ends) and quantity.low != quantity.high


def _bind_quantity(piece: Piece, index: int, quantity: Quantity) -> None:
    """Bind one quantity to the concept it is of, with its change and its bound if it has any."""
    span = (quantity.start, quantity.end)
    source = quantity.source or "quantities"
    whole = replaced_measurement(piece, quantity)
    if whole is not None:
        piece.add(whole, "alternative", span, source, index=index, layer="quantities")
        return
    headed = headed_measure(piece, quantity)
    if headed is not None:
        piece.add(headed, "value", span, source, index=index, layer="quantities")
        return
    left, right = left_of(piece, quantity.start), right_of(piece, quantity.end)
    interrupted = behind_brackets(piece, quantity.start)
    if interrupted is not None:
        left, right = None, interrupted
    timed = _tells_time(piece, quantity)
    if not timed or quantity.unit not in (*_AGE_UNITS, None):
        left = _past_people(piece, quantity.start, left)
    left = _measured_head(piece, left)
    if left is not None and _tells_distance(piece, quantity):
        span = (quantity.start - 1, quantity.end)
        piece.add(left, "modifier", span, source, index=index, layer="quantities")
        return
    find = _time_target if timed else value_target
    target = find(piece, quantity, left, right)
    if target is None:
        return
    if (
        left is not None
        and left != target.mention
        and names_part(piece, quantity, left, target.mention)
    ):
        piece.remove(left)
    piece.add(target.mention, target.role, span, source, index=index, layer="quantities")
    if target.role == "value":
        bind_change(piece, target.mention, quantity)
        _bound_before(piece, target.mention, index, quantity)


def _tells_distance(piece: Piece, quantity: Quantity) -> bool:
    """Whether a length says where something is: "tumour within 5 mm of the spinal cord"."""
    inside = piece.start < quantity.start < quantity.end < piece.stop
    if quantity.dimension != "length" or not inside:
        return False
    keys = piece.words.keys
    return keys[quantity.start - 1] == "within" and keys[quantity.end] in ("from", "of")


def _measured_head(piece: Piece, left: int | None) -> int | None:
    """The measurement whose complement stands before a value: "length on ultrasound of 2 cm"."""
    if left is None or piece.mentions[left].domain in ("measurement", "demographic"):
        return left
    head = head_of(piece, left)
    measured = piece.mentions[head].domain == "measurement" and not piece.has(head, "value")
    return head if measured else _measured_by(piece, left)


def _measured_by(piece: Piece, i: int) -> int:
    """The concept whose value a method tells of, "tumour > 1 cm by CT"; else the concept itself."""
    method = piece.mentions[i]
    link = beginning(method) - 1
    if (
        method.domain != "procedure"
        or piece.words.keys[link] not in piece.vocabulary["measured_by"]
    ):
        return i
    told = (r.mention for r in piece.relations if r.role == "value" and r.end == link)
    return next(told, i)


def _tells_time(piece: Piece, quantity: Quantity) -> bool:
    """Whether a quantity is a time, or an age told without a unit: "older than 65"."""
    if quantity.reference is not None:
        return False
    told = " ".join(piece.words.texts[quantity.start : quantity.end]).casefold().split()
    aged = quantity.unit is None and not piece.vocabulary["older"].isdisjoint(told)
    return quantity.dimension == "time" or aged or follows_people(piece, quantity)


def _past_people(piece: Piece, at: int, left: int | None) -> int | None:
    """The measurement before the people a value is for: "Hb < 12 for men, < 11 for women"."""
    if left is None:
        return None
    people = piece.mentions[left]
    if people.domain != "demographic" or people.name == "age":
        return left
    before = left_of(piece, people.start)
    return before if before is not None and piece.has(before, "value") else left


def _time_target(
    piece: Piece, quantity: Quantity, left: int | None, right: int | None
) -> Target | None:
    """The age a time is, or the concept whose duration, window or value it tells."""
    age = age_of(piece, quantity, left, right)
    if age is not None:
        return Target(age, "value")
    inside = concept_inside(piece, quantity)
    if inside is not None and quantity.unit in NAMED_TIMES:
        return Target(inside, "value")
    if _is_attribute(piece, quantity):
        return _attributed(piece, quantity, right)
    if left is not None:
        end = piece.mentions[left].end
        near = gap(piece, end, quantity.start) <= NEAR
        if near and not concept_between(piece, end, quantity.start):
            return Target(left, _time_role(piece, left, quantity))
    if right is not None and follows(piece, quantity, right):
        domain = piece.mentions[right].domain
        if domain != "demographic" or quantity.unit in _AGE_UNITS:
            return Target(right, "value" if domain == "measurement" else "duration")
    return None


def _is_attribute(piece: Piece, quantity: Quantity) -> bool:
    """Whether a bare time is an adjective of the words behind it: "24-hour electrophoresis"."""
    told = piece.words.texts[quantity.start : quantity.end]
    return (
        not quantity.explicit
        and any(text in HYPHENS for text in told)
        and any(beginning(mention) == quantity.end for mention in piece.mentions)
    )


def _attributed(piece: Piece, quantity: Quantity, right: int | None) -> Target | None:
    """What an adjective of time says: how long an event lasts, or which measurement is meant."""
    if right is None or beginning(piece.mentions[right]) != quantity.end:
        return None
    measured = piece.mentions[right].domain == "measurement"
    return Target(right, "modifier" if measured else "duration")


def _time_role(piece: Piece, left: int, quantity: Quantity) -> str:
    """What a time says of the concept before it."""
    mention = piece.mentions[left]
    between = piece.words.keys[mention.end - 1 : quantity.start]
    if mention.domain == "measurement" and mention.known:
        return "value"
    if not piece.vocabulary["lasting"].isdisjoint(between) or piece.has(left, "duration"):
        return "duration"
    if mention.domain in ("measurement", "observation", "demographic"):
        return "value"
    if quantity.unit not in _TIME_UNITS:
        return "value"
    return "window" if quantity.low is None or mention.domain == "procedure" else "duration"


def _bound_before(piece: Piece, i: int, index: int, quantity: Quantity) -> None:
    """ "a minimum life expectancy of 12 months": the bound stands before the concept."""
    if quantity.explicit:
        return
    mention, keys = piece.mentions[i], piece.words.keys
    first = beginning(mention)
    near = {keys[first - 1] if first > piece.start else "", keys[first]}
    span = (quantity.start, quantity.end)
    for words, operator in (("minima", ">="), ("maxima", "<=")):
        if not near.isdisjoint(piece.vocabulary[words]):
            piece.add(i, "bound", span, "relations#bound", index=index, layer=operator)
    if mention.start >= quantity.start or mention.name == "age":
        _bound_by_time(piece, i, index, quantity)


def _bound_by_time(piece: Piece, i: int, index: int, quantity: Quantity) -> None:
    """ "before 37 weeks' gestation": the words of time before a named time bound it."""
    told = " ".join(piece.keys_between(max(piece.start, quantity.start - 3), quantity.start))
    for words, operator in _TIME_BOUNDS:
        if any(f" {told}".endswith(f" {word}") for word in piece.vocabulary[words]):
            span = (quantity.start, quantity.end)
            piece.add(i, "bound", span, "relations#bound", index=index, layer=operator)
            return
