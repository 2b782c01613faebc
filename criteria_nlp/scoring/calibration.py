"""Whether a confidence means what it says: reliability tables, expected calibration error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from criteria_nlp.scoring.estimates import Estimate, bootstrap

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
    """The bins that hold a prediction, and the expected calibration error with its interval."""

    answers: int
    ece: Estimate
    bins: tuple[Bin, ...]


def calibration(answers: Sequence[Answer], bins: int = BINS) -> Calibration | None:
    """The calibration over bins of equal width (Guo et al. 2017); None of no answers."""
    if not answers:
        return None
    interval = bootstrap(answers, lambda drawn: _error(_bins(drawn, bins), len(drawn)))
    return Calibration(len(answers), interval, tuple(_bins(answers, bins)))


def _bins(answers: Sequence[Answer], bins: int) -> list[Bin]:
    filled: dict[int, list[Answer]] = {}
    for answer in answers:
        filled.setdefault(min(int(answer.confidence * bins), bins - 1), []).append(answer)
    return [_bin(place, bins, filled[place]) for place in sorted(filled)]


def _bin(place: int, bins: int, answers: Sequence[Answer]) -> Bin:
    number = len(answers)
    confidence = sum(answer.confidence for answer in answers) / number
    right = sum(answer.right for answer in answers) / number
    return Bin(place / bins, (place + 1) / bins, number, confidence, right)


def _error(bins: Sequence[Bin], number: int) -> float:
    """The mean distance between confidence and share right, weighted by the predictions."""
    return sum(row.number * abs(row.confidence - row.right) for row in bins) / number
