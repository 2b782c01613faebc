"""Pairs of facts, by overlap and then by what they say."""

import pytest

from criteria_nlp.schema import AllOf, Concept, Fact, from_notation
from criteria_nlp.scoring import pair_facts


@pytest.mark.parametrize(
    ("gold", "found", "pairs"),
    [
        ("all_of(a, b)", "all_of(b, a)", {0: 1, 1: 0}),
        ("all_of(a, b)", "c", {}),
        ("abc", "all_of(a, bc)", {0: 1}),  # most overlap
        ("all_of(ab, cde)", "bcde", {1: 0}),
        ("ab", "any_of(abc, ab)", {0: 1}),  # the shorter union
        ("all_of(a < 1, a > 2)", "all_of(a > 2, a < 1)", {0: 1, 1: 0}),
        ("all_of(a @drug, b)", "all_of(a @device, a @drug)", {0: 1}),
        ("any_of(a, not(a))", "any_of(not(a), a)", {0: 1, 1: 0}),
        # the same words twice, told apart by what they are joined with
        (
            "any_of(all_of(a, b), all_of(a, c))",
            "any_of(all_of(c, a), all_of(b, a))",
            {0: 3, 1: 2, 2: 1, 3: 0},
        ),
    ],
)
def test_pairs(read, gold, found, pairs):
    assert pair_facts(read(gold), read(found)) == pairs


def test_concepts_without_offsets_have_no_pair(read):
    assert pair_facts(from_notation("a"), from_notation("a")) == {}
    assert pair_facts(read("a"), AllOf(args=())) == {}


def test_touching_is_not_overlapping():
    left = Fact(concept=Concept(text="ab", start=0, end=2))
    right = Fact(concept=Concept(text="cd", start=2, end=4))
    assert pair_facts(left, right) == {}
