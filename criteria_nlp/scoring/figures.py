"""Every figure of a sheet with its bootstrap interval, and the paired comparison of two sheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from criteria_nlp.scoring.counts import Counts
from criteria_nlp.scoring.estimates import (
    SAMPLES,
    SEED,
    Estimate,
    Floats,
    limits,
    resampled,
    seeded,
)
from criteria_nlp.scoring.sheets import Column, Sheet, aligned, columns, measures

SWAPS = 1999


class Figure(NamedTuple):
    """One column of a sheet: its counts, and precision, recall and F1 with their intervals."""

    family: str
    label: str
    counts: Counts
    precision: Estimate
    recall: Estimate
    f1: Estimate


class Difference(NamedTuple):
    """What one run's F1 is above another's, and how likely chance alone gives as much."""

    family: str
    label: str
    f1: float
    other: float
    difference: Estimate
    p: float


def figures(part: Sheet, samples: int = SAMPLES, seed: int = SEED) -> list[Figure]:
    """The figures of a sheet, with 95 % percentile intervals over resamples of its groups."""
    wanted = columns(part)
    if not wanted:
        return []
    whole = measures(part.counts.sum(axis=0)[None], wanted)[0]
    low, high = limits(measures(resampled(part.counts, samples, seed), wanted))
    made = []
    for place, column in enumerate(wanted):
        rows = (whole[place], low[place], high[place])
        told = [Estimate(*map(float, bounds)) for bounds in zip(*rows, strict=True)]
        made.append(Figure(column.family, column.label, _counts(part, column), *told))
    return made


def differences(
    first: Sheet, second: Sheet, samples: int = SAMPLES, swaps: int = SWAPS, seed: int = SEED
) -> list[Difference]:
    """What the F1 of the first is above that of the second, column by column.

    The interval is of a paired bootstrap: both runs on the same draws of groups. `p` is two-sided,
    of approximate randomization (Noreen 1989): the share of random swaps of the runs' groups that
    give a difference at least as large. Raises `InputError` for runs of different gold.
    """
    left, right = aligned(first, second)
    wanted = columns(left)
    if not wanted:
        return []
    ours, theirs = (_f1(part.counts.sum(axis=0)[None], wanted)[0] for part in (left, right))
    drawn = [_f1(resampled(part.counts, samples, seed), wanted) for part in (left, right)]
    low, high = limits(drawn[0] - drawn[1])
    p = _chances(left, right, wanted, swaps, seed)
    made = []
    for place, column in enumerate(wanted):
        bounds = Estimate(*(float(row[place]) for row in (ours - theirs, low, high)))
        pair = float(ours[place]), float(theirs[place])
        made.append(Difference(column.family, column.label, *pair, bounds, float(p[place])))
    return made


def _f1(sums: Floats, wanted: Sequence[Column]) -> Floats:
    return measures(sums, wanted)[:, :, 2]


def _counts(part: Sheet, column: Column) -> Counts:
    sums = part.counts[:, list(column.cells)].sum(axis=(0, 1))
    return Counts(*(int(number) for number in sums))


def _chances(left: Sheet, right: Sheet, wanted: Sequence[Column], swaps: int, seed: int) -> Floats:
    """The p value of each column."""
    swapped = seeded(seed).randint(0, 2, (swaps, len(left.groups))).astype(float)
    moved = np.tensordot(swapped, right.counts - left.counts, axes=1)
    ours, theirs = (part.counts.sum(axis=0)[None] for part in (left, right))
    found = np.abs(_f1(ours + moved, wanted) - _f1(theirs - moved, wanted))
    actual = np.abs(_f1(ours, wanted) - _f1(theirs, wanted))
    # A little is taken off: sums in another order differ in their last digits.
    as_large: Floats = (found >= actual - 1e-12).sum(axis=0).astype(float)
    return (as_large + 1) / (swaps + 1)
