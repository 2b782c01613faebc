"""The rows of a JSON corpus with their places, and what is asked of the fields of a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from criteria_nlp.errors import FormatError, InputError
from criteria_nlp.readers.json_values import values
from criteria_nlp.readers.opening import Opened
from criteria_nlp.readers.source import KINDS, checked_text
from criteria_nlp.schema.records import Kind

Row = Mapping[str, Any]


def json_rows(opened: Opened) -> Iterator[tuple[str, Row]]:
    """Place and object of each row of JSON Lines or of one list; raises `InputError` if damaged."""
    for place, value in values(opened):
        if isinstance(value, InputError):
            raise value
        listed = isinstance(value, list) and not place
        for number, row in enumerate(value if listed else [value], 1):
            named = f"row {number}" if listed else place or "line 1"
            if not isinstance(row, dict):
                raise FormatError("is JSON, but not an object", opened.path, named)
            yield named, row


def text_of(row: Row) -> str:
    """The text of a row."""
    return checked_text(field(row, "the row", "text"), "text")


def field(part: Row, what: str, *names: str) -> Any:
    """The first of the fields that is there; `ValueError` if none is."""
    for name in names:
        if name in part:
            return part[name]
    found = ", ".join(map(repr, part)) or "none"
    raise ValueError(f"{what} has no field {names[0]!r} (fields: {found})")


def identifier(row: Row, *names: str) -> str | None:
    """The first of the fields that says something, as text."""
    value = next((row[name] for name in names if row.get(name) not in (None, "")), None)
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise ValueError(f"{names[0]!r} is {value!r:.40}, not a string or whole number")
    return None if value is None else str(value)


def kind(row: Row) -> Kind:
    """The kind of the criterion, "unknown" without a field that says it."""
    value = row.get("criteria_type") or row.get("kind") or "unknown"
    if value not in KINDS:
        raise ValueError(f"the kind is {value!r:.40}, not one of {', '.join(KINDS)}")
    return cast(Kind, value)


def parts(row: Row, *names: str) -> Iterator[tuple[str, Row]]:
    """What to call each object of a list field ("entities 3"), and the object.

    The first of the fields that is there counts; none is an empty list.
    """
    name = next((name for name in names if row.get(name) is not None), names[0])
    found = [] if row.get(name) is None else row[name]
    if not isinstance(found, list):
        raise ValueError(f"{name!r} is not a list")
    for number, part in enumerate(found, 1):
        if not isinstance(part, dict):
            raise ValueError(f"{name} {number} is not an object")
        yield f"{name} {number}", part
