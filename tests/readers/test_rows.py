"""Rows with named fields: JSON Lines, CSV, TSV and Parquet."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from criteria_nlp import extras
from criteria_nlp.errors import CriteriaNlpError, FormatError, InputError, MissingExtraError
from criteria_nlp.readers import Source, read

Write = Callable[[str, str | bytes], Path]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"text": "Age"}, (None, None, "unknown")),
        ({"text": "Age", "id": "a", "trial_id": "T", "kind": "exclusion"}, ("a", "T", "exclusion")),
        ({"text": "Age", "id": 7, "kind": None, "more": [1]}, ("7", None, "unknown")),
        ({"text": "Age", "id": "", "kind": ""}, (None, None, "unknown")),
    ],
)
def test_json_row(write: Write, row: dict[str, Any], expected: tuple[str | None, ...]) -> None:
    path = write("rows.jsonl", "\n" + json.dumps(row) + "\r\n")
    (source,) = read(path)
    assert isinstance(source, Source)
    assert (source.text, source.id, source.trial_id, source.kind) == ("Age", *expected)
    assert source.origin == {"path": str(path), "format": "jsonl", "place": "line 2"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "Age', "not JSON, or cut off: .* at column 10"),
        ("[1]", "not an object"),
        ("{}", "no field 'text' .fields: none"),
        ('{"txt": "Age", "id": 1}', "no field 'text' .fields: 'txt', 'id'"),
        ('{"text": ""}', "'text' is blank"),
        ('{"text": " \\n"}', "'text' is blank"),
        ('{"text": null}', "'text' is null, not text"),
        ('{"text": 5}', "'text' is of type int, not text"),
        ('{"text": "a", "kind": "include"}', "'kind' is 'include', not one of inclusion, excl"),
        ('{"text": "a", "kind": ["exclusion"]}', "'kind' is"),
        ('{"text": "a", "id": {}}', "'id' is of type dict"),
        ('{"text": "a", "id": true}', "'id' is of type bool"),
        ('{"text": "a", "id": "\\ud800"}', "'id' has a lone surrogate"),
        ('{"text": "a \\udc00"}', "'text' has a lone surrogate at character 2"),
        ('{"text": "\x01"}', "not JSON"),
        ("[" * 100_000, "can be read"),
        ("1" * 5_000, "can be read"),
    ],
)
def test_a_bad_line_is_yielded_and_the_others_are_read(
    write: Write, line: str, reason: str
) -> None:
    path = write("rows.jsonl", f'{{"text": "one"}}\n{line}\n{{"text": "three"}}')
    first, error, third = read(path)
    assert isinstance(first, Source) and isinstance(third, Source)
    assert isinstance(error, InputError)
    assert (error.path, error.place) == (str(path), "line 2")
    assert re.search(reason, error.reason)


def test_a_line_in_another_encoding_is_a_bad_line(write: Write) -> None:
    rows = [b'{"text": "one"}', '{"text": "é"}'.encode("latin-1"), '{"text": "é"}'.encode()]
    first, error, third = read(write("rows.jsonl", b"\n".join(rows)))
    assert isinstance(first, Source) and isinstance(third, Source)
    assert isinstance(error, InputError)
    assert error.reason == "not utf-8: byte 0xE9 at offset 10 of the line"


def test_separators_of_lines_inside_a_text_do_not_cut_it(write: Write) -> None:
    text = "a\u2028b\x85c\x0cd"
    (source,) = read(write("rows.jsonl", json.dumps({"text": text}, ensure_ascii=False)))
    assert isinstance(source, Source)
    assert source.text == text


CSV = 'trial_id,id,text,kind\r\nT,1,"Age, ""adult""\r\nor more",inclusion\r\n\r\nT,2,Sex,\r\n'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.csv", CSV),
        ("rows", CSV),
        ("rows.csv", CSV.replace(",", ";").replace("Age;", "Age,")),
        ("rows.tsv", CSV.replace(",", "\t").replace("Age\t", "Age,")),
        ("rows", CSV.replace(",", "\t").replace("Age\t", "Age,")),
        ("rows.csv", "\ufeff" + CSV),
        ("rows.csv", CSV.encode("utf-16")),
    ],
)
def test_csv(write: Write, name: str, content: str | bytes) -> None:
    path = write(name, content)
    first, second = read(path)
    assert isinstance(first, Source) and isinstance(second, Source)
    assert first.text == 'Age, "adult"\r\nor more'
    assert (first.id, first.trial_id, first.kind) == ("1", "T", "inclusion")
    assert (second.id, second.kind, second.origin["place"]) == ("2", "unknown", "row 2")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2,Age, sex", "has 3 fields where the header has 2"),
        ("2", "has 1 fields where the header has 2"),
        ("2,", "'text' is blank"),
        ('2,"Age" or sex', "not CSV"),
        ('2,"never closed', "not CSV: unexpected end of data"),
    ],
)
def test_a_bad_row_is_yielded(write: Write, row: str, reason: str) -> None:
    path = write("rows.csv", f"id,text\n1,one\n{row}")
    first, error = read(path)
    assert isinstance(first, Source) and isinstance(error, InputError)
    assert error.place == "row 2"
    assert re.search(reason, error.reason)


def test_rows_after_a_bad_one_are_read(write: Write) -> None:
    path = write("rows.csv", 'id,text\n1,"a"b\n2,two\n3,x,y\n4,four\n')
    found = list(read(path))
    assert [isinstance(item, Source) for item in found] == [False, True, False, True]


def parquet(rows: list[dict[str, Any]], path: Path) -> Path:
    pyarrow = pytest.importorskip("pyarrow", exc_type=ImportError)
    pytest.importorskip("pyarrow.parquet").write_table(pyarrow.Table.from_pylist(rows), path)
    return path


def test_parquet_streams_batches(tmp_path: Path) -> None:
    rows = [{"id": n, "criteria": f"Age > {n}\r\n", "other": 1.5} for n in range(2500)]
    path = parquet(rows, tmp_path / "rows.parquet")
    found = [s for s in read(path, text_column="criteria") if isinstance(s, Source)]
    assert [(s.id, s.text) for s in found] == [(str(r["id"]), r["criteria"]) for r in rows]
    assert found[-1].origin["place"] == "row 2500"


def test_parquet_row_without_text(tmp_path: Path) -> None:
    path = parquet([{"text": None}, {"text": "Age"}], tmp_path / "rows")
    error, source = read(path)
    assert isinstance(error, InputError) and isinstance(source, Source)
    assert error.reason == "'text' is null, not text"


@pytest.mark.parametrize("kept", [3, 30, -9])
def test_damaged_parquet(tmp_path: Path, kept: int) -> None:
    path = parquet([{"text": "Age"}], tmp_path / "rows.parquet")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(FormatError, match="not Parquet, or damaged"):
        list(read(path))


@pytest.mark.parametrize(
    ("raised", "expected", "reason"),
    [
        (ModuleNotFoundError("pyarrow"), MissingExtraError, r"criteria_nlp\[table\]"),
        (ImportError("needs numpy 9"), CriteriaNlpError, "cannot be loaded: needs numpy 9"),
    ],
)
def test_parquet_without_pyarrow(
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    raised: ImportError,
    expected: type[CriteriaNlpError],
    reason: str,
) -> None:
    def fail(name: str) -> None:
        raise raised

    monkeypatch.setattr(extras, "import_module", fail)
    with pytest.raises(expected, match=reason):
        list(read(write("rows.parquet", b"PAR1")))


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("id,txt,kind", "no column 'text' .columns: 'id', 'txt', 'kind'"),
        ("id;txt", "no column 'text' .columns: 'id', 'txt'"),
        ("text,text", "more than one column 'text'"),
    ],
)
def test_a_table_without_its_column_is_refused(write: Write, header: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        list(read(write("rows.csv", f"{header}\n1,2\n")))


def test_a_parquet_table_without_its_column_is_refused(tmp_path: Path) -> None:
    path = parquet([{"id": 1, "txt": "Age"}], tmp_path / "rows.parquet")
    with pytest.raises(FormatError, match=r"no column 'text' \(columns: 'id', 'txt'\)"):
        list(read(path))
