"""The lexicon: every table of words the pipeline looks up, as plain data that can be stored."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import msgspec

from criteria_nlp.lexicon.phrases import PhraseTable
from criteria_nlp.lexicon.words import Scanner


class ConceptInfo(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is known of a concept: its identifier, domain, preferred name, units, range.

    `better` says whether a higher or a lower value is the better one; empty where neither is.
    """

    source: str
    domain: str
    name: str
    units: tuple[str, ...] = ()
    range: tuple[float, float] | None = None
    countable: bool = False
    better: str = ""


class ConceptPhrase(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One phrase of a concept; `exact` is the spelling it needs where case matters."""

    info: ConceptInfo
    exact: str | None


class Comparison(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A comparator: its operator, the entry it comes from, and whether it is doubtful."""

    operator: str
    source: str
    doubtful: bool = False


class Sense(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A phrase of another table: what it means there, and the entry it comes from.

    A cue has the direction it reaches in, a connective the number of members it asks for.
    """

    means: str
    source: str
    direction: str = ""
    n: int = 0


UnitPhrase = tuple[str, str, str | None, str]
"""A spelling of a unit: its UCUM code, dimension, the spelling where case matters, its entry."""


class Tables(msgspec.Struct):
    """The tables of phrases."""

    prefix: PhraseTable[Comparison] = msgspec.field(default_factory=PhraseTable)
    suffix: PhraseTable[Comparison] = msgspec.field(default_factory=PhraseTable)
    units: PhraseTable[UnitPhrase] = msgspec.field(default_factory=PhraseTable)
    concepts: PhraseTable[ConceptPhrase] = msgspec.field(default_factory=PhraseTable)
    cues: PhraseTable[Sense] = msgspec.field(default_factory=PhraseTable)
    connectives: PhraseTable[Sense] = msgspec.field(default_factory=PhraseTable)
    combiners: PhraseTable[Sense] = msgspec.field(default_factory=PhraseTable)
    leads: PhraseTable[Sense] = msgspec.field(default_factory=PhraseTable)
    tails: PhraseTable[Sense] = msgspec.field(default_factory=PhraseTable)
    anchors: PhraseTable[Sense] = msgspec.field(default_factory=PhraseTable)
    moments: PhraseTable[Sense] = msgspec.field(default_factory=PhraseTable)
    stretches: PhraseTable[Sense] = msgspec.field(default_factory=PhraseTable)
    references: PhraseTable[Sense] = msgspec.field(default_factory=PhraseTable)
    times: PhraseTable[Sense] = msgspec.field(default_factory=PhraseTable)
    modifiers: PhraseTable[Sense] = msgspec.field(default_factory=PhraseTable)
    categories: PhraseTable[Sense] = msgspec.field(default_factory=PhraseTable)
    dosings: PhraseTable[Sense] = msgspec.field(default_factory=PhraseTable)
    changes: PhraseTable[Sense] = msgspec.field(default_factory=PhraseTable)
    reasons: PhraseTable[Sense] = msgspec.field(default_factory=PhraseTable)


class Lexicon(msgspec.Struct, dict=True):
    """All words; `scanned` are the comparator symbols, and `glued` the words cut in two."""

    scanned: tuple[str, ...] = ()
    glued: dict[str, str] = {}
    symbols: dict[str, Comparison] = {}
    damaged: dict[str, Comparison] = {}
    tables: Tables = msgspec.field(default_factory=Tables)
    concepts: dict[str, ConceptInfo] = {}
    numerals: dict[str, dict[str, float]] = {}
    head_words: dict[str, tuple[str, str]] = {}
    head_suffixes: dict[str, tuple[str, str]] = {}
    common_words: frozenset[str] = frozenset()
    function_words: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    small_words: dict[str, frozenset[str]] = {}

    @cached_property
    def scanner(self) -> Scanner:
        """What cuts a text into words."""
        return Scanner(self.scanned, self.glued)

    @cached_property
    def number_words(self) -> frozenset[str]:
        """The words that begin a number written in words."""
        return frozenset().union(*(self.numerals[n] for n in ("numeral", "tens", "fraction")))

    def table(self, name: str) -> PhraseTable[Any]:
        """The phrase table of that name."""
        table: PhraseTable[Any] = getattr(self.tables, name)
        return table


def symbol_key(phrase: str) -> str:
    """A symbol without blanks and escapes, as the normalizer looks it up."""
    return "".join(phrase.replace("\\", "").split()).casefold()


def symbol_operator(lexicon: Lexicon, text: str) -> Comparison | None:
    """The comparator that a token of symbols stands for, if it is one."""
    return lexicon.symbols.get(symbol_key(text))


def comparison_of(lexicon: Lexicon, text: str) -> Comparison | None:
    """The comparator that a symbol, a damaged symbol or a phrase stands for, if it is one."""
    found = symbol_operator(lexicon, text) or lexicon.damaged.get(text)
    for name in ("prefix", "suffix") if found is None else ():
        table = lexicon.table(name)
        keys = lexicon.scanner.keys(text)
        match = table.at(keys, 0) if keys else None
        if match is not None and match[0] == len(keys):
            comparison: Comparison = match[1][0]
            return comparison
    return found
