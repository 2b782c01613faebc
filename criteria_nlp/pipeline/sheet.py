"""The sheet of a Doc: what our stages know of it, typed in this process and plain in any copy.

A sheet is the value of the extension `criteria_layers`. Whatever copies or stores a Doc (`DocBin`,
`to_bytes`, pickle, `copy`) gets a dict of JSON text by layer; the first stage that opens such a
copy makes a sheet of it again. Text and not dicts, because medspaCy hooks the decoding of every
dict with a key such as "modifiers" in the whole process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import srsly
from spacy.tokens import Doc

from criteria_nlp.schema import Record, loads

if TYPE_CHECKING:
    from criteria_nlp.pipeline.layers import Words

T = TypeVar("T")

LAYERS = "criteria_layers"
KIND = "criteria_kind"
_RECORD = "record"
# Where spaCy keeps the values of extensions; `doc._` costs more than a whole stage may.
_LAYERS_KEY: Any = ("._.", LAYERS, None, None)
_KIND_KEY: Any = ("._.", KIND, None, None)
_ENCODER = msgspec.json.Encoder()


class Sheet:
    """The layers of one Doc as rows (`typed`), as JSON text, or as both; and its words, if read."""

    __slots__ = ("_texts", "pieces", "source", "typed", "words")

    def __init__(self, texts: Mapping[str, str] | None = None) -> None:
        self._texts = dict(texts or ())
        self.typed: dict[str, Any] = {}
        self.source: str | None = None
        self.words: Words | None = None
        self.pieces: list[tuple[int, int]] | None = None  # of these words and the layer `items`

    def __contains__(self, name: str) -> bool:
        return name in self.typed or name in self._texts

    def put_source(self, source: str, words: Words) -> None:
        """Note the text of a new Doc and its words."""
        self.source, self.words = source, words

    def put_words(self, words: Words) -> Words:
        """Note the words as they are from now on."""
        self.words, self.pieces = words, None
        return words

    def write(self, name: str, rows: Any) -> None:
        """Put down a layer, in place of the one of that name."""
        self.typed[name] = rows
        self._texts.pop(name, None)
        if name == "items":
            self.pieces = None

    def read(self, name: str, decode: Callable[[str], Any]) -> Any:
        """A layer as it was put down, decoded where there is only its text; null without it."""
        if name not in self.typed and name in self._texts:
            self.typed[name] = decode(self._texts[name])
        return self.typed.get(name)

    def texts(self) -> dict[str, str]:
        """Every layer as JSON text."""
        for name, rows in self.typed.items():
            if name not in self._texts:
                self._texts[name] = _ENCODER.encode(rows).decode()
        return dict(self._texts)

    def __reduce__(self) -> Any:
        return dict, (self.texts(),)


@srsly.msgpack_encoders("criteria_nlp.Sheet")  # type: ignore[untyped-decorator]
def _plain(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """What spaCy writes of a sheet: its texts."""
    if isinstance(value, Sheet):
        return value.texts()
    return value if chain is None else chain(value)


def sheet_of(doc: Doc) -> Sheet:
    """The sheet of a Doc, made where it has none or only the texts of one."""
    sheet = doc.user_data.get(_LAYERS_KEY)
    if type(sheet) is not Sheet:
        sheet = doc.user_data[_LAYERS_KEY] = Sheet(sheet)
    return sheet


def source_of(doc: Doc) -> str:
    """The text of a Doc, put together once."""
    sheet = sheet_of(doc)
    if sheet.source is None:
        sheet.source = doc.text
    return sheet.source


def write_layer(doc: Doc, name: str, rows: Iterable[Any]) -> None:
    """Put down a layer; its rows are not to be changed any more."""
    sheet_of(doc).write(name, tuple(rows))


def has_layer(doc: Doc, name: str) -> bool:
    """Whether the stage that writes a layer has run."""
    return name in sheet_of(doc)


def kind_of(doc: Doc) -> Any:
    """The kind of criteria that stand under no heading of a Doc."""
    return doc.user_data.get(_KIND_KEY, "unknown")


def read_layer(doc: Doc, name: str, class_: type[T]) -> tuple[T, ...]:
    """A layer as typed rows, which are not to be changed; empty where its stage has not run."""
    sheet = sheet_of(doc)
    rows: tuple[T, ...] | None = sheet.typed.get(name)
    if rows is None:
        rows = sheet.read(name, _decoder(class_))  # type: ignore[arg-type]
    return rows or ()


@cache
def _decoder(class_: type[Any]) -> Callable[[str], Any]:
    """What reads the rows of a class from their text."""
    rows: Any = tuple[class_, ...]  # type: ignore[valid-type]
    decode: Callable[[str], Any] = msgspec.json.Decoder(rows).decode
    return decode


def write_record(doc: Doc, record: Record) -> None:
    """Put down what the last stage made."""
    sheet_of(doc).write(_RECORD, record)


def record_of(doc: Doc) -> Record | None:
    """The record of a Doc; null where the last stage has not run."""
    record: Record | None = sheet_of(doc).read(_RECORD, loads)
    return record


def set_extensions() -> None:
    """Register what a Doc shows of its sheet, once: `criteria`, `criteria_layers`, `_kind`."""
    if Doc.has_extension("criteria"):
        return
    Doc.set_extension("criteria", getter=record_of)
    Doc.set_extension(LAYERS, getter=lambda doc: sheet_of(doc).texts())
    Doc.set_extension(KIND, default="unknown")


# A component that is unpickled in a new process imports this module and makes no component.
set_extensions()
