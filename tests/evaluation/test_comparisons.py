"""Scoring of operators and values, with rows made by hand."""

import pytest

from criteria_nlp.pipeline.layers import Quantity
from criteria_nlp.scoring import Counts
from evaluation.comparisons import (
    ANY_UNIT,
    errors,
    gold_of,
    judged_line,
    triples_of,
    unit_counts,
    with_units,
)

UNITS = {"years": "a", "mg": "mg", "ml": "mL"}


def unit_of(spelling):
    return UNITS.get(spelling, ANY_UNIT)


def comparison(gold, *, ops=("GTEQ",), unit=(), tunit=(), period=(), optext=("≥",)):
    return {
        "gold": gold,
        "ops": list(ops),
        "optext": list(optext),
        "unit": list(unit),
        "tunit": list(tunit),
        "period": list(period),
        "temporal": bool(tunit),
    }


def line(*comparisons, text="Age ≥ 18"):
    return {"text": text, "comps": list(comparisons)}


def quantity(**fields):
    return Quantity(start=0, end=1, **fields)


BARE = {"low": 3.0, "low_inclusive": True, "high": 3.0, "high_inclusive": True, "explicit": False}


@pytest.mark.parametrize(
    ("row", "in_past", "bare", "pairs"),
    [
        (quantity(low=18, low_inclusive=True), False, False, [(">=", 18)]),
        (quantity(low=18), False, False, [(">", 18)]),
        (quantity(high=5, high_inclusive=True), True, False, [("<=", 5)]),
        (quantity(low=2, low_inclusive=True, high=9), False, False, [(">=", 2), ("<", 9)]),
        (quantity(**BARE | {"explicit": True}), False, False, [("=", 3)]),
        (quantity(**BARE), False, False, []),
        (quantity(**BARE), False, True, [("=", 3)]),
        (quantity(**BARE), True, False, [("<=", 3)]),
        (quantity(low=160, pair=True, numbers=(160, 100)), False, False, [(">", 160), (">", 100)]),
    ],
)
def test_the_pairs_of_a_quantity(row, in_past, bare, pairs):
    assert [t[:2] for t in triples_of(row, in_past, bare=bare)] == pairs


def test_gold_states_an_operator_or_is_neutral():
    stated = comparison([[">=", 18.0]], tunit=["years"])
    silent = comparison([["=", 3.0], ["=", 4.0]], ops=())
    past = comparison([["=", 6.0]], ops=(), tunit=["months"], period=["last"])
    gold = gold_of([stated, silent, past], unit_of)
    assert gold.counted == {(">=", 18.0): "a", ("<=", 6.0): ANY_UNIT}
    assert gold.neutral == {3.0, 4.0}


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        ([(">=", 18.0, "a")], Counts(1, 0, 0)),
        ([(">=", 18.0, "a"), (">=", 18.00001, None)], Counts(1, 0, 0)),
        ([(">", 18.0, "a")], Counts(0, 1, 1)),
        ([(">=", 18.0, "a"), ("=", 3.0, None)], Counts(1, 0, 0)),  # neutral
        ([(">=", 18.0, "a"), ("=", 5.0, None)], Counts(1, 1, 0)),
        ([], Counts(0, 0, 1)),
    ],
)
def test_counts_of_a_line(found, counts):
    row = line(comparison([[">=", 18.0]]), comparison([["=", 3.0]], ops=()))
    assert judged_line(row, found, unit_of).counts == counts


@pytest.mark.parametrize(
    ("gold", "found", "counts", "units"),
    [
        (["mg"], "mg/dL", Counts(1, 0, 0), (1, 1)),  # the corpus gives the numerator
        (["mg"], "g", Counts(0, 1, 1), (0, 1)),
        (["mg"], None, Counts(0, 1, 1), (0, 1)),
        (["points"], None, Counts(1, 0, 0), (0, 0)),
        ([], "mg", Counts(1, 0, 0), (0, 0)),
    ],
)
def test_units(gold, found, counts, units):
    row = judged_line(line(comparison([["<", 5.0]], unit=gold)), [("<", 5.0, found)], unit_of)
    assert with_units(row) == counts
    assert unit_counts([row]) == units


def test_errors_are_grouped_the_most_frequent_first():
    wrong = [(">", 18.0, None)]
    rows = [judged_line(line(comparison([[">=", 18.0]])), wrong, unit_of) for _ in range(3)]
    rows.append(judged_line(line(text="In 2 groups"), [("<=", 2.0, None)], unit_of))
    heads = [row for row in errors(rows, examples=1) if " | " not in row]
    assert [head.split(None, 1) for head in heads] == [
        ["3", "missed, found as >: gold >= written '≥'"],
        ["1", "invented on a line without gold: <="],
    ]
