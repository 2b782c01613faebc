"""Precision, recall and F1 of counted pairs, with an interval, and the line that prints them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from criteria_nlp.scoring import Counts, bootstrap


def pair_figures(counts: Sequence[Counts], samples: int) -> dict[str, Any]:
    """The figures over all items (lines or documents) and the interval of F1 over resamples."""
    together = _together(counts)
    interval = bootstrap(counts, lambda rows: _together(rows).f1, samples=samples)
    return {
        "precision": together.precision,
        "recall": together.recall,
        "f1": together.f1,
        "low": interval.low,
        "high": interval.high,
        **together._asdict(),
    }


def row_text(row: dict[str, Any]) -> str:
    """One row of figures, as the commands print it."""
    return (
        f"precision {row['precision']:.3f}  recall {row['recall']:.3f}  "
        f"F1 {row['f1']:.3f} ({row['low']:.3f} to {row['high']:.3f})  "
        f"over {row['tp'] + row['fn']} gold pairs"
    )


def _together(counts: Sequence[Counts]) -> Counts:
    return Counts(*map(sum, zip(*counts, strict=True)))
