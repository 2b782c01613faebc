"""A fixed sample of the places where the pipeline and the LCT corpus disagree, to be judged.

    python -m evaluation.disagreements [--each N] [--seed N]

Lists all disagreements of `comparisons` and of `bindings` by document and place, and prints as many
of each, drawn with the seed. What was found of a sample is in lct_judged.toml.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

import criteria_nlp
from criteria_nlp.readers.annotated import read_annotated
from evaluation.bindings import judge
from evaluation.comparisons import Pair, judged_line, predicted, unit_reader
from evaluation.data import data_path, json_lines


class Disagreement(NamedTuple):
    """One pair that only one side has; `start` and `end` are characters of the document's text."""

    benchmark: str
    document: str
    start: int
    end: int
    gold: str
    ours: str
    line: str


def of_comparisons() -> Iterator[Disagreement]:
    """The lines of the corpus whose (operator, value) pairs differ; the place is the line."""
    nlp, starts = criteria_nlp.load(), _line_starts()
    unit_of = unit_reader(nlp)
    for line in json_lines(data_path("lct", "comparisons.jsonl")):
        row = judged_line(line, predicted(nlp(line["text"])), unit_of)
        found, wanted = {triple[:2] for triple in row.found}, set(row.gold.counted)
        if found != wanted:
            start = starts[line["doc"]][line["line"]]
            place = start, start + len(line["text"])
            told = _written(wanted - found), _written(found - wanted)
            yield Disagreement("comparisons", line["doc"], *place, *told, line["text"])


def _written(pairs: set[Pair]) -> str:
    """Pairs as one line: ">=18 <=65"."""
    return " ".join(f"{operator}{value:g}" for operator, value in sorted(pairs))


def _line_starts() -> dict[str, list[int]]:
    """Where each line of each document begins."""
    starts = {}
    for doc in read_annotated(data_path("lct", "brat")):
        starts[doc.id] = [0, *(i + 1 for i, char in enumerate(doc.text) if char == "\n")]
    return starts


def of_bindings() -> Iterator[Disagreement]:
    """The values that are bound to other concepts than the corpus says."""
    judged, _ = judge(criteria_nlp.load(), read_annotated(data_path("lct", "brat")))
    for row in judged:
        for place in row.places:
            if place.missed or place.wrong:
                text = row.doc.text
                start, end = (place.missed or place.gold)[0].value
                gold = "; ".join(text[slice(*bound.names[0])] for bound in place.missed)
                ours = "; ".join(text[slice(*found.name)] for found in place.wrong)
                line = text[text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
                yield Disagreement("bindings", row.doc.id, start, end, gold, ours, line)


def sample(rows: Sequence[Disagreement], size: int, seed: int) -> list[Disagreement]:
    """So many of the rows, by document and place; the same for the same rows and seed."""
    return sorted(Random(seed).sample(sorted(rows), min(size, len(rows))))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a sample of the disagreements of each benchmark."""
    options = argparse.ArgumentParser(description="A sample of disagreements with the LCT corpus.")
    options.add_argument("--each", type=int, default=40, help="how many of each benchmark")
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args(arguments)
    for rows in (list(of_comparisons()), list(of_bindings())):
        print(f"{len(rows)} disagreements")
        for row in sample(rows, given.each, given.seed):
            print(f"{row.benchmark} {row.document} {row.start}-{row.end}")
            print(f"    gold {row.gold!r}  ours {row.ours!r}\n    {' '.join(row.line.split())}")


if __name__ == "__main__":
    main()
