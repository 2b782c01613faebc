"""The tables of the flat layout: `tables.toml`, read."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Column(NamedTuple):
    """A column: its name, its type (as `tables.toml` lists them), and what it holds."""

    name: str
    type: str
    about: str


class Table(NamedTuple):
    """A table: its name, what a row is, and its columns in order."""

    name: str
    about: str
    columns: tuple[Column, ...]


@cache
def tables() -> tuple[Table, ...]:
    """All tables; each comes after those that its rows refer to."""
    text = files(__package__).joinpath("tables.toml").read_text("utf-8")
    return tuple(
        Table(
            name, table["about"], tuple(Column(key, *row) for key, row in table["columns"].items())
        )
        for name, table in tomllib.loads(text).items()
    )
