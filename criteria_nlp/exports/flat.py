"""The flat layout: the rows of some records, table by table, as one string of bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from criteria_nlp.exports.arrow import fields, pack, to_bytes
from criteria_nlp.exports.rows import Row, rows
from criteria_nlp.exports.tables import Table, tables
from criteria_nlp.extras import extra
from criteria_nlp.schema import Record


def flat(records: Iterable[tuple[int, Record]]) -> bytes:
    """The rows of all tables as packed Arrow streams."""
    found: dict[str, list[Row]] = {table.name: [] for table in tables()}
    for number, record in records:
        for name, row in rows(number, record):
            found[name].append(row)
    return pack({t.name: to_bytes(found[t.name], flat_schema(t)) for t in tables()})


def flat_schema(table: Table) -> Any:
    """The Arrow schema of a table."""
    return extra("pyarrow").schema(fields(table.columns))
