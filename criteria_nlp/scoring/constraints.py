"""The constraints of a fact: its value, change, count, window and duration, compared exactly."""

from __future__ import annotations

import math
from typing import NamedTuple

from criteria_nlp.schema import Category, Fact, Interval, Window
from criteria_nlp.scoring.counts import Counts

TOLERANCE = 1e-4
_AMOUNTS = frozenset(("value", "count"))


class Limits(NamedTuple):
    """What is compared of an interval or a window; an absent bound is never inclusive."""

    low: float | None
    low_inclusive: bool
    high: float | None
    high_inclusive: bool
    unit: str | None
    reference: str | None = None


Payload = Limits | frozenset[str] | str


def constraints_of(fact: Fact) -> dict[str, Payload]:
    """The constraints of a fact by role. A window or an interval without bounds is none."""
    parts: dict[str, Payload | None] = {
        "value": _value(fact.value) if fact.value is not None else None,
        "change": fact.change,
        "count": _limits(fact.count),
        "window": _limits(fact.window),
        "duration": _limits(fact.duration),
    }
    return {role: payload for role, payload in parts.items() if payload is not None}


def compare_constraints(gold: Fact | None, predicted: Fact | None) -> Counts:
    """The counts of one pair of facts; None stands for a fact without a partner.

    `value` and `count` are one role unless both facts have both.
    """
    wanted = constraints_of(gold) if gold is not None else {}
    found = constraints_of(predicted) if predicted is not None else {}
    if all(role in side for role in _AMOUNTS for side in (wanted, found)):
        tp = sum(_same(wanted[role], found[role]) for role in _AMOUNTS)
    else:
        tp = _shared_amount(wanted, found)
    tp += sum(_same(wanted[r], found[r]) for r in wanted.keys() & found.keys() - _AMOUNTS)
    return Counts(tp, len(found) - tp, len(wanted) - tp)


def _shared_amount(wanted: dict[str, Payload], found: dict[str, Payload]) -> int:
    """Whether any amount of one fact is an amount of the other (one of them has at most one)."""
    amounts = [[side[role] for role in _AMOUNTS & side.keys()] for side in (wanted, found)]
    return int(any(_same(left, right) for left in amounts[0] for right in amounts[1]))


def _value(value: object) -> Payload | None:
    if isinstance(value, Category):
        return frozenset(name.casefold() for name in value.names) or None
    return _limits(value) if isinstance(value, Interval) else None


def _limits(value: Interval | Window | None) -> Limits | None:
    """The bounds, unit and reference; None where there is no bound."""
    if value is None or (value.low is None and value.high is None):
        return None
    return Limits(
        value.low,
        value.low is not None and value.low_inclusive,
        value.high,
        value.high is not None and value.high_inclusive,
        value.unit,
        value.reference if isinstance(value, Interval) else None,
    )


def _same(left: Payload, right: Payload) -> bool:
    if not (isinstance(left, Limits) and isinstance(right, Limits)):
        return left == right
    numbers = ((left.low, right.low), (left.high, right.high))
    rest = left._replace(low=None, high=None) == right._replace(low=None, high=None)
    return rest and all(_close(a, b) for a, b in numbers)


def _close(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=TOLERANCE, abs_tol=1e-9)
