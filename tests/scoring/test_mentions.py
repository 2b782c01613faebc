"""Strict and relaxed mentions: worked cases, and properties that hold of any two lists."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria_nlp.scoring import Counts, added, pair_mentions, relaxed_mentions, strict_mentions


def at(label, *spans):
    return (label, tuple(spans))


places = st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda p: (p[0], p[0] + p[1]))
mention = st.tuples(st.sampled_from("AB"), st.lists(places, min_size=1, max_size=2).map(tuple))
mentions = st.lists(mention, max_size=7)
BOTH = pytest.mark.parametrize("score", [strict_mentions, relaxed_mentions])


@pytest.mark.parametrize(
    ("gold", "found", "strict", "relaxed"),
    [
        ([at("A", (0, 4))], [at("A", (0, 4))], Counts(1, 0, 0), Counts(1, 0, 0)),
        ([at("A", (0, 4))], [at("A", (3, 9))], Counts(0, 1, 1), Counts(1, 0, 0)),
        ([at("A", (0, 4))], [at("A", (4, 9))], Counts(0, 1, 1), Counts(0, 1, 1)),
        ([at("A", (0, 4))], [at("B", (0, 4))], Counts(0, 1, 1), Counts(0, 1, 1)),
        # one wide prediction is one right one, not two
        ([at("A", (0, 2)), at("A", (3, 5))], [at("A", (0, 5))], Counts(0, 1, 2), Counts(1, 0, 1)),
        # an interrupted mention is strictly right only with all of its pieces
        ([at("A", (0, 2), (4, 6))], [at("A", (0, 6))], Counts(0, 1, 1), Counts(1, 0, 0)),
        ([at("A", (0, 2), (4, 6))], [at("A", (2, 4))], Counts(0, 1, 1), Counts(0, 1, 1)),
    ],
)
def test_counts(gold, found, strict, relaxed):
    assert added(strict_mentions(gold, found).values()) == strict
    assert added(relaxed_mentions(gold, found).values()) == relaxed


def test_relaxed_pairs_are_as_many_as_can_be():
    # The most overlap first pairs the two wide ones, and nothing is left for the narrow ones.
    gold = [at("A", (0, 10)), at("A", (0, 3))]
    found = [at("A", (2, 12)), at("A", (9, 11))]
    assert pair_mentions(gold, found) == {0: 1, 1: 0}


def test_a_long_chain_of_moves():
    # Every mention would rather have the next one's partner; the first free one is at the far end.
    gold = [at("A", (10 * i, 10 * i + 9)) for i in range(300)]
    found = [at("A", (10 * i - 4, 10 * i + 3)) for i in range(1, 301)]
    assert len(pair_mentions(gold, [at("A", (0, 1)), *found])) == 300


def test_each_label_has_its_counts():
    found = strict_mentions([at("A", (0, 1)), at("B", (1, 2))], [at("A", (0, 1)), at("C", (1, 2))])
    assert found == {"A": Counts(1, 0, 0), "B": Counts(0, 0, 1), "C": Counts(0, 1, 0)}


@BOTH
@settings(max_examples=50)
@given(gold=mentions, found=mentions, data=st.data())
def test_order_does_not_matter(score, gold, found, data):
    shuffled = data.draw(st.permutations(gold)), data.draw(st.permutations(found))
    assert score(*shuffled) == score(gold, found)


@BOTH
@settings(max_examples=50)
@given(gold=mentions, found=mentions)
def test_swapped_sides_swap_precision_and_recall(score, gold, found):
    swapped = {label: Counts(c.tp, c.fn, c.fp) for label, c in score(found, gold).items()}
    assert swapped == score(gold, found)


@BOTH
@settings(max_examples=50)
@given(gold=mentions)
def test_perfect_and_empty(score, gold):
    assert all(counts.f1 == 1 for counts in score(gold, gold).values())
    assert added(score(gold, []).values()) == Counts(0, 0, len(gold))
    assert added(score([], gold).values()) == Counts(0, len(gold), 0)
    assert score([], []) == {}


@BOTH
@settings(max_examples=50)
@given(gold=mentions, found=mentions)
def test_what_is_told_twice_is_right_once_a_gold_mention(score, gold, found):
    assert added(score(gold, found * 2).values()).tp <= len(gold)


@settings(max_examples=50)
@given(gold=st.lists(mention, max_size=7, unique=True), found=mentions)
def test_doubled_predictions_are_wrong(gold, found):
    once = added(strict_mentions(gold, list(dict.fromkeys(found))).values())
    twice = added(strict_mentions(gold, list(dict.fromkeys(found)) * 2).values())
    assert twice == Counts(once.tp, once.fp + len(set(found)), once.fn)


@BOTH
@settings(max_examples=50)
@given(gold=mentions, found=mentions)
def test_nothing_is_counted_twice(score, gold, found):
    for label, counts in score(gold, found).items():
        assert counts.tp + counts.fn == sum(name == label for name, _ in gold)
        assert counts.tp + counts.fp == sum(name == label for name, _ in found)
        assert min(counts) >= 0


@settings(max_examples=50)
@given(gold=mentions, found=mentions)
def test_relaxed_is_never_below_strict(gold, found):
    relaxed = relaxed_mentions(gold, found)
    for label, counts in strict_mentions(gold, found).items():
        assert relaxed[label].tp >= counts.tp


@settings(max_examples=50)
@given(gold=mentions, found=mentions)
def test_pairs_are_one_to_one_and_overlap(gold, found):
    pairs = pair_mentions(gold, found)
    assert len(set(pairs.values())) == len(pairs)
    for i, j in pairs.items():
        (label, spans), (other, others) = gold[i], found[j]
        assert label == other
        assert any(a < d and c < b for a, b in spans for c, d in others)


@settings(max_examples=50)
@given(gold=mentions, found=mentions)
def test_no_other_choice_gives_more_pairs(gold, found):
    """Against trying every choice, gold mention by gold mention."""
    assert len(pair_mentions(gold[:5], found[:5])) == _most(gold[:5], found[:5])


def _most(gold, found):
    if not gold:
        return 0
    rest = [_most(gold[1:], found)]
    for j, other in enumerate(found):
        if pair_mentions([gold[0]], [other]):
            rest.append(1 + _most(gold[1:], found[:j] + found[j + 1 :]))
    return max(rest)
