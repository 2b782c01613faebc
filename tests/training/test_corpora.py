"""Our own corpora as annotated texts."""

import json
from pathlib import Path

import pytest

from criteria_nlp.errors import InputError
from criteria_nlp.scoring.corpus import load_corpus
from criteria_nlp.training.corpora import read_corpus

ENTRY = """[[criterion]]
id = "neuro-001"
language = "fr"
kind = "exclusion"
text = "EDSS > 5 if EDSS < 3 before, opioids such as codeine, or unsuitable"
logic = '''any_of(all_of(EDSS > 5 @measurement, EDSS#2 < 3 @measurement),
    opioids includes(codeine) @drug, unresolved(unsuitable, subjective))'''
"""
OURS = Path(__file__).resolve().parents[2] / "corpora" / "criteria"


def test_the_mentions_of_our_corpus(tmp_path: Path) -> None:
    expected = [
        ("measurement", "EDSS"),
        ("measurement", "EDSS"),
        ("drug", "opioids"),
        ("drug", "codeine"),
        ("unresolved:subjective", "unsuitable"),
    ]
    (tmp_path / "annotation").mkdir()
    (tmp_path / "annotation" / "neuro.toml").write_text(ENTRY)
    (found,) = read_corpus(tmp_path)
    assert (found.id, found.kind, found.relations) == ("neuro-001", "exclusion", ())
    assert [(m.label, found.words(m)) for m in found.mentions] == expected


def test_its_splits() -> None:
    splits = {
        split: {text.id for text in read_corpus(OURS, split=split)} for split in ("train", "dev")
    }
    assert splits == {split: {item.id for item in load_corpus(OURS, split)} for split in splits}


def test_a_gold_file_and_one_place_with_two_facts(tmp_path: Path) -> None:
    fact = {
        "op": "fact",
        "concept": {"text": "BP", "start": 0, "end": 2, "domain": "measurement", "includes": ["x"]},
    }
    row = {
        "id": "a",
        "trial": "NCT00000000",
        "kind": "inclusion",
        "text": "BP < 130/80",
        "expression": {"op": "all_of", "args": [fact, fact]},
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row))
    (found,) = read_corpus(path, "gold")
    assert (found.id, found.trial_id, found.kind) == ("a", "NCT00000000", "inclusion")
    assert [(m.label, m.spans) for m in found.mentions] == [("measurement", ((0, 2),))]


def test_splits_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="criteria: has no split 'val': train, dev, test"):
        read_corpus(OURS, split="val")
    with pytest.raises(InputError, match="a file of criteria has no splits"):
        read_corpus(tmp_path, "gold", split="dev")


def test_the_splits_of_other_corpora_are_listed_beside_them(tmp_path: Path) -> None:
    names = ("NCT00000001_inc", "NCT00000002_inc")
    for name in names:
        (tmp_path / f"{name}.txt").write_text("Hb")
        (tmp_path / f"{name}.ann").write_text("")
    (tmp_path / "split.json").write_text('{"val": ["NCT00000002"]}')
    assert [text.id for text in read_corpus(tmp_path, split="val")] == [names[1]]
