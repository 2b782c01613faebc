"""Figures made from times, with times made by hand."""

import pytest

from evaluation.speed import Timed, figures, lines_per_second, quantile, report


def run(seconds):
    return [Timed(1, s, {"tokenizer": s / 4, "logic": 3 * s / 4}) for s in seconds]


def test_lines_per_second():
    assert lines_per_second(run([0.5, 1.5])) == 1.0


@pytest.mark.parametrize(("share", "value"), [(0.0, 1), (0.5, 51), (0.99, 100), (1.0, 100)])
def test_quantile(share, value):
    assert quantile(range(1, 101), share) == value


def test_figures_and_report():
    result = figures([run([0.001] * 120), run([0.003] * 120)])
    rate = result["lines_per_second"]
    assert rate["low"] <= rate["figure"] <= rate["high"]
    assert rate["figure"] == pytest.approx(500)
    assert result["lines_per_second_by_run"] == pytest.approx([1000, 1000 / 3])
    assert result["ms_per_criterion"] == {"p50": pytest.approx(3), "p99": pytest.approx(3)}
    assert result["components"]["logic"]["share"] == pytest.approx(0.75)
    fresh = {"import_seconds": 0.1, "first_record_seconds": 1.0, "peak_megabytes": 150.0}
    lines = list(report({**result, "fresh_process": fresh}))
    assert lines[0].startswith("500 lines/s")
    assert lines[-1] == "peak memory 150 MB"
