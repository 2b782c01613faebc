"""The kinds of entry a lexicon file may hold: the fields of a class are those TOML may give."""

from __future__ import annotations

from typing import Literal

import msgspec

from criteria_nlp.schema import Domain, Reason

Operator = Literal["<", "<=", ">", ">=", "=", "?"]


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text and the one line it must become."""

    text: str
    expect: str


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every entry has: at least one example."""

    example: tuple[Example, ...]


class ConceptEntry(Entry, frozen=True, kw_only=True):
    """A concept: its preferred name, its other names, its usual units, its possible values.

    `better` says which of two values is the better one.

    The names in `exact` are found only where they are written so: "EGFR" is no "eGFR".
    """

    name: str
    domain: Domain | None = None
    synonyms: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    range: tuple[float, float] | None = None
    countable: bool = False
    better: Literal["", "higher", "lower"] = ""
    exact: tuple[str, ...] = ()


class GroupEntry(Entry, frozen=True, kw_only=True):
    """A class of plain concepts. Each member is "name | synonym | …"; a `heading` names nothing."""

    name: str
    members: tuple[str, ...] = ()
    domain: Domain | None = None
    synonyms: tuple[str, ...] = ()
    heading: bool = False
    exact: tuple[str, ...] = ()


class ComparatorEntry(Entry, frozen=True, kw_only=True):
    """Words that compare. `doubtful` words lower the confidence of what they make."""

    means: Operator
    phrases: tuple[str, ...]
    doubtful: bool = False


class UnitEntry(Entry, frozen=True, kw_only=True):
    """Spellings of one UCUM unit."""

    ucum: str
    phrases: tuple[str, ...]
    dimension: str = "other"
    case_sensitive: bool = False


class CueEntry(Entry, frozen=True, kw_only=True):
    """Words that say how a concept is meant; `direction` is ConText's."""

    category: str
    direction: Literal["forward", "backward", "bidirectional", "terminate"]
    phrases: tuple[str, ...]


class ConnectiveEntry(Entry, frozen=True, kw_only=True):
    """Words that join two pieces, or say how a list is combined (at least `n` of it)."""

    means: Literal["and", "or", "with", "but", "any_of", "all_of", "at_least"]
    phrases: tuple[str, ...]
    n: int = 0


class WindowEntry(Entry, frozen=True, kw_only=True):
    """Words around a stretch of time, or a moment it is counted from."""

    phrases: tuple[str, ...]
    role: (
        Literal["past", "future", "within", "duration", "before", "ago", "after", "since"] | None
    ) = None
    anchor: str | None = None
    direction: str | None = None


class NumeralEntry(Entry, frozen=True, kw_only=True):
    """Words that are numbers."""

    values: dict[str, float]


class ReferenceEntry(Entry, frozen=True, kw_only=True):
    """Words for the value a number is a multiple of."""

    phrases: tuple[str, ...]
    means: str = "times"


class HeadEntry(Entry, frozen=True, kw_only=True):
    """Last words, or endings of last words, that give away the domain of an unknown noun phrase."""

    domain: Domain
    words: tuple[str, ...]
    suffixes: tuple[str, ...] = ()


class PhraseEntry(Entry, frozen=True, kw_only=True):
    """Phrases with one meaning: a modifier, a result, a change, a reason."""

    phrases: tuple[str, ...]
    name: str | None = None
    means: str | None = None
    role: str | None = None
    reason: Reason | None = None
