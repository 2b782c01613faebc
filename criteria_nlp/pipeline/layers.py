"""What the stages hand to each other: the words of a Doc, and layers of rows with token offsets.

Every stage writes one layer to the Doc's sheet, and the last one the record, so that a Doc survives
`n_process`, `DocBin` and `to_bytes` at any stage.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from spacy.tokens import Doc

from criteria_nlp.lexicon import key
from criteria_nlp.pipeline.layout import Item
from criteria_nlp.pipeline.sheet import read_layer, sheet_of
from criteria_nlp.schema import Interval, Window

OPERATORS = frozenset(("<", "<=", ">", ">=", "=", "?"))
# Cues that ConText does not scope: they cut a criterion into pieces, which is the logic's work.
STRUCTURAL_CUES = frozenset(
    ("exception", "unless", "condition", "includes", "synonym", "definition", "permission")
) | {"regardless", "relative"}
# Domains of what is done for a patient: in a list they are of one kind.
TREATMENTS = frozenset(("drug", "procedure"))
LOUD = ("AND", "OR")  # conjunctions in capitals
HYPHENS = ("-", "\u2010", "\u2011")
# Characters of one criterion: no writer needs more, and the work grows with the square of them.
LONGEST = 10_000
TAGGED = "tagged"  # the layer of the learned tagger
ROMAN = "numerals#roman"  # the source of a grade in Roman numerals


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """A concept found in the text; offsets are tokens. `score` is the tagger's probability."""

    start: int
    end: int
    domain: str
    name: str | None = None
    source: str = ""
    modifiers: tuple[tuple[int, int], ...] = ()
    countable: bool = False
    known: bool = True
    score: float | None = None


class Tagged(msgspec.Struct, frozen=True, kw_only=True):
    """A span that the learned tagger found, with its label and probability; offsets are tokens."""

    start: int
    end: int
    label: str
    score: float


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
    """A window or a duration; `binds` says on which side its concept stands, if one is certain.

    `replaces` says that it takes the place of the stretch before it, for some patients only.
    """

    start: int
    end: int
    role: str
    interval: Interval | None = None
    window: Window | None = None
    binds: str | None = None
    planned: bool = False
    replaces: bool = False
    quantity: tuple[int, int] | None = None
    source: str = ""


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


@dataclass(slots=True)
class Words:
    """The tokens of a Doc as parallel lists: text, norm, lexicon key, first and last character."""

    texts: list[str]
    norms: list[str]
    keys: list[str]
    starts: list[int]
    ends: list[int]
    # What `regions_of` has found; it holds no words, so that nothing refers to itself.
    regions: dict[tuple[int, int], Any] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.texts)

    def is_operator(self, i: int) -> bool:
        """Whether a token is a comparator."""
        return self.norms[i] in OPERATORS

    def is_wordy(self, i: int) -> bool:
        """Whether a token is a word, a number or a comparator."""
        return self.texts[i][0].isalnum() or self.is_operator(i)


def words_of(doc: Doc) -> Words:
    """The tokens of a Doc as parallel lists, read once: only the normalizer changes tokens."""
    sheet = sheet_of(doc)
    words = sheet.words
    return words if words and len(words) == len(doc) else sheet.put_words(_read_words(doc))


def _read_words(doc: Doc) -> Words:
    texts = [token.text for token in doc]
    norms = [token.norm_ for token in doc]
    starts = [token.idx for token in doc]
    ends = [start + len(text) for start, text in zip(starts, texts, strict=True)]
    keys = [
        norm if norm in OPERATORS else key(text) for text, norm in zip(texts, norms, strict=True)
    ]
    return Words(texts, norms, keys, starts, ends)


def token_range(words: Words, start: int, end: int) -> tuple[int, int]:
    """The tokens that touch a stretch of characters, as a half-open range."""
    first = bisect_right(words.ends, start)
    last = bisect_left(words.starts, end)
    return first, max(first, last)


def pieces(doc: Doc, words: Words) -> list[tuple[int, int]]:
    """The token ranges that are read as one criterion each: bodies and tails of the items.

    Without a sectionizer before, the whole Doc is one piece.
    """
    sheet = sheet_of(doc)
    if sheet.pieces is None:
        ranges = _ranges(doc, words) if "items" in sheet else [(0, len(words))]
        sheet.pieces = [
            (start, stop)
            for start, stop in ranges
            if start < stop and not is_too_long(words, start, stop)
        ]
    return sheet.pieces


def _ranges(doc: Doc, words: Words) -> Iterator[tuple[int, int]]:
    for item in read_layer(doc, "items", Item):
        yield token_range(words, item.body_start, item.body_end)
        if item.tail_start is not None and item.tail_end is not None:
            yield token_range(words, item.tail_start, item.tail_end)


def is_too_long(words: Words, start: int, stop: int) -> bool:
    """Whether a token range is longer than any criterion: it stays unread."""
    return stop > start and words.ends[stop - 1] - words.starts[start] > LONGEST


def text_of(doc_text: str, words: Words, start: int, end: int) -> str:
    """The source text of a token range."""
    return doc_text[words.starts[start] : words.ends[end - 1]]


def covered(spans: Sequence[tuple[int, int]]) -> set[int]:
    """The tokens that any of the spans covers."""
    return {i for start, end in spans for i in range(start, end)}
