"""Choosing spans by their scores, and what is learned from the right ones."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_nlp.pipeline.tagger.spans import (
    calibrated,
    choose,
    gradient,
    log_odds,
    probabilities,
    valid,
)

LABELS = 2


@st.composite
def scored(draw):
    """Scores of one text of up to 6 tokens, for spans of up to 3, and which of them lie in it."""
    size, longest = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    numbers = st.floats(-4, 4, width=32).map(lambda x: round(x, 3))
    flat = draw(
        st.lists(
            numbers, min_size=size * longest * (LABELS + 1), max_size=size * longest * (LABELS + 1)
        )
    )
    return np.array(flat, dtype=np.float32).reshape(size, longest, LABELS + 1), valid(
        [size], longest
    )


def _overlap(one, other):
    return one[0] < other[1] and other[0] < one[1]


def _weight(scores, span):
    row = scores[span[0], span[1] - span[0] - 1]
    return float(row[1:].max() - row[0])


@given(scored())
def test_flat_spans_are_apart_and_of_the_greatest_total(case):
    scores, inside = case
    spans = [(s.start, s.end) for s in choose(scores, inside, overlapping=False)]
    assert not any(_overlap(a, b) for a, b in combinations(spans, 2))
    places = [(int(i), int(i + w + 1)) for i, w in np.argwhere(inside)]
    good = [span for span in places if _weight(scores, span) > 0]
    best = max(
        sum(_weight(scores, span) for span in chosen)
        for size in range(len(good) + 1)
        if size <= len(scores)
        for chosen in combinations(good, size)
        if not any(_overlap(a, b) for a, b in combinations(chosen, 2))
    )
    assert sum(_weight(scores, span) for span in spans) == pytest.approx(best, abs=1e-3)


@given(scored())
def test_overlapping_spans_nest_and_never_cross(case):
    scores, inside = case
    spans = [(s.start, s.end) for s in choose(scores, inside, overlapping=True)]
    assert len(set(spans)) == len(spans)
    for (a, b), (c, d) in combinations(sorted(spans), 2):
        assert not a < c < b < d


@given(scored())
def test_a_larger_bias_never_finds_fewer_spans_when_they_may_nest(case):
    scores, inside = case
    covered = [
        {t for s in choose(scores, inside, overlapping=False, bias=bias) for t in range(*s[:2])}
        for bias in (0.0, 50.0)
    ]
    assert len(covered[1]) == len(scores) >= len(covered[0])


def test_every_choice_lies_within_its_text():
    scores = np.zeros((4, 3, 2), dtype=np.float32)
    scores[:, :, 1] = 5
    inside = valid([1, 3], 3)
    assert inside.tolist() == [
        [True, False, False],
        [True, True, True],
        [True, True, False],
        [True, False, False],
    ]
    spans = choose(scores, inside, overlapping=True)
    assert {(s.start, s.end) for s in spans if s.start == 0} == {(0, 1)}
    assert max(s.end for s in spans) == 4


def test_no_token_has_no_span():
    assert choose(np.zeros((0, 3, 2), dtype=np.float32), valid([], 3), overlapping=False) == []


@given(scored(), st.data())
def test_the_gradient_is_that_of_the_loss(case, data):
    scores, inside = case
    scores = scores.astype(np.float64)
    place = data.draw(st.sampled_from([tuple(map(int, at)) for at in np.argwhere(inside)]))
    gold = [(place[0], place[0] + place[1] + 1, data.draw(st.integers(0, LABELS - 1)))]
    slope, _ = gradient(scores, inside, gold)
    step = 1e-4
    for column in range(LABELS + 1):
        more, less = scores.copy(), scores.copy()
        more[(*place, column)] += step
        less[(*place, column)] -= step
        measured = (gradient(more, inside, gold)[1] - gradient(less, inside, gold)[1]) / (2 * step)
        assert slope[(*place, column)] == pytest.approx(measured, abs=1e-3)


def test_a_gold_span_longer_than_the_scores_reach_teaches_nothing_wrong():
    scores = np.zeros((4, 2, 2), dtype=np.float32)
    with_it = gradient(scores, valid([4], 2), [(0, 3, 0)])
    without = gradient(scores, valid([4], 2), [])
    assert with_it[1] == without[1]
    assert np.array_equal(with_it[0], without[0])


@given(scored())
def test_probabilities_sum_to_one(case):
    assert np.allclose(probabilities(case[0]).sum(axis=-1), 1, atol=1e-5)


@given(st.floats(0, 1), st.floats(0.1, 3), st.floats(-2, 2))
def test_calibration_keeps_the_order_and_one_and_zero_change_nothing(p, slope, intercept):
    assert calibrated(p, 1, 0) == pytest.approx(min(max(p, 1e-6), 1 - 1e-6), abs=1e-6)
    assert calibrated(0.2, slope, intercept) < calibrated(0.8, slope, intercept)
    assert -20 < log_odds(p) < 20
