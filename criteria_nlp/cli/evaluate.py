"""`criteria-nlp evaluate`: how well predictions agree with a gold annotation."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from criteria_nlp.batch.outputs import same_file
from criteria_nlp.cli.failures import complain
from criteria_nlp.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria_nlp.harness import Result
    from criteria_nlp.scoring import Calibration, Estimate, Figure


class KindFrom(StrEnum):
    """Whether the parser is told the heading that a gold criterion stands under."""

    gold = "gold"
    none = "none"


GoldPath = Annotated[
    Path,
    typer.Argument(
        metavar="GOLD",
        help="Gold criteria (JSON Lines, or a folder with annotation/*.toml), or annotated texts "
        "(BRAT, DocBin, JSON Lines of spans, Doccano, Prodigy, Label Studio).",
    ),
]
Predictions = Annotated[
    Path | None,
    typer.Option(
        "--predictions",
        metavar="FILE",
        help="Predictions with the ids of the gold: what `annotate` writes, or annotated texts.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option("--model", metavar="NAME", help="A spaCy pipeline to run, by package or folder."),
]
SplitName = Annotated[
    str | None,
    typer.Option("--split", metavar="NAME", help="The part of the corpus to measure on."),
]
SpansKey = Annotated[
    str | None,
    typer.Option(
        "--spans-key", metavar="KEY", help="Take the model's doc.spans[KEY], not its entities."
    ),
]
Kinds = Annotated[
    KindFrom, typer.Option("--kind-from", help="Whether the parser is told the gold headings.")
]
ReportPath = Annotated[
    Path | None,
    typer.Option("--report", metavar="OUT.html", help="Write a report with the errors."),
]
JsonPath = Annotated[
    Path | None, typer.Option("--json", metavar="OUT.json", help="Write the result as JSON.")
]
Other = Annotated[
    Path | None,
    typer.Option(
        "--compare", metavar="OTHER.json", help="Test the difference from an earlier run's JSON."
    ),
]


def evaluate(
    gold: GoldPath,
    predictions: Predictions = None,
    model: Model = None,
    split: SplitName = None,
    spans_key: SpansKey = None,
    kind_from: Kinds = KindFrom.gold,
    report: ReportPath = None,
    json_path: JsonPath = None,
    compare: Other = None,
) -> None:
    """Measure predictions, a model, or our own pipeline on a gold annotation.

    Every figure comes with a 95 % bootstrap interval over trials or, without trials, items.
    """
    if predictions is not None and model is not None:
        raise InputError("--predictions and --model are two ways to say what is measured")
    inputs = [path for path in (gold, predictions, compare) if path is not None]
    for written in filter(None, (report, json_path)):
        if any(same_file(str(path), str(written)) for path in inputs):
            raise InputError("is an input and cannot be written to as well", str(written))
    # Not before: it loads numpy and, for a model, spaCy.
    from criteria_nlp import harness

    result = harness.evaluate(
        gold,
        predictions=predictions,
        model=model,
        split=split,
        kind_from=kind_from.value,
        spans_key=spans_key,
    )
    if compare is not None:
        result.compare(compare)
    for warning in result.warnings:
        complain(warning)
    typer.echo("\n".join(lines(result)))
    if json_path is not None:
        made = json.dumps(result.to_json(), indent=1, ensure_ascii=False)
        json_path.write_text(made + "\n", encoding="utf-8")
    if report is not None:
        report.write_text(harness.report(result), encoding="utf-8")


def lines(result: Result) -> Iterator[str]:
    """The result as lines to print."""
    from criteria_nlp.harness.families import families

    groups = f" of {len(result.sheet.groups)} trials" if result.grouped else ""
    yield f"{result.predictions} on {result.gold}: {len(result.judgements)} items{groups}"
    for family in families(result.figures):
        yield from map(_line, family.rows)
    for name, told in result.calibrations.items():
        yield from reliability(name, told)
    if result.speed is not None:
        rate = result.speed
        yield f"{rate.figure:.0f} texts/s ({rate.low:.0f} to {rate.high:.0f})"
    if result.comparison is not None:
        yield f"against {result.comparison.other}:"
        for d in result.comparison.differences:
            bounds = f"({d.difference.low:+.3f} to {d.difference.high:+.3f})"
            yield f"{_name(d.family, d.label)} {d.difference.figure:+.3f}  {bounds}  p {d.p:.4f}"


def reliability(name: str, told: Calibration) -> Iterator[str]:
    """One calibration as lines to print."""
    scores = f"ECE {_interval(told.ece)}  Brier {_interval(told.brier)}"
    yield f"{f'calibration of {name}':36} {scores}  {told.answers} answers"
    for row in told.bins:
        means = f"confidence {row.confidence:.3f}  right {row.right:.3f}"
        yield f"{f'  {row.low:.1f} to {row.high:.1f}':36} {means}  {row.number} answers"


def _interval(told: Estimate) -> str:
    return f"{told.figure:.3f}  ({told.low:.3f} to {told.high:.3f})"


def _line(row: Figure) -> str:
    figure = _interval(row.f1)
    parts = f"P {row.precision.figure:.3f}  R {row.recall.figure:.3f}"
    counts = ", ".join(f"{name} {number}" for name, number in row.counts._asdict().items())
    return f"{_name(row.family, row.label)} F1 {figure}  {parts}  {counts}"


def _name(family: str, label: str) -> str:
    return f"{family if label == 'all' else f'{family} {label}':36}"
