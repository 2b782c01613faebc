"""How fast the pipeline is, whole and by component, and what it takes to start.

    python -m evaluation.speed [--lines N] [--runs N] [--startups N]

One process, one line of LCT text at a time; the first run only warms up. Prints lines a second
with a bootstrapped 95 % interval over batches, milliseconds a criterion (p50, p99), the share of
each component, start-up seconds and peak memory of a fresh process; writes results/speed.json.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import criteria_nlp
from criteria_nlp.scoring import bootstrap
from evaluation.data import data_path, write_result

if TYPE_CHECKING:
    from spacy.language import Language

_BATCH = 50
_SEED = 20
_FRESH = """
import json, resource, sys, time
start = time.perf_counter()
import criteria_nlp
imported = time.perf_counter()
criteria_nlp.parse("Age more or egal 18 years")
ready = time.perf_counter()
for line in json.load(sys.stdin):
    criteria_nlp.parse(line)
kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
kilobytes = kilobytes / 1024 if sys.platform == "darwin" else kilobytes
print(json.dumps([imported - start, ready - start, kilobytes / 1024]))
"""


class Timed(NamedTuple):
    """One line that was read: its number of criteria, and seconds in all and by component."""

    criteria: int
    seconds: float
    components: dict[str, float]


def lct_lines(number: int) -> list[str]:
    """Lines with text of the Leaf Clinical Trials corpus, drawn at random."""
    found: list[str] = []
    for path in sorted(data_path("lct", "brat").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [line.strip() for line in file if line.strip()]
    return random.Random(_SEED).sample(found, min(number, len(found)))


def timed(nlp: Language, line: str) -> Timed:
    """Read one line, with a clock between the components."""
    clock = time.perf_counter
    begin = before = clock()
    doc = nlp.make_doc(line)
    components = {"tokenizer": clock() - before}
    for name, component in nlp.pipeline:
        before = clock()
        doc = component(doc)
        components[name] = clock() - before
    before = clock()
    record = doc._.criteria
    components["record"] = clock() - before
    seconds = clock() - begin
    return Timed(len(record.criteria), seconds, components)


def lines_per_second(rows: Sequence[Timed]) -> float:
    """Lines over seconds."""
    return len(rows) / sum(row.seconds for row in rows)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def batches(rows: Sequence[Timed]) -> list[tuple[int, float]]:
    """Lines and seconds of every batch of lines read one after the other."""
    parts = (rows[i : i + _BATCH] for i in range(0, len(rows), _BATCH))
    return [(len(part), sum(row.seconds for row in part)) for part in parts]


def _rate(parts: Sequence[tuple[int, float]]) -> float:
    return sum(lines for lines, _ in parts) / sum(seconds for _, seconds in parts)


def figures(runs: Sequence[Sequence[Timed]]) -> dict[str, Any]:
    """Speed over all runs as a JSON object; times of components are milliseconds a line."""
    rows = [row for run in runs for row in run]
    whole = bootstrap([batch for run in runs for batch in batches(run)], _rate)
    each = [1000 * row.seconds / max(1, row.criteria) for row in rows]
    spent = sum(row.seconds for row in rows)
    components = {}
    for name in rows[0].components:
        seconds = sum(row.components[name] for row in rows)
        components[name] = {
            "ms_per_line": 1000 * seconds / len(rows),
            "lines_per_second": len(rows) / seconds,
            "share": seconds / spent,
        }
    return {
        "lines": len(runs[0]),
        "runs": len(runs),
        "lines_per_second": whole._asdict(),
        "lines_per_second_by_run": [lines_per_second(run) for run in runs],
        "ms_per_criterion": {"p50": quantile(each, 0.5), "p99": quantile(each, 0.99)},
        "components": components,
    }


def start_up(lines: Sequence[str], times: int) -> dict[str, float]:
    """Medians over fresh processes: seconds to import and to the first record, megabytes."""
    taken = list(_fresh(lines, times))
    imported, ready, peak = (statistics.median(column) for column in zip(*taken, strict=True))
    return {"import_seconds": imported, "first_record_seconds": ready, "peak_megabytes": peak}


def _fresh(lines: Sequence[str], times: int) -> Iterator[list[float]]:
    for _ in range(times):
        done = subprocess.run(
            [sys.executable, "-c", _FRESH],
            input=json.dumps(lines),
            capture_output=True,
            text=True,
            check=True,
        )
        yield json.loads(done.stdout)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and write the result."""
    options = argparse.ArgumentParser(description="Speed of the pipeline on LCT lines.")
    options.add_argument("--lines", type=int, default=2000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--startups", type=int, default=3)
    given = options.parse_args(arguments)
    lines = lct_lines(given.lines)
    nlp = criteria_nlp.load()
    runs = [[timed(nlp, line) for line in lines] for _ in range(given.runs + 1)][1:]
    result = {**figures(runs), "fresh_process": start_up(lines, given.startups)}
    for line in report(result):
        print(line)
    write_result("speed", result)


def report(result: dict[str, Any]) -> Iterator[str]:
    """The result as lines to print."""
    rate, each, fresh = (
        result[k] for k in ("lines_per_second", "ms_per_criterion", "fresh_process")
    )
    yield f"{rate['figure']:.0f} lines/s ({rate['low']:.0f} to {rate['high']:.0f})"
    yield f"{each['p50']:.2f} ms a criterion (p50), {each['p99']:.2f} ms (p99)"
    for name, part in result["components"].items():
        yield f"  {name:24} {part['ms_per_line']:.3f} ms a line  {part['share']:.1%}"
    yield f"import {fresh['import_seconds']:.2f} s"
    yield f"first record {fresh['first_record_seconds']:.2f} s after the start of the import"
    yield f"peak memory {fresh['peak_megabytes']:.0f} MB"


if __name__ == "__main__":
    main()
