"""Bounds of intervals, and how stretches of time in different units compare."""

from __future__ import annotations

from typing import Any

_DAYS = {"a": 365.25, "mo": 365.25 / 12, "wk": 7.0, "d": 1.0, "h": 1 / 24, "min": 1 / 1440}


def bounds_of(operator: str, value: float) -> dict[str, Any]:
    """The bounds that a comparator and a number make."""
    if operator in (">", ">="):
        return {"low": value, "low_inclusive": operator == ">="}
    if operator in ("<", "<="):
        return {"high": value, "high_inclusive": operator == "<="}
    return closed(value, value)


def closed(low: float, high: float) -> dict[str, Any]:
    """The bounds of an interval with both its ends."""
    return {"low": low, "low_inclusive": True, "high": high, "high_inclusive": True}


def convert_time(value: float, unit: str, to: str) -> float:
    """A stretch of time in another unit; twelve months are a year, seven days a week."""
    if unit not in _DAYS or to not in _DAYS:
        return value
    return round(value * _DAYS[unit] / _DAYS[to], 4)


def scale_between(unit: str | None, to: str | None) -> float:
    """What a number in the second unit is multiplied by to compare it with one in the first."""
    if unit in _DAYS and to in _DAYS and unit != to:
        return _DAYS[to] / _DAYS[unit]
    return 1.0
