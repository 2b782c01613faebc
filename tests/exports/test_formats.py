"""Every format against a golden file. One that is not there is written, and the test fails."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from criteria_nlp.errors import InputError
from criteria_nlp.exports import export_for
from criteria_nlp.exports.tables import tables
from criteria_nlp.schema import Record, loads

GOLDEN = Path(__file__).with_name("golden")

Records = list[tuple[int, Record]]


def write(path: Path, records: Records, layout: Any = None, size: int = 1) -> Path:
    """The output at `path`, made of parts of `size` records."""
    export = export_for(str(path), layout)
    parts = [export.encode(records[at : at + size]) for at in range(0, len(records), size)]
    export.join(parts, str(path))
    return path


def golden(name: str, content: str) -> str:
    """The content of a golden file; `content` is what there would be if there were none."""
    path = GOLDEN / name
    if not path.exists():
        path.write_text(content, encoding="utf-8")
        pytest.fail(f"{name} was not there: look at what is there now, and run again")
    return path.read_text("utf-8")


def lines(rows: Iterable[dict[str, Any]]) -> str:
    """Rows as JSON Lines without what is null, which is most of it."""
    return "".join(json.dumps(_present(row), ensure_ascii=False) + "\n" for row in rows)


def _present(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _present(inner) for name, inner in value.items() if inner is not None}
    return [_present(inner) for inner in value] if isinstance(value, list) else value


@pytest.fixture
def parquet() -> Any:
    """`pyarrow.parquet`."""
    pytest.importorskip("pyarrow", exc_type=ImportError)
    return pytest.importorskip("pyarrow.parquet")


@pytest.mark.parametrize("size", [1, 2])
def test_json_lines(records: Records, tmp_path: Path, size: int) -> None:
    found = write(tmp_path / "a.jsonl", records, size=size).read_text("utf-8")
    assert found == golden("records.jsonl", found)
    assert [loads(line) for line in found.splitlines()] == [record for _, record in records]


@pytest.mark.parametrize("size", [1, 2])
def test_compressed_lines(records: Records, tmp_path: Path, parquet: Any, size: int) -> None:
    plain = write(tmp_path / "a.jsonl", records).read_bytes()
    packed = write(tmp_path / "a.jsonl.gz", records, size=size)
    assert gzip.decompress(packed.read_bytes()) == plain
    arrow = pytest.importorskip("pyarrow")
    with arrow.input_stream(str(write(tmp_path / "a.jsonl.zst", records, size=size))) as stream:
        assert stream.read() == plain


def test_no_records_are_no_bytes() -> None:
    assert {export_for(f"a.jsonl{suffix}").encode([]) for suffix in ("", ".gz")} == {b""}


@pytest.mark.parametrize("size", [1, 2])
def test_nested_parquet(records: Records, tmp_path: Path, parquet: Any, size: int) -> None:
    table = parquet.read_table(write(tmp_path / "a.parquet", records, size=size))
    found = lines(table.to_pylist())
    assert found == golden("nested.jsonl", found)


@pytest.mark.parametrize("name", [table.name for table in tables()])
def test_flat_tables(records: Records, tmp_path: Path, parquet: Any, name: str) -> None:
    folder = write(tmp_path / "a.parquet", records, "flat")
    assert {path.stem for path in folder.iterdir()} == {table.name for table in tables()}
    rows = parquet.read_table(folder / f"{name}.parquet").to_pylist()
    assert lines(rows) == golden(f"{name}.jsonl", lines(rows))
    database = pytest.importorskip("duckdb").connect(str(write(tmp_path / "a.duckdb", records)))
    assert lines(_dicts(database.sql(f"FROM {name}"))) == lines(rows)


def _dicts(relation: Any) -> list[dict[str, Any]]:
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def test_the_database_says_what_its_columns_hold(records: Records, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow", exc_type=ImportError)
    database = duckdb.connect(str(write(tmp_path / "a.duckdb", records)))
    found = database.sql("SELECT table_name, column_name, comment FROM duckdb_columns()").fetchall()
    expected = {(table.name, c.name, c.about) for table in tables() for c in table.columns}
    assert expected <= set(found)


@pytest.mark.parametrize(
    ("x", "bounds", "expected"),
    [
        (5, "2, true, 5, true", True),
        (5, "2, true, 5, false", False),
        (2, "2, false, NULL, NULL", False),
        (2.5, "2, false, NULL, NULL", True),
        (9, "NULL, NULL, 5, true", False),
        (9, "NULL, NULL, NULL, NULL", None),
    ],
)
def test_a_number_inside_bounds(
    tmp_path: Path, x: float, bounds: str, expected: bool | None
) -> None:
    pytest.importorskip("pyarrow", exc_type=ImportError)
    database = pytest.importorskip("duckdb").connect(str(write(tmp_path / "a.duckdb", [])))
    assert database.sql(f"SELECT inside({x}, {bounds})").fetchall() == [(expected,)]


def test_a_layout_is_for_parquet() -> None:
    with pytest.raises(InputError, match=r"a\.jsonl: only Parquet has a layout"):
        export_for("a.jsonl", "flat")
