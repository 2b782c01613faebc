"""Builds the lexicon from a folder of TOML files, and refuses what breaks their rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import msgspec

from criteria_nlp.errors import LexiconError
from criteria_nlp.lexicon.entries import (
    ComparatorEntry,
    ConceptEntry,
    ConnectiveEntry,
    CueEntry,
    Entry,
    Example,
    GroupEntry,
    HeadEntry,
    NumeralEntry,
    PhraseEntry,
    ReferenceEntry,
    UnitEntry,
    WindowEntry,
)
from criteria_nlp.lexicon.files import FOLDER, entries, read_toml
from criteria_nlp.lexicon.lexicon import (
    Comparison,
    ConceptInfo,
    ConceptPhrase,
    Lexicon,
    Sense,
    symbol_key,
)
from criteria_nlp.lexicon.phrases import expand
from criteria_nlp.lexicon.small_words import small_words
from criteria_nlp.lexicon.words import key


def build_lexicon(folder: Path) -> Lexicon:
    """The lexicon in a folder laid out as the packaged one; raises `LexiconError`."""
    return _Builder(folder).build()


def lexicon_examples(folder: Path = FOLDER) -> list[tuple[str, Example]]:
    """The examples of every entry of a folder, each with the entry's identifier."""
    builder = _Builder(folder)
    builder.build()
    return builder.examples


# file -> array of tables -> (class of entry, phrase table, what an entry means there)
_PHRASE_FILES: dict[str, dict[str, tuple[type[Any], str, str]]] = {
    "cues.toml": {"cue": (CueEntry, "cues", "category")},
    "connectives.toml": {
        "connective": (ConnectiveEntry, "connectives", "means"),
        "combiner": (ConnectiveEntry, "combiners", "means"),
    },
    "windows.toml": {
        "lead": (WindowEntry, "leads", "role"),
        "tail": (WindowEntry, "tails", "role"),
        "anchor": (WindowEntry, "anchors", "anchor"),
        "moment": (WindowEntry, "moments", "direction"),
        "stretch": (WindowEntry, "stretches", "anchor"),
    },
    "references.toml": {
        "reference": (ReferenceEntry, "references", "means"),
        "times": (ReferenceEntry, "times", "means"),
    },
    "modifiers.toml": {"modifier": (PhraseEntry, "modifiers", "role")},
    "categories.toml": {
        "category": (PhraseEntry, "categories", "name"),
        "dosing": (PhraseEntry, "dosings", "name"),
        "change": (PhraseEntry, "changes", "means"),
    },
    "reasons.toml": {"reason": (PhraseEntry, "reasons", "reason")},
}


class _Builder:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lexicon = Lexicon()
        self.examples: list[tuple[str, Example]] = []

    def build(self) -> Lexicon:
        symbols = read_toml(self.folder / "comparators" / "symbols.toml")
        words = sorted((self.folder / "comparators").glob("*.toml"))
        glue = [read_toml(path).get("glue", {}) for path in words]
        phrases = [phrase for row in symbols.get("symbol", ()) for phrase in row["phrases"]]
        self.lexicon.scanned, self.lexicon.glued = tuple(phrases), _glued_words(glue)
        common = read_toml(self.folder / "common_words.toml").get("words", ())
        self.lexicon.common_words = frozenset(common)
        functions = read_toml(self.folder / "function_words.toml")
        self.lexicon.function_words = frozenset(
            key(word) for name in ("grammar", "telling") for word in functions.get(name, ())
        )
        self.lexicon.labels = frozenset(key(word) for word in functions.get("labels", ()))
        self.lexicon.small_words = small_words(self.folder)
        self._comparators(words)
        self._phrases()
        self._units()
        self._numerals()
        self._heads()
        self._concepts()
        for table in msgspec.structs.astuple(self.lexicon.tables):
            table.share()
        return self.lexicon

    def _add(self, table: str, phrase: str, payload: Any, *, first: bool = False) -> None:
        self.lexicon.table(table).add(self.lexicon.scanner.keys(phrase), payload, first=first)

    def _entries(
        self, path: Path, table: str, class_: type[Any], content: dict[str, Any]
    ) -> list[tuple[str, Any]]:
        found: list[tuple[str, Entry]] = list(entries(path, table, class_, content))
        self.examples += [(source, example) for source, entry in found for example in entry.example]
        return found

    def _comparators(self, paths: list[Path]) -> None:
        for path in paths:
            content = read_toml(path)
            for source, entry in self._entries(path, "symbol", ComparatorEntry, content):
                for phrase in entry.phrases:
                    self.lexicon.symbols[symbol_key(phrase)] = Comparison(entry.means, source)
            for source, entry in self._entries(path, "damaged", ComparatorEntry, content):
                for phrase in entry.phrases:
                    self.lexicon.damaged[phrase] = Comparison(entry.means, source, doubtful=True)
            for table in ("prefix", "suffix"):
                for source, entry in self._entries(path, table, ComparatorEntry, content):
                    self._comparator(path, table, source, entry, content.get("words", {}))

    def _comparator(
        self, path: Path, table: str, source: str, entry: ComparatorEntry, words: dict[str, str]
    ) -> None:
        phrases = self.lexicon.table(table)
        for phrase in sorted({p for pattern in entry.phrases for p in expand(pattern, words)}):
            keys = self.lexicon.scanner.keys(phrase)
            match = phrases.at(keys, 0) if keys else None
            if match is not None and match[0] == len(keys):
                if match[1][0].operator != entry.means:
                    reason = f"{phrase!r} means {match[1][0].operator} in {match[1][0].source}"
                    raise LexiconError(reason, str(path), source)
                continue
            phrases.add(keys, Comparison(entry.means, source, entry.doubtful))

    def _phrases(self) -> None:
        for name, tables in _PHRASE_FILES.items():
            path = self.folder / name
            content = read_toml(path)
            for table, (class_, target, attribute) in tables.items():
                for source, entry in self._entries(path, table, class_, content):
                    sense = _sense(source, entry, attribute)
                    for pattern in entry.phrases:
                        for phrase in expand(pattern, content.get("words", {})):
                            self._add(target, phrase, sense)

    def _units(self) -> None:
        path = self.folder / "units.toml"
        for source, entry in self._entries(path, "unit", UnitEntry, read_toml(path)):
            for phrase in entry.phrases:
                exact = phrase if entry.case_sensitive else None
                self._add("units", phrase, (entry.ucum, entry.dimension, exact, source))

    def _numerals(self) -> None:
        path = self.folder / "numerals.toml"
        content = read_toml(path)
        for table in ("numeral", "tens", "scale", "fraction", "roman"):
            values: dict[str, float] = {}
            for _, entry in self._entries(path, table, NumeralEntry, content):
                values.update(entry.values)
            self.lexicon.numerals[table] = values

    def _heads(self) -> None:
        path = self.folder / "heads.toml"
        for source, entry in self._entries(path, "head", HeadEntry, read_toml(path)):
            for word in entry.words:
                self.lexicon.head_words.setdefault(key(word), (entry.domain, source))
            for suffix in entry.suffixes:
                self.lexicon.head_suffixes.setdefault(suffix, (entry.domain, source))

    def _concepts(self) -> None:
        for path in sorted((self.folder / "concepts").rglob("*.toml")):
            content = read_toml(path)
            for source, entry in self._entries(path, "concept", ConceptEntry, content):
                domain = _domain(path, source, entry, content)
                info = ConceptInfo(
                    source,
                    domain,
                    entry.name,
                    entry.units,
                    entry.range,
                    entry.countable,
                    entry.better,
                )
                names = (entry.name, *entry.synonyms)
                self._concept(info, names, entry.exact)
                _refuse_unknown_exact(path, source, entry.exact, names)
            for source, entry in self._entries(path, "group", GroupEntry, content):
                self._group(path, source, entry, _domain(path, source, entry, content))

    def _group(self, path: Path, source: str, entry: GroupEntry, domain: str) -> None:
        concepts = [] if entry.heading else [(entry.name, *entry.synonyms)]
        concepts += [tuple(n.strip() for n in member.split("|")) for member in entry.members]
        for names in concepts:
            self._concept(ConceptInfo(source, domain, names[0]), names, entry.exact)
        _refuse_unknown_exact(path, source, entry.exact, {n for names in concepts for n in names})

    def _concept(
        self, info: ConceptInfo, phrases: Iterable[str], exact: Collection[str] = ()
    ) -> None:
        self.lexicon.concepts.setdefault(info.name, info)
        for phrase in phrases:
            if _lists_two(phrase, info.domain):
                continue  # "men or women" is two facts, found one by one
            acronym = (
                not phrase.islower()
                and " " not in phrase
                and phrase.lower() in self.lexicon.common_words
            )
            as_written = acronym or phrase in exact
            named = ConceptPhrase(info, phrase if as_written else None)
            self._add("concepts", phrase, named, first=as_written)


def _sense(source: str, entry: Any, attribute: str) -> Sense:
    """What the phrases of an entry mean, with what else the pipeline asks of them."""
    means = str(getattr(entry, attribute))
    return Sense(means, source, getattr(entry, "direction", None) or "", getattr(entry, "n", 0))


def _domain(
    path: Path, source: str, entry: ConceptEntry | GroupEntry, content: dict[str, Any]
) -> str:
    """The domain of an entry: its own, or its file's."""
    domain = entry.domain or content.get("domain")
    if domain is None:
        raise LexiconError("neither the entry nor its file has a domain", str(path), source)
    return str(domain)


def _refuse_unknown_exact(
    path: Path, source: str, exact: Iterable[str], names: Collection[str]
) -> None:
    for phrase in exact:
        if phrase not in names:
            raise LexiconError(
                f"`exact` has {phrase!r}, which is none of the names", str(path), source
            )


def _lists_two(phrase: str, domain: str) -> bool:
    words = phrase.lower().split()
    if domain != "measurement" and ("or" in words or "and/or" in words):
        return True
    if domain == "demographic":
        return "and" in words or "/" in phrase
    return "and" in words and len(words[-1]) == 1  # "hepatitis B and C"


def _glued_words(tables: list[dict[str, Any]]) -> dict[str, str]:
    """ "ofmore" -> "of": every pair of a word of `before` and a comparative, written as one."""
    heads = {word for table in tables for word in table.get("before", ())}
    tails = {word for table in tables for word in table.get("after", ())}
    return {head + tail: head for head in heads for tail in tails}
