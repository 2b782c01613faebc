"""The five scores of one criterion, and their totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from criteria_nlp.schema import Expression, Fact, facts, unresolved
from criteria_nlp.scoring.concepts import concept_mentions
from criteria_nlp.scoring.constraints import compare_constraints
from criteria_nlp.scoring.counts import Counts, Share, added, compare
from criteria_nlp.scoring.mentions import relaxed_mentions, strict_mentions
from criteria_nlp.scoring.pairing import Pairs, pair_facts
from criteria_nlp.scoring.shape import Shape, shape_of
from criteria_nlp.scoring.truth import same_truth


class CriterionScore(NamedTuple):
    """The five scores (concepts twice) of one criterion or, added up, of many."""

    constraint: Counts = Counts()
    logic: Counts = Counts()
    exact: Share = Share()
    kind: Share = Share()
    concept_strict: Counts = Counts()
    concept_relaxed: Counts = Counts()

    def plus(self, other: CriterionScore) -> CriterionScore:
        """The scores of two sets of criteria together."""
        return CriterionScore(
            constraint=self.constraint.plus(other.constraint),
            logic=self.logic.plus(other.logic),
            exact=self.exact.plus(other.exact),
            kind=self.kind.plus(other.kind),
            concept_strict=self.concept_strict.plus(other.concept_strict),
            concept_relaxed=self.concept_relaxed.plus(other.concept_relaxed),
        )

    @property
    def mistakes(self) -> int:
        """How many items are wrong or missing, to put the worst criterion first."""
        counted = (self.constraint, self.logic, self.concept_strict)
        return sum(c.fp + c.fn for c in counted) + sum(
            s.of - s.right for s in (self.exact, self.kind)
        )


def total(scores: Iterable[CriterionScore]) -> CriterionScore:
    """The scores of all criteria together."""
    result = CriterionScore()
    for score in scores:
        result = result.plus(score)
    return result


def score_criterion(
    gold: Expression,
    predicted: Expression,
    gold_kind: str | None = None,
    predicted_kind: str | None = None,
) -> CriterionScore:
    """The scores of one criterion; its kind counts only where `gold_kind` is given."""
    pairs = pair_facts(gold, predicted)
    wanted, found = facts(gold), facts(predicted)
    constraint = _constraints(wanted, found, pairs)
    kinds = 0 if gold_kind is None else 1
    places = concept_mentions(gold), concept_mentions(predicted)
    return CriterionScore(
        constraint=constraint,
        logic=_logic(shape_of(gold), shape_of(predicted), pairs),
        exact=Share(int(_is_exact(gold, predicted, constraint, pairs)), 1),
        kind=Share(int(kinds and gold_kind == predicted_kind), kinds),
        concept_strict=added(strict_mentions(*places).values()),
        concept_relaxed=added(relaxed_mentions(*places).values()),
    )


def _constraints(wanted: list[Fact], found: list[Fact], pairs: Pairs) -> Counts:
    """The counts over all pairs, and over the facts of both sides that have none."""
    couples: list[tuple[Fact | None, Fact | None]] = [
        (fact, found[pairs[i]] if i in pairs else None) for i, fact in enumerate(wanted)
    ]
    taken = set(pairs.values())
    couples += [(None, fact) for j, fact in enumerate(found) if j not in taken]
    return added(compare_constraints(left, right) for left, right in couples)


def _logic(wanted: Shape, found: Shape, pairs: Pairs) -> Counts:
    """The counts of operators between two facts and of polarities."""
    partner = {j: i for i, j in pairs.items()}
    names = [partner.get(j, -1 - j) for j in range(len(found.polarities))]
    return compare(_logic_items(wanted, range(len(wanted.polarities))), _logic_items(found, names))


def _logic_items(shape: Shape, names: Sequence[int]) -> list[tuple[object, ...]]:
    """What is compared of a shape; facts go by the number of their gold fact, negative if none."""
    items: list[tuple[object, ...]] = list(zip(names, shape.polarities, strict=True))
    for (i, j), operator in shape.joins.items():
        items.append((*sorted((names[i], names[j])), operator))
    return items


def _is_exact(gold: Expression, predicted: Expression, constraint: Counts, pairs: Pairs) -> bool:
    sizes = {len(pairs), len(facts(gold)), len(facts(predicted))}
    if len(sizes) > 1 or constraint.fp or constraint.fn:
        return False
    if bool(unresolved(gold)) != bool(unresolved(predicted)):
        return False
    return same_truth(gold, predicted, pairs)
