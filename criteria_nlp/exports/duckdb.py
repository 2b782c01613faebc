"""DuckDB: a database file with the tables of `tables.toml`, commented, and a macro to ask them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from criteria_nlp.exports.arrow import Batch, gather
from criteria_nlp.exports.flat import flat
from criteria_nlp.exports.tables import Table, tables
from criteria_nlp.extras import extra
from criteria_nlp.schema import Record

_ROWS = 100_000
_TYPES = {
    "string": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "strings": "VARCHAR[]",
}
_INSIDE = """
CREATE MACRO inside(x, low, low_inclusive, high, high_inclusive) AS
    CASE WHEN low IS NULL AND high IS NULL THEN NULL
    ELSE (low IS NULL OR x > low OR (low_inclusive AND x = low))
        AND (high IS NULL OR x < high OR (high_inclusive AND x = high)) END
"""


@dataclass(frozen=True)
class Database:
    """The tables, and `inside(x, low, low_inclusive, high, high_inclusive)`.

    The macro is true where the number is within the bounds and null where there are none.
    """

    def encode(self, records: Iterable[tuple[int, Record]]) -> bytes:
        """The rows of all tables as packed Arrow streams."""
        return flat(records)

    def join(self, parts: Iterable[bytes], path: str) -> None:
        """Writes the database."""
        with extra("duckdb").connect(path) as database:
            for statement in statements():
                database.execute(statement)

            def write(name: str, batch: Batch) -> None:
                database.register("batch", batch)
                database.execute(f"INSERT INTO {name} SELECT * FROM batch")
                database.unregister("batch")

            gather(parts, _ROWS, write)


def statements() -> Iterator[str]:
    """The SQL that makes an empty database."""
    for table in tables():
        yield _create(table)
        yield f"COMMENT ON TABLE {table.name} IS {_quoted(table.about)}"
        for column in table.columns:
            yield f'COMMENT ON COLUMN {table.name}."{column.name}" IS {_quoted(column.about)}'
    yield _INSIDE


def _create(table: Table) -> str:
    columns = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in table.columns)
    return f"CREATE TABLE {table.name} ({columns})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
