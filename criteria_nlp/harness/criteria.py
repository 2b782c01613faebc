"""Criteria against gold criteria: the scores of the contract, and what else is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from criteria_nlp.harness.judgements import Judgement, Note, marks
from criteria_nlp.schema import AllOf, AnyOf, Criterion, Expression, Kind, to_notation
from criteria_nlp.scoring import (
    Answer,
    Counts,
    GoldItem,
    Tally,
    concept_mentions,
    pair_facts,
    relaxed_mentions,
    score_criterion,
    strict_mentions,
)
from criteria_nlp.scoring.details import computability, negation_scope, same_class, tuples


class Reading(NamedTuple):
    """What was made of the text of one gold criterion, and how sure of it."""

    kind: Kind
    expression: Expression
    confidence: float | None = None
    kind_confidence: float | None = None


NOTHING = Reading("unknown", AllOf(args=()))


def joined(criteria: Sequence[Criterion]) -> Reading:
    """The top-level criteria of one text as one, as sure as the least sure of them.

    Several inclusions must all hold; one of several exclusions suffices. No criterion is an
    expression without facts.
    """
    tops = [criterion for criterion in criteria if criterion.parent is None]
    if not tops:
        return NOTHING
    kind, expression = tops[0].kind, tops[0].expression
    if len(tops) > 1:
        args = tuple(criterion.expression for criterion in tops)
        expression = AnyOf(args=args) if kind == "exclusion" else AllOf(args=args)
    sure = min(criterion.confidence for criterion in tops)
    return Reading(kind, expression, sure, tops[0].kind_confidence)


def judge_criterion(item: GoldItem, reading: Reading) -> Judgement:
    """The judgement of one gold criterion."""
    tally = _tally(item, reading)
    places = concept_mentions(item.expression), concept_mentions(reading.expression)
    return Judgement(
        id=item.id,
        group=item.trial or item.id,
        text=item.text,
        tally=tally,
        answers=tuple(_answers(tally, item, reading)),
        marks=marks(*places),
        notes=(_note("gold", item.kind_gold, item.expression), _note("found", *reading[:2])),
    )


def _tally(item: GoldItem, reading: Reading) -> Tally:
    gold, found = item.expression, reading.expression
    pairs, score = pair_facts(gold, found), score_criterion(gold, found)
    places = concept_mentions(gold), concept_mentions(found)
    right, wrong = score.exact.right, score.exact.of - score.exact.right
    return {
        "constraint": {"": score.constraint},
        "logic": {"": score.logic},
        "exact": {"": Counts(right, wrong, wrong)},
        "kind": same_class(item.kind_gold, reading.kind),
        "concept_strict": strict_mentions(*places),
        "concept_relaxed": relaxed_mentions(*places),
        "negation_scope": {"": negation_scope(gold, found, pairs)},
        "tuples": {"": tuples(gold, found, pairs)},
        "computability": same_class(computability(gold), computability(found)),
    }


def _answers(tally: Tally, item: GoldItem, reading: Reading) -> list[tuple[str, Answer]]:
    answers = []
    if reading.confidence is not None:
        answers.append(("criterion", Answer(reading.confidence, bool(tally["exact"][""].tp))))
    if reading.kind_confidence is not None:
        right = reading.kind == item.kind_gold
        answers.append(("kind", Answer(reading.kind_confidence, right)))
    return answers


def _note(name: str, kind: Kind, expression: Expression) -> Note:
    return Note(name, f"{kind}: {to_notation(expression, domains=True)}")
