"""What a fact is compared with: a numeric interval, a category, or a time window."""

from __future__ import annotations

from typing import Literal

import msgspec

Reference = Literal["ULN", "LLN", "baseline", "predicted", "normal", "other"]
TimeUnit = Literal["a", "mo", "wk", "d", "h", "min", "{half-life}"]
Direction = Literal["before", "after", "around", "during"]
Anchor = Literal[
    "screening",
    "enrollment",
    "randomization",
    "first_dose",
    "last_dose",
    "end_of_study",
    "consent",
    "diagnosis",
    "surgery",
    "event",
]
Which = Literal["any", "last", "first"]


class Value:
    """What a fact's value may be: an `Interval` or a `Category`."""

    __slots__ = ()


class Interval(msgspec.Struct, Value, frozen=True, kw_only=True):
    """A set of numbers between two bounds, each open, closed or absent.

    `unit` is a UCUM code; `reference` says that the numbers are multiples of a reference value
    (`2.5 x ULN`). `start` and `end` are the source offsets of the text it was read from.
    """

    low: float | None = None
    low_inclusive: bool = False
    high: float | None = None
    high_inclusive: bool = False
    unit: str | None = None
    unit_text: str | None = None
    reference: Reference | None = None
    start: int | None = None
    end: int | None = None


class Category(msgspec.Struct, Value, frozen=True, kw_only=True, omit_defaults=True):
    """A result that is no number: one `category`, or one of several `categories`."""

    category: str | None = None
    categories: tuple[str, ...] = ()
    text: str | None = None
    start: int | None = None
    end: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All categories, whichever of the two fields holds them."""
        return self.categories or ((self.category,) if self.category else ())


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """When a fact holds: the time between the fact and an anchor, with a direction.

    Both bounds are null where the text gives no number ("at screening", "during the study").
    """

    low: float | None = None
    low_inclusive: bool = False
    high: float | None = None
    high_inclusive: bool = False
    unit: TimeUnit | None = None
    direction: Direction = "before"
    anchor: Anchor = "screening"
    anchor_text: str | None = None
    which: Which = "any"
    start: int | None = None
    end: int | None = None
