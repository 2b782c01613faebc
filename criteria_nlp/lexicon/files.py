"""Reads the TOML files of a lexicon folder and refuses what breaks their rules."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from criteria_nlp.errors import LexiconError
from criteria_nlp.lexicon.entries import Entry

FOLDER = Path(__file__).parent
E = TypeVar("E", bound=Entry)


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of one file; raises `LexiconError` with the line where it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at (.*)\)", str(error))
        reason = str(error).partition(" (at ")[0]
        raise LexiconError(reason, str(path), place[1] if place else None) from None
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(str(error), str(path)) from None


def entries(
    path: Path, table: str, class_: type[E], content: dict[str, Any]
) -> Iterator[tuple[str, E]]:
    """The entries of one array of tables, each with its identifier `file#name`.

    Raises `LexiconError` for an unknown or missing field and for an entry without an example.
    """
    stem = (
        path.relative_to(FOLDER).with_suffix("").as_posix()
        if path.is_relative_to(FOLDER)
        else path.stem
    )
    for number, row in enumerate(content.get(table, ()), start=1):
        place = f"{table} {number}" + (f" ({row['name']})" if "name" in row else "")
        if not row.get("example"):
            raise LexiconError("an entry needs at least one example", str(path), place)
        try:
            entry = msgspec.convert(row, class_, strict=False)
        except msgspec.ValidationError as error:
            raise LexiconError(str(error), str(path), place) from None
        yield f"{stem}#{row.get('name', f'{table}-{number}')}", entry
