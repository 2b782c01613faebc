"""Constraints of two paired facts."""

import pytest

from criteria_nlp.schema import Category, Interval, Window
from criteria_nlp.scoring import Counts
from criteria_nlp.scoring.constraints import compare_constraints, constraints_of

RIGHT, WRONG = Counts(1, 0, 0), Counts(0, 1, 1)


@pytest.mark.parametrize(
    ("gold", "found", "counts"),
    [
        ("a >= 2 mg", "a >= 2 mg", RIGHT),
        ("a >= 2 mg", "a > 2 mg", WRONG),
        ("a >= 2 mg", "a >= 2 g", WRONG),
        ("a >= 2", "a >= 2.0001", RIGHT),
        ("a >= 2", "a >= 2.001", WRONG),
        ("a = 0", "a = 0", RIGHT),
        ("a <= 2 x ULN", "a <= 2", WRONG),
        ("a <= 2", "a >= 2", WRONG),
        ("a >= 2 <= 4", "a >= 2", WRONG),
        ("a", "a", Counts()),
        ("a >= 2", "a", Counts(0, 0, 1)),
        ("a", "a >= 2", Counts(0, 1, 0)),
        # one role unless both facts have both
        ("a count(>= 2)", "a >= 2", RIGHT),
        ("a = 1 count(>= 2)", "a >= 2", Counts(1, 0, 1)),
        ("a >= 2", "a = 1 count(>= 2)", Counts(1, 1, 0)),
        ("a = 1 count(>= 2)", "a >= 2 count(= 1)", Counts(0, 2, 2)),
        # categories
        ("a is positive", "a is Positive", RIGHT),
        ("a in {III, IV}", "a in {iv, iii}", RIGHT),
        ("a in {III, IV}", "a in {III}", WRONG),
        ("a is positive", "a = 1", WRONG),
        # changes, windows, durations
        ("a increase(>= 1)", "a increase(>= 1)", Counts(2, 0, 0)),
        ("a increase(>= 1)", "a decrease(>= 1)", Counts(1, 1, 1)),
        ("a window(<= 3 mo before screening)", "a window(<= 3 mo after surgery, last)", RIGHT),
        ("a window(<= 3 mo before screening)", "a window(<= 3 wk before screening)", WRONG),
        ("a window(<= 3 mo before screening)", "a duration(<= 3 mo)", WRONG),
        ("a window(before screening)", "a", Counts()),
    ],
)
def test_compare(fact, gold, found, counts):
    assert compare_constraints(fact(gold), fact(found)) == counts


@pytest.mark.parametrize("line", ["a >= 2", "a >= 2 count(>= 1) window(<= 1 d before screening)"])
def test_a_fact_without_a_partner(fact, line):
    number = len(constraints_of(fact(line)))
    assert compare_constraints(fact(line), None) == Counts(0, 0, number)
    assert compare_constraints(None, fact(line)) == Counts(0, number, 0)


@pytest.mark.parametrize(
    ("gold", "found"),
    [
        (Interval(high=2.0), Interval(high=2.0, low_inclusive=True)),
        (Interval(high=2.0), Interval(high=2.0, unit_text="times", start=4, end=9)),
        (Category(category="high"), Category(categories=("high",), text="too high")),
    ],
)
def test_what_is_not_compared(fact, gold, found):
    assert compare_constraints(fact("a", value=gold), fact("a", value=found)) == RIGHT


@pytest.mark.parametrize("part", [Interval(unit="mg"), Interval(low_inclusive=True), Category()])
def test_values_that_say_nothing(fact, part):
    assert constraints_of(fact("a", value=part)) == {}


def test_a_window_without_bounds_is_not_scored(fact):
    assert constraints_of(fact("a", window=Window(direction="during", unit="mo"))) == {}
