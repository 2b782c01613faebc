"""`read_annotated`: opens a corpus, finds its format, and hands it to the reader of that format."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from criteria_nlp.errors import FormatError, InputError
from criteria_nlp.readers.annotated import (
    brat,
    docbin,
    doccano,
    label_studio,
    prodigy,
    spans_jsonl,
)
from criteria_nlp.readers.annotated.json_rows import Row, json_rows
from criteria_nlp.readers.annotated.texts import AnnotatedText
from criteria_nlp.readers.opening import Opened, guarded, open_input

ANNOTATED_FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "brat": "BRAT standoff: a folder of .txt and .ann files, or one .ann file",
        "docbin": "spaCy's DocBin (.spacy)",
        "doccano": "JSON Lines of Doccano, sequence labels or relations",
        "label_studio": "Label Studio's JSON, JSON Lines or JSON-MIN",
        "prodigy": "JSON Lines of Prodigy, spans and relations",
        "spans": 'JSON Lines of {"id", "text", "entities": [{"type", "start", "end", "text"}]}',
    }
)
"""Names of the formats `read_annotated` knows, with a line on each."""


class _RowFormat(NamedTuple):
    fits: Callable[[Row], bool]
    annotated: Callable[[Row, str], AnnotatedText | None]


# In the order in which they are tried.
_ROW_FORMATS = {
    "label_studio": _RowFormat(label_studio.fits, label_studio.annotated),
    "doccano": _RowFormat(doccano.fits, doccano.annotated),
    "prodigy": _RowFormat(prodigy.fits, prodigy.annotated),
    "spans": _RowFormat(spans_jsonl.fits, spans_jsonl.annotated),
}


def read_annotated(
    path: str | os.PathLike[str], format: str | None = None
) -> Iterator[AnnotatedText]:
    """The texts of a corpus, in its order, with their annotation.

    `format` is a name in `ANNOTATED_FORMATS`; without it the content decides. Raises `InputError`
    or `FormatError` with file, place and reason for the first thing that is wrong, partly at the
    call, partly while reading: of a damaged corpus nothing should be used.
    """
    if format is not None and format not in ANNOTATED_FORMATS:
        raise InputError(f"unknown format {format!r} (known: {', '.join(ANNOTATED_FORMATS)})")
    return _once(_texts(Path(path), format))


def _texts(path: Path, format: str | None) -> Iterator[AnnotatedText]:
    if format in (None, "brat"):
        if path.is_dir():
            return brat.read_folder(path)
        if format == "brat" or path.suffix in (".ann", ".txt"):
            return iter([brat.read_document(path.with_suffix(".ann"))])
    opened = open_input(path)
    return guarded(_in_file(opened, format), opened)


def _in_file(opened: Opened, format: str | None) -> Iterator[AnnotatedText]:
    if format == "docbin" or (format is None and docbin.is_docbin(opened.stream.head)):
        yield from docbin.read_docs(opened)
        return
    rows = json_rows(opened)
    first = next(rows, None)
    if first is None:
        raise opened.refusal("holds no row")
    name = format or _told_by(*first, opened)
    yield from _from_rows(chain([first], rows), name, opened)


def _told_by(place: str, row: Row, opened: Opened) -> str:
    for name, format in _ROW_FORMATS.items():
        if format.fits(row):
            return name
    fields = ", ".join(map(repr, row)) or "none"
    known = ", ".join(ANNOTATED_FORMATS)
    raise opened.refusal(f"the format cannot be told (known: {known}; fields: {fields})", place)


def _from_rows(
    rows: Iterator[tuple[str, Row]], name: str, opened: Opened
) -> Iterator[AnnotatedText]:
    for place, row in rows:
        try:
            text = _ROW_FORMATS[name].annotated(row, place)
        except ValueError as error:
            raise opened.refusal(str(error), place) from None
        if text is not None:
            yield msgspec.structs.replace(text, source=opened.origin(name, place))


def _once(texts: Iterator[AnnotatedText]) -> Iterator[AnnotatedText]:
    """The texts; raises `FormatError` where an id comes a second time."""
    places: dict[str, str] = {}
    for text in texts:
        path, place = text.source.get("path"), text.source.get("place")
        if text.id in places:
            first = places[text.id]
            raise FormatError(f"the id {text.id!r} is there already ({first})", path, place)
        places[text.id] = place or path or ""
        yield text
