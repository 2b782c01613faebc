"""The scores by family, in the order in which they are told, labels with the worst first."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from criteria_nlp.scoring import Figure
from criteria_nlp.scoring.sheets import ALL, MACRO


class Family(NamedTuple):
    """One score with its rows: all together, the mean of its labels, the labels worst first."""

    name: str
    title: str
    meaning: str
    all: Figure
    macro: Figure | None
    labels: tuple[Figure, ...]

    @property
    def rows(self) -> tuple[Figure, ...]:
        """All of its rows."""
        return (self.all, *((self.macro,) if self.macro else ()), *self.labels)


def families(rows: Sequence[Figure]) -> list[Family]:
    """The figures by family, in the order of `families.toml`."""
    made = []
    for name, entry in meanings().items():
        own = {row.label: row for row in rows if row.family == name}
        if own:
            whole, macro = own.pop(ALL), own.pop(MACRO, None)
            labels = tuple(sorted(own.values(), key=worst_first))
            made.append(Family(name, entry["title"], entry["meaning"], whole, macro, labels))
    return made


def worst_first(row: Figure) -> tuple[float, int, str]:
    """What sorts figures: the lowest F1, then most mistakes."""
    return row.f1.figure, -(row.counts.fp + row.counts.fn), row.label


@cache
def meanings() -> dict[str, dict[str, str]]:
    """Title and meaning of every family, from `families.toml`."""
    return tomllib.loads(files(__package__).joinpath("families.toml").read_text(encoding="utf-8"))
