"""Counts and shares: figures, sums, and what empty sides mean."""

import pytest

from criteria_nlp.scoring import Counts, Share
from criteria_nlp.scoring.counts import compare


@pytest.mark.parametrize(
    ("counts", "precision", "recall", "f1"),
    [
        (Counts(3, 1, 0), 0.75, 1.0, 6 / 7),
        (Counts(1, 1, 1), 0.5, 0.5, 0.5),
        (Counts(0, 0, 0), 1.0, 1.0, 1.0),
        (Counts(0, 0, 2), 0.0, 0.0, 0.0),
        (Counts(0, 2, 0), 0.0, 0.0, 0.0),
    ],
)
def test_figures(counts, precision, recall, f1):
    assert (counts.precision, counts.recall) == (precision, recall)
    assert counts.f1 == counts.figure == pytest.approx(f1)


@pytest.mark.parametrize(
    ("gold", "found", "counts"),
    [
        ("", "", Counts()),
        ("ab", "ba", Counts(2, 0, 0)),
        ("aab", "a", Counts(1, 0, 2)),
        ("a", "aab", Counts(1, 2, 0)),
    ],
)
def test_compare_counts_repeated_items(gold, found, counts):
    assert compare(gold, found) == counts


def test_sums():
    assert Counts(1, 2, 3).plus(Counts(4, 5, 6)) == Counts(5, 7, 9)
    assert Share(1, 2).plus(Share(1, 1)) == Share(2, 3)
    assert Share().figure == 1.0
