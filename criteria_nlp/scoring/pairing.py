"""Which predicted fact is which gold fact: one to one, by overlap of their concepts in the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from criteria_nlp.schema import Concept, Expression, Fact, facts
from criteria_nlp.scoring.constraints import compare_constraints
from criteria_nlp.scoring.counts import compare
from criteria_nlp.scoring.shape import Shape, shape_of

Pairs = dict[int, int]
"""Index of a gold fact to the index of its predicted fact, both in reading order."""


class _Side(NamedTuple):
    facts: list[Fact]
    shape: Shape
    contexts: list[Counter[tuple[object, ...]]]
    ranks: list[int]


def pair_facts(gold: Expression, predicted: Expression) -> Pairs:
    """The pairs of facts, most overlap first.

    Several facts may stand on the same offsets. Among equal overlaps the pair with the shorter
    union goes first, then the one with more equal constraints, the same domain, the same polarity,
    and the same operators towards the other facts; at last the one that stands first. So the result
    depends neither on the order of arguments nor on which side is called gold. A concept without
    offsets has no pair.
    """
    left, right = _side(gold), _side(predicted)
    ranked = []
    for i, fact in enumerate(left.facts):
        for j, other in enumerate(right.facts):
            shared = overlap(fact.concept, other.concept)
            if shared:
                ranked.append((-shared, *_tie_breaks(left, right, i, j), i, j))
    return greedy((row[-2], row[-1]) for row in sorted(ranked))


def greedy(ranked: Iterable[tuple[int, int]]) -> Pairs:
    """One-to-one pairs, each the first in order whose two members are free."""
    pairs: Pairs = {}
    taken: set[int] = set()
    for i, j in ranked:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def overlap(left: Concept, right: Concept) -> int:
    """How many characters two concepts share; 0 where one has no offsets."""
    if left.start is None or left.end is None or right.start is None or right.end is None:
        return 0
    return max(0, min(left.end, right.end) - max(left.start, right.start))


def union(left: Concept, right: Concept) -> int:
    """How many characters two concepts that overlap cover together."""
    ends = (left.end or 0, right.end or 0)
    return max(ends) - min(left.start or 0, right.start or 0)


def _side(node: Expression) -> _Side:
    found, shape = facts(node), shape_of(node)
    return _Side(found, shape, _contexts(found, shape), _ranks(found))


def _ranks(found: Sequence[Fact]) -> list[int]:
    """The place of each fact in the text, those on the same offsets in reading order."""
    starts = [(fact.concept.start or 0, fact.concept.end or 0) for fact in found]
    ranks = [0] * len(found)
    for rank, i in enumerate(sorted(range(len(found)), key=starts.__getitem__)):
        ranks[i] = rank
    return ranks


def _contexts(found: Sequence[Fact], shape: Shape) -> list[Counter[tuple[object, ...]]]:
    """For each fact, where the other facts stand and by which operator they are joined with it."""
    contexts: list[Counter[tuple[object, ...]]] = [Counter() for _ in found]
    for (i, j), operator in shape.joins.items():
        for one, other in ((i, j), (j, i)):
            concept = found[other].concept
            contexts[one][concept.start, concept.end, operator] += 1
    return contexts


def _tie_breaks(left: _Side, right: _Side, i: int, j: int) -> tuple[int, ...]:
    fact, other = left.facts[i], right.facts[j]
    constraints = compare_constraints(fact, other)
    context = compare(left.contexts[i].elements(), right.contexts[j].elements())
    return (
        union(fact.concept, other.concept),
        constraints.fp + constraints.fn,
        fact.concept.domain != other.concept.domain,
        left.shape.polarities[i] != right.shape.polarities[j],
        context.fp + context.fn,
        left.ranks[i] + right.ranks[j],  # the same when the sides are swapped, as is the next
        abs(left.ranks[i] - right.ranks[j]),
    )
