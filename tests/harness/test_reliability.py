"""The reliability picture: every bin at its place, and all of it in words."""

from xml.etree import ElementTree

import pytest

from criteria_nlp.harness.reliability import picture
from criteria_nlp.scoring import Answer, calibration

HALF = [Answer(0.55, True), Answer(0.55, False)]
SURE = [Answer(1.0, True)] * 4


@pytest.fixture
def drawn():
    return ElementTree.fromstring(picture('a "b" & <c>', calibration([HALF, SURE])))


def places(drawn, name, *fields):
    return [
        tuple(float(part.get(field)) for field in fields)
        for part in drawn
        if part.get("class") == name
    ]


def test_a_bar_is_as_high_as_the_share_right(drawn):
    assert places(drawn, "bar", "y", "height") == [(120, 120), (0, 240)]
    assert places(drawn, "diagonal", "x1", "y1", "x2", "y2") == [(0, 240, 240, 0)]


def test_a_point_on_the_diagonal_is_honest(drawn):
    assert places(drawn, "point", "cx", "cy") == [(132, 120), (240, 0)]


def test_counts(drawn):
    half, sure = places(drawn, "count", "height")
    assert sure[0] == 2 * half[0]
    assert {"2", "4"} <= {part.text for part in drawn.iter("text")}


def test_what_is_drawn_is_said(drawn):
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label") == (
        'Share right by confidence of a "b" & <c>. Of 6 answers, '
        "2 between 0.5 and 0.6, in the mean 0.55: 0.50 right; "
        "4 between 0.9 and 1.0, in the mean 1.00: 1.00 right."
    )


def test_nothing_leaves_the_picture(drawn):
    left, top, width, height = map(float, drawn.get("viewBox").split())
    for part in drawn.iter("rect"):
        x, y, wide, high = (float(part.get(name)) for name in ("x", "y", "width", "height"))
        assert left <= x and x + wide <= left + width
        assert top <= y and y + high <= top + height
