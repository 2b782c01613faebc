"""The heading lexicon: `headings.toml` and the notation its phrases are written in."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from criteria_nlp.errors import LexiconError

Place = Literal["core", "whole", "colon"]

_FILE = "headings.toml"
_GAP = r"[\W_]{1,24}"
_TERM = r"[^\W_]+"
_BUILT_IN = {
    "number": r"[\w().,-]{1,12}",
    "any": rf"{_TERM}(?:{_GAP}{_TERM}){{0,8}}",
    "topic": rf"{_TERM}(?:{_GAP}{_TERM}){{0,2}}",
}
UNACCENTED = {  # code point to base letter: str.translate with it keeps the length of a text
    ord(c): unicodedata.normalize("NFD", c)[0]
    for c in map(chr, range(0xC0, 0x250))
    if unicodedata.normalize("NFD", c) != c
} | {ord("ł"): "l", ord("Ł"): "L", ord("ı"): "i", ord("ø"): "o"}
_TOKEN = re.compile(r"[()\[\]|]|\{\w+\}|[^\s()\[\]|{}]+")


@dataclass(frozen=True, slots=True)
class Example:
    """A line and what the lexicon must make of it: a kind, or the reason of a residual."""

    text: str
    expect: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One `[[heading]]` or `[[residual]]`: its phrases as one regular expression."""

    meaning: str
    place: Place
    pattern: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Sentences:
    """The words by which a sentence that introduces a section is known."""

    who: frozenset[str]
    points: frozenset[str]
    generic: frozenset[str]
    inclusion: frozenset[str]
    exclusion: frozenset[str]
    choice: frozenset[str]
    known: frozenset[str]  # all of them together
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Headings:
    """The whole lexicon, compiled; lines go through `UNACCENTED` before they are matched."""

    entries: tuple[Entry, ...]
    residuals: tuple[Entry, ...]
    sentences: Sentences
    names: frozenset[str]
    modifiers: frozenset[str]
    not_in_heading: frozenset[str]


@cache
def load_headings() -> Headings:
    """Read `headings.toml`; raises `LexiconError` that names the entry that is wrong."""
    raw = tomllib.loads(resources.files(__package__).joinpath(_FILE).read_text("utf-8"))
    modifiers = raw["rules"]["modifiers"]
    words = {"modifier": modifiers}
    return Headings(
        entries=tuple(_entry(e, i, "kind", words) for i, e in enumerate(raw["heading"])),
        residuals=tuple(_entry(e, i, "reason", words) for i, e in enumerate(raw["residual"])),
        sentences=_sentences(raw["sentences"]),
        names=frozenset(raw["telegraphic"]["names"]),
        modifiers=frozenset(modifiers),
        not_in_heading=frozenset(raw["rules"]["not_in_heading"]),
    )


def _sentences(raw: dict[str, Any]) -> Sentences:
    try:
        examples = tuple(Example(**example) for example in raw.pop("example"))
        words = {name: frozenset(listed) for name, listed in raw.items()}
        return Sentences(**words, known=frozenset().union(*words.values()), examples=examples)
    except (KeyError, TypeError) as error:
        raise LexiconError(f"bad table: {error!r}", _FILE, "sentences") from None


def _entry(raw: dict[str, Any], index: int, meaning: str, words: dict[str, list[str]]) -> Entry:
    place = f"{meaning} entry {index + 1}"
    if not raw.get("example"):
        raise LexiconError("an entry needs at least one example", _FILE, place)
    try:
        pattern = "|".join(compile_phrase(phrase, words) for phrase in raw["phrases"])
        examples = tuple(Example(**example) for example in raw["example"])
        return Entry(raw[meaning], raw.get("place", "whole"), f"(?:{pattern})", examples)
    except (KeyError, TypeError, RecursionError) as error:
        raise LexiconError(f"bad entry: {error!r}", _FILE, place) from None


def compile_phrase(phrase: str, words: dict[str, list[str]]) -> str:
    """The regular expression of a phrase; its words may be parted by any short punctuation.

    Raises `KeyError` for a {name} that is not in `words`.
    """
    return _sequence(_tokens(phrase), words)


def _tokens(phrase: str) -> list[str]:
    return _TOKEN.findall(phrase)


def _sequence(tokens: list[str], words: dict[str, list[str]]) -> str:
    """Alternatives of element runs; an optional element takes one of its gaps along."""
    branches: list[list[tuple[str, bool]]] = [[]]
    position = 0
    while position < len(tokens):
        token = tokens[position]
        position += 1
        if token == "|":
            branches.append([])
        elif token in "([":
            end = _closing(tokens, position)
            branches[-1].append((_sequence(tokens[position:end], words), token == "["))
            position = end + 1
        else:
            branches[-1].append((_word(token, words), False))
    return "(?:" + "|".join(_join(branch) for branch in branches) + ")"


def _closing(tokens: list[str], position: int) -> int:
    depth = 1
    for index in range(position, len(tokens)):
        depth += (tokens[index] in "([") - (tokens[index] in ")]")
        if depth == 0:
            return index
    raise KeyError("unbalanced bracket")


def _join(elements: list[tuple[str, bool]]) -> str:
    """Elements with gaps between them; the first element that is sure carries no gap."""
    sure = next((i for i, (_, optional) in enumerate(elements) if not optional), len(elements) - 1)
    parts = []
    for index, (pattern, optional) in enumerate(elements):
        if index < sure:
            parts.append(f"(?:{pattern}{_GAP})?")
        elif index == sure:
            parts.append(pattern)
        else:
            parts.append(f"(?:{_GAP}{pattern}){'?' if optional else ''}")
    return "".join(parts)


def _word(token: str, words: dict[str, list[str]]) -> str:
    if not token.startswith("{"):
        return re.escape(token.translate(UNACCENTED))
    name = token[1:-1]
    if name in _BUILT_IN:
        return f"(?:{_BUILT_IN[name]})"
    return "(?:" + "|".join(compile_phrase(phrase, words) for phrase in words[name]) + ")"
