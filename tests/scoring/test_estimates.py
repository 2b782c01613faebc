"""Bootstrap intervals."""

import pytest

from criteria_nlp.scoring import Estimate, bootstrap, estimates, score_criterion


def mean(values):
    return sum(values) / len(values)


def test_the_same_seed_gives_the_same_interval():
    values = [float(i * i) for i in range(20)]
    assert bootstrap(values, mean, seed=1) == bootstrap(values, mean, seed=1)
    assert bootstrap(values, mean, seed=1) != bootstrap(values, mean, seed=2)


def test_the_interval_holds_the_figure_and_narrows():
    few = bootstrap([0.0, 1.0] * 10, mean)
    many = bootstrap([0.0, 1.0] * 200, mean)
    assert few.low < few.figure == 0.5 < few.high
    assert many.high - many.low < (few.high - few.low) / 3


def test_no_items():
    with pytest.raises(ValueError, match="no items"):
        bootstrap([], mean)


def test_estimates_of_scores(read):
    right = score_criterion(read("all_of(a, b)"), read("all_of(a, b)"), "inclusion", "inclusion")
    wrong = score_criterion(read("all_of(a, b)"), read("any_of(a, b)"), "inclusion", "exclusion")
    found = estimates([right, wrong], samples=200)
    assert found["exact"].figure == found["kind"].figure == 0.5
    assert found["logic"].figure == pytest.approx(5 / 6)
    assert found["concept_strict"] == Estimate(1.0, 1.0, 1.0)
