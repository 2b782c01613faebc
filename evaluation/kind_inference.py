"""How well a missing exclusion heading is made good, and how fast the sectionizer is.

    python evaluation/kind_inference.py [criteria_text.jsonl.gz]

Takes held-out trials whose text has both headings, removes the exclusion headings, and compares
the kind of every item with the kind it had under its heading. Prints the share of items with the
right kind, the share of trials without an error, a reliability table, and characters a second.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from criteria_nlp.pipeline.sectionizer import Item, Kind, Layout, split_sections
from criteria_nlp.training.kind_weights import has_both_headings, held_out, read_texts

TRIALS = 500
SEED = 20
_BINS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.001)


class Judged(NamedTuple):
    """One item: whether its kind came out right, how sure it was, and of which trial it is."""

    trial: str
    right: bool
    confidence: float


class Case(NamedTuple):
    """A text without its exclusion headings, and the true kind of the item at each offset."""

    trial: str
    text: str
    truth: dict[int, Kind]


def default_path() -> Path:
    """The registry texts under CRITERIA_NLP_DATA, or beside the checkout."""
    root = os.environ.get("CRITERIA_NLP_DATA") or Path(__file__).parents[2] / "shared" / "data"
    return Path(root) / "criteria_text.jsonl.gz"


def simple_turn(layout: Layout) -> bool:
    """Whether all inclusion headings come before all exclusion headings, and items follow both."""
    kinds = [h.kind for h in layout.headings if h.kind != "unknown"]
    tops = {item.kind for item in layout.items}
    return kinds == sorted(kinds, reverse=True) and tops == {"inclusion", "exclusion"}


def without_exclusion_headings(trial: str, text: str) -> Case | None:
    """The case made of a text, or None if its list does not turn once."""
    layout = split_sections(text)
    if not has_both_headings(layout) or not simple_turn(layout):
        return None
    pieces, cuts, position = [], [], 0
    for heading in layout.headings:
        if heading.kind == "exclusion" and not _is_topic(text, layout, heading.start, heading.end):
            stop = _skip_blank(text, heading.end)
            start = len(text[: heading.start].rstrip(" \t"))  # its indent goes with it
            pieces.append(text[position:start])
            cuts.append((start, stop - start))
            position = stop
    pieces.append(text[position:])
    truth = {_moved(item.start, cuts): item.kind for item in layout.items}
    return Case(trial, "".join(pieces), truth)


def _is_topic(text: str, layout: Layout, start: int, end: int) -> bool:
    """Whether a heading of exclusion kind is only a topic inside the section ("Age:")."""
    words = text[start:end].lower()
    return not any(stem in words for stem in ("clu", "elig", "not "))


def _skip_blank(text: str, position: int) -> int:
    """To the next line's first column, so that indents stay; the blank lines go."""
    rest = text[position:]
    blank = len(rest) - len(rest.lstrip())
    newline = rest[:blank].rfind("\n")
    return position + (newline + 1 if newline >= 0 else 0)


def _moved(offset: int, cuts: list[tuple[int, int]]) -> int:
    return offset - sum(length for start, length in cuts if start < offset)


def judge(case: Case) -> Iterator[Judged]:
    """Every item that begins where an item began before, with its verdict."""
    for item in split_sections(case.text).items:
        if item.start in case.truth:
            yield _verdict(case, item)


def _verdict(case: Case, item: Item) -> Judged:
    return Judged(case.trial, item.kind == case.truth[item.start], item.kind_confidence)


def reliability(judged: list[Judged]) -> Iterator[str]:
    """One row a confidence bin: items, mean confidence, share right."""
    for low, high in pairwise(_BINS):
        rows = [j for j in judged if low <= j.confidence < high]
        if rows:
            mean = sum(j.confidence for j in rows) / len(rows)
            right = sum(j.right for j in rows) / len(rows)
            yield f"  {low:.2f}-{min(high, 1):.2f}  {len(rows):6}  {mean:.3f}  {right:.3f}"


def speed(texts: list[str]) -> float:
    """Characters a second of CPU time, after a warm-up."""
    for text in texts[:50]:
        split_sections(text)
    start = time.process_time()
    for text in texts:
        split_sections(text)
    return sum(map(len, texts)) / (time.process_time() - start)


def main(path: Path) -> None:
    texts = [t for t in read_texts(path) if held_out(t[0])]
    random.Random(SEED).shuffle(texts)
    cases = [case for t in texts if (case := without_exclusion_headings(*t))][:TRIALS]
    judged = [verdict for case in cases for verdict in judge(case)]
    wrong = {j.trial for j in judged if not j.right}
    expected = sum(len(case.truth) for case in cases)
    print(f"trials {len(cases)}, items {expected}, found again {len(judged) / expected:.3f}")
    print(f"right kind {sum(j.right for j in judged) / len(judged):.4f} of items")
    print(f"trials without an error {1 - len(wrong) / len(cases):.3f}")
    print("  confidence   items  mean   right", *reliability(judged), sep="\n")
    print(f"speed, as given {speed([text for _, text in texts[:600]]) / 1e6:.2f} M characters/s")
    print(f"speed, inferring {speed([case.text for case in cases]) / 1e6:.2f} M characters/s")


if __name__ == "__main__":
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else default_path()
    if not source.exists():
        sys.exit(f"{source} is not there: set CRITERIA_NLP_DATA")
    main(source)
