"""Properties that every score of two expressions has, whatever they are."""

import random

import msgspec
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
    Window,
    children,
    facts,
)
from criteria_nlp.scoring import Counts, Share, added, pair_facts, same_truth, score_criterion
from criteria_nlp.scoring.details import computability, negation_scope, same_class, tuples

PARTS = ("constraint", "logic", "concept_strict", "concept_relaxed")
NOTHING = AllOf(args=())


def scored(gold, found):
    """The counts of every score by name."""
    score, pairs = score_criterion(gold, found), pair_facts(gold, found)
    return {
        **{part: getattr(score, part) for part in PARTS},
        "negation_scope": negation_scope(gold, found, pairs),
        "tuples": tuples(gold, found, pairs),
        "computability": added(same_class(computability(gold), computability(found)).values()),
    }


def _intervals():
    """Nothing, one end, both ends the same or apart; with and without the end itself."""
    ends = ((None, None), (1.0, None), (None, 2.0), (2.0, 2.0), (0.0, 2.0))
    return [
        Interval(low=low, high=high, low_inclusive=inside)
        for low, high in ends
        for inside in (True, False)
    ]


def _limits():
    """What a fact may be limited by."""
    yield {}
    for interval in _intervals():
        window = Window(low=interval.low, high=interval.high, unit="mo")
        yield from ({role: interval} for role in ("value", "count", "duration"))
        yield {"window": window}
        yield {"value": interval, "window": window}
        yield {"count": interval, "duration": interval}


def _fact(start, length, domain, limits):
    concept = Concept(text="x" * length, start=start, end=start + length, domain=domain)
    return Fact(concept=concept, **limits)


# Places on a short text: they repeat and overlap.
placed_facts = st.builds(
    _fact,
    st.integers(0, 12),
    st.integers(1, 4),
    st.sampled_from(("drug", "condition")),
    st.sampled_from(list(_limits())),
)


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


leaves = st.one_of(placed_facts, st.just(Unresolved(text="?", reason="vague")))
expressions = st.recursive(leaves, _nodes, max_leaves=8)
resolved = st.recursive(placed_facts, _nodes, max_leaves=8)


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
    for counts in scored(node, node).values():
        assert (counts.fp, counts.fn, counts.f1) == (0, 0, 1.0)
    score = score_criterion(node, node, "inclusion", "inclusion")
    assert score.mistakes == 0
    assert score.exact == score.kind == Share(1, 1)


@given(expressions, st.randoms(use_true_random=False))
def test_the_order_of_arguments_does_not_matter(node, draw):
    node = distinct(node)
    moved = shuffled(node, draw)
    assert all(counts.f1 == 1 for counts in scored(node, moved).values())
    assert score_criterion(node, moved).exact.right == 1


@given(expressions, expressions, st.randoms(use_true_random=False))
def test_the_order_of_the_prediction_does_not_matter(gold, found, draw):
    gold, found = distinct(gold), distinct(found)
    moved = shuffled(found, draw)
    assert scored(gold, found) == scored(gold, moved)
    assert score_criterion(gold, found) == score_criterion(gold, moved)


@given(expressions, expressions)
def test_swapping_the_sides_swaps_precision_and_recall(gold, found):
    forth, back = scored(gold, found), scored(found, gold)
    for part, there in forth.items():
        assert there == Counts(back[part].tp, back[part].fn, back[part].fp), part
    assert score_criterion(gold, found).exact == score_criterion(found, gold).exact


@given(expressions)
def test_an_empty_side(node):
    missed, invented = scored(node, NOTHING), scored(NOTHING, node)
    for part, there in missed.items():
        assert there == Counts(invented[part].tp, invented[part].fn, invented[part].fp), part
        # Nothing is a class of its own, the only one that an empty side can be right about.
        assert there.tp == (part == "computability" and not facts(node))
    number = len(facts(node))
    assert missed["logic"].fn == number + number * (number - 1) // 2
    assert score_criterion(NOTHING, NOTHING).mistakes == 0


@given(expressions)
def test_a_duplicate_is_never_right_twice(node):
    twice = AllOf(args=(node, node))
    score, once = scored(node, twice), scored(node, node)
    for part in ("constraint", "negation_scope", "tuples"):
        assert score[part] == Counts(once[part].tp, once[part].tp, 0), part
    for part in ("concept_strict", "concept_relaxed", "computability"):
        assert score[part] == once[part], part  # a place counts once, a class has no number
    number = len(facts(node))
    size = number + number * (number - 1) // 2
    double = 2 * number + 2 * number * (2 * number - 1) // 2
    assert score["logic"].tp <= size and score["logic"].tp + score["logic"].fp == double
    assert bool(score_criterion(node, twice).exact.right) == (number == 0)


@given(expressions, expressions)
def test_relaxed_concepts_include_the_strict_ones(gold, found):
    score = score_criterion(gold, found)
    assert score.concept_strict.tp <= score.concept_relaxed.tp


@given(expressions, expressions)
def test_pairs_are_one_to_one_and_the_same_from_both_sides(gold, found):
    pairs = pair_facts(gold, found)
    assert len(set(pairs.values())) == len(pairs)
    turned = pair_facts(found, gold)
    assert len(turned) == len(pairs)


@given(resolved, st.randoms(use_true_random=False))
def test_truth_is_its_own_and_not_its_opposite(node, draw):
    node = distinct(node)
    moved, own = shuffled(node, draw), {i: i for i in range(len(facts(node)))}
    assert same_truth(node, node, own)
    assert same_truth(node, moved, pair_facts(node, moved))
    assert same_truth(node, Not(arg=node), own) is False


def test_many_random_orders(read):
    node = read("any_of(all_of(a, b > 1), all_of(a, c), not(except(d, [e, f])))")
    for seed in range(20):
        score = score_criterion(node, shuffled(node, random.Random(seed)))
        assert score.mistakes == 0
