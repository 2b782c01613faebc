"""Whether a confidence means what it says: reliability tables, calibration error, Brier score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from criteria_nlp.scoring.estimates import Estimate, Floats, limits, resampled

BINS = 10


class Answer(NamedTuple):
    """One prediction: how sure it was (0 to 1), and whether it was right."""

    confidence: float
    right: bool


class Bin(NamedTuple):
    """The predictions between two confidences (the upper one excluded, but in the last bin)."""

    low: float
    high: float
    number: int
    confidence: float
    right: float


class Calibration(NamedTuple):
    """The bins that hold a prediction, the expected calibration error, and the Brier score."""

    answers: int
    ece: Estimate
    brier: Estimate
    bins: tuple[Bin, ...]


def calibration(groups: Iterable[Sequence[Answer]], bins: int = BINS) -> Calibration | None:
    """The calibration over bins of equal width (Guo et al. 2017); None of no answers.

    The Brier score (1950) is the mean squared distance of the confidence from 1 or 0. Intervals
    draw whole groups, such as the answers of one trial.
    """
    sums = np.array([_sums(group, bins) for group in groups if group])
    if not len(sums):
        return None
    whole, drawn = sums.sum(axis=0, keepdims=True), resampled(sums)
    ece, brier = (
        Estimate(float(figure(whole)[0]), *map(float, limits(figure(drawn))))
        for figure in (_error, _brier)
    )
    return Calibration(int(whole[0, :, 0].sum()), ece, brier, tuple(_bins(whole[0])))


def _sums(answers: Iterable[Answer], bins: int) -> Floats:
    """Of each bin the number of answers, and the sums of confidence, right and squared distance."""
    sums = np.zeros((bins, 4))
    for sure, right in answers:
        sums[min(int(sure * bins), bins - 1)] += (1, sure, right, (sure - right) ** 2)
    return sums


def _bins(sums: Floats) -> Iterator[Bin]:
    for place, (number, sure, right, _) in enumerate(sums.tolist()):
        if number:
            edges = place / len(sums), (place + 1) / len(sums)
            yield Bin(*edges, int(number), sure / number, right / number)


def _error(sums: Floats) -> Floats:
    """The mean distance of confidence and share right, weighted by the predictions, of each draw.

    `sums` has the shape (draws, bins, 4).
    """
    gaps: Floats = np.abs(sums[:, :, 1] - sums[:, :, 2]).sum(axis=1) / sums[:, :, 0].sum(axis=1)
    return gaps


def _brier(sums: Floats) -> Floats:
    squares: Floats = sums[:, :, 3].sum(axis=1) / sums[:, :, 0].sum(axis=1)
    return squares
