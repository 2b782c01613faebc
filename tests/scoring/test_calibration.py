"""Reliability tables."""

import pytest

from criteria_nlp.scoring import Answer, calibration


def test_a_worked_table():
    found = calibration([Answer(0.95, True)] * 3 + [Answer(0.95, False), Answer(0.2, False)])
    assert [row.number for row in found.bins] == [1, 4]
    assert [(row.low, row.high) for row in found.bins] == [(0.2, 0.3), (0.9, 1.0)]
    assert found.bins[1].right == 0.75
    assert found.ece.figure == pytest.approx((0.2 + 4 * 0.2) / 5)
    assert found.ece.low <= found.ece.figure <= found.ece.high


def test_certain_and_right():
    found = calibration([Answer(1.0, True)] * 5)
    assert found.ece == (0, 0, 0)
    assert [row.number for row in found.bins] == [5]


def test_nothing_to_calibrate():
    assert calibration([]) is None
