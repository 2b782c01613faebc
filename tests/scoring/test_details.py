"""Negation scope, tuples of numbers, and computability."""

import pytest

from criteria_nlp.schema import AllOf
from criteria_nlp.scoring import Counts, pair_facts
from criteria_nlp.scoring.details import computability, negation_scope, same_class, tuples


@pytest.mark.parametrize(
    ("gold", "found", "counts"),
    [
        ("not(any_of(a, b))", "not(any_of(a, b))", Counts(2, 0, 0)),
        ("not(any_of(a, b))", "any_of(not(a), b)", Counts(1, 0, 1)),
        ("not(a)", "not(any_of(a, b))", Counts(1, 1, 0)),
        ("not(a)", "not(b)", Counts(0, 1, 1)),
        ("not(not(a))", "a", Counts(0, 0, 0)),
        ("except(a, [b])", "all_of(a, not(b))", Counts(0, 1, 0)),
    ],
)
def test_negation_scope(read, gold, found, counts):
    gold, found = read(gold), read(found)
    assert negation_scope(gold, found, pair_facts(gold, found)) == counts


@pytest.mark.parametrize(
    ("gold", "found", "counts"),
    [
        ("a > 1", "a > 1", Counts(1, 0, 0)),
        ("a > 1", "a >= 1", Counts(0, 1, 1)),
        ("a > 1 mg/dL", "a > 1", Counts(0, 1, 1)),
        ("a > 2 x ULN", "a > 2", Counts(0, 1, 1)),
        ("a >= 1 <= 2", "a >= 1", Counts(1, 0, 1)),
        ("a = 1", "a >= 1 <= 1", Counts(1, 0, 0)),
        ("a > 1", "b > 1", Counts(0, 1, 1)),
        ("a window(<= 3 mo before screening)", "a duration(<= 3 mo)", Counts(1, 0, 0)),
        ("a is positive", "a", Counts(0, 0, 0)),
    ],
)
def test_tuples(read, gold, found, counts):
    gold, found = read(gold), read(found)
    assert tuples(gold, found, pair_facts(gold, found)) == counts


def test_computability(read, unresolved):
    assert computability(read("a")) == "computable"
    assert computability(AllOf(args=(read("a"), unresolved))) == "partial"
    assert computability(unresolved) == computability(AllOf(args=())) == "non_computable"


def test_a_wrong_class_is_found_and_the_right_one_missed():
    assert same_class("x", "x") == {"x": Counts(1, 0, 0)}
    assert same_class("x", "y") == {"x": Counts(0, 0, 1), "y": Counts(0, 1, 0)}
