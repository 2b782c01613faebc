"""The learned part: how likely each relation is between two mentions, by a sum of weights.

`weights.txt` is learned by `criteria_nlp.training.relation_weights` from Chia (Kury et al. 2020,
CC BY 4.0), a logistic regression over many classes. Its first row names the classes: a relation
whose head is the left (">") or the right ("<") mention, one without direction, or none. Every other
row is the weights of a feature in hundredths, a tab, and the feature.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criteria_nlp.errors import LexiconError

NONE = "none"
HUNDREDTHS = 100
_FILE = "weights.txt"
_COMMENT = "# "


class Model(NamedTuple):
    """`weights` has a row a feature and a column a class."""

    classes: tuple[str, ...]
    rows: dict[str, int]
    weights: NDArray[np.float32]

    def probabilities(self, features: Iterable[str]) -> NDArray[np.float32]:
        """The probability of each class; features it does not know weigh nothing."""
        known = [self.rows[feature] for feature in features if feature in self.rows]
        odds: NDArray[np.float32] = self.weights[known].sum(axis=0)
        likely = np.exp(odds - odds.max())
        made: NDArray[np.float32] = likely / likely.sum()
        return made


@cache
def load_model() -> Model:
    """The shipped model; raises `LexiconError` with the line that is not of the form."""
    content = resources.files(__package__).joinpath(_FILE).read_text("utf-8")
    lines = ((n, row) for n, row in enumerate(content.split("\n"), 1) if row)
    told = [(n, row) for n, row in lines if not row.startswith(_COMMENT)]
    classes = tuple(told[0][1].split())
    parsed = list(_rows(told[1:], len(classes)))
    weights = np.array([numbers for numbers, _ in parsed], dtype=np.float32) / HUNDREDTHS
    return Model(classes, {feature: row for row, (_, feature) in enumerate(parsed)}, weights)


def _rows(lines: Iterable[tuple[int, str]], size: int) -> Iterator[tuple[list[int], str]]:
    for number, row in lines:
        try:
            weights, feature = row.split("\t")
            numbers = list(map(int, weights.split()))
        except ValueError:
            numbers = []
        if len(numbers) != size:
            raise LexiconError("expected weights<TAB>feature", _FILE, f"line {number}")
        yield numbers, feature


def lines_of(model: Model) -> Iterator[str]:
    """A model as the lines of its file, by feature."""
    yield _COMMENT + "learned by criteria_nlp.training.relation_weights from Chia (CC BY 4.0)"
    yield " ".join(model.classes)
    hundredths = np.rint(model.weights * HUNDREDTHS).astype(int).tolist()
    for feature, row in sorted(model.rows.items()):
        yield f"{' '.join(map(str, hundredths[row]))}\t{feature}"
