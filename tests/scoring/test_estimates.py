"""Bootstrap intervals."""

import pytest

from criteria_nlp.scoring import bootstrap


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
