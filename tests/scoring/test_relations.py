"""Relations between mentions: worked cases and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_nlp.scoring import Counts, added, relaxed_relations, strict_relations
from criteria_nlp.scoring.relations import links

WANTED = [("M", ((0, 4),)), ("V", ((5, 9),)), ("C", ((12, 20),))]
SHIFTED = [("C", ((14, 20),)), ("M", ((0, 4),)), ("V", ((5, 9),))]
BOTH = pytest.mark.parametrize("score", [strict_relations, relaxed_relations])

member = st.integers(0, 2)
relation = st.tuples(
    st.sampled_from(["has", "OR"]), st.lists(member, min_size=2, max_size=3, unique=True).map(tuple)
)
relations = st.lists(relation, max_size=5)


@pytest.mark.parametrize(
    ("gold", "found", "strict", "relaxed"),
    [
        # numbers count in each side's own list of mentions
        ([("has", (0, 1))], [("has", (1, 2))], Counts(1, 0, 0), Counts(1, 0, 0)),
        ([("has", (0, 1))], [("has", (2, 1))], Counts(0, 1, 1), Counts(0, 1, 1)),
        ([("has", (0, 1))], [("of", (1, 2))], Counts(0, 1, 1), Counts(0, 1, 1)),
        ([("has", (0, 2))], [("has", (1, 0))], Counts(0, 1, 1), Counts(1, 0, 0)),
        ([("OR", (0, 1))], [("OR", (2, 1))], Counts(1, 0, 0), Counts(1, 0, 0)),
        # a group of three is three links
        ([("OR", (0, 1, 2))], [("OR", (1, 2))], Counts(1, 0, 2), Counts(1, 0, 2)),
        ([("OR", (0, 1))] * 2, [("OR", (1, 2))], Counts(1, 0, 0), Counts(1, 0, 0)),
    ],
)
def test_counts(gold, found, strict, relaxed):
    assert added(strict_relations(gold, WANTED, found, SHIFTED).values()) == strict
    assert added(relaxed_relations(gold, WANTED, found, SHIFTED).values()) == relaxed


def test_no_relation_without_a_mention():
    found = strict_relations([("has", (0, 1))], WANTED, [], [])
    assert found == {"has": Counts(0, 0, 1)}


@BOTH
@given(gold=relations, found=relations, data=st.data())
def test_order_does_not_matter(score, gold, found, data):
    shuffled = data.draw(st.permutations(found))
    order = data.draw(st.permutations(range(3)))
    mentions = [SHIFTED[i] for i in order]
    moved = [(label, tuple(order.index(i) for i in members)) for label, members in shuffled]
    assert score(gold, WANTED, moved, mentions) == score(gold, WANTED, found, SHIFTED)


@BOTH
@given(gold=relations, found=relations)
def test_swapped_sides_swap_precision_and_recall(score, gold, found):
    swapped = score(found, SHIFTED, gold, WANTED)
    back = {label: Counts(c.tp, c.fn, c.fp) for label, c in swapped.items()}
    assert back == score(gold, WANTED, found, SHIFTED)


@BOTH
@given(gold=relations)
def test_perfect_also_with_mentions_told_twice(score, gold):
    doubled = WANTED * 2
    assert all(c.f1 == 1 for c in score(gold, doubled, gold, doubled).values())


@BOTH
@given(gold=relations, found=relations)
def test_what_is_told_twice_counts_once(score, gold, found):
    once = score(gold, WANTED, found, SHIFTED)
    assert score(gold, WANTED, found * 2, SHIFTED) == once
    assert score(gold * 2, WANTED, found, SHIFTED) == once


@BOTH
@given(gold=relations)
def test_an_empty_side(score, gold):
    number = len(links(gold))
    assert added(score(gold, WANTED, [], []).values()) == Counts(0, 0, number)
    assert added(score([], [], gold, WANTED).values()) == Counts(0, number, 0)
    assert score([], WANTED, [], WANTED) == {}


@given(gold=relations, found=relations)
def test_relaxed_is_never_below_strict(gold, found):
    relaxed = relaxed_relations(gold, WANTED, found, SHIFTED)
    for label, counts in strict_relations(gold, WANTED, found, SHIFTED).items():
        assert relaxed[label].tp >= counts.tp
