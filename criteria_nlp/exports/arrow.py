"""Arrow: the tables as schemas, and record batches of them as bytes and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from criteria_nlp.exports.rows import Row
from criteria_nlp.exports.tables import Column
from criteria_nlp.extras import extra

Batch = Any
"""A `pyarrow.Table`."""


def fields(columns: Iterable[Column]) -> list[Any]:
    """The columns as `pyarrow` fields."""
    pa = extra("pyarrow")
    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "strings": pa.list_(pa.string()),
    }
    return [pa.field(column.name, types[column.type]) for column in columns]


def to_bytes(rows: list[Row], schema: Any) -> bytes:
    """Rows as an Arrow stream; what a row does not have is null."""
    pa = extra("pyarrow")
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    return bytes(sink.getvalue())


def from_bytes(data: bytes) -> Batch:
    """The table of an Arrow stream."""
    return extra("pyarrow").ipc.open_stream(data).read_all()


def pack(tables: dict[str, bytes]) -> bytes:
    """The streams of several tables in one."""
    return msgspec.msgpack.encode(tables)


def gather(parts: Iterable[bytes], size: int, write: Callable[[str, Batch], None]) -> None:
    """Hands the tables of packed parts to `write`, name and rows, at least `size` rows at a time.

    The order of the rows of a table is that of the parts. Formats are written faster, and are
    smaller, in large pieces.
    """
    held: dict[str, list[Batch]] = {}
    for part in parts:
        for name, data in msgspec.msgpack.decode(part, type=dict[str, bytes]).items():
            batches = held.setdefault(name, [])
            batches.append(from_bytes(data))
            if sum(batch.num_rows for batch in batches) >= size:
                write(name, _one(held.pop(name)))
    for name, batches in held.items():
        write(name, _one(batches))


def _one(batches: list[Batch]) -> Batch:
    return extra("pyarrow").concat_tables(batches).combine_chunks()
