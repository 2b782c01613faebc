"""Measure, print, and write `results/speed.json` and `results/speed.svg`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import criteria_nlp
from evaluation.data import write_result
from evaluation.speed.fresh import start_up
from evaluation.speed.peers import available
from evaluation.speed.picture import picture
from evaluation.speed.timing import (
    Batch,
    ReadAll,
    by_stage,
    each_line,
    in_batches,
    lct_lines,
    one_by_one,
    quantile,
    rate_figures,
    stage_figures,
)

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT, RULES = "default pipeline", "rule pipeline"


def measure(lines: Sequence[str], runs: int) -> dict[str, Any]:
    """Rates of ours and of the peers, milliseconds a line, and the share of every stage."""
    nlp = criteria_nlp.load()
    ours: dict[str, ReadAll] = {DEFAULT: _reader(nlp), RULES: _reader(criteria_nlp.load(None))}
    peers, missing = available(lines[0])
    readers = {**ours, **{name: one_by_one(peer) for name, peer in peers.items()}}
    rates: dict[str, list[list[Batch]]] = {name: [] for name in readers}
    stages, single = [], []
    for run in range(runs + 1):
        timed = {name: in_batches(reader, lines) for name, reader in readers.items()}
        spent, each = by_stage(nlp, lines), each_line(nlp, lines)
        if run:  # the first only warms up
            for name, batches in timed.items():
                rates[name].append(batches)
            stages.append(spent)
            single += each
    figures = {name: rate_figures(found) for name, found in rates.items()}
    return {
        "lines": len(lines),
        "distinct_lines": len(set(lines)),
        "runs": runs,
        "ours": {name: figures[name] for name in ours},
        "peers": {name: figures[name] for name in peers},
        "peers_left_out": missing,
        "ms_per_line": {f"p{p}": 1000 * quantile(single, p / 100) for p in (50, 99)},
        "stages": stage_figures(stages, len(lines)),
    }


def _reader(nlp: Language) -> ReadAll:
    return lambda lines: [doc._.criteria for doc in nlp.pipe(lines)]


def report(result: dict[str, Any]) -> Iterator[str]:
    """The result as lines to print."""
    for name, rate in {**result["ours"], **result["peers"]}.items():
        yield f"{name}: {rate['figure']:.0f} lines/s ({rate['low']:.0f} to {rate['high']:.0f})"
    for name, reason in result["peers_left_out"].items():
        yield f"{name}: left out, {reason}"
    yield f"{result['distinct_lines']} of {result['lines']} lines are distinct"
    yield "{p50:.2f} ms a line (p50), {p99:.2f} ms (p99)".format(**result["ms_per_line"])
    for name, stage in result["stages"].items():
        yield f"  {name:24} {stage['microseconds_per_line']:6.0f} us a line  {stage['share']:.1%}"
    for when, fresh in result["fresh_process"].items():
        yield (
            f"{when}: first record {fresh['first_record_seconds']:.2f} s after the start, first "
            f"negation {fresh['first_negation_seconds']:.2f} s, {fresh['peak_megabytes']:.0f} MB"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and write."""
    options = argparse.ArgumentParser(prog="evaluation.speed", description="Speed on LCT lines.")
    options.add_argument("--lines", type=int, default=5000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--startups", type=int, default=3)
    given = options.parse_args(arguments)
    lines = lct_lines(given.lines)
    result = measure(lines, given.runs)
    result["fresh_process"] = start_up(lines[:1000], given.startups)
    print(*report(result), sep="\n")
    path = write_result("speed", result)
    path.with_suffix(".svg").write_text(picture(result), encoding="utf-8")


if __name__ == "__main__":
    main()
