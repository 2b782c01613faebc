"""JSON in and out, and the published JSON Schema, all from the classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from criteria_nlp.errors import SchemaError
from criteria_nlp.schema.expressions import Expression
from criteria_nlp.schema.intervals import Category, Interval, Value
from criteria_nlp.schema.records import SCHEMA_VERSION, Record

T = TypeVar("T")


def _decode_hook(type_: type, obj: Any) -> Any:
    if type_ is not Value:
        raise NotImplementedError(type_)
    if not isinstance(obj, dict):
        raise ValueError(f"Expected `object | null`, got `{type(obj).__name__}`")
    is_category = "category" in obj or "categories" in obj
    try:
        return msgspec.convert(obj, Category if is_category else Interval)
    except msgspec.ValidationError as error:
        # msgspec adds the place in the whole object to a ValueError, not to its own error.
        raise ValueError(str(error)) from None


def _schema_hook(type_: type) -> dict[str, Any]:
    if type_ is Value:
        names = [{"required": ["category"]}, {"required": ["categories"]}]
        # Not `anyOf`: no field is required, so that each class would take the other's faults.
        return {
            "if": {"anyOf": names},
            "then": {"$ref": "#/$defs/Category"},
            "else": {"$ref": "#/$defs/Interval"},
        }
    raise NotImplementedError(type_)


_RECORD = msgspec.json.Decoder(Record, dec_hook=_decode_hook)
_EXPRESSION: msgspec.json.Decoder[Expression] = msgspec.json.Decoder(
    Expression, dec_hook=_decode_hook
)
_ENCODER = msgspec.json.Encoder()


def dumps(obj: Record | Expression) -> str:
    """The record or expression as one line of JSON."""
    return _ENCODER.encode(obj).decode()


def loads(text: str | bytes) -> Record:
    """A record from its JSON; raises `SchemaError` with the JSON path of what is wrong."""
    return _guard(_RECORD.decode, text)


def loads_expression(text: str | bytes) -> Expression:
    """An expression from its JSON; raises `SchemaError` with the JSON path of what is wrong."""
    return _guard(_EXPRESSION.decode, text)


def to_builtins(obj: Any) -> Any:
    """The object as plain dicts, lists, strings and numbers."""
    return msgspec.to_builtins(obj)


def record_from_builtins(obj: Any) -> Record:
    """A record from plain dicts and lists (or tuples)."""
    return _guard(lambda o: msgspec.convert(o, Record, dec_hook=_decode_hook), obj)


def expression_from_builtins(obj: Any) -> Expression:
    """An expression from plain dicts and lists (or tuples)."""

    def convert(o: Any) -> Expression:
        made: Expression = msgspec.convert(o, Expression, dec_hook=_decode_hook)
        return made

    return _guard(convert, obj)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record."""
    (reference, _, _), components = msgspec.json.schema_components(
        (Record, Interval, Category), schema_hook=_schema_hook, ref_template="#/$defs/{name}"
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:criteria-nlp:record:{SCHEMA_VERSION}",
        "title": "criteria_nlp record",
        **reference,
        "$defs": components,
    }


def _guard(decode: Callable[[Any], T], obj: Any) -> T:
    try:
        return decode(obj)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        # A value names two places, the inner one first: `$.low`, `$.criteria[0].expression.value`.
        reason, *places = str(error).split(" - at ")
        path = "".join(place.strip("`").removeprefix("$") for place in reversed(places))
        raise SchemaError(reason, place=f"${path}") from None
