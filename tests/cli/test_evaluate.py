"""`criteria-nlp evaluate` from the command line."""

import json
from pathlib import Path

import pytest

from criteria_nlp import Parser, harness

ROWS = [("a", "fever or cough", [(0, 5), (9, 14)]), ("b", "renal failure", [(0, 13)])]


def write(path: Path, rows) -> str:
    lines = []
    for id, text, places in rows:
        entities = [
            {"type": "Condition", "start": s, "end": e, "text": text[s:e]} for s, e in places
        ]
        lines.append(json.dumps({"id": id, "text": text, "entities": entities}))
    path.write_text("\n".join(lines) + "\n")
    return path.name


@pytest.fixture
def files(tmp_path):
    gold = write(tmp_path / "gold.jsonl", ROWS)
    return gold, write(tmp_path / "found.jsonl", [*ROWS[:1], ("b", "renal failure", [(6, 13)])])


def test_figures_json_report_and_comparison(run, files, tmp_path):
    gold, found = files
    first = run("evaluate", gold, "--predictions", found, "--json", "a.json", "--report", "a.html")
    assert first.exit_code == 0, first.output
    assert "found.jsonl on gold.jsonl: 2 items" in first.output
    assert "entity_strict" in first.output and "F1 0.667" in first.output
    assert (
        json.loads((tmp_path / "a.json").read_text())["figures"]["entity_relaxed"]["all"]["tp"] == 3
    )
    assert "</html>" in (tmp_path / "a.html").read_text()
    second = run("evaluate", gold, "--predictions", gold, "--compare", "a.json")
    assert second.exit_code == 0, second.output
    assert "against found.jsonl:" in second.output and "+0.333" in second.output


def test_gold_criteria_are_read_by_our_own_pipeline(run, tmp_path, monkeypatch):
    """The real pipeline: the fake one of `run` gives no fact that a gold one could be."""
    monkeypatch.setattr(harness.runs, "parse", Parser().parse)
    place = {"text": "Pregnancy", "start": 0, "end": 9, "domain": "observation"}
    fact = {"op": "fact", "concept": place}
    row = {"id": "a", "kind": "exclusion", "text": "Pregnancy", "expression": fact}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row))
    found = run("evaluate", "gold.jsonl")
    assert found.exit_code == 0, found.output
    assert "exact                                F1 1.000" in found.output
    assert "texts/s" in found.output


def test_our_own_corpus(run, tmp_path):
    corpus = Path(__file__).resolve().parents[2] / "corpora" / "criteria"
    found = run("evaluate", str(corpus), "--split", "dev", "--predictions", "no.jsonl")
    assert found.exit_code == 2
    assert "no.jsonl" in found.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("gold.jsonl", "--predictions", "found.jsonl", "--model", "m"), "two ways"),
        (("gold.jsonl",), "name a model or a file of predictions"),
        (("nowhere.jsonl", "--predictions", "found.jsonl"), "nowhere.jsonl"),
        (("gold.jsonl", "--predictions", "found.jsonl", "--json", "gold.jsonl"), "is an input"),
        (("gold.jsonl", "--predictions", "found.jsonl", "--compare", "found.jsonl"), "no result"),
        (("gold.jsonl", "--predictions", "found.jsonl", "--split", "dev"), "split.json"),
    ],
)
def test_what_cannot_be_done(run, files, arguments, said):
    found = run("evaluate", *arguments)
    assert found.exit_code == 2
    assert said in found.output and "Traceback" not in found.output
