"""Spark: a DataFrame of eligibility texts to one of records, and that to the flat tables.

    from criteria_nlp.batch.spark import annotate, table

    texts = spark.read.parquet("texts").repartition(2_000)  # text; if there: id, trial_id, kind
    annotate(texts).write.parquet("records")
    table(spark.read.parquet("records"), "facts").write.parquet("facts")

On a cluster every Python worker needs the package. One way is to ship a virtual environment:

    python -m venv env && env/bin/pip install 'criteria_nlp[spark]' venv-pack
    env/bin/venv-pack -p env -o env.tar.gz
    PYSPARK_PYTHON=./env/bin/python spark-submit --archives env.tar.gz#env \\
        --conf spark.executor.memoryOverhead=6g --executor-cores 4 \\
        --conf spark.sql.execution.arrow.maxRecordsPerBatch=500 job.py

Allow 1.5 GB of overhead a core. The pipeline is made once in each Python worker, which takes
seconds, and is kept while Spark reuses its workers (its default). Partitions of a few hundred texts
keep all cores busy to the end; what fails is done again by Spark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from criteria_nlp.batch.parsing import parsed
from criteria_nlp.errors import InputError
from criteria_nlp.exports.rows import rows
from criteria_nlp.exports.tables import tables
from criteria_nlp.readers import source_from_row
from criteria_nlp.schema import dumps, loads

if TYPE_CHECKING:
    from pandas import DataFrame as Frame
    from pyspark.sql import DataFrame

SCHEMA = "id string, trial_id string, record string, error string"
"""What `annotate` gives for each text: a record as JSON, or why there is none."""

_TYPES = {
    "string": "string",
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "strings": "array<string>",
}
_FRAME_ROWS = 500
"""Rows that go back to Spark at a time."""

_Row = dict[str, Any]


def annotate(texts: DataFrame, text_column: str = "text") -> DataFrame:
    """The records of the texts, with the schema `SCHEMA`; raises `InputError` without the column.

    The columns `id`, `trial_id` and `kind` are used where they are there.
    """
    if text_column not in texts.columns:
        found = ", ".join(map(repr, texts.columns))
        raise InputError(f"the DataFrame has no column {text_column!r} (columns: {found})")
    given = [name for name in (text_column, "id", "trial_id", "kind") if name in texts.columns]
    strings = texts.select(*(texts[name].cast("string").alias(name) for name in given))
    return _mapped(strings, partial(_annotated, text_column=text_column), SCHEMA)


def table(annotated: DataFrame, name: str) -> DataFrame:
    """A table of the flat layout, of what `annotate` gave; rows with an error have none.

    The key is `id`, as given, in place of `record`; without unique ids, `trial_id` has to do.
    Raises `InputError` for a table that is not there.
    """
    types = {
        column.name: _TYPES[column.type]
        for found in tables()
        if found.name == name
        for column in found.columns
        if column.name != "record"
    }
    if not types:
        raise InputError(f"no table {name!r} (tables: {', '.join(t.name for t in tables())})")
    types = {"id": "string", **types}
    schema = ", ".join(f"`{column}` {type}" for column, type in types.items())
    records = annotated.select("record").where("record IS NOT NULL")
    return _mapped(records, partial(_flattened, name=name, columns=list(types)), schema)


def _mapped(data: DataFrame, of_row: Callable[[_Row], Iterable[_Row]], schema: str) -> DataFrame:
    def of_frames(frames: Iterator[Frame]) -> Iterator[Frame]:
        from pandas import DataFrame as Frame

        for frame in frames:
            found = (row for given in frame.to_dict("records") for row in of_row(given))
            while some := list(islice(found, _FRAME_ROWS)):
                # Objects: as numbers, pandas has no way to say that there is none.
                yield Frame(some, dtype=object)

    return data.mapInPandas(of_frames, schema)


def _annotated(row: _Row, text_column: str) -> Iterator[_Row]:
    ids = {"id": row.get("id"), "trial_id": row.get("trial_id")}
    try:
        result = parsed(source_from_row(row, text_column, {}))
    except ValueError as error:
        result = InputError(str(error))
    if isinstance(result, InputError):
        yield {**ids, "record": None, "error": result.reason}
    else:
        yield {**ids, "record": dumps(result), "error": None}


def _flattened(row: _Row, name: str, columns: list[str]) -> Iterator[_Row]:
    record = loads(row["record"])
    for found, values in rows(0, record):
        if found == name:
            yield {column: values.get(column) for column in columns} | {"id": record.id}
