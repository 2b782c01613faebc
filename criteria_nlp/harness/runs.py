"""A run: gold and predictions in, a result out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from criteria_nlp.api import parse
from criteria_nlp.errors import InputError
from criteria_nlp.harness.criteria import NOTHING, judge_criterion
from criteria_nlp.harness.gold import Gold, load_gold
from criteria_nlp.harness.predictions import (
    Parse,
    findings_of,
    load_model,
    parser_of,
    read_findings,
    read_readings,
    readings_of,
    timed_batches,
)
from criteria_nlp.harness.results import Result
from criteria_nlp.harness.texts import Findings, judge_text
from criteria_nlp.readers.annotated import AnnotatedText
from criteria_nlp.scoring import GoldItem

T = TypeVar("T")


def evaluate(
    path: Path,
    *,
    predictions: Path | None = None,
    model: str | None = None,
    split: str | None = None,
    kind_from: str = "gold",
    spans_key: str | None = None,
) -> Result:
    """Measure predictions on the gold at `path`: of a file, of a spaCy pipeline, else our own.

    A model reads gold criteria with our whole pipeline round it. Without one, ours reads criteria
    only: annotated texts need `predictions` or `model`. Raises `InputError` for what cannot be
    read.
    """
    gold = load_gold(path, split)
    if predictions is not None:
        return _of_file(gold, path.name, predictions)
    name = "criteria_nlp" if model is None else Path(model).name
    if gold.criteria:
        reader = parse if model is None else parser_of(model)
        return parsed(gold.criteria, reader, path.name, name, kind_from)
    if model is None:
        raise InputError("holds annotated texts: name a model or a file of predictions", str(path))
    told, times = timed_batches(findings_of(load_model(model), spans_key), gold.texts)
    judgements = list(map(judge_text, gold.texts, told))
    return Result(path.name, name, judgements, times, _warnings(gold))


def parsed(
    items: Sequence[GoldItem], parse: Parse, gold: str, name: str, kind_from: str = "gold"
) -> Result:
    """Measure `parse` on gold criteria; it is not told their headings with `kind_from="none"`."""
    told, times = timed_batches(readings_of(parse, kind_from), items)
    return Result(gold, name, list(map(judge_criterion, items, told)), times)


def _of_file(gold: Gold, name: str, path: Path) -> Result:
    """The result of predictions by id; what was not answered counts as nothing found."""
    if gold.criteria:
        readings = read_readings(path)
        judged = [judge_criterion(item, readings.get(item.id, NOTHING)) for item in gold.criteria]
        warnings = _unpaired(gold.criteria, readings, path)
        return Result(name, path.name, judged, warnings=warnings)
    findings = read_findings(path)
    related = any(found.relations is not None for found in findings.values())
    nothing = Findings(relations=() if related else None)
    judged = [judge_text(text, findings.get(text.id, nothing)) for text in gold.texts]
    warnings = [*_warnings(gold), *_unpaired(gold.texts, findings, path)]
    return Result(name, path.name, judged, warnings=warnings)


def _unpaired(
    items: Sequence[GoldItem] | Sequence[AnnotatedText], told: Mapping[str, T], path: Path
) -> list[str]:
    """What to say of items without a prediction and of predictions of no item."""
    names = [item.id for item in items]
    missing = [name for name in names if name not in told]
    foreign = sorted(told.keys() - set(names))
    if len(missing) == len(names):
        raise InputError(f"no id is one of the gold, such as {names[0]!r}", str(path))
    warnings = []
    if missing:
        first = f"first {missing[0]!r}"
        warnings.append(f"{len(missing)} items have no prediction and count as empty ({first})")
    if foreign:
        warnings.append(f"{len(foreign)} predictions are of no item (first {foreign[0]!r})")
    return warnings


def _warnings(gold: Gold) -> list[str]:
    warnings = []
    if gold.cut:
        warnings.append(f"{gold.cut} mentions go on in the next line and are cut")
    if gold.lost:
        warnings.append(f"{gold.lost} relations have members in several lines and are left out")
    return warnings
