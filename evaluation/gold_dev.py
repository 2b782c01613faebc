"""The scores of the pipeline on annotated criteria.

    python -m evaluation.gold_dev [--errors] [--kind-from gold|none] [--gold PATH] [--split NAME]

Writes results/gold_dev.json, or a file named as the gold and its split. With --errors, each
criterion that is not perfect, the worst first. `criteria-nlp evaluate` measures the same, and more
than the pipeline.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from criteria_nlp.harness import Judgement, evaluate
from criteria_nlp.scoring import Figure
from evaluation.data import data_path, write_result


def summary(figures: Iterable[Figure]) -> list[str]:
    """The scores as lines to print."""
    return [
        f"{row.family:16} {row.f1.figure:.3f}  ({row.f1.low:.3f} to {row.f1.high:.3f})   "
        f"tp {row.counts.tp}, fp {row.counts.fp}, fn {row.counts.fn}"
        for row in figures
        if row.label == "all"
    ]


def mistakes(judgements: Iterable[Judgement]) -> list[str]:
    """What is wrong, worst first: text, gold and what was found in notation."""
    wrong = sorted((judged for judged in judgements if judged.faults), key=_badness)
    return [line for judged in wrong for line in _mistake(judged)]


def _badness(judged: Judgement) -> tuple[int, str]:
    return -sum(judged.faults.values()), judged.id


def _mistake(judged: Judgement) -> Iterator[str]:
    faults = (f"{family} {label}".strip() + f" {n}" for (family, label), n in judged.faults.items())
    yield f"{judged.id}  {', '.join(faults)}"
    yield f"  text   {' '.join(judged.text.split())}"
    yield from (f"  {note.name:6} {note.words}" for note in judged.notes)
    yield ""


def main(arguments: Sequence[str] | None = None) -> None:
    """Score, print and write the result."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--errors", action="store_true", help="print what is wrong, worst first")
    options.add_argument("--kind-from", choices=("gold", "none"), default="gold")
    options.add_argument("--gold", type=Path, help="another gold file or corpus folder")
    options.add_argument("--split", help="the part of a corpus folder to measure on")
    given = options.parse_args(arguments)
    path = given.gold or data_path("gold_dev", "gold_dev.jsonl")
    result = evaluate(path, split=given.split, kind_from=given.kind_from)
    if given.errors:
        print(*mistakes(result.judgements), sep="\n")
    print(
        f"{len(result.judgements)} criteria of {path.name}, kind from {given.kind_from}",
        *summary(result.figures),
        sep="\n",
    )
    parts = [path.stem, given.split, "no_kind" if given.kind_from == "none" else None]
    write_result("_".join(filter(None, parts)), result.to_json(with_counts=False))


if __name__ == "__main__":
    main()
