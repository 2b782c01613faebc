"""JSON of the contract: there and back, against its JSON Schema, and refusals that say where."""

import json
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from criteria_nlp.errors import SchemaError
from criteria_nlp.schema import (
    Category,
    Concept,
    Expression,
    Fact,
    Interval,
    Record,
    dumps,
    expression_from_builtins,
    json_schema,
    loads,
    loads_expression,
    record_from_builtins,
    to_builtins,
)

VALIDATOR = Draft202012Validator(json_schema())


@given(st.from_type(Expression))  # type: ignore[arg-type]
def test_expression_round_trip(node: Expression) -> None:
    assert loads_expression(dumps(node)) == node
    assert expression_from_builtins(to_builtins(node)) == node


@given(st.from_type(Record))
def test_record_round_trip(record: Record) -> None:
    line = dumps(record)
    assert "\n" not in line
    assert loads(line) == loads(line.encode()) == record
    assert record_from_builtins(to_builtins(record)) == record


@given(st.from_type(Record))
def test_dumped_record_is_valid(record: Record) -> None:
    VALIDATOR.validate(json.loads(dumps(record)))


def test_json_schema_is_one() -> None:
    Draft202012Validator.check_schema(json_schema())
    assert "$defs" in json_schema()


CRITERION = {
    "id": "I1",
    "kind": "inclusion",
    "start": 0,
    "end": 4,
    "text": "eGFR",
    "normalized_text": "eGFR",
    "status": "computable",
    "expression": {"op": "fact", "concept": {"text": "eGFR"}},
}


def _with(**fields: Any) -> dict[str, Any]:
    return {"criteria": [CRITERION | fields]}


def _fact(**fields: Any) -> dict[str, Any]:
    return _with(expression={"op": "fact", "concept": {"text": "eGFR"}, **fields})


def test_the_good_record_is_good() -> None:
    good = _with()
    assert record_from_builtins(good).criteria[0].expression == Fact(concept=Concept(text="eGFR"))
    VALIDATOR.validate(good)


BAD = [
    pytest.param([], "$", id="not an object"),
    pytest.param(_with(kind="both"), "$.criteria[0].kind", id="kind"),
    pytest.param(_with(start="0"), "$.criteria[0].start", id="offset"),
    pytest.param(_with(expression={"op": "xor"}), "$.criteria[0].expression.op", id="operator"),
    pytest.param(_with(expression={"op": "fact"}), "$.criteria[0].expression", id="no concept"),
    pytest.param(
        _fact(concept={"text": "eGFR", "domain": "lab"}),
        "$.criteria[0].expression.concept.domain",
        id="domain",
    ),
    pytest.param(
        _fact(window={"anchor": "birth"}), "$.criteria[0].expression.window.anchor", id="anchor"
    ),
    pytest.param(
        _fact(count={"low": "two"}), "$.criteria[0].expression.count.low", id="bound of a count"
    ),
    pytest.param(
        _fact(value={"low": "two"}), "$.criteria[0].expression.value.low", id="bound of a value"
    ),
    pytest.param(_fact(value=60), "$.criteria[0].expression.value", id="value"),
    pytest.param(
        _with(expression={"op": "not", "arg": {"op": "all_of", "args": [{"op": "fact"}]}}),
        "$.criteria[0].expression.arg.args[0]",
        id="deep in a tree",
    ),
]


@pytest.mark.parametrize(("bad", "place"), BAD)
def test_refusal_says_where(bad: Any, place: str) -> None:
    for read, given_ in ((record_from_builtins, bad), (loads, json.dumps(bad))):
        with pytest.raises(SchemaError) as caught:
            read(given_)
        assert (caught.value.place or "$") == place
        assert caught.value.reason
        assert not str(caught.value).count("\n")
        assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    assert not VALIDATOR.is_valid(bad)


@pytest.mark.parametrize("line", ["", "{", "nonsense", '{"criteria": [}'])
def test_no_json(line: str) -> None:
    with pytest.raises(SchemaError):
        loads(line)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"high": 60}, Interval(high=60)),
        ({}, Interval()),
        ({"category": "positive"}, Category(category="positive")),
        ({"categories": ["III", "IV"]}, Category(categories=("III", "IV"))),
        (None, None),
    ],
)
def test_value_is_interval_or_category(value: Any, expected: Any) -> None:
    line = json.dumps({"op": "fact", "concept": {"text": "eGFR"}, "value": value})
    assert loads_expression(line) == Fact(concept=Concept(text="eGFR"), value=expected)


def test_strict_and_loose_bounds_stay_apart() -> None:
    loose = Interval(high=60, high_inclusive=True)
    assert loose != Interval(high=60, high_inclusive=False)
    fact = Fact(concept=Concept(text="eGFR"), value=loose)
    assert json.loads(dumps(fact))["value"]["high_inclusive"] is True
