"""Learn the log-odds by which the sectionizer tells exclusions from inclusions.

    python -m criteria_nlp.training.kind_weights criteria_text.jsonl.gz kind_weights.txt

Reads registry texts ({"trial_id", "text"} a line), takes the top-level items that stand under an
explicit inclusion or exclusion heading, and fits a logistic regression with an L2 penalty on the
features of `sectionizer.evidence`. A fifth of the trials, chosen by a hash of the trial id, is
held out; nothing but numbers and single words or word pairs leaves the texts.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criteria_nlp.pipeline.sectionizer import Layout, split_sections
from criteria_nlp.pipeline.sectionizer.evidence import features

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

HELD_OUT_SHARE = 5  # one trial in five
ROWS = 3000  # features of the table
_CANDIDATES = 20_000
_PENALTY = 3.0
_STEPS = 120


class Example(NamedTuple):
    """The features of one item and whether it stands under an exclusion heading."""

    features: list[str]
    exclusion: bool


class Matrix(NamedTuple):
    """Items as rows of feature indices, one after the other; `starts` is where rows begin."""

    indices: Indices
    starts: Indices
    labels: Floats


def held_out(trial_id: str) -> bool:
    """Whether a trial is kept for measuring."""
    digest = hashlib.sha256(trial_id.encode()).digest()
    return int.from_bytes(digest[:4], "big") % HELD_OUT_SHARE == 0


def read_texts(path: Path) -> Iterator[tuple[str, str]]:
    """(trial id, text) of every line of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            yield row["trial_id"], row["text"]


def has_both_headings(layout: Layout) -> bool:
    """Whether the text names its inclusions and its exclusions."""
    return {"inclusion", "exclusion"} <= {heading.kind for heading in layout.headings}


def examples(texts: Iterable[tuple[str, str]]) -> Iterator[Example]:
    """The top-level items under explicit headings, of the texts that have both."""
    for _, text in texts:
        layout = split_sections(text)
        if not has_both_headings(layout):
            continue
        for item in layout.items:
            if item.parent is None and item.kind_source == "heading":
                end = min(item.end, item.body_start + 400)
                yield Example(features(text[item.body_start : end]), item.kind == "exclusion")


def matrix(rows: list[Example], vocabulary: dict[str, int]) -> Matrix:
    """The rows in index form; feature 0 is the constant of every row."""
    indices: list[int] = []
    starts: list[int] = []
    for row in rows:
        starts.append(len(indices))
        indices.append(0)
        indices.extend(vocabulary[f] for f in row.features if f in vocabulary)
    labels = np.array([row.exclusion for row in rows], dtype=np.float64)
    return Matrix(np.array(indices), np.array(starts), labels)


def fit(data: Matrix, size: int) -> Floats:
    """Weights of a penalized logistic regression (Adam on the full batch)."""
    weights, mean, square = (np.zeros(size) for _ in range(3))
    lengths = np.diff(np.append(data.starts, len(data.indices)))
    for step in range(1, _STEPS + 1):
        odds = np.add.reduceat(weights[data.indices], data.starts)
        error = 1 / (1 + np.exp(-odds)) - data.labels
        gradient = np.bincount(data.indices, np.repeat(error, lengths), size) + _PENALTY * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        rate = 0.15 * (1 - step / (_STEPS + 1)) + 0.002
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def learn(rows: list[Example]) -> dict[str, float]:
    """The table: fit on the frequent features, keep the weightiest, fit again on these."""
    counts = Counter(f for row in rows for f in row.features)
    frequent = [f for f, n in counts.most_common(_CANDIDATES) if n >= 12]
    first = fit(matrix(rows, _numbered(frequent)), len(frequent) + 1)[1:]
    weight = dict(
        zip(frequent, np.abs(first) * np.sqrt([counts[f] for f in frequent]), strict=True)
    )
    kept = sorted(frequent, key=lambda f: -weight[f])[: ROWS - 1]
    final = fit(matrix(rows, _numbered(kept)), len(kept) + 1)
    return dict(zip(["", *kept], map(float, final), strict=True))


def _numbered(names: list[str]) -> dict[str, int]:
    return {name: index for index, name in enumerate(names, 1)}


def write(table: dict[str, float], path: Path) -> None:
    """The table as text, sorted by feature."""
    rows = [f"{value:.2f}\t{feature}" for feature, value in sorted(table.items())]
    head = "# log-odds of exclusion<TAB>feature; learned by criteria_nlp.training.kind_weights"
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")


def main(source: str, target: str) -> None:
    """Learn from `source`, write `target`, print how many items it was learned from."""
    rows = list(examples(t for t in read_texts(Path(source)) if not held_out(t[0])))
    table = learn(rows)
    write(table, Path(target))
    print(f"{len(rows)} items, {len(table)} rows")


if __name__ == "__main__":
    main(*sys.argv[1:3])
