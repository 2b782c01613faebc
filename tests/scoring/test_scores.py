"""The scores of one criterion: worked cases, and properties that hold of any two expressions."""

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_nlp.schema import (
    AllOf,
    AnyOf,
    AtLeast,
    Concept,
    Except,
    Fact,
    If,
    Interval,
    Not,
    Unresolved,
    children,
    facts,
)
from criteria_nlp.scoring import Counts, CriterionScore, Share, score_criterion, total

PARTS = ("constraint", "logic", "concept_strict", "concept_relaxed")
NOTHING = AllOf(args=())


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


# --- properties ----------------------------------------------------------------------------------

numbers = st.one_of(st.none(), st.integers(0, 3).map(float))
intervals = st.builds(Interval, low=numbers, high=numbers, low_inclusive=st.booleans())


@st.composite
def placed_facts(draw):
    """A fact somewhere on a short text; places repeat and overlap."""
    start, length = draw(st.integers(0, 12)), draw(st.integers(1, 4))
    domain = draw(st.sampled_from(("drug", "condition")))
    concept = Concept(text="x" * length, start=start, end=start + length, domain=domain)
    roles = ("value", "count", "window", "duration")
    chosen = draw(st.sets(st.sampled_from(("value", "count", "duration")), max_size=2))
    return Fact(concept=concept, **{role: draw(intervals) for role in roles if role in chosen})


def _nodes(parts):
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        several.map(lambda args: AllOf(args=args)),
        several.map(lambda args: AnyOf(args=args)),
        several.map(lambda args: AtLeast(n=2, args=args)),
        parts.map(lambda arg: Not(arg=arg)),
        several.map(lambda args: Except(arg=args[0], exceptions=args[1:])),
        st.builds(If, condition=parts, then=parts, otherwise=st.one_of(st.none(), parts)),
    )


leaves = st.one_of(placed_facts(), st.just(Unresolved(text="?", reason="vague")))
expressions = st.recursive(leaves, _nodes, max_leaves=10)


def distinct(node):
    """The same tree with no two facts that touch."""
    places = iter(range(0, 1000, 10))

    def moved(part):
        if isinstance(part, Fact):
            start = next(places)
            concept = msgspec.structs.replace(part.concept, start=start, end=start + 5)
            return msgspec.structs.replace(part, concept=concept)
        return _rebuilt(part, [moved(child) for child in children(part)])

    return moved(node)


def shuffled(node, draw):
    """The same tree with the arguments of and, or and at-least in another order."""
    parts = [shuffled(child, draw) for child in children(node)]
    if isinstance(node, AllOf | AnyOf | AtLeast):
        draw.shuffle(parts)
    return _rebuilt(node, parts)


def _rebuilt(node, parts):
    if isinstance(node, AllOf | AnyOf | AtLeast):
        return msgspec.structs.replace(node, args=tuple(parts))
    if isinstance(node, Not):
        return Not(arg=parts[0])
    if isinstance(node, Except):
        return Except(arg=parts[0], exceptions=tuple(parts[1:]))
    if isinstance(node, If):
        return If(condition=parts[0], then=parts[1], otherwise=(parts[2:] or [None])[0])
    return node


@given(expressions)
def test_an_expression_is_perfect_against_itself(node):
    score = score_criterion(node, node, "inclusion", "inclusion")
    assert score.mistakes == 0
    assert all(getattr(score, part).f1 == 1.0 for part in PARTS)
    assert score.exact == score.kind == Share(1, 1)


@given(expressions, st.randoms(use_true_random=False))
def test_the_order_of_arguments_does_not_matter(node, draw):
    node = distinct(node)
    score = score_criterion(node, shuffled(node, draw))
    assert score.mistakes == 0
    assert score.exact.right == 1


@given(expressions, expressions, st.randoms(use_true_random=False))
def test_the_order_of_the_prediction_does_not_matter(gold, found, draw):
    gold, found = distinct(gold), distinct(found)
    assert score_criterion(gold, found) == score_criterion(gold, shuffled(found, draw))


@given(expressions, expressions)
def test_swapping_the_sides_swaps_precision_and_recall(gold, found):
    forth, back = score_criterion(gold, found), score_criterion(found, gold)
    for part in PARTS:
        there, here = getattr(forth, part), getattr(back, part)
        assert (there.tp, there.fp, there.fn) == (here.tp, here.fn, here.fp)
    assert forth.exact == back.exact


@given(expressions)
def test_an_empty_side(node):
    forth = score_criterion(node, NOTHING)
    assert all(getattr(forth, part).tp == getattr(forth, part).fp == 0 for part in PARTS)
    number = len(facts(node))
    assert forth.logic.fn == number + number * (number - 1) // 2


@given(expressions)
def test_a_duplicate_is_never_right_twice(node):
    number = len(facts(node))
    score = score_criterion(node, AllOf(args=(node, node)))
    size = number + number * (number - 1) // 2
    double = 2 * number + 2 * number * (2 * number - 1) // 2
    assert score.logic.tp <= size and score.logic.tp + score.logic.fp == double
    assert score.constraint.tp == score.constraint.fp
    assert bool(score.exact.right) == (number == 0)


@given(expressions, expressions)
def test_relaxed_concepts_include_the_strict_ones(gold, found):
    score = score_criterion(gold, found)
    assert score.concept_strict.tp <= score.concept_relaxed.tp


def test_many_random_orders(read):
    node = read("any_of(all_of(a, b > 1), all_of(a, c), not(except(d, [e, f])))")
    for seed in range(20):
        score = score_criterion(node, shuffled(node, random.Random(seed)))
        assert score.mistakes == 0
