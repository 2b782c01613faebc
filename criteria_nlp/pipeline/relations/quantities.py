"""Quantities: each becomes a value, a count, a duration or a window of a concept beside it."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import Quantity
from criteria_nlp.pipeline.relations.ages import age_of
from criteria_nlp.pipeline.relations.alternatives import replaced_measurement
from criteria_nlp.pipeline.relations.changes import Changes, bind_change, find_changes
from criteria_nlp.pipeline.relations.neighbours import (
    concept_between,
    follows,
    gap,
    head_of,
    left_of,
    right_of,
)
from criteria_nlp.pipeline.relations.piece import NEAR, Piece
from criteria_nlp.pipeline.relations.values import Target, value_target

# UCUM units of stretches that a window or a duration may have.
_AGE_UNITS = ("a", "mo", "wk", "d")
_TIME_UNITS = frozenset(("a", "mo", "wk", "d", "h", "min", "{half-life}"))


def bind_quantities(piece: Piece) -> None:
    """Bind every quantity of a piece that is no part of a stretch of time."""
    timed = {stretch.quantity for _, stretch in piece.times if stretch.quantity}
    changes = find_changes(piece)
    for index, quantity in enumerate(piece.quantities):
        inside = piece.start <= quantity.start < piece.stop
        if inside and (quantity.start, quantity.end) not in timed:
            _bind_quantity(piece, index, quantity, changes)


def _bind_quantity(piece: Piece, index: int, quantity: Quantity, changes: Changes) -> None:
    """Bind one quantity to the concept it is of, with its change and its bound if it has any."""
    span = (quantity.start, quantity.end)
    source = quantity.source or "quantities"
    whole = replaced_measurement(piece, quantity)
    if whole is not None:
        piece.add(whole, "alternative", span, source, index=index, layer="quantities")
        return
    left, right = left_of(piece, quantity.start), right_of(piece, quantity.end)
    timed = _tells_time(piece, quantity)
    if not timed or quantity.unit not in (*_AGE_UNITS, None):
        left = _past_people(piece, quantity.start, left)
    left = _measured_head(piece, left)
    find = _time_target if timed else value_target
    target = find(piece, quantity, left, right)
    if target is None:
        return
    piece.add(target.mention, target.role, span, source, index=index, layer="quantities")
    if target.role == "value":
        bind_change(piece, target.mention, quantity, changes)
        _bound_before(piece, target.mention, index, quantity)


def _measured_head(piece: Piece, left: int | None) -> int | None:
    """The measurement whose complement stands before a value: "length on ultrasound of 2 cm"."""
    if left is None or piece.mentions[left].domain in ("measurement", "demographic"):
        return left
    head = head_of(piece, left)
    measured = piece.mentions[head].domain == "measurement" and not piece.has(head, "value")
    return head if measured else left


def _tells_time(piece: Piece, quantity: Quantity) -> bool:
    """Whether a quantity is a time, or an age told without a unit: "older than 65"."""
    if quantity.reference is not None:
        return False
    told = " ".join(piece.words.texts[quantity.start : quantity.end]).casefold().split()
    aged = quantity.unit is None and not piece.vocabulary["older"].isdisjoint(told)
    return quantity.dimension == "time" or aged


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
    if left is not None:
        end = piece.mentions[left].end
        near = gap(piece, end, quantity.start) <= NEAR
        if near and not concept_between(piece, end, quantity.start):
            return Target(left, _time_role(piece, left, quantity))
    if right is not None and follows(piece, quantity, right):
        measured = piece.mentions[right].domain == "measurement"
        return Target(right, "value" if measured else "duration")
    return None


def _time_role(piece: Piece, left: int, quantity: Quantity) -> str:
    """What a time says of the concept before it."""
    mention = piece.mentions[left]
    between = piece.words.keys[mention.end - 1 : quantity.start]
    if mention.domain == "measurement" and mention.known:
        return "value"
    if not piece.vocabulary["lasting"].isdisjoint(between):
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
    first = mention.modifiers[0][0] if mention.modifiers else mention.start
    near = {keys[first - 1] if first > piece.start else "", keys[first]}
    span = (quantity.start, quantity.end)
    for words, operator in (("minima", ">="), ("maxima", "<=")):
        if not near.isdisjoint(piece.vocabulary[words]):
            piece.add(i, "bound", span, "relations#bound", index=index, layer=operator)
