"""What the stages hand to each other: plain data on the Doc, typed when a stage reads it.

Every stage writes one layer, a list of plain dicts with token offsets, under
`doc._.criteria_layers[name]`; so a Doc survives `n_process`, `DocBin` and `to_bytes` at any stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from spacy.tokens import Doc

from criteria_nlp.lexicon import key
from criteria_nlp.schema import Interval, Record, Window, record_from_builtins

OPERATORS = frozenset(("<", "<=", ">", ">=", "=", "?"))
LAYERS = "criteria_layers"
RECORD = "criteria_record"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A list item: character offsets of the whole and of its own words; `parent` is an index."""

    start: int
    end: int
    body_start: int
    body_end: int
    tail_start: int | None = None
    tail_end: int | None = None
    parent: int | None = None
    kind: str = "unknown"
    kind_source: str = "default"
    kind_confidence: float = 1.0


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A heading (`label` is its kind) or a residual (`label` is its reason), in characters."""

    start: int
    end: int
    label: str


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A concept found in the text; offsets are tokens."""

    start: int
    end: int
    domain: str
    name: str | None = None
    source: str = ""
    modifiers: tuple[tuple[int, int], ...] = ()
    countable: bool = False
    known: bool = True


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A number or range with what it is compared by and measured in; offsets are tokens.

    `explicit` says that a comparator or a range was written; `numbers` are the numbers of an
    enumeration ("0, 1 or 2") or of a pair ("140/90", `pair`).
    """

    start: int
    end: int
    low: float | None = None
    low_inclusive: bool = False
    high: float | None = None
    high_inclusive: bool = False
    unit: str | None = None
    unit_start: int | None = None
    unit_end: int | None = None
    dimension: str | None = None
    reference: str | None = None
    explicit: bool = True
    pair: bool = False
    numbers: tuple[float, ...] = ()
    category: tuple[str, ...] = ()
    source: str = ""
    warnings: tuple[str, ...] = ()

    def interval(self, **changes: Any) -> Interval:
        """The interval alone, with changed fields if any."""
        fields = {
            "low": self.low,
            "low_inclusive": self.low_inclusive,
            "high": self.high,
            "high_inclusive": self.high_inclusive,
            "unit": self.unit,
            "reference": self.reference,
        }
        return Interval(**{**fields, **changes})


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A window or a duration; `binds` says on which side its concept stands, if one is certain."""

    start: int
    end: int
    role: str
    interval: Interval | None = None
    window: Window | None = None
    binds: str | None = None
    planned: bool = False
    quantity: tuple[int, int] | None = None
    source: str = ""
    anchor_concept: tuple[int, int] | None = None


class Assertion(msgspec.Struct, frozen=True, kw_only=True):
    """A cue, the tokens it reaches, and the indices of the mentions it modifies."""

    start: int
    end: int
    category: str
    scope_start: int
    scope_end: int
    targets: tuple[int, ...] = ()
    source: str = ""


class Relation(msgspec.Struct, frozen=True, kw_only=True):
    """A mention (an index) and what is said of it: `role`, the tokens that say it, and where the
    row is: `index` in the layer `quantities` or `stretches`; a category or a change is its `layer`.
    """

    mention: int
    role: str
    start: int
    end: int
    index: int = -1
    layer: str = ""
    source: str = ""


T = TypeVar("T", bound=msgspec.Struct)


def set_extensions() -> None:
    """Register the two attributes that hold data, and the getter of the typed record, once."""
    for name in (LAYERS, RECORD):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    if not Doc.has_extension("criteria"):
        Doc.set_extension("criteria", getter=_record)


def _record(doc: Doc) -> Record | None:
    data = doc._.get(RECORD)
    return None if data is None else record_from_builtins(data)


def write_layer(doc: Doc, name: str, rows: Iterable[msgspec.Struct]) -> None:
    """Store a layer as plain data."""
    layers = dict(doc._.get(LAYERS) or {})
    layers[name] = [msgspec.to_builtins(row) for row in rows]
    doc._.set(LAYERS, layers)


def read_layer(doc: Doc, name: str, class_: type[T]) -> list[T]:
    """A layer as typed rows; empty where the stage that writes it has not run."""
    rows = (doc._.get(LAYERS) or {}).get(name, ())
    return [msgspec.convert(row, class_) for row in rows]


@dataclass(slots=True)
class Words:
    """The tokens of a Doc as parallel lists: text, norm, lexicon key, first and last character."""

    texts: list[str]
    norms: list[str]
    keys: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.texts)

    def is_operator(self, i: int) -> bool:
        """Whether a token is a comparator."""
        return self.norms[i] in OPERATORS


def words_of(doc: Doc) -> Words:
    """The tokens of a Doc as parallel lists."""
    texts, norms, starts = [], [], []
    for token in doc:
        texts.append(token.text)
        norms.append(token.norm_)
        starts.append(token.idx)
    keys = [norm if norm in OPERATORS else key(text) for text, norm in zip(texts, norms)]
    ends = [start + len(text) for start, text in zip(starts, texts)]
    return Words(texts, norms, keys, starts, ends)


def token_range(words: Words, start: int, end: int) -> tuple[int, int]:
    """The tokens that touch a stretch of characters, as a half-open range."""
    from bisect import bisect_left, bisect_right

    first = bisect_right(words.ends, start)
    last = bisect_left(words.starts, end)
    return first, max(first, last)


def pieces(doc: Doc, words: Words) -> list[tuple[int, int]]:
    """The token ranges that are read as one criterion each: bodies and tails of the items.

    Without a sectionizer before, the whole Doc is one piece.
    """
    layers = doc._.get(LAYERS) or {}
    if "items" not in layers:
        return [(0, len(words))]
    found = []
    for item in read_layer(doc, "items", Item):
        found.append(token_range(words, item.body_start, item.body_end))
        if item.tail_start is not None and item.tail_end is not None:
            found.append(token_range(words, item.tail_start, item.tail_end))
    return [piece for piece in found if piece[0] < piece[1]]


def text_of(doc_text: str, words: Words, start: int, end: int) -> str:
    """The source text of a token range."""
    return doc_text[words.starts[start] : words.ends[end - 1]]


def covered(spans: Sequence[tuple[int, int]]) -> set[int]:
    """The tokens that any of the spans covers."""
    return {i for start, end in spans for i in range(start, end)}
