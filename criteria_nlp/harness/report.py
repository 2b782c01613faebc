"""The report of a result: one HTML page that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from criteria_nlp.harness.families import Family, families, meanings, worst_first
from criteria_nlp.harness.judgements import Judgement, Mark
from criteria_nlp.harness.reliability import picture
from criteria_nlp.harness.results import Result
from criteria_nlp.scoring import Figure

_TEMPLATE = "report.html"


class Piece(NamedTuple):
    """A stretch of text, the marks it lies in, and those that end with it."""

    text: str
    within: tuple[Mark, ...]
    ending: tuple[Mark, ...]


class Section(NamedTuple):
    """The items whose worst label this is, those with most mistakes first."""

    figure: Figure
    title: str
    items: tuple[Judgement, ...] = ()


Cell = tuple[str, str]
"""A family and a label, as in the counts of a judgement."""


def report(result: Result) -> str:
    """The result as an HTML page: figures, comparison, calibration, and every error in its text."""
    # Whatever stands in a text is shown, never run: all of it is escaped.
    environment = Environment(
        loader=PackageLoader("criteria_nlp.harness", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    told = families(result.figures)
    return environment.get_template(_TEMPLATE).render(
        result=result,
        families=told,
        titles={name: entry["title"] for name, entry in meanings().items()},
        sections=sections(result.judgements, told),
        pieces=pieces,
        picture=picture,
    )


def sections(judgements: Sequence[Judgement], told: Sequence[Family]) -> list[Section]:
    """Every item with a mistake, once: under the worst of the labels that it has wrong.

    What has no labels, such as the logic, comes behind what has, and exactness, which every
    mistake costs, at the end.
    """
    cells = _cells(told)
    ranked = sorted(cells, key=lambda cell: _rank(cell, cells[cell].figure))
    placed: dict[Cell, list[Judgement]] = {cell: [] for cell in ranked}
    for judged in judgements:
        faults = judged.faults
        if faults:
            placed[next(cell for cell in ranked if cell in faults)].append(judged)
    for items in placed.values():
        items.sort(key=lambda judged: (-sum(judged.faults.values()), judged.id))
    return [cells[cell]._replace(items=tuple(items)) for cell, items in placed.items() if items]


def _cells(told: Sequence[Family]) -> dict[Cell, Section]:
    """An empty section for every label, or for the whole of a family that has none."""
    made = {}
    for family in told:
        for row in family.labels:
            made[family.name, row.label] = Section(row, f"{family.title}: {row.label}")
        if not family.labels:
            made[family.name, ""] = Section(family.all, family.title)
    return made


def _rank(cell: Cell, figure: Figure) -> tuple[object, ...]:
    family, label = cell
    return family == "exact", not label, *worst_first(figure)


def pieces(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """The text cut wherever a mark begins or ends."""
    cuts = sorted({0, len(text), *(at for mark in marks for at in (mark.start, mark.end))})
    made = []
    for start, end in pairwise(cuts):
        within = tuple(mark for mark in marks if mark.start <= start and end <= mark.end)
        made.append(Piece(text[start:end], within, tuple(m for m in within if m.end == end)))
    return made
