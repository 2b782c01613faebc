"""Reliability tables, calibration error and Brier score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_nlp.scoring import Answer, calibration

ANSWERS = st.lists(st.builds(Answer, st.floats(0, 1), st.booleans()), min_size=1, max_size=12)
GROUPS = st.lists(ANSWERS, min_size=1, max_size=5)


def test_a_worked_table():
    answers = [Answer(0.95, True)] * 3 + [Answer(0.95, False), Answer(0.2, False)]
    found = calibration([answers[:2], answers[2:]])
    assert [row.number for row in found.bins] == [1, 4]
    assert [(row.low, row.high) for row in found.bins] == [(0.2, 0.3), (0.9, 1.0)]
    assert found.bins[1].right == 0.75
    assert found.ece.figure == pytest.approx((0.2 + 4 * 0.2) / 5)
    assert found.brier.figure == pytest.approx((3 * 0.05**2 + 0.95**2 + 0.2**2) / 5)
    for told in (found.ece, found.brier):
        assert told.low <= told.figure <= told.high


@pytest.mark.parametrize(("right", "error"), [(True, 0), (False, 1)])
def test_certain(right, error):
    found = calibration([[Answer(1.0, right)] * 5])
    assert found.ece == found.brier == (error, error, error)
    assert [row.number for row in found.bins] == [5]


@pytest.mark.parametrize("groups", [[], [[]]])
def test_nothing_to_calibrate(groups):
    assert calibration(groups) is None


def test_intervals_draw_whole_groups():
    """Two trials of like answers are two draws, however many answers they have."""
    alike = [[Answer(0.9, True)] * 50, [Answer(0.9, False)] * 50]
    assert calibration(alike).ece.low == pytest.approx(0.1)
    assert calibration(alike).ece.high == pytest.approx(0.9)
    apart = [[answer] for group in alike for answer in group]
    assert calibration(apart).ece.high < 0.6


@given(GROUPS)
def test_neither_order_nor_grouping_changes_the_figures(groups):
    whole = [answer for group in groups for answer in group]
    first, second = calibration(groups), calibration([whole[::-1]])
    assert first.answers == second.answers == len(whole)
    assert first.ece.figure == pytest.approx(second.ece.figure)
    assert first.brier.figure == pytest.approx(second.brier.figure)
    assert [row.number for row in first.bins] == [row.number for row in second.bins]


@given(GROUPS)
def test_every_answer_twice_is_the_same(groups):
    once, twice = calibration(groups), calibration([group * 2 for group in groups])
    assert twice.ece.figure == pytest.approx(once.ece.figure)
    assert twice.brier.figure == pytest.approx(once.brier.figure)


@given(GROUPS)
def test_the_calibration_error_is_the_least_that_the_brier_score_allows(groups):
    """By Jensen's inequality its square is no greater; both are shares."""
    found = calibration(groups)
    assert 0 <= found.ece.figure <= 1 and 0 <= found.brier.figure <= 1
    assert found.ece.figure**2 <= found.brier.figure + 1e-9
    assert sum(row.number for row in found.bins) == found.answers


@given(GROUPS)
def test_swapped_answers(groups):
    """What is unsure of being right is as sure of being wrong."""
    turned = [[Answer(1 - sure, not right) for sure, right in group] for group in groups]
    found, other = calibration(groups), calibration(turned)
    assert other.brier.figure == pytest.approx(found.brier.figure)
