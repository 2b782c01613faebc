"""Gold comparisons of SQL conditions."""

import pytest

from evaluation.criteria2sql import Judged, errors, figures, gold_pairs


@pytest.mark.parametrize(
    ("conditions", "pairs"),
    [
        ([[4, 0, "1"]], set()),
        ([[6, 3, "45"], [0, 0], [6, 4, "75"]], {(">=", 45.0), ("<=", 75.0)}),
        ([[2, 1, "1.5"], [1, 2], [2, 2, "'0.5'"]], {(">", 1.5), ("<", 0.5)}),
        ([[3, 5, "'none'"], [14, 6, "2"], [1, 1, "'male'"]], set()),
    ],
)
def test_only_numeric_inequalities_count(conditions, pairs):
    assert gold_pairs(conditions) == pairs


def test_figures():
    rows = [
        Judged("x", frozenset({(">=", 1.0), ("<", 2.0)}), frozenset({(">=", 1.0), ("<=", 2.0)})),
        Judged("y", frozenset({(">", 3.0)}), frozenset({(">", 3.0)})),
        Judged("z", frozenset(), frozenset()),
    ]
    result = figures(rows)
    assert result["operator_and_threshold"] == pytest.approx(2 / 3)
    assert result["threshold"] == 1.0
    assert result["criteria_with_all_pairs"] == 0.5
    assert (result["tp"], result["fp"], result["fn"]) == (2, 1, 1)
    assert errors(rows) == ["x", "  missed < 2", "  extra  <= 2", ""]
