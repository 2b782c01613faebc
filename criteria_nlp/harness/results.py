"""The result of an evaluation: its figures, what they were made from, and JSON of both."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from criteria_nlp.errors import InputError
from criteria_nlp.harness.judgements import Judgement
from criteria_nlp.harness.predictions import Timed
from criteria_nlp.scoring import (
    Answer,
    Calibration,
    Counts,
    Difference,
    Estimate,
    Figure,
    Sheet,
    bootstrap,
    calibration,
    differences,
    figures,
    sheet,
)

_DIGITS = 6


class Comparison(NamedTuple):
    """How this run differs from another one on the same gold."""

    other: str
    differences: tuple[Difference, ...]


class Result:
    """One run on one gold: every judgement, and the figures made of them when first asked for."""

    def __init__(
        self,
        gold: str,
        predictions: str,
        judgements: Sequence[Judgement],
        times: Sequence[Timed] = (),
        warnings: Sequence[str] = (),
    ) -> None:
        self.gold = gold
        self.predictions = predictions
        self.judgements = tuple(judgements)
        self.times = tuple(times)
        self.warnings = tuple(warnings)
        self.comparison: Comparison | None = None

    @cached_property
    def sheet(self) -> Sheet:
        """The counts by group."""
        return sheet((judged.group, judged.tally) for judged in self.judgements)

    @cached_property
    def figures(self) -> list[Figure]:
        """Every figure with its interval over groups."""
        return figures(self.sheet)

    @cached_property
    def calibrations(self) -> dict[str, Calibration]:
        """What the predictions say of their own certainty, by what they are certain of."""
        answers: dict[str, dict[str, list[Answer]]] = {}
        for judged in self.judgements:
            for name, answer in judged.answers:
                answers.setdefault(name, {}).setdefault(judged.group, []).append(answer)
        told = {name: calibration(rows.values()) for name, rows in sorted(answers.items())}
        return {name: made for name, made in told.items() if made is not None}

    @cached_property
    def speed(self) -> Estimate | None:
        """Texts a second with an interval over batches; None where nothing was read."""
        return bootstrap(self.times, _rate) if self.times else None

    @property
    def grouped(self) -> bool:
        """Whether groups are more than single items."""
        return len(self.sheet.groups) < len(self.judgements)

    def compare(self, path: Path) -> None:
        """Compare with the JSON of another run; raises `InputError` where it is of other gold."""
        other, counts = read_counts(path)
        self.comparison = Comparison(other, tuple(differences(self.sheet, counts)))

    def to_json(self, with_counts: bool = True) -> dict[str, Any]:
        """The result as a JSON object; without counts by group no other run compares with it."""
        made: dict[str, Any] = {
            "gold": self.gold,
            "predictions": self.predictions,
            "items": len(self.judgements),
            "groups": len(self.sheet.groups),
            "warnings": list(self.warnings),
            "figures": _nested((row.family, row.label, _figure(row)) for row in self.figures),
            "calibration": {name: _calibration(row) for name, row in self.calibrations.items()},
            "texts_per_second": None if self.speed is None else _rounded(self.speed._asdict()),
            "made_with": _versions(),
        }
        if self.comparison is not None:
            rows = ((d.family, d.label, _difference(d)) for d in self.comparison.differences)
            made["comparison"] = {"with": self.comparison.other, "differences": _nested(rows)}
        if with_counts:
            made["counts"] = _counts(self.sheet)
        return made


def read_counts(path: Path) -> tuple[str, Sheet]:
    """What was measured in the JSON of a run, and its counts by group.

    Raises `InputError` where the file is not such JSON.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        groups = content["counts"]
        tallies = [(group, _tally(families)) for group, families in groups.items()]
        return str(content["predictions"]), sheet(tallies)
    except OSError as error:
        raise InputError(f"cannot be read: {error}", str(path)) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError("is no result of `evaluate --json`", str(path)) from None


def _tally(families: Mapping[str, Mapping[str, Sequence[int]]]) -> dict[str, dict[str, Counts]]:
    return {
        family: {label: Counts(*map(int, counts)) for label, counts in labels.items()}
        for family, labels in families.items()
    }


def _counts(part: Sheet) -> dict[str, dict[str, dict[str, list[int]]]]:
    """The counts of every group, cells without any left out."""
    made: dict[str, dict[str, dict[str, list[int]]]] = {}
    for group, rows in zip(part.groups, part.counts.astype(int).tolist(), strict=True):
        filled = [(*cell, row) for cell, row in zip(part.cells, rows, strict=True) if any(row)]
        made[group] = _nested(filled)
    return made


def _nested(rows: Iterable[tuple[str, str, Any]]) -> dict[str, dict[str, Any]]:
    """Family to label to what stands there."""
    made: dict[str, dict[str, Any]] = {}
    for family, label, content in rows:
        made.setdefault(family, {})[label] = content
    return made


def _figure(row: Figure) -> dict[str, Any]:
    parts = {name: getattr(row, name)._asdict() for name in ("precision", "recall", "f1")}
    return {**row.counts._asdict(), **{name: _rounded(part) for name, part in parts.items()}}


def _difference(row: Difference) -> dict[str, Any]:
    told = {"f1": row.f1, "other": row.other, "p": row.p}
    return _rounded(told) | {"difference": _rounded(row.difference._asdict())}


def _calibration(row: Calibration) -> dict[str, Any]:
    scores = {name: _rounded(getattr(row, name)._asdict()) for name in ("ece", "brier")}
    return {"answers": row.answers, **scores, "bins": [_rounded(b._asdict()) for b in row.bins]}


def _rounded(part: Mapping[str, Any]) -> dict[str, Any]:
    return {name: round(value, _DIGITS) for name, value in part.items()}


def _rate(times: Sequence[Timed]) -> float:
    return sum(part.texts for part in times) / sum(part.seconds for part in times)


def _versions() -> dict[str, str]:
    packages = {name: version(name) for name in ("criteria_nlp", "spacy", "numpy")}
    return {"python": platform.python_version(), **packages}
