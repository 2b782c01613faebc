"""Exports: one module a format. Parts are encoded one by one, anywhere, and joined in order."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Literal, Protocol

from criteria_nlp.errors import InputError
from criteria_nlp.exports.duckdb import Database
from criteria_nlp.exports.jsonl import JsonLines
from criteria_nlp.exports.parquet import FlatParquet, NestedParquet
from criteria_nlp.extras import extra
from criteria_nlp.schema import Record

__all__ = ["Export", "FlatParquet", "Layout", "export_for"]

Layout = Literal["nested", "flat"]


class Export(Protocol):
    """A format of output; pickled, it reaches other processes."""

    def encode(self, records: Iterable[tuple[int, Record]]) -> bytes:
        """Some records, each with its number in the input, as a part of the output."""
        ...

    def join(self, parts: Iterable[bytes], path: str) -> None:
        """Makes the output of all parts; there must be nothing at `path`."""
        ...


def export_for(path: str, layout: Layout | None = None) -> Export:
    """The format that the name of an output tells; any unknown name is JSON Lines.

    `.gz` and `.zst` are compressed lines, `.parquet` is nested records or, with the layout "flat",
    a folder of tables, `.duckdb` a database. Raises `InputError` where a layout is given and there
    is only one, and `MissingExtraError` where the format needs a package that is not there.
    """
    suffix = os.path.splitext(path)[1].lower()
    if layout and suffix not in (".parquet", ".pq"):
        raise InputError("only Parquet has a layout to choose", path=path)
    if suffix in (".parquet", ".pq"):
        extra("pyarrow.parquet")
        return FlatParquet() if layout == "flat" else NestedParquet()
    if suffix in (".duckdb", ".db"):
        extra("pyarrow"), extra("duckdb")
        return Database()
    if suffix == ".zst":
        extra("pyarrow")
        return JsonLines("zst")
    return JsonLines("gz" if suffix == ".gz" else None)
