"""The scores of one criterion: worked cases."""

import pytest

from criteria_nlp.schema import AllOf
from criteria_nlp.scoring import Counts, CriterionScore, Share, score_criterion, total


@pytest.mark.parametrize(
    ("gold", "found", "logic", "exact"),
    [
        ("all_of(a, b)", "all_of(a, b)", Counts(3, 0, 0), 1),
        ("all_of(a, b)", "any_of(a, b)", Counts(2, 1, 1), 0),
        ("a", "not(a)", Counts(0, 1, 1), 0),
        ("not(not(a))", "a", Counts(1, 0, 0), 1),
        ("all_of(a, b)", "a", Counts(1, 0, 2), 0),
        ("a", "all_of(a, b)", Counts(1, 2, 0), 0),
        ("except(a, [b])", "except(a, [b])", Counts(3, 0, 0), 1),
        # the same truth, but an exception is a class of its own
        ("except(a, [b])", "all_of(a, not(b))", Counts(1, 2, 2), 1),
        ("if(a, b)", "any_of(not(a), b)", Counts(1, 2, 2), 1),
        ("not(except(a, [not(b)]))", "not(except(a, [b]))", Counts(3, 0, 0), 0),
    ],
)
def test_logic_and_exactness(read, gold, found, logic, exact):
    score = score_criterion(read(gold), read(found))
    assert score.logic == logic
    assert score.exact == Share(exact, 1)


@pytest.mark.parametrize(
    ("gold", "found", "strict", "relaxed"),
    [
        ("a", "a", Counts(1, 0, 0), Counts(1, 0, 0)),
        ("abc", "bcd", Counts(0, 1, 1), Counts(1, 0, 0)),
        ("a @drug", "a @device", Counts(0, 1, 1), Counts(0, 1, 1)),
        ("abcd", "all_of(a, bcd)", Counts(0, 2, 1), Counts(1, 1, 0)),
        ("all_of(a < 1, a > 2)", "a < 1", Counts(1, 0, 0), Counts(1, 0, 0)),
    ],
)
def test_concepts(read, gold, found, strict, relaxed):
    score = score_criterion(read(gold), read(found))
    assert (score.concept_strict, score.concept_relaxed) == (strict, relaxed)


def test_exact_needs_exact_constraints(read):
    assert score_criterion(read("a > 1"), read("a > 1")).exact.right
    assert not score_criterion(read("a > 1"), read("a >= 1")).exact.right


def test_unresolved_on_one_side_only_is_wrong(read, unresolved):
    both = AllOf(args=(read("a"), unresolved))
    assert score_criterion(both, AllOf(args=(unresolved, read("a")))).exact.right
    assert not score_criterion(both, read("a")).exact.right
    assert not score_criterion(read("a"), both).exact.right


@pytest.mark.parametrize(
    ("gold", "found", "share"),
    [
        ("inclusion", "inclusion", Share(1, 1)),
        ("inclusion", "unknown", Share(0, 1)),
        (None, "inclusion", Share(0, 0)),
    ],
)
def test_kind(read, gold, found, share):
    assert score_criterion(read("a"), read("a"), gold, found).kind == share


def test_scores_add_up(read):
    one = score_criterion(read("all_of(a, b)"), read("any_of(a, b)"), "inclusion", "inclusion")
    two = score_criterion(read("a > 1"), read("a"), "exclusion", "inclusion")
    both = total([one, two])
    assert both.logic == one.logic.plus(two.logic)
    assert both.exact == Share(0, 2) and both.kind == Share(1, 2)
    assert total([]) == CriterionScore()
    assert both.mistakes == one.mistakes + two.mistakes
