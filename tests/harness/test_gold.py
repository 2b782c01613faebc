"""The gold of files and folders, by split, line by line; what is wrong with it."""

import json

import pytest

from criteria_nlp.errors import InputError
from criteria_nlp.harness import load_gold


def test_gold_criteria(gold_criteria):
    gold = load_gold(gold_criteria)
    assert [item.id for item in gold.criteria] == ["C0", "C1", "C2"]
    assert gold.texts == ()


def test_our_own_corpus_by_split(corpus):
    every, dev = load_gold(corpus), load_gold(corpus, "dev")
    assert 0 < len(dev.criteria) < len(every.criteria)
    assert {item.split for item in dev.criteria} == {"dev"}
    with pytest.raises(InputError, match="no split 'val', but train, dev, test"):
        load_gold(corpus, "val")


def test_annotated_texts(gold_spans):
    gold = load_gold(gold_spans)
    assert [text.trial_id for text in gold.texts] == ["T1", "T1", "T2"]


@pytest.fixture
def brat(tmp_path):
    folder = tmp_path / "brat"
    folder.mkdir()
    for trial in ("NCT00000001", "NCT00000002"):
        folder.joinpath(f"{trial}_inc.txt").write_text("fever\nor cough\n", newline="\n")
        folder.joinpath(f"{trial}_inc.ann").write_text(
            "T1\tCondition 0 5\tfever\nT2\tCondition 9 14\tcough\n*\tOR T1 T2\n"
        )
    return folder


def test_each_line_is_a_text(brat):
    gold = load_gold(brat)
    assert [text.text for text in gold.texts] == ["fever", "or cough"] * 2
    assert gold.lost == 2


@pytest.mark.parametrize("place", ["split.json", "../split.json"])
def test_a_split_of_trials(brat, place):
    brat.joinpath(place).write_text(json.dumps({"val": ["NCT00000002"]}))
    assert {text.trial_id for text in load_gold(brat, "val").texts} == {"NCT00000002"}
    with pytest.raises(InputError, match="no split 'test', but val"):
        load_gold(brat, "test")


@pytest.mark.parametrize("content", ["{", "[]"])
def test_a_damaged_list_of_splits(brat, content):
    brat.joinpath("split.json").write_text(content)
    with pytest.raises(InputError, match=r"split\.json"):
        load_gold(brat, "val")


def test_no_list_of_splits(brat):
    with pytest.raises(InputError, match=r"no split\.json"):
        load_gold(brat, "val")


def test_the_same_id_twice(gold_criteria, write):
    row = json.loads(gold_criteria.read_text().splitlines()[0])
    with pytest.raises(InputError, match="'C0' is there twice"):
        load_gold(write("twice.jsonl", [row, row]))


def test_criteria_have_no_split(gold_criteria):
    with pytest.raises(InputError, match="no splits"):
        load_gold(gold_criteria, "dev")
