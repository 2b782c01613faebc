"""A source: one eligibility text and what its file says about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import msgspec

from criteria_nlp.schema.records import Demographics, Kind

KINDS: tuple[str, ...] = get_args(Kind)


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One eligibility text, exactly as its file gives it.

    `origin` says where it was read: `path`, `format` and `place` (a line, a row or a study,
    counted from 1).
    """

    text: str
    id: str | None = None
    trial_id: str | None = None
    kind: Kind = "unknown"
    demographics: Demographics | None = None
    origin: dict[str, str] = {}


def checked_text(value: Any, name: str) -> str:
    """The text itself; raises `ValueError` if it is no string, blank or not Unicode."""
    if not isinstance(value, str):
        raise ValueError(f"{name!r} is {_type_name(value)}, not text")
    if not value.strip():
        raise ValueError(f"{name!r} is blank")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        # JSON can spell half a surrogate pair; nothing downstream could write it out again.
        raise ValueError(f"{name!r} has a lone surrogate at character {error.start}") from None
    return value


def source_from_row(row: Mapping[str, Any], text_column: str, origin: dict[str, str]) -> Source:
    """A source from a row of named fields; raises `ValueError` with what is wrong."""
    if text_column not in row:
        names = ", ".join(map(repr, row)) or "none"
        raise ValueError(f"the row has no field {text_column!r} (fields: {names})")
    return Source(
        text=checked_text(row[text_column], text_column),
        id=_identifier(row, "id"),
        trial_id=_identifier(row, "trial_id"),
        kind=_kind(row.get("kind")),
        origin=origin,
    )


def _identifier(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ValueError(f"{name!r} is {_type_name(value)}, not a string or whole number")
    return checked_text(str(value), name)


def _kind(value: Any) -> Kind:
    if value is None or value == "":
        return "unknown"
    if value not in KINDS:
        raise ValueError(f"'kind' is {value!r:.60}, not one of {', '.join(KINDS)}")
    kind: Kind = value
    return kind


def _type_name(value: Any) -> str:
    return "null" if value is None else f"of type {type(value).__name__}"
