"""Parquet: one file of nested records, or a folder with a file a table."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from criteria_nlp.exports.arrow import Batch, fields, gather, pack, to_bytes
from criteria_nlp.exports.flat import flat, flat_schema
from criteria_nlp.exports.rows import Row, criterion_row, node_rows, trial_row
from criteria_nlp.exports.tables import Table, tables
from criteria_nlp.extras import extra
from criteria_nlp.schema import Criterion, Record

_NESTED_ROWS = 1_000
_FLAT_ROWS = 100_000
_KEYS = ("record", "trial_id", "criterion")
_NODES = ("expressions", "facts", "unresolved")


@dataclass(frozen=True)
class NestedParquet:
    """A row a record: the columns of `trials` and a list `criteria`.

    A criterion holds the columns of `criteria` and lists `expressions`, `facts` and `unresolved`
    with the columns of these tables, all without the keys that the nesting makes superfluous.
    """

    def encode(self, records: Iterable[tuple[int, Record]]) -> bytes:
        """The records as a packed Arrow stream."""
        nested = [_nested(number, record) for number, record in records]
        return pack({"records": to_bytes(nested, nested_schema())})

    def join(self, parts: Iterable[bytes], path: str) -> None:
        """Writes the file."""
        with _writer(path, nested_schema()) as writer:
            gather(parts, _NESTED_ROWS, lambda _, batch: writer.write_table(batch))


@dataclass(frozen=True)
class FlatParquet:
    """A folder with a file for each table of `tables.toml`."""

    def files(self) -> set[str]:
        """The names of the files."""
        return {_file(table) for table in tables()}

    def encode(self, records: Iterable[tuple[int, Record]]) -> bytes:
        """The rows of all tables as packed Arrow streams."""
        return flat(records)

    def join(self, parts: Iterable[bytes], path: str) -> None:
        """Writes the folder."""
        os.mkdir(path)
        with ExitStack() as stack:
            writers = {
                table.name: stack.enter_context(
                    _writer(os.path.join(path, _file(table)), flat_schema(table))
                )
                for table in tables()
            }

            def write(name: str, batch: Batch) -> None:
                writers[name].write_table(batch)

            gather(parts, _FLAT_ROWS, write)


def _file(table: Table) -> str:
    return f"{table.name}.parquet"


def nested_schema() -> Any:
    """The Arrow schema of the nested layout."""
    pa = extra("pyarrow")
    by_name = {table.name: table for table in tables()}

    def inner(name: str) -> list[Any]:
        return fields(column for column in by_name[name].columns if column.name not in _KEYS)

    nodes = [pa.field(name, pa.list_(pa.struct(inner(name)))) for name in _NODES]
    criterion = pa.struct([pa.field("id", pa.string()), *inner("criteria"), *nodes])
    return pa.schema(
        [*fields(by_name["trials"].columns), pa.field("criteria", pa.list_(criterion))]
    )


def _nested(number: int, record: Record) -> Row:
    criteria = [_nested_criterion(criterion) for criterion in record.criteria]
    trial = {"record": number, "trial_id": record.trial_id, **trial_row(record)}
    return {**trial, "criteria": criteria}


def _nested_criterion(criterion: Criterion) -> Row:
    nodes: dict[str, list[Row]] = {name: [] for name in _NODES}
    for name, row in node_rows(criterion):
        nodes[name].append(row)
    return {"id": criterion.id, **criterion_row(criterion), **nodes}


def _writer(path: str, schema: Any) -> Any:
    return extra("pyarrow.parquet").ParquetWriter(path, schema, compression="zstd")
