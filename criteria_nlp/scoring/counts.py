"""Counts that add up over criteria, and the figures made from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from functools import reduce
from typing import NamedTuple, TypeVar

T = TypeVar("T", bound=Hashable)


class Counts(NamedTuple):
    """Items found rightly (`tp`), found wrongly (`fp`) and missed (`fn`).

    Where there is nothing to find and nothing was found, every figure is 1; where only one of the
    two is empty, precision, recall and F1 are 0.
    """

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def plus(self, other: Counts) -> Counts:
        """The counts of two sets of items together."""
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self._ratio(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """The share of what is to be found that was found."""
        return self._ratio(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return self._ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    @property
    def figure(self) -> float:
        """The one figure that stands for the counts: F1."""
        return self.f1

    def _ratio(self, part: int, whole: int) -> float:
        return part / whole if whole else float(not any(self))


class Share(NamedTuple):
    """How many of `of` criteria are `right`."""

    right: int = 0
    of: int = 0

    def plus(self, other: Share) -> Share:
        """The shares of two sets of criteria together."""
        return Share(self.right + other.right, self.of + other.of)

    @property
    def figure(self) -> float:
        """The share itself; 1 of no criteria."""
        return self.right / self.of if self.of else 1.0


def compare(gold: Iterable[Hashable], predicted: Iterable[Hashable]) -> Counts:
    """The counts of two collections of items; an item that occurs twice counts twice."""
    wanted, found = Counter(gold), Counter(predicted)
    tp = (wanted & found).total()
    return Counts(tp, found.total() - tp, wanted.total() - tp)


def compare_by(
    gold: Iterable[T], predicted: Iterable[T], label: Callable[[T], str]
) -> dict[str, Counts]:
    """The counts of the items of each label, by label."""
    wanted, found = Counter(gold), Counter(predicted)
    sides = (wanted & found, found - wanted, wanted - found)
    by_side = [_by_label(side, label) for side in sides]
    return {name: Counts(*(s[name] for s in by_side)) for name in sorted(set().union(*by_side))}


def _by_label(items: Counter[T], label: Callable[[T], str]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for item, number in items.items():
        totals[label(item)] += number
    return totals


def added(counts: Iterable[Counts]) -> Counts:
    """The counts of all sets of items together."""
    return reduce(Counts.plus, counts, Counts())
