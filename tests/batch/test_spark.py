"""Spark gives the rows that a run on one machine gives."""

import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from criteria_nlp.batch import Inputs, Run
from criteria_nlp.errors import InputError

JAVA = shutil.which("java") or os.environ.get("JAVA_HOME")

pytestmark = [
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("pyspark") is None, reason="needs the extra `spark`"
    ),
    pytest.mark.skipif(not JAVA, reason="needs Java 17"),
]

TEXTS = (
    "Inclusion Criteria:\n* EDSS inferior or egal {}\n* no HIV infection",
    "Exclusion: eGFR < {} mL/min/1.73m2 or known renal failure; pregnancy",
)
ROWS: list[tuple[str | None, ...]] = [
    *((str(n), f"T{n}", "unknown", TEXTS[n % 2].format(n)) for n in range(40)),
    ("40", None, "exclusion", "Pregnancy"),
    ("41", None, None, "Age over 18"),
    ("42", "T42", "maybe", "Age over 18"),
    ("43", "T43", None, " "),
    ("44", "T44", None, None),
]
NAMES = ("id", "trial_id", "kind", "text")


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """A session with two cores of this machine."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else any python3 that is found
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2"}
    builder = SparkSession.builder.master("local[2]").config(map=settings)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what a run without Spark writes."""
    folder = tmp_path_factory.mktemp("alone")
    lines = (json.dumps(dict(zip(NAMES, row, strict=True))) + "\n" for row in ROWS)
    (folder / "in.jsonl").write_text("".join(lines), "utf-8")
    for output, layout in (("out.jsonl", None), ("tables.parquet", "flat")):
        Run(Inputs([str(folder / "in.jsonl")]), str(folder / output), layout=layout).annotate()
    return folder


@pytest.fixture(scope="module")
def annotated(session: Any) -> Any:
    """What Spark makes of the rows."""
    from criteria_nlp.batch import spark

    texts = session.createDataFrame(ROWS, ", ".join(f"{name} string" for name in NAMES))
    return spark.annotate(texts.repartition(4)).cache()


def by_id(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: int(row["id"]))


def test_records(annotated: Any, alone: Path) -> None:
    rows = [row.asDict() for row in annotated.collect()]
    found = [json.loads(row["record"]) for row in rows if row["record"]]
    expected = [json.loads(line) for line in (alone / "out.jsonl").open()]
    assert len(expected) == 42
    assert by_id(found) == by_id([{**record, "source": {}} for record in expected])
    assert all((row["record"] is None) != (row["error"] is None) for row in rows)


def test_bad_rows(annotated: Any, alone: Path) -> None:
    bad = annotated.where("error IS NOT NULL").orderBy("id").collect()
    expected = [json.loads(line) for line in (alone / "out.errors.jsonl").open()]
    assert [row.id for row in bad] == ["42", "43", "44"]
    assert [row.error for row in bad] == [row["reason"] for row in expected]


@pytest.mark.parametrize("name", ["trials", "criteria", "expressions", "facts", "unresolved"])
def test_tables(annotated: Any, alone: Path, name: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", exc_type=ImportError)
    from criteria_nlp.batch import spark

    found = [row.asDict() for row in spark.table(annotated, name).collect()]
    expected = parquet.read_table(alone / "tables.parquet" / f"{name}.parquet").to_pylist()
    ids = {int(row["record"]): row["id"] for row in _trials(parquet, alone)}
    for row in expected:
        row["id"] = ids[row.pop("record")]
        row.update({place: None for place in ("path", "format", "place") if place in row})
    key = repr
    assert sorted(map(_ordered, found), key=key) == sorted(map(_ordered, expected), key=key)


def _trials(parquet: Any, alone: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.read_table(
        alone / "tables.parquet" / "trials.parquet"
    ).to_pylist()
    return rows


def _ordered(row: dict[str, Any]) -> dict[str, Any]:
    return dict(sorted(row.items()))


def test_ids_may_be_numbers(session: Any) -> None:
    from criteria_nlp.batch import spark

    texts = session.createDataFrame([(7, "HIV"), (None, "HIV")], "id bigint, body string")
    assert [row.id for row in spark.annotate(texts, "body").collect()] == ["7", None]


def test_a_column_that_is_not_there(session: Any, annotated: Any) -> None:
    from criteria_nlp.batch import spark

    texts = session.createDataFrame([("HIV",)], "body string")
    with pytest.raises(InputError, match="no column 'text'"):
        spark.annotate(texts)
    with pytest.raises(InputError, match="no table 'fact'"):
        spark.table(annotated, "fact")
