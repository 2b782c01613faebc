"""Whether every registry text is read without an exception, a gap or a wrong offset.

    python -m evaluation.registry [--limit N | --sample N] [--workers N] [--seed N]

Runs over the whole registry records and the unannotated texts, prints what is broken, the shares of
computable criteria, warnings by code and the speed, and writes results/registry.json.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import criteria_nlp
from criteria_nlp.errors import CriteriaNlpError
from criteria_nlp.schema import Record
from evaluation.data import data_path, json_lines, write_result
from evaluation.invariants import problems

_SHOWN = 40


class Outcome(NamedTuple):
    """What one text gave: its problems, lines, seconds, criteria by status and warnings by code."""

    trial: str
    problems: list[str]
    lines: int
    seconds: float
    statuses: Counter[str]
    top_statuses: Counter[str]
    warnings: Counter[str]


def check(source: tuple[str, str]) -> Outcome:
    """Parse one text (trial, text) and look at what came out; never raises."""
    trial, text = source
    lines = sum(bool(line.strip()) for line in text.splitlines())
    start = time.perf_counter()
    try:
        record = criteria_nlp.parse(text, trial_id=trial)
    except Exception as error:  # that is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{place.filename.rpartition('criteria_nlp')[2]}:{place.lineno}"
        problem = f"exception {type(error).__name__} at {where}: {error}"
        seconds = time.perf_counter() - start
        return Outcome(trial, [problem], lines, seconds, Counter(), Counter(), Counter())
    seconds = time.perf_counter() - start
    return Outcome(trial, problems(text, record), lines, seconds, *_tallies(record))


def _tallies(record: Record) -> tuple[Counter[str], Counter[str], Counter[str]]:
    warnings = [w.code for w in record.warnings]
    warnings += [w.code for criterion in record.criteria for w in criterion.warnings]
    return (
        Counter(criterion.status for criterion in record.criteria),
        Counter(criterion.status for criterion in record.criteria if criterion.parent is None),
        Counter(warnings),
    )


def sources() -> Iterator[tuple[str, str]]:
    """Trial and text of every whole record, then of every unannotated text."""
    for folder, pattern in (("ctgov_v2", "*.json"), ("ctgov_xml", "*.xml")):
        for path in sorted(data_path("registry", folder).glob(pattern)):
            try:
                for source in criteria_nlp.read(path):
                    yield source.trial_id or path.stem, source.text
            except CriteriaNlpError as error:
                sys.exit(str(error))
    for row in json_lines(data_path("criteria_text.jsonl.gz")):
        yield row["trial_id"], row["text"]


def chosen(limit: int | None, sample: int | None, seed: int) -> list[tuple[str, str]]:
    """All sources, the first `limit`, or `sample` drawn at random."""
    found = list(sources())
    if sample is not None:
        return random.Random(seed).sample(found, min(sample, len(found)))
    return found[:limit]


def outcomes(texts: Sequence[tuple[str, str]], workers: int) -> Iterator[Outcome]:
    """The outcome of every text, in any order; each worker makes its own pipeline."""
    if workers <= 1:
        yield from map(check, texts)
        return
    with multiprocessing.get_context("spawn").Pool(workers, initializer=warm) as pool:
        yield from pool.imap_unordered(check, texts, chunksize=16)


def warm() -> None:
    """Make the pipeline, so that no text is charged with it."""
    criteria_nlp.parse("Age over 18")


def summary(found: Iterable[Outcome], seconds: float) -> dict[str, Any]:
    """The totals as a JSON object; `seconds` is the time on the wall."""
    rows = list(found)
    broken = [row for row in rows if row.problems]
    lines = sum(row.lines for row in rows)
    kinds = Counter(problem.partition(":")[0] for row in broken for problem in row.problems)
    return {
        "records": len(rows),
        "lines": lines,
        "records_with_problems": len(broken),
        "problems": dict(kinds.most_common()),
        "criteria": _shares(Counter(), (row.statuses for row in rows)),
        "top_level_criteria": _shares(Counter(), (row.top_statuses for row in rows)),
        "warnings": dict(sum((row.warnings for row in rows), Counter[str]()).most_common()),
        "records_per_second": len(rows) / max(seconds, 1e-9),
        "lines_per_second": lines / max(seconds, 1e-9),
        "slowest": _slowest(rows),
    }


def _slowest(rows: Sequence[Outcome], number: int = 5) -> dict[str, float]:
    """Trials and seconds of the texts that took longest."""
    ranked = sorted(rows, key=lambda row: -row.seconds)[:number]
    return {row.trial: round(row.seconds, 2) for row in ranked}


def _shares(counts: Counter[str], parts: Iterable[Counter[str]]) -> dict[str, Any]:
    for part in parts:
        counts.update(part)
    number = counts.total()
    return {"number": number, **{name: n / number for name, n in counts.most_common()}}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, print and write the result; the exit code is 1 where anything is broken."""
    options = argparse.ArgumentParser(description="A robustness run over registry texts.")
    options.add_argument("--limit", type=int, help="only the first texts")
    options.add_argument("--sample", type=int, help="only so many texts, drawn at random")
    options.add_argument("--workers", type=int, default=1, help="processes")
    options.add_argument("--seed", type=int, default=20)
    given = options.parse_args(arguments)
    texts = chosen(given.limit, given.sample, given.seed)
    warm()
    start = time.perf_counter()
    found = list(outcomes(texts, given.workers))
    result = summary(found, time.perf_counter() - start)
    result["workers"] = given.workers
    broken = sorted((row for row in found if row.problems), key=lambda row: row.trial)
    for row in broken[:_SHOWN]:
        print(row.trial, *row.problems[:3], sep="\n    ")
    for name, value in result.items():
        print(f"{name:22} {value:.1f}" if isinstance(value, float) else f"{name:22} {value}")
    print("write", write_result("registry", result).name)
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
