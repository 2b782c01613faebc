"""Where data are looked for."""

import gzip
import json

import pytest

from evaluation import data


def test_the_variable_names_the_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("CRITERIA_NLP_DATA", str(tmp_path))
    assert data.data_root() == tmp_path


def test_without_the_variable_it_is_next_to_the_checkout(monkeypatch):
    monkeypatch.delenv("CRITERIA_NLP_DATA", raising=False)
    assert data.data_root().parts[-2:] == ("shared", "data")


def test_a_message_where_data_are_absent(monkeypatch, tmp_path):
    monkeypatch.setenv("CRITERIA_NLP_DATA", str(tmp_path))
    with pytest.raises(SystemExit, match="set CRITERIA_NLP_DATA"):
        data.data_path("none", "at_all.jsonl")


def test_json_lines_plain_and_compressed(tmp_path):
    lines = '{"a": "≥"}\n\n{"a": 2}\n'
    (tmp_path / "x.jsonl").write_text(lines, encoding="utf-8")
    (tmp_path / "x.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    for name in ("x.jsonl", "x.jsonl.gz"):
        assert list(data.json_lines(tmp_path / name)) == [{"a": "≥"}, {"a": 2}]


def test_a_result_says_what_made_it(monkeypatch, tmp_path):
    monkeypatch.setattr(data, "RESULTS", tmp_path / "results")
    content = json.loads(data.write_result("x", {"f1": 0.5}).read_text())
    assert content["f1"] == 0.5
    assert set(content["made_with"]) == {"python", "spacy"}
