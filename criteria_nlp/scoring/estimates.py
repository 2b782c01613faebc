"""Figures with a bootstrap confidence interval over items."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

SAMPLES = 1000
SEED = 20
LEVEL = 0.95

T = TypeVar("T")
Floats = NDArray[np.float64]


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


def resampled(counts: Floats, samples: int = SAMPLES, seed: int = SEED) -> Floats:
    """The sums of `samples` draws with replacement of the rows of `counts`, (rows, ...).

    The same seed draws the same rows. The result has the shape (samples, ...).
    """
    number = len(counts)
    times = seeded(seed).multinomial(number, [1 / number] * number, samples)
    return np.tensordot(times.astype(float), counts, axes=1)


def seeded(seed: int) -> Any:
    """A generator of random numbers that draws the same in every release of numpy."""
    return np.random.RandomState(seed)  # the newer generators do not


def limits(drawn: Floats) -> tuple[Floats, Floats]:
    """The bounds of the percentile interval of figures, of shape (samples, ...)."""
    ranked = np.sort(drawn, axis=0)
    cut = round(len(ranked) * (1 - LEVEL) / 2)
    return ranked[cut], ranked[-1 - cut]
