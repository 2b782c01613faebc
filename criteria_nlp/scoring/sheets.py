"""Counts by group, family and label: all that figures, intervals and tests are made from.

A *group* is what is drawn and swapped as a whole: a trial or, without trials, an item. A *family*
is one score, such as `entity_strict`; its labels are what it is told apart by, the empty label
where it is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criteria_nlp.errors import InputError
from criteria_nlp.scoring.counts import Counts
from criteria_nlp.scoring.estimates import Floats

Tally = Mapping[str, Mapping[str, Counts]]
"""Family to label to counts."""

ALL, MACRO = "all", "macro"
MEASURES = ("precision", "recall", "f1")


class Sheet(NamedTuple):
    """`counts` has the shape (groups, cells, 3): tp, fp and fn of each cell, (family, label)."""

    groups: tuple[str, ...]
    cells: tuple[tuple[str, str], ...]
    counts: Floats


class Column(NamedTuple):
    """One figure: a label of a family, all of them as one (micro), or their mean (macro)."""

    family: str
    label: str
    cells: tuple[int, ...]


def sheet(tallies: Iterable[tuple[str, Tally]]) -> Sheet:
    """The sheet of tallies, each with the group it belongs to; what is of one group is added up."""
    totals: dict[str, dict[tuple[str, str], Counts]] = defaultdict(dict)
    for group, tally in tallies:
        row = totals[group]
        for family, labels in tally.items():
            for label, counts in labels.items():
                row[family, label] = row.get((family, label), Counts()).plus(counts)
    cells = tuple(sorted({cell for row in totals.values() for cell in row}))
    counted = [[row.get(cell, Counts()) for cell in cells] for row in totals.values()]
    shape = (len(totals), len(cells), 3)
    return Sheet(tuple(totals), cells, np.array(counted, dtype=float).reshape(shape))


def aligned(first: Sheet, second: Sheet) -> tuple[Sheet, Sheet]:
    """Two sheets of the same gold with the same groups and cells in the same places.

    Raises `InputError` where their groups differ, or how much there is to find in one of them.
    """
    if set(first.groups) != set(second.groups):
        alone = sorted(set(first.groups) ^ set(second.groups))
        raise InputError(f"the two runs are not of the same items: {alone[0]!r} is in one only")
    cells = tuple(sorted({*first.cells, *second.cells}))
    left, right = (_arranged(part, first.groups, cells) for part in (first, second))
    wanted = [part.counts[:, :, 0] + part.counts[:, :, 2] for part in (left, right)]
    for group, cell in zip(*np.nonzero(wanted[0] != wanted[1]), strict=True):
        name = " ".join(cells[cell]).strip()
        raise InputError(f"the two runs differ in the gold of {first.groups[group]!r}: {name}")
    return left, right


def _arranged(part: Sheet, groups: tuple[str, ...], cells: tuple[tuple[str, str], ...]) -> Sheet:
    """The sheet with its groups in the given order, and empty cells where it has none."""
    counts = np.zeros((len(groups), len(cells), 3))
    rows = [part.groups.index(group) for group in groups]
    places = [cells.index(cell) for cell in part.cells]
    counts[:, places] = part.counts[rows]
    return Sheet(groups, cells, counts)


def columns(part: Sheet) -> list[Column]:
    """The figures of a sheet: of each family all together, the mean of its labels, each label."""
    made = []
    for family in dict.fromkeys(family for family, _ in part.cells):
        cells = tuple(i for i, cell in enumerate(part.cells) if cell[0] == family)
        labelled = tuple(i for i in cells if part.cells[i][1])
        made.append(Column(family, ALL, cells))
        if len(labelled) > 1:
            made.append(Column(family, MACRO, labelled))
        made += [Column(family, part.cells[i][1], (i,)) for i in labelled]
    return made


def measures(sums: Floats, wanted: Iterable[Column]) -> Floats:
    """Precision, recall and F1 of sums of shape (draws, cells, 3), as (draws, columns, 3)."""
    single = _ratios(sums)
    occurs = sums[:, :, 0] + sums[:, :, 2] > 0
    made = []
    for column in wanted:
        cells = list(column.cells)
        if column.label == MACRO:
            made.append(_mean(single[:, cells], occurs[:, cells]))
        else:
            made.append(_ratios(sums[:, cells].sum(axis=1)))
    return np.stack(made, axis=1)


def _mean(ratios: Floats, occurs: NDArray[np.bool_]) -> Floats:
    """The mean over the labels that the gold of a draw has; 1 where it has none."""
    number = occurs.sum(axis=1)[:, None]
    total = (ratios * occurs[:, :, None]).sum(axis=1)
    return np.where(number, total / np.maximum(number, 1), 1.0)


def _ratios(sums: Floats) -> Floats:
    """Precision, recall and F1 along the last axis, by the rule of `Counts` for nothing at all."""
    tp, fp, fn = (sums[..., place] for place in range(3))
    nothing = (tp + fp + fn == 0).astype(float)
    parts = ((tp, tp + fp), (tp, tp + fn), (2 * tp, 2 * tp + fp + fn))
    return np.stack(
        [np.where(of, part / np.where(of, of, 1), nothing) for part, of in parts], axis=-1
    )
