"""From how likely each relation is to the relations of a line, which must fit each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from criteria_nlp.pipeline.resolver.model import NONE

Pair = tuple[int, int]
Likely = Mapping[Pair, NDArray[np.float32]]

ALTERNATIVE = "OR"
# Chosen on an eighth of the trials that the weights are learned from.
_GROUPED = 0.5
_TOLD = 0.35
_BEST_OF_ALL = 0.2
# What each of these stands beside belongs to something: without a head it takes the likeliest.
_OWNED = ("Has_value", "Has_temporal", "Has_negation", "Has_qualifier", "Has_multiplier")


class Tie(NamedTuple):
    """A relation of two mentions by their place in reading order, head first."""

    label: str
    head: int
    tail: int


def decode(likely: Likely, classes: tuple[str, ...]) -> list[Tie]:
    """The relations of a line; `likely` has the classes of every two mentions, left first.

    Alternatives of alternatives are alternatives of each other; for every other pair the likeliest
    relation holds if it is likely enough; a modifier that is left without a head gets its best one.
    """
    ties = {pair: Tie(ALTERNATIVE, *pair) for pair in _alternatives(likely, classes)}
    for pair, row in likely.items():
        if pair not in ties:
            best = max(_choices(pair, row, classes), key=lambda choice: choice[0])
            if best[0] >= _TOLD:
                ties[pair] = best[1]
    for pair, tie in _adopted(likely, classes, set(ties.values())):
        ties.setdefault(pair, tie)
    return [ties[pair] for pair in sorted(ties)]


def _alternatives(likely: Likely, classes: tuple[str, ...]) -> set[Pair]:
    """All pairs of the groups whose members are linked by likely alternatives."""
    if ALTERNATIVE not in classes:
        return set()
    column = classes.index(ALTERNATIVE)
    group = {member: {member} for pair in likely for member in pair}
    for (left, right), row in likely.items():
        if row[column] >= _GROUPED and group[left] is not group[right]:
            group[left] |= group[right]
            for member in group[right]:
                group[member] = group[left]
    return {pair for pair in likely if group[pair[0]] is group[pair[1]]}


def _choices(
    pair: Pair, row: NDArray[np.float32], classes: tuple[str, ...]
) -> Iterator[tuple[float, Tie]]:
    """How likely each relation is that a pair may have, but for being alternatives."""
    for name, chance in zip(classes, row.tolist(), strict=True):
        if name not in (NONE, ALTERNATIVE):
            yield chance, _tie(name, pair)


def _tie(name: str, pair: Pair) -> Tie:
    if name[-1] == "<":
        return Tie(name[:-1], pair[1], pair[0])
    return Tie(name.removesuffix(">"), *pair)


def _adopted(likely: Likely, classes: tuple[str, ...], ties: set[Tie]) -> list[tuple[Pair, Tie]]:
    """The likeliest head of every modifier that could have one and has none."""
    owned = {(tie.label, tie.tail) for tie in ties}
    best: dict[tuple[str, int], tuple[float, Pair, Tie]] = {}
    for pair, row in likely.items():
        for chance, tie in _choices(pair, row, classes):
            key = tie.label, tie.tail
            if tie.label in _OWNED and key not in owned and chance >= _BEST_OF_ALL:
                best[key] = max(best.get(key, (0.0, pair, tie)), (chance, pair, tie))
    return [(pair, tie) for _, pair, tie in best.values()]
