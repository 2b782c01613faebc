"""Whole runs: predictions of files, of a function, of a spaCy pipeline, and two runs compared."""

import json
from pathlib import Path

import msgspec
import pytest
import spacy

from criteria_nlp import Parser, load
from criteria_nlp.errors import InputError
from criteria_nlp.harness import evaluate, load_gold, parsed
from criteria_nlp.harness.predictions import timed_batches
from criteria_nlp.schema import Criterion, Record
from criteria_nlp.scoring import Counts

GOLDEN = Path(__file__).with_name("golden")


def all_of(result):
    return {row.family: row.counts for row in result.figures if row.label == "all"}


def told(result):
    """The JSON of a result without what differs from machine to machine."""
    made = result.to_json()
    del made["made_with"]
    return made


@pytest.mark.parametrize("name", ["spans", "criteria"])
def test_golden(name, request):
    gold, found = (request.getfixturevalue(f"{part}_{name}") for part in ("gold", "found"))
    golden = GOLDEN / f"{name}.json"
    assert told(evaluate(gold, predictions=found)) == json.loads(golden.read_text())


def test_counts_of_spans(gold_spans, found_spans):
    result = evaluate(gold_spans, predictions=found_spans)
    assert all_of(result) == {"entity_strict": Counts(3, 3, 4), "entity_relaxed": Counts(6, 0, 1)}
    assert result.grouped and result.warnings == ()


def test_counts_of_criteria(gold_criteria, found_criteria):
    counts = all_of(evaluate(gold_criteria, predictions=found_criteria))
    assert counts["constraint"] == counts["tuples"] == Counts(0, 1, 1)
    assert counts["negation_scope"] == Counts(1, 0, 1)
    assert counts["exact"] == Counts(1, 2, 2)
    assert counts["kind"] == counts["computability"] == Counts(3, 0, 0)


@pytest.mark.parametrize("name", ["spans", "criteria"])
def test_gold_against_itself_is_perfect(name, request):
    gold = request.getfixturevalue(f"gold_{name}")
    assert {row.f1.figure for row in evaluate(gold, predictions=gold).figures} == {1.0}


def test_what_is_not_answered_counts_as_empty(gold_spans, found_spans, write):
    rows = [json.loads(line) for line in found_spans.read_text().splitlines()]
    foreign = {**rows[0], "id": "elsewhere"}
    result = evaluate(gold_spans, predictions=write("part.jsonl", [*rows[1:], foreign]))
    assert all_of(result)["entity_strict"] == Counts(1, 1, 6)
    assert [warning.split(" (")[0] for warning in result.warnings] == [
        "1 items have no prediction and count as empty",
        "1 predictions are of no item",
    ]
    with pytest.raises(InputError, match="no id is one of the gold, such as 'T1_exc_0'"):
        evaluate(gold_spans, predictions=write("none.jsonl", [foreign]))


def test_records_are_predictions(gold_criteria, write):
    rows = []
    for item in load_gold(gold_criteria).criteria:
        criterion = Criterion(
            id="I1", kind="inclusion", start=0, end=len(item.text), text=item.text,
            normalized_text=item.text, status="computable", expression=item.expression,
            confidence=0.75, kind_confidence=1.0,
        )  # fmt: skip
        record = Record(id=item.id, criteria=(criterion,))
        rows.append(msgspec.json.decode(msgspec.json.encode(record)))
    result = evaluate(gold_criteria, predictions=write("records.jsonl", rows))
    assert {row.f1.figure for row in result.figures} == {1.0}
    assert result.calibrations["criterion"].ece.figure == pytest.approx(0.25)
    assert result.calibrations["criterion"].brier.figure == pytest.approx(0.25**2)
    assert result.calibrations["kind"].ece.figure == 0


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"id": "C0", "expression": {"op": "maybe"}}, "line 1: "),
        ({"expression": {}}, "line 1: not a JSON object with an id"),
        ({"id": "C0", "kind": "both", "expression": {}}, "line 1: kind is 'both'"),
        ({"id": "C0"}, "neither records nor expressions"),
    ],
)
def test_damaged_predictions(gold_criteria, write, row, reason):
    with pytest.raises(InputError, match=reason):
        evaluate(gold_criteria, predictions=write("bad.jsonl", [row]))


@pytest.mark.parametrize(("kind_from", "heard"), [("gold", "inclusion"), ("none", "unknown")])
def test_the_kind_that_a_parser_is_told(gold_criteria, kind_from, heard):
    kinds = set()

    def parse(text, *, kind):
        kinds.add(kind)
        return Record(criteria=())

    result = parsed(load_gold(gold_criteria).criteria, parse, "gold", "nothing", kind_from)
    assert kinds == {heard}
    assert all_of(result)["concept_strict"] == Counts(0, 0, 4)
    assert result.speed.low > 0


@pytest.mark.parametrize(("texts", "sizes"), [(3, [1]), (95, [9, 5]), (1020, [50, 20])])
def test_speed_is_drawn_from_ten_batches_or_more(texts, sizes):
    told, times = timed_batches(list, range(texts))
    assert told == list(range(texts))
    assert sorted({part.texts for part in times}, reverse=True) == sizes
    assert len(times) >= min(texts, 10)


@pytest.fixture
def model(tmp_path):
    nlp = spacy.blank("en")
    rules = [{"label": "Condition", "pattern": p} for p in ("fever", "renal failure")]
    nlp.add_pipe("entity_ruler").add_patterns(rules)
    ruler = nlp.add_pipe("span_ruler", config={"spans_key": "sc"})
    ruler.add_patterns([{"label": "Negation", "pattern": "No"}])
    nlp.to_disk(tmp_path / "model")
    return str(tmp_path / "model")


def test_a_model(gold_spans, model):
    result = evaluate(gold_spans, model=model)
    assert all_of(result)["entity_strict"] == Counts(2, 0, 5)
    assert result.speed.figure > 0
    keyed = evaluate(gold_spans, model=model, spans_key="sc")
    assert all_of(keyed)["entity_strict"] == Counts(1, 0, 6)


def test_a_model_that_finds_spans_only(gold_spans, tmp_path):
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("span_ruler", config={"spans_key": "mine"})
    ruler.add_patterns([{"label": "Condition", "pattern": "fever"}])
    nlp.to_disk(tmp_path / "spans")
    found = all_of(evaluate(gold_spans, model=str(tmp_path / "spans")))
    assert found["entity_strict"] == Counts(1, 0, 6)


def test_a_model_that_says_how_sure_its_spans_are(gold_spans):
    """The shipped tagger, on its own: calibration of every span beside the figures."""
    result = evaluate(gold_spans, model="en_criteria_sm", spans_key="sc")
    found = all_of(result)["entity_strict"]
    told = result.calibrations["mention"]
    assert told.answers == found.tp + found.fp > 0
    assert round(sum(row.number * row.right for row in told.bins)) == found.tp
    assert result.to_json()["calibration"]["mention"]["brier"]["figure"] < 0.5


def test_a_model_with_a_resolver(tmp_path):
    nlp = spacy.blank("en")
    rules = [("Condition", "fever"), ("Negation", "No")]
    nlp.add_pipe("entity_ruler").add_patterns([{"label": n, "pattern": p} for n, p in rules])
    nlp.add_pipe("criteria_resolver")
    nlp.to_disk(tmp_path / "model")
    brat = tmp_path / "brat"
    brat.mkdir()
    brat.joinpath("a.txt").write_text("No fever")
    brat.joinpath("a.ann").write_text(
        "T1\tNegation 0 2\tNo\nT2\tCondition 3 8\tfever\nR1\tHas_negation Arg1:T2 Arg2:T1\n"
    )
    found = all_of(evaluate(brat, model=str(tmp_path / "model")))
    assert found["relation_strict"] == found["relation_relaxed"] == Counts(1, 0, 0)


@pytest.mark.parametrize("stored", [False, True], ids=["tagger", "whole"])
def test_a_model_reads_criteria_with_the_whole_pipeline(gold_criteria, tmp_path, stored):
    """A tagger alone gets our stages round it; what was stored with them is taken as it is."""
    name = "en_criteria_sm"
    if stored:
        name = str(tmp_path / "whole")
        load("en_criteria_sm").to_disk(name)
    result = evaluate(gold_criteria, model=name)
    items = load_gold(gold_criteria).criteria
    ours = parsed(items, Parser("en_criteria_sm").parse, "criteria.jsonl", "ours")
    assert all_of(result) == all_of(ours)
    assert result.calibrations == ours.calibrations


def test_models_that_cannot_be_used(gold_spans, gold_criteria, model):
    with pytest.raises(InputError, match="nowhere: no pipeline can be loaded"):
        evaluate(gold_spans, model="nowhere")
    with pytest.raises(InputError, match="no component 'criteria_logic' or 'criteria_tagger'"):
        evaluate(gold_criteria, model=model)
    with pytest.raises(InputError, match="name a model or a file"):
        evaluate(gold_spans)


def test_two_runs(gold_spans, found_spans, tmp_path):
    earlier = tmp_path / "earlier.json"
    earlier.write_text(json.dumps(evaluate(gold_spans, predictions=found_spans).to_json()))
    result = evaluate(gold_spans, predictions=gold_spans)
    result.compare(earlier)
    rows = {(d.family, d.label): d for d in result.comparison.differences}
    assert rows["entity_strict", "all"].difference.figure == pytest.approx(1 - 6 / 13)
    assert 0 < rows["entity_strict", "all"].p <= 1
    assert result.to_json()["comparison"]["with"] == "found.jsonl"


@pytest.mark.parametrize("content", ["{", "{}", '{"counts": 1, "predictions": "x"}'])
def test_no_result_to_compare_with(gold_spans, tmp_path, content):
    tmp_path.joinpath("other.json").write_text(content)
    with pytest.raises(InputError, match="is no result"):
        evaluate(gold_spans, predictions=gold_spans).compare(tmp_path / "other.json")
