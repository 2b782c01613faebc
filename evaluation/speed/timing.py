"""CPU seconds of lines: of each line, of batches of lines, and of every stage of the pipeline."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from time import process_time
from typing import TYPE_CHECKING, Any, NamedTuple

from criteria_nlp.scoring import bootstrap
from evaluation.data import data_path

if TYPE_CHECKING:
    from spacy.language import Language

BATCH = 50  # lines: what is resampled, and long enough for the clock of a process
_SEED = 20

Read = Callable[[str], Any]
ReadAll = Callable[[Sequence[str]], Any]


class Batch(NamedTuple):
    """Lines read one after the other, and the CPU seconds they took."""

    lines: int
    seconds: float


def lct_lines(number: int) -> list[str]:
    """Lines with text of the Leaf Clinical Trials corpus, drawn at random."""
    found: list[str] = []
    for path in sorted(data_path("lct", "brat").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [line.strip() for line in file if line.strip()]
    return random.Random(_SEED).sample(found, min(number, len(found)))


def parts_of(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """The lines in batches."""
    return (lines[i : i + BATCH] for i in range(0, len(lines), BATCH))


def one_by_one(read: Read) -> ReadAll:
    """A reader of single lines as a reader of batches."""
    return lambda lines: [read(line) for line in lines]


def in_batches(read: ReadAll, lines: Sequence[str]) -> list[Batch]:
    """Read batch by batch, with a look at the clock after each."""
    found = []
    for part in parts_of(lines):
        begin = process_time()
        read(part)
        found.append(Batch(len(part), process_time() - begin))
    return found


def each_line(read: Read, lines: Sequence[str]) -> list[float]:
    """Seconds of every line."""
    found = []
    for line in lines:
        begin = process_time()
        read(line)
        found.append(process_time() - begin)
    return found


def by_stage(nlp: Language, lines: Sequence[str]) -> dict[str, float]:
    """Seconds of every stage over all lines, which go through it a batch at a time."""
    spent = dict.fromkeys(("tokenizer", *nlp.pipe_names, "record"), 0.0)
    for part in parts_of(lines):
        begin = process_time()
        docs = [nlp.make_doc(line) for line in part]
        spent["tokenizer"] += process_time() - begin
        for name, stage in nlp.pipeline:
            begin = process_time()
            docs = list(stage.pipe(docs)) if hasattr(stage, "pipe") else [stage(d) for d in docs]
            spent[name] += process_time() - begin
        begin = process_time()
        for doc in docs:
            assert doc._.criteria is not None
        spent["record"] += process_time() - begin
    return spent


def rate(batches: Sequence[Batch]) -> float:
    """Lines a second."""
    return sum(batch.lines for batch in batches) / sum(batch.seconds for batch in batches)


def rate_figures(runs: Sequence[Sequence[Batch]]) -> dict[str, Any]:
    """Lines a second over all runs, with an interval from resampling batches, and of each run."""
    whole = bootstrap([batch for run in runs for batch in run], rate)
    return {**whole._asdict(), "by_run": [rate(run) for run in runs]}


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]


def stage_figures(runs: Sequence[dict[str, float]], lines: int) -> dict[str, Any]:
    """Microseconds a line and share of every stage over all runs."""
    spent = {name: sum(run[name] for run in runs) / len(runs) for name in runs[0]}
    whole = sum(spent.values())
    return {
        name: {"microseconds_per_line": 1e6 * seconds / lines, "share": seconds / whole}
        for name, seconds in spent.items()
    }
