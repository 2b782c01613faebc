"""The reader of gold files."""

import json

import pytest

from criteria_nlp.errors import InputError
from criteria_nlp.schema import Include
from criteria_nlp.scoring import read_gold


def row(**changes):
    concept = {"text": "fever", "start": 3, "end": 8, "domain": "condition", "includes": ["chills"]}
    made = {
        "id": "X1",
        "trial": "EXAMPLE-01",
        "kind": "unknown",
        "kind_gold": "exclusion",
        "text": "No fever",
        "expression": {"op": "not", "arg": {"op": "fact", "concept": concept}},
    }
    return json.dumps(made | changes)


def test_reads_items_and_plain_includes(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{row()}\n\n{row(id='X2', kind_gold=None, kind='inclusion')}\n")
    first, second = read_gold(path)
    assert first.expression.arg.concept.includes == (Include(text="chills"),)
    assert (first.kind, first.kind_gold) == ("unknown", "exclusion")
    assert (second.id, second.kind_gold) == ("X2", "inclusion")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "line 2"),
        ("[1]", "not a JSON object"),
        (json.dumps({"id": "X", "text": "x"}), "no field 'expression'"),
        (row(kind="maybe"), "kind is 'maybe'"),
        (row(text="Fever"), "has the offsets of"),
        (row(expression={"op": "perhaps"}), "perhaps"),
        (row(expression={"op": "fact", "concept": {"text": "fever"}}), "no offsets"),
    ],
)
def test_errors_name_the_file_and_the_line(tmp_path, line, reason):
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{row()}\n{line}\n")
    with pytest.raises(InputError, match=reason) as caught:
        read_gold(path)
    assert (caught.value.path, caught.value.place) == (str(path), "line 2")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_gold(tmp_path / "none.jsonl")
