"""Bounds: quantities and intervals that take an end from the words or the value beside them."""

from __future__ import annotations

from typing import Any

import msgspec

from criteria_nlp.pipeline.layers import Quantity, Relation
from criteria_nlp.pipeline.logic.findings import Findings
from criteria_nlp.schema import Fact, Interval

_NO_HIGH: dict[str, Any] = {"high": None, "high_inclusive": False}
_NO_LOW: dict[str, Any] = {"low": None, "low_inclusive": False}


def interval(findings: Findings, quantity: Quantity, **changes: Any) -> Interval:
    """A quantity as the interval of a result, with changed fields if any."""
    unit_text = None
    if quantity.unit_start is not None and quantity.unit_end is not None:
        unit_text = findings.quote(quantity.unit_start, quantity.unit_end)
    place = findings.place(quantity.start, quantity.end)
    return quantity.interval(unit_text=unit_text, **place, **changes)


def least(findings: Findings, quantity: Quantity) -> Interval:
    """A count or a duration: a bare number is the least ("3 episodes" are three or more)."""
    return interval(findings, quantity, **({} if quantity.explicit else _NO_HIGH))


def compared(
    findings: Findings, relation: Relation, by_role: dict[str, list[Relation]]
) -> Quantity:
    """The quantity of a value; a bare one takes the comparator of a word or of an earlier value."""
    quantity = findings.quantities[relation.index]
    for bound in by_role.get("bound", ()):
        if bound.index == relation.index:
            return _bounded(quantity, bound.layer)
    if quantity.explicit:
        return quantity
    for source in by_role.get("operator_from", ())[:1]:
        model = next((q for q in findings.quantities if q.start == source.start), None)
        return quantity if model is None else compared_alike(quantity, model)
    return quantity


def _bounded(quantity: Quantity, operator: str) -> Quantity:
    """The one number of a quantity as a bound: "a minimum life expectancy of 12 months"."""
    number = quantity.high if quantity.low is None else quantity.low
    closed = operator in (">=", "<=")
    changes: dict[str, Any]
    if operator in (">=", ">"):
        changes = {"low": number, "low_inclusive": closed, **_NO_HIGH}
    else:
        changes = {"high": number, "high_inclusive": closed, **_NO_LOW}
    return msgspec.structs.replace(quantity, explicit=True, **changes)


def compared_alike(quantity: Quantity, model: Quantity | Interval) -> Quantity:
    """A bare quantity with the one-sided comparator of another."""
    changes: dict[str, Any]
    if model.low is not None and model.high is None:
        changes = {"low_inclusive": model.low_inclusive, **_NO_HIGH}
    elif model.high is not None and model.low is None:
        changes = {"high_inclusive": model.high_inclusive, **_NO_LOW}
    else:
        return quantity
    return msgspec.structs.replace(quantity, explicit=True, **changes)


def completed(findings: Findings, last: Fact | None, quantity: Quantity) -> Fact | None:
    """The last fact with its missing bound: `40 <= age <= 75` on two sides of one concept."""
    if last is None or not isinstance(last.value, Interval) or quantity.category:
        return None
    value = last.value
    bound = _missing_bound(value, quantity)
    if not bound or value.reference != quantity.reference:
        return None
    if _or_between(findings, value, quantity):
        return None
    unit: Any = quantity.unit or value.unit
    return msgspec.structs.replace(last, value=msgspec.structs.replace(value, unit=unit, **bound))


def _missing_bound(value: Interval, quantity: Quantity) -> dict[str, Any]:
    """The fields of the bound that only the quantity has; none where no range is enclosed."""
    if value.high is None and quantity.low is None:
        low, high = value.low, quantity.high
        added = {"high": high, "high_inclusive": quantity.high_inclusive}
    elif value.low is None and quantity.high is None:
        low, high = quantity.low, value.high
        added = {"low": low, "low_inclusive": quantity.low_inclusive}
    else:
        return {}
    return added if low is not None and high is not None and low < high else {}


def _or_between(findings: Findings, value: Interval, quantity: Quantity) -> bool:
    words = findings.words
    end, start = value.end or 0, words.starts[quantity.start]
    return any(
        k == "or" and end <= at < start for k, at in zip(words.keys, words.starts, strict=True)
    )
