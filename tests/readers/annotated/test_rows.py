"""JSON corpora: one small row of each format, told from its content, and damaged ones."""

import gzip
import json
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criteria_nlp.errors import InputError
from criteria_nlp.readers.annotated import Mention, Relation, read_annotated

Write = Callable[[str, "str | bytes"], Path]

TEXT = "Hb ≥ 9 g/dL\r\nno stroke"
HB, VALUE = Mention("Measurement", ((0, 2),)), Mention("Value", ((3, 11),))
BOUND = Relation("Has_value", (0, 1))


def flat(*entities: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"id": "a", "text": TEXT, "entities": list(entities), **fields}


def entity(type: str, start: Any, end: Any, **fields: Any) -> dict[str, Any]:
    return {"type": type, "start": start, "end": end, **fields}


def doccano(*entities: tuple[Any, ...], relations: Any = ()) -> dict[str, Any]:
    named = ("id", "label", "start_offset", "end_offset")
    return {
        "id": 7,
        "text": TEXT,
        "entities": [dict(zip(named, entity, strict=True)) for entity in entities],
        "relations": [dict(zip(("from_id", "to_id", "type"), r, strict=True)) for r in relations],
    }


def span(start: int, end: int, label: str) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label}


def labelled(start: int, end: int, *labels: str, **fields: Any) -> dict[str, Any]:
    return {"start": start, "end": end, "labels": list(labels), **fields}


def task(*results: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"id": 3, "data": {"text": TEXT}, "annotations": [{"result": list(results)}], **fields}


def region(name: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "type": "labels", "from_name": "label", "value": value}


TIE = {"type": "relation", "from_id": "y", "to_id": "x", "direction": "left"}
GOOD = {
    "spans": flat(
        entity("Measurement", 0, 2, text="Hb"),
        entity("Value", 3, 11),
        nct_id="NCT00000000",
        criteria_type="exclusion",
    ),
    "doccano": {"id": 7, "text": TEXT, "label": [[0, 2, "Measurement"], [3, 11, "Value"]]},
    "doccano relations": doccano(
        (4, "Measurement", 0, 2), (5, "Value", 3, 11), relations=[(4, 5, "Has_value")]
    ),
    "prodigy": {
        "id": "a",
        "text": TEXT,
        "spans": [span(0, 2, "Measurement"), span(3, 11, "Value")],
        "relations": [
            {
                "head": 0,
                "child": 1,
                "label": "Has_value",
                "head_span": span(0, 2, "Measurement"),
                "child_span": span(3, 11, "Value"),
            }
        ],
        "answer": "accept",
    },
    "label_studio": task(
        {**TIE, "labels": ["Has_value"]},
        region("x", labelled(0, 2, "Measurement", text="Hb")),
        region("y", labelled(3, 11, "Value")),
    ),
    "label_studio minimal": {
        "id": 3,
        "text": TEXT,
        "label": [labelled(0, 2, "Measurement"), labelled(3, 11, "Value")],
    },
}


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("lines", [True, False], ids=["lines", "list"])
def test_a_row_of_each_format(write: Write, name: str, lines: bool) -> None:
    row = GOOD[name]
    path = write("corpus", json.dumps(row) if lines else json.dumps([row], indent=1))
    (found,) = read_annotated(path)
    assert (found.text, found.mentions) == (TEXT, (HB, VALUE))
    related = name in ("doccano relations", "prodigy", "label_studio")
    assert found.relations == ((BOUND,) if related else ())
    place = "line 1" if lines else "row 1"
    assert found.source == {"path": str(path), "format": name.split()[0], "place": place}
    assert found.id == str(row.get("id", "a"))
    assert (found.trial_id, found.kind) == (row.get("nct_id"), row.get("criteria_type", "unknown"))


def test_rows_without_an_id_and_compressed(write: Write) -> None:
    rows = [{"text": "Hb", "spans": []}, {"text": "Hb", "spans": [], "answer": "accept"}]
    content = "\n\n".join(map(json.dumps, rows)).encode()
    found = read_annotated(write("corpus.jsonl.gz", gzip.compress(content)))
    assert [text.id for text in found] == ["line 1", "line 3"]


@pytest.mark.parametrize("answer", ["reject", "ignore"])
def test_rows_that_prodigy_did_not_accept(write: Write, answer: str) -> None:
    rows = [{"text": "Hb", "spans": [], "answer": answer}, {"text": "No", "spans": []}]
    found = read_annotated(write("a.jsonl", "\n".join(map(json.dumps, rows))))
    assert [text.text for text in found] == ["No"]


def test_overlapping_and_doubly_labelled_mentions_stay(write: Write) -> None:
    row = task(region("x", labelled(0, 2, "A", "B")), region("y", labelled(0, 11, "C")))
    (found,) = read_annotated(write("a.json", json.dumps(row)))
    assert [(m.label, m.spans) for m in found.mentions] == [
        ("A", ((0, 2),)),
        ("B", ((0, 2),)),
        ("C", ((0, 11),)),
    ]


DAMAGED = [
    (flat(entity("X", 0, 40)), "entities 1: 0–40 is no place in a text of 22 characters"),
    (flat(entity("X", -2, 2)), "entities 1: -2–2 is no place in a text of 22 characters"),
    (flat(entity("X", 2, 2)), "entities 1: 2–2 is no place in a text of 22 characters"),
    (flat(entity("X", 0, "2")), "entities 1: the offsets 0 and '2' are not whole numbers"),
    (
        flat(entity("X", False, True)),
        "entities 1: the offsets False and True are not whole numbers",
    ),
    (flat(entity("X", 0, 2, text="Hg")), "entities 1: quotes 'Hg' where the text has 'Hb'"),
    (flat(entity("", 0, 2)), "entities 1: the label is '', not a word"),
    (flat({"start": 0, "end": 2}), "entities 1: it has no field 'type' (fields: 'start', 'end')"),
    (flat(7), "entities 1 is not an object"),  # type: ignore[arg-type]
    ({"id": "a", "text": "Hb", "entities": {}}, "'entities' is not a list"),
    (flat(kind="both"), "the kind is 'both', not one of inclusion, exclusion, unknown"),
    ({"entities": []}, "the row has no field 'text' (fields: 'entities')"),
    ({"text": " ", "entities": []}, "'text' is blank"),
    ({"text": None, "entities": []}, "'text' is null, not text"),
    ({"id": [], "text": "Hb", "entities": []}, "'id' is [], not a string or whole number"),
    ({"text": "Hb", "label": [[0, 2]]}, "label 1: is not [start, end, label]"),
    ({"text": "Hb", "label": [[0, 2, 5]]}, "label 1: the label is 5, not a word"),
    (doccano(relations=[(1, 2, "X")]), "relations 1: refers to 1, which is not annotated"),
    (doccano((1, "X", 0, 2), (1, "X", 0, 2)), "entities 2: the name 1 is given a second time"),
    (
        {"text": "Hb", "spans": [], "relations": [{"label": "X", "head_span": {}}]},
        "relations 1: it has no field 'child_span' (fields: 'label', 'head_span')",
    ),
    (task(TIE), "result 1: refers to 'x', which is not annotated"),
    (
        task({"id": "x", "type": "labels"}),
        "result 1: it has no field 'value' (fields: 'id', 'type')",
    ),
    (task(region("x", labelled(0, 2))), "result 1: its labels are not a list of words"),
    (task(annotations=[{}, {}]), "has 2 annotations: keep one for each task"),
    (
        {"text": "Hb"},
        "the format cannot be told (known: brat, docbin, doccano, label_studio, prodigy, spans; "
        "fields: 'text')",
    ),
]


@pytest.mark.parametrize(("row", "reason"), DAMAGED)
def test_a_damaged_row_is_refused(write: Write, row: Any, reason: str) -> None:
    path = write("corpus.jsonl", f"{json.dumps(row)}\n")
    with pytest.raises(InputError) as raised:
        list(read_annotated(path))
    assert str(raised.value) == f"{path}: line 1: {reason}"


GOOD_LINE = json.dumps(flat())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (f"{GOOD_LINE}\n{GOOD_LINE}", "line 2: the id 'a' is there already (line 1)"),
        (f'{GOOD_LINE}\n{{"id": "b", "te', "line 2: not JSON, or cut off: Unterminated string"),
        (f"{GOOD_LINE}\n[]", "line 2: is JSON, but not an object"),
        (f"{GOOD_LINE}\n7", "line 2: is JSON, but not an object"),
        (GOOD_LINE.encode() + b'\n{"text": "\xe9"}', "line 2: not utf-8: byte 0xE9 at offset 10"),
        (f"[{GOOD_LINE},\n", "line 2, column 1: not JSON, or cut off: Expecting value"),
        ('[\n{"text": "Hb",\n"entities": [{}]}]', "row 1: entities 1: it has no field 'start'"),
        ("[]", "holds no row"),
        ("Hb ≥ 9", "line 1, column 1: not JSON, or cut off: Expecting value"),
        ("", "is empty"),
    ],
)
def test_a_damaged_file_is_refused(write: Write, content: str | bytes, reason: str) -> None:
    path = write("corpus.jsonl", content)
    with pytest.raises(InputError) as raised:
        list(read_annotated(path))
    assert str(raised.value).startswith(f"{path}: {reason}")


def test_a_list_in_damaged_gzip(write: Write) -> None:
    rows = [flat(id=number) for number in range(9_000)]
    path = write("a.json.gz", gzip.compress(json.dumps(rows).encode())[:-20])
    with pytest.raises(InputError, match=r"a\.json\.gz: the gzip data are damaged or cut off"):
        list(read_annotated(path))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 30) | st.floats() | st.text(max_size=3),
    lambda part: (
        st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=3), part, max_size=2)
    ),
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container in a value with each of its keys."""
    if not isinstance(value, dict | list):
        return []
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(GOOD)), choice=st.randoms(use_true_random=False), new=JSON)
def test_a_row_with_anything_in_it_is_read_or_refused(
    write: Write, name: str, choice: random.Random, new: Any
) -> None:
    row = json.loads(json.dumps(GOOD[name]))
    container, key = choice.choice(places(row))
    container[key] = new
    path = write("a.jsonl", json.dumps(row))
    with suppress(InputError):
        for text in read_annotated(path, name.split()[0]):
            assert all(text.words(mention).strip() for mention in text.mentions)


def test_files_and_formats_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"unknown format 'conll' .known: brat, docbin, doccano"):
        read_annotated(tmp_path, "conll")
    with pytest.raises(InputError, match=r"corpus.jsonl: no such file"):
        read_annotated(tmp_path / "corpus.jsonl")
    with pytest.raises(InputError, match="is a directory, not a file"):
        read_annotated(tmp_path, "spans")


def test_a_given_format_is_obeyed(write: Write) -> None:
    path = write("a.jsonl", json.dumps({"text": "Hb"}))
    (found,) = read_annotated(path, "prodigy")
    assert (found.text, found.mentions) == ("Hb", ())
