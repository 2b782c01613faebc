"""JSON with a place: whole documents and JSON Lines, for the readers of both."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from criteria_nlp.errors import InputError
from criteria_nlp.readers.opening import Opened


def lines(opened: Opened) -> Iterator[tuple[str, Any | InputError]]:
    """Each line that is not blank: its place and its value, or what is wrong with it."""
    # Bytes that do not decode become lone surrogates, so that one bad line is one bad row.
    stream = opened.text("\n", "surrogateescape")
    return decoded_lines(opened, stream)


def decoded_lines(opened: Opened, stream: Iterable[str]) -> Iterator[tuple[str, Any | InputError]]:
    """As `lines`, of text that was already taken from the stream."""
    for number, line in enumerate(stream, 1):
        if not line.isspace():
            place = f"line {number}"
            yield place, _value(opened, line, place)


def values(opened: Opened) -> Iterator[tuple[str, Any | InputError]]:
    """The value of a document (its place is ""), or those of JSON Lines.

    Raises `FormatError` with line and column where the document is not JSON.
    """
    stream = opened.text("\n", "surrogateescape")
    read: list[str] = []
    first, second = _next_line(stream, read), _next_line(stream, read)
    if second and _are_lines(first, second):
        return decoded_lines(opened, chain(read, stream))
    return iter([("", _document(opened, "".join(chain(read, stream))))])


def _next_line(stream: Iterable[str], read: list[str]) -> str:
    """The next line that is not blank, "" at the end; all lines on the way go into `read`."""
    for line in stream:
        read.append(line)
        if not line.isspace():
            return line
    return ""


def _are_lines(first: str, second: str) -> bool:
    """Whether two lines are two values, rather than the beginning of one."""
    # No JSON value goes on with "{" after "}" on the line before, even where one of the lines
    # is cut off; a pretty-printed document does after "[", ":" or ",".
    opening = first.lstrip()[:1]
    if opening in ("{", "[") and second.lstrip()[:1] == opening:
        return first.rstrip()[-1:] not in ("[", "{", ":", ",")
    return _is_json(first)


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _value(opened: Opened, line: str, place: str) -> Any | InputError:
    try:
        if bad := _undecoded(opened, line):
            return opened.fault(f"{bad} of the line", place)
        return json.loads(line.rstrip("\r\n"))
    except json.JSONDecodeError as error:
        return opened.fault(f"{_reason(error)} at column {error.colno}", place)
    except (ValueError, RecursionError) as error:
        return opened.fault(f"not JSON that can be read: {error}", place)


def _document(opened: Opened, text: str) -> Any:
    try:
        if bad := _undecoded(opened, text):
            raise opened.refusal(bad)
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise opened.refusal(_reason(error), place) from None
    except (ValueError, RecursionError) as error:
        raise opened.refusal(f"not JSON that can be read: {error}") from None


def _reason(error: json.JSONDecodeError) -> str:
    return f"not JSON, or cut off: {error.msg.removesuffix(' at')}"


def _undecoded(opened: Opened, text: str) -> str | None:
    """What the first byte is that the encoding could not decode, if there is one."""
    if text.isascii():
        return None
    try:
        text.encode()
    except UnicodeEncodeError as error:
        name = "utf-8" if opened.encoding == "utf-8-sig" else opened.encoding
        offset = len(text[: error.start].encode(name))
        return f"not {name}: byte 0x{ord(text[error.start]) - 0xDC00:02X} at offset {offset}"
    return None
