"""Figures with a bootstrap confidence interval over items."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

SAMPLES = 1000
SEED = 20
LEVEL = 0.95

T = TypeVar("T")


class Estimate(NamedTuple):
    """A figure and the bounds of its confidence interval."""

    figure: float
    low: float
    high: float


def bootstrap(
    items: Sequence[T],
    figure: Callable[[Sequence[T]], float],
    *,
    samples: int = SAMPLES,
    seed: int = SEED,
) -> Estimate:
    """A figure of the items and its percentile interval over resamples of them.

    The same seed gives the same interval. Raises `ValueError` where there is no item.
    """
    if not items:
        raise ValueError("no items to draw from")
    drawn = random.Random(seed)
    figures = sorted(figure(drawn.choices(items, k=len(items))) for _ in range(samples))
    cut = round(samples * (1 - LEVEL) / 2)
    return Estimate(figure(items), figures[cut], figures[-1 - cut])
