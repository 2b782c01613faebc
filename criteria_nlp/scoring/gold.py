"""The reader of gold files: JSON Lines, one criterion with its expression a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast, get_args

import msgspec

from criteria_nlp.errors import InputError, SchemaError
from criteria_nlp.schema import Expression, Kind, expression_from_builtins, facts

_KINDS = get_args(Kind)


class GoldItem(msgspec.Struct, frozen=True, kw_only=True):
    """One annotated criterion: `kind` is what its heading says, `kind_gold` what it is.

    Offsets of the expression count in `text`.
    """

    id: str
    trial: str | None = None
    kind: Kind = "unknown"
    kind_gold: Kind
    text: str
    expression: Expression
    note: str | None = None


def read_gold(path: str | Path) -> list[GoldItem]:
    """The items of a gold file; raises `InputError` with the file and the line of what is wrong."""
    return list(_items(Path(path)))


def _items(path: Path) -> Iterator[GoldItem]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", str(path)) from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _item(msgspec.json.decode(line))
            except (ValueError, msgspec.MsgspecError, SchemaError) as error:
                raise InputError(str(error), str(path), f"line {number}") from None


def _item(row: Any) -> GoldItem:
    if not isinstance(row, Mapping):
        raise ValueError("not a JSON object")
    for name in ("id", "text", "expression"):
        if name not in row:
            raise ValueError(f"no field {name!r}")
    kind = row.get("kind") or "unknown"
    expression = expression_from_builtins(_with_include_objects(row["expression"]))
    _check_offsets(expression, str(row["text"]))
    return GoldItem(
        id=str(row["id"]),
        trial=row.get("trial"),
        kind=_kind(kind),
        kind_gold=_kind(row.get("kind_gold") or kind),
        text=str(row["text"]),
        expression=expression,
        note=row.get("note"),
    )


def _kind(value: Any) -> Kind:
    if value not in _KINDS:
        raise ValueError(f"kind is {value!r:.40}, not one of {', '.join(_KINDS)}")
    return cast(Kind, value)


def _with_include_objects(node: Any) -> Any:
    """The JSON with every example that is a plain string made an object."""
    if isinstance(node, list):
        return [_with_include_objects(part) for part in node]
    if not isinstance(node, Mapping):
        return node
    made = {name: _with_include_objects(part) for name, part in node.items()}
    if isinstance(made.get("includes"), list):
        made["includes"] = [
            {"text": part} if isinstance(part, str) else part for part in made["includes"]
        ]
    return made


def _check_offsets(expression: Expression, text: str) -> None:
    for fact in facts(expression):
        concept = fact.concept
        if concept.start is None or concept.end is None:
            raise ValueError(f"the concept {concept.text!r} has no offsets")
        if text[concept.start : concept.end] != concept.text:
            found = text[concept.start : concept.end]
            raise ValueError(f"the concept {concept.text!r} has the offsets of {found!r}")
