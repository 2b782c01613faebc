"""Figures made from times, with times made by hand, and a small run of everything."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from evaluation.speed import peers
from evaluation.speed.__main__ import measure, report
from evaluation.speed.picture import picture
from evaluation.speed.timing import (
    BATCH,
    Batch,
    in_batches,
    one_by_one,
    quantile,
    rate,
    rate_figures,
    stage_figures,
)


def test_rate():
    assert rate([Batch(1, 0.5), Batch(3, 1.5)]) == 2


@pytest.mark.parametrize(("share", "value"), [(0.0, 1), (0.5, 51), (0.99, 100), (1.0, 100)])
def test_quantile(share, value):
    assert quantile(range(1, 101), share) == value


def test_every_line_is_read_once_and_in_order():
    lines, read = [str(n) for n in range(2 * BATCH + 1)], []
    batches = in_batches(one_by_one(read.append), lines)
    assert read == lines
    assert [batch.lines for batch in batches] == [BATCH, BATCH, 1]


def test_the_rate_is_over_all_runs():
    figures = rate_figures([[Batch(120, 0.12)], [Batch(120, 0.36)]])
    assert figures["figure"] == pytest.approx(500)
    assert figures["low"] <= figures["figure"] <= figures["high"]
    assert figures["by_run"] == pytest.approx([1000, 1000 / 3])


def test_the_shares_of_the_stages():
    figures = stage_figures([{"a": 0.001, "b": 0.003}, {"a": 0.003, "b": 0.001}], lines=10)
    assert figures["a"] == {
        "microseconds_per_line": pytest.approx(200),
        "share": pytest.approx(0.5),
    }


def fails():
    raise ModuleNotFoundError("No module named 'nothing'")


def test_a_peer_that_is_not_there_is_left_out_with_its_reason(monkeypatch):
    monkeypatch.setattr(peers, "PEERS", {"echo": lambda: str.upper, "nothing": fails})
    result = measure(["Gout", "Age > 18", "Gout"], runs=1)
    assert set(result["peers"]) == {"echo"}
    assert "nothing" in result["peers_left_out"]["nothing"]
    assert set(result["stages"]) >= {"tokenizer", "criteria_logic", "record"}
    assert result["distinct_lines"] == 2
    fresh = {"first_record_seconds": 1.0, "first_negation_seconds": 1.5, "peak_megabytes": 150.0}
    lines = list(report({**result, "fresh_process": {"later": fresh}}))
    assert any(line.startswith("nothing: left out") for line in lines)
    assert lines[-1].endswith("150 MB")
    drawn = ElementTree.fromstring(picture(result))
    words = [node.text for node in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert {"rule pipeline", "echo", "criteria_logic"} <= set(words)
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}rect"))) == 3 + len(result["stages"])
