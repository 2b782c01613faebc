"""What else is scored of a criterion: the scope of negation, tuples of numbers, computability."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from criteria_nlp.schema import Expression, Fact, Interval, Window, facts, unresolved
from criteria_nlp.scoring.counts import Counts, compare, compare_by
from criteria_nlp.scoring.pairing import Pairs
from criteria_nlp.scoring.shape import NEGATIVE, shape_of

Tuple = tuple[int, str, float, str | None]
"""The number of a fact, an operator, a number to four significant digits, and a unit."""


def negation_scope(gold: Expression, predicted: Expression, pairs: Pairs) -> Counts:
    """The counts of negated facts: right is one whose partner is negated as well."""
    partner = {j: i for i, j in pairs.items()}
    found = (partner.get(j, -1 - j) for j in _negated(predicted))
    return compare(_negated(gold), found)


def _negated(node: Expression) -> list[int]:
    return [i for i, polarity in enumerate(shape_of(node).polarities) if polarity == NEGATIVE]


def tuples(gold: Expression, predicted: Expression, pairs: Pairs) -> Counts:
    """The counts of (concept, operator, value, unit), the concepts being paired facts.

    Each bound of a value, count, window or duration is one; two bounds that are one number are an
    "=". A unit is its UCUM code or, without, what the number is a multiple of ("ULN").
    """
    partner = {j: i for i, j in pairs.items()}
    own = {i: i for i in range(len(facts(gold)))}
    return compare(_tuples(gold, own), _tuples(predicted, partner))


def _tuples(node: Expression, names: Mapping[int, int]) -> Iterator[Tuple]:
    for number, fact in enumerate(facts(node)):
        for operator, value, unit in _bounds(fact):
            yield names.get(number, -1 - number), operator, float(f"{value:.4g}"), unit


def _bounds(fact: Fact) -> Iterator[tuple[str, float, str | None]]:
    for part in (fact.value, fact.count, fact.window, fact.duration):
        if not isinstance(part, Interval | Window):
            continue
        reference = part.reference if isinstance(part, Interval) else None
        unit = part.unit or reference
        if part.low is not None and part.low == part.high:
            yield "=", part.low, unit
            continue
        if part.low is not None:
            yield ">=" if part.low_inclusive else ">", part.low, unit
        if part.high is not None:
            yield "<=" if part.high_inclusive else "<", part.high, unit


def computability(node: Expression) -> str:
    """`computable` without unresolved pieces, `non_computable` without facts, else `partial`."""
    if not facts(node):
        return "non_computable"
    return "partial" if unresolved(node) else "computable"


def same_class(gold: str, predicted: str) -> dict[str, Counts]:
    """The counts of one item that is of one class: a wrong class is found, the right one missed."""
    return compare_by(Counter([gold]), Counter([predicted]), str)
