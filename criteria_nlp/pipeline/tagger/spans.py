"""Spans chosen by their scores, and the scores that the right spans should have had."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
_EDGE = 1e-6
NOTHING = 0  # the column of "no span"; labels follow


class Scored(NamedTuple):
    """A span of tokens with the number of its label (from 0) and its probability."""

    start: int
    end: int
    label: int
    probability: float


def valid(lengths: Sequence[int], longest: int) -> NDArray[np.bool_]:
    """Which spans lie within one text, of shape (tokens, longest), for texts of these lengths."""
    ends = np.repeat(np.cumsum(lengths, dtype=np.int64), lengths)
    left = ends - np.arange(len(ends))
    inside: NDArray[np.bool_] = np.arange(longest) < left[:, None]
    return inside


def probabilities(scores: Floats) -> Floats:
    """The softmax over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def log_probabilities(scores: Floats) -> Floats:
    """The logarithm of the softmax over the last axis, finite for all finite scores."""
    odds = scores - scores.max(axis=-1, keepdims=True)
    logs: Floats = odds - np.log(np.exp(odds).sum(axis=-1, keepdims=True))
    return logs


def gradient(
    scores: Floats, inside: NDArray[np.bool_], gold: Iterable[tuple[int, int, int]]
) -> tuple[Floats, float]:
    """The gradient of the cross entropy, and the cross entropy, of (start, end, label) in `gold`.

    Spans outside of `inside` teach nothing; a gold span longer than the scores reach is left out.
    """
    shares = probabilities(scores)
    wanted = np.zeros(scores.shape[:2], dtype=np.int64)
    for start, end, label in gold:
        if end - start <= scores.shape[1]:
            wanted[start, end - start - 1] = label + 1
    at = np.nonzero(inside)
    targets = (*at, wanted[at])
    loss = -float(np.log(shares[targets] + 1e-9).sum())
    shares[targets] -= 1
    shares[~inside] = 0
    return shares, loss


def log_odds(probability: float) -> float:
    """The logarithm of the odds; of 0 and 1 it is large, and finite."""
    kept = min(max(probability, _EDGE), 1 - _EDGE)
    return math.log(kept / (1 - kept))


def calibrated(probability: float, slope: float, intercept: float) -> float:
    """A probability whose log-odds are a linear function of the given one's."""
    return 1 / (1 + math.exp(-slope * log_odds(probability) - intercept))


def choose(
    scores: Floats, inside: NDArray[np.bool_], *, overlapping: bool, bias: float = 0.0
) -> list[Scored]:
    """The spans that are likelier something than nothing, by place; `bias` is added to their odds.

    Without `overlapping`, those of them that do not share a token and whose odds against "nothing"
    have the greatest product; with it, all that do not cross a likelier one: nested spans stay.
    """
    best = scores[:, :, 1:].argmax(axis=2)
    odds = scores[:, :, 1:].max(axis=2) - scores[:, :, NOTHING] + bias
    places = np.argwhere((odds > 0) & inside)
    candidates = [(int(i), int(i + w + 1), float(odds[i, w])) for i, w in places]
    chosen = sorted(_uncrossed(candidates) if overlapping else _apart(candidates))
    at = [start for start, _ in chosen], [end - start - 1 for start, end in chosen]
    labels = best[at]
    sure = probabilities(scores[at])[range(len(chosen)), labels + 1]
    return [
        Scored(*span, label, probability)
        for span, label, probability in zip(chosen, labels.tolist(), sure.tolist(), strict=True)
    ]


def _apart(candidates: Sequence[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The non-overlapping spans of the greatest total weight (weighted interval scheduling)."""
    ordered = sorted(candidates, key=lambda span: span[1])
    ends = [end for _, end, _ in ordered]
    totals, before = [0.0], []
    for start, _, weight in ordered:
        before.append(bisect_right(ends, start))
        totals.append(max(totals[-1], totals[before[-1]] + weight))
    chosen, k = [], len(ordered)
    while k:
        if totals[k] > totals[k - 1]:
            chosen.append(ordered[k - 1][:2])
            k = before[k - 1]
        else:
            k -= 1
    return chosen


def _uncrossed(candidates: Sequence[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The likeliest spans first, each unless it crosses one that is taken."""
    chosen: list[tuple[int, int]] = []
    for start, end, _ in sorted(candidates, key=lambda span: -span[2]):
        if not any(_cross((start, end), other) for other in chosen):
            chosen.append((start, end))
    return chosen


def _cross(one: tuple[int, int], other: tuple[int, int]) -> bool:
    (a, b), (c, d) = sorted((one, other))
    return a < c < b < d


def gold_spans(rows: Iterable[Any], labels: Sequence[str]) -> list[tuple[int, int, int]]:
    """(start, end, number of the label) of spaCy spans."""
    numbers = {label: number for number, label in enumerate(labels)}
    return [(span.start, span.end, numbers[span.label_]) for span in rows if span.label_ in numbers]
