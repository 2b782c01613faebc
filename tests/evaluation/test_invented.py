"""Which criteria have no number, and which got one."""

import random

import pytest

from criteria_nlp.schema import AllOf, AtLeast, Interval, Window
from evaluation.invented import case_of, cases, has_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pregnant or nursing women", False),
        ("Someone often alone", False),
        ("Age over 18", True),
        ("At least two relapses", True),
        ("Two-fold increase", True),
        ("NYHA class IV", True),
        ("twenty-four hours", True),
        ("½ tablet", True),
    ],
)
def test_has_number(text, expected):
    assert has_number(text) is expected


TEXT = "Raised ALT and fever"


@pytest.mark.parametrize(
    ("fields", "numbers", "invented"),
    [
        ({}, 0, False),
        ({"value": Interval(low=1, reference="ULN")}, 1, False),
        ({"value": Interval(low=1)}, 1, True),
        ({"count": Interval(low=1)}, 1, True),
        ({"window": Window()}, 0, False),
        ({"window": Window(high=3, unit="mo")}, 1, True),
    ],
)
def test_what_counts_as_invented(record, fact, fields, numbers, invented):
    case = case_of("A", record(TEXT, fact(TEXT, "ALT", **fields)).criteria[0])
    assert (len(case.constraints), case.invented) == (numbers, invented)


def test_at_least_is_a_number(record, fact):
    args = (fact(TEXT, "ALT"), fact(TEXT, "fever"))
    assert case_of("A", record(TEXT, AtLeast(n=2, args=args)).criteria[0]).invented
    assert not case_of("A", record(TEXT, AllOf(args=args)).criteria[0]).invented


def test_one_criterion_without_number_a_trial(record, fact):
    texts = [("A", "ALT"), ("B", "ALT 3"), ("C", "no ALT")]
    found = cases(texts, lambda text: record(text, fact(text, "ALT")), random.Random(1))
    assert [case.trial for case in found] == ["A", "C"]
