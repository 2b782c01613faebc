"""The concepts of an expression, strictly (same offsets and domain) and relaxed (overlap)."""

from __future__ import annotations

from criteria_nlp.schema import Concept, Expression, facts
from criteria_nlp.scoring.counts import Counts, compare
from criteria_nlp.scoring.pairing import greedy, overlap, union

_Place = tuple[int, int, str]


def strict_concepts(gold: Expression, predicted: Expression) -> Counts:
    """Counts of concepts with the same offsets and domain."""
    return compare(_places(gold), _places(predicted))


def relaxed_concepts(gold: Expression, predicted: Expression) -> Counts:
    """Counts of concepts of one domain that overlap, paired one to one, most overlap first."""
    wanted, found = _places(gold), _places(predicted)
    ranked = []
    for i, place in enumerate(wanted):
        for j, other in enumerate(found):
            left, right = _concept(place), _concept(other)
            shared = overlap(left, right)
            if shared and left.domain == right.domain:
                ranked.append((-shared, union(left, right), i + j, abs(i - j), i, j))
    tp = len(greedy((row[-2], row[-1]) for row in sorted(ranked)))
    return Counts(tp, len(found) - tp, len(wanted) - tp)


def _places(node: Expression) -> list[_Place]:
    """Where the concepts stand, each once: two windows on one concept are one concept."""
    concepts = (fact.concept for fact in facts(node))
    return sorted(
        {(c.start, c.end, c.domain) for c in concepts if c.start is not None and c.end is not None}
    )


def _concept(place: _Place) -> Concept:
    start, end, domain = place
    return Concept(text="", start=start, end=end, domain=domain)  # type: ignore[arg-type]
