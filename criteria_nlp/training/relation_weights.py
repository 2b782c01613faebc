"""Learn the weights by which the resolver tells the relations between two mentions.

    python -m criteria_nlp.training.relation_weights chia/brat weights.txt

Takes the lines of the training trials that `split.json` lists and every two mentions of a line, and
fits a logistic regression over many classes with an L2 penalty; the weightiest features are kept
and fitted again. Mentions are those of the fifteen flat types of Chia; rare relations are none.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criteria_nlp.pipeline.resolver.features import pair_features, words
from criteria_nlp.pipeline.resolver.line import Line, Place
from criteria_nlp.pipeline.resolver.model import HUNDREDTHS, NONE, Model, lines_of
from criteria_nlp.readers.annotated import AnnotatedText, read_split, split_lines
from criteria_nlp.scoring.relations import SYMMETRIC, links

Floats = NDArray[np.float32]
Indices = NDArray[np.int32]

ROWS = 8000  # features of the file
_RARE_FEATURE = 5
_RARE_RELATION = 100
_PENALTY = 5e-5
_RATE = 0.1
_ROUNDS = 5
_BATCH = 512
_SEED = 0


class Example(NamedTuple):
    """Two mentions: the numbers of their features, and the class of what is between them."""

    features: Indices
    relation: str


def examples(texts: Iterable[AnnotatedText], numbers: dict[str, int]) -> Iterator[Example]:
    """Every two mentions of every line; features that are new to `numbers` get the next one."""
    for text in texts:
        for one in split_lines(text).texts:
            line, relations = prepared(one)
            for right in range(len(line.places)):
                for left in range(right):
                    told = dict.fromkeys(pair_features(line, left, right))
                    found = [numbers.setdefault(feature, len(numbers)) for feature in told]
                    yield Example(
                        np.array(found, dtype=np.int32), relations.get((left, right), NONE)
                    )


def prepared(text: AnnotatedText) -> tuple[Line, dict[tuple[int, int], str]]:
    """A line with its mentions, and the class of every two that are related, left first."""
    known = words("heads") | words("modifiers")
    kept = [i for i, mention in enumerate(text.mentions) if mention.label in known]
    places = [text.mentions[i] for i in kept]
    line = Line(text.text, [Place(place.label, place.start, place.end) for place in places])
    rank = {kept[number]: at for at, number in enumerate(line.order)}
    classes = {}
    for label, head, tail in links((r.label, r.members) for r in text.relations):
        if head in rank and tail in rank:
            left, right = sorted((rank[head], rank[tail]))
            direction = ">" if rank[head] == left else "<"
            classes[left, right] = label if label.lower() in SYMMETRIC else label + direction
    return line, classes


def learn(rows: list[Example], numbers: dict[str, int]) -> Model:
    """The model: fit on the frequent features, keep the weightiest, fit again on these."""
    names = list(numbers)
    counts = np.bincount(np.concatenate([row.features for row in rows]), minlength=len(names))
    common = np.flatnonzero(counts >= _RARE_FEATURE)
    classes = _classes(rows)
    weights = fit(_renumbered(rows, common, len(names)), classes, len(common))
    weight = np.abs(weights).max(axis=1) * np.sqrt(counts[common])
    kept = np.sort(common[np.argsort(-weight, kind="stable")[:ROWS]])
    final = fit(_renumbered(rows, kept, len(names)), classes, len(kept))
    final = np.rint(final * HUNDREDTHS) / HUNDREDTHS
    return Model(classes, {names[old]: new for new, old in enumerate(kept.tolist())}, final)


def _classes(rows: Iterable[Example]) -> tuple[str, ...]:
    """None and the relations, the frequent ones first; what is rare in both directions is none."""
    counts = Counter(row.relation for row in rows)
    both: Counter[str] = Counter()
    for name, number in counts.items():
        both[name.rstrip("<>")] += number
    kept = [name for name in both if name != NONE and both[name] >= _RARE_RELATION]
    named = [name for name, _ in counts.most_common() if name.rstrip("<>") in kept]
    return (NONE, *named)


def _renumbered(rows: Iterable[Example], kept: NDArray[np.intp], size: int) -> list[Example]:
    """The rows with the features that are kept, by their place among these."""
    place = np.full(size, -1, dtype=np.int32)
    place[kept] = np.arange(len(kept))
    moved = ((place[row.features], row.relation) for row in rows)
    return [Example(features[features >= 0], relation) for features, relation in moved]


def fit(rows: list[Example], classes: tuple[str, ...], size: int) -> Floats:
    """Weights of shape (features, classes): Adagrad on shuffled batches (Duchi et al. 2011)."""
    column = {name: place for place, name in enumerate(classes)}
    labels = np.array([column.get(row.relation, column[NONE]) for row in rows])
    weights = np.zeros((size, len(classes)), dtype=np.float32)
    squares = np.full_like(weights, 1e-4)
    shuffled = np.random.RandomState(_SEED)
    order = np.arange(len(rows))
    for _ in range(_ROUNDS):
        shuffled.shuffle(order)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            _step(weights, squares, [rows[i].features for i in batch], labels[batch])
    return weights


def _step(weights: Floats, squares: Floats, batch: list[Indices], labels: Indices) -> None:
    """One step of Adagrad on a batch, in place; only rows of features that occur change."""
    lengths = np.array([len(features) for features in batch])
    flat = np.concatenate(batch)
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    odds = np.add.reduceat(weights[flat], starts, axis=0)
    error = np.exp(odds - odds.max(axis=1, keepdims=True))
    error /= error.sum(axis=1, keepdims=True)
    error[np.arange(len(batch)), labels] -= 1
    by_feature = np.argsort(flat, kind="stable")
    touched, first = np.unique(flat[by_feature], return_index=True)
    spread = error[np.repeat(np.arange(len(batch)), lengths)[by_feature]]
    gradient = np.add.reduceat(spread, first, axis=0) / len(batch) + _PENALTY * weights[touched]
    squares[touched] += gradient**2
    weights[touched] -= _RATE * gradient / np.sqrt(squares[touched])


def main(source: str, target: str) -> None:
    """Learn from `source`, write `target`, print how much it was learned from."""
    numbers: dict[str, int] = {}
    rows = list(examples(read_split(Path(source), "train"), numbers))
    model = learn(rows, numbers)
    Path(target).write_text("\n".join(lines_of(model)) + "\n", encoding="utf-8")
    print(f"{len(rows)} pairs, {len(model.rows)} features, {len(model.classes)} classes")


if __name__ == "__main__":
    main(*sys.argv[1:3])
