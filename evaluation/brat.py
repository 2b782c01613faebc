"""Documents in BRAT standoff: a text, and beside it entities, events and relations.

    T1<tab>Condition 14 22;30 35<tab>ischemic stroke     an entity, pieces apart joined by ";"
    E1<tab>Condition:T1 Name:T2 Temporality:E3           an event: its entity, then its arguments
    R1<tab>Or Arg1:E1 Arg2:T5                            a relation between two entities or events
    *<tab>Or T1 T2 T3                                    one among any number of them

Attributes and notes are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

Span = tuple[int, int]
Argument = tuple[str, str]

_NUMBERED = re.compile(r"\d+$")


class Entity(NamedTuple):
    """A labelled place in the text: half-open character spans, several where it is interrupted."""

    label: str
    spans: tuple[Span, ...]


class Document(NamedTuple):
    """One text with its annotation; everything is named by the entity that stands for it.

    `arguments` has, for the entity of an event, (role, entity) of each argument, the role without
    the number that makes it unique ("Value2"); `relations` has the name and the entities.
    """

    name: str
    text: str
    entities: dict[str, Entity]
    arguments: dict[str, tuple[Argument, ...]]
    relations: tuple[tuple[str, tuple[str, ...]], ...]


def read_documents(folder: Path) -> Iterator[Document]:
    """Every `.txt` of a folder that has an `.ann` beside it, by name."""
    for path in sorted(folder.glob("*.ann")):
        text = path.with_suffix(".txt")
        if text.exists():
            yield document(path.stem, _source(text), _source(path))


def _source(path: Path) -> str:
    # Offsets count "\r\n" as two characters: no line end may be translated.
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def document(name: str, text: str, annotation: str) -> Document:
    """The annotation of one text, with events replaced by their entities."""
    rows = [line.rstrip("\r").split("\t") for line in annotation.split("\n") if "\t" in line]
    entities = {row[0]: _entity(row[1]) for row in rows if row[0][0] == "T"}
    events = {row[0]: _arguments(row[1].split()) for row in rows if row[0][0] == "E"}
    stands_for = {name: arguments[0][1] for name, arguments in events.items()}
    arguments: dict[str, tuple[Argument, ...]] = {}
    for (_, entity), *others in events.values():
        told = tuple((role, stands_for.get(other, other)) for role, other in others)
        arguments[entity] = arguments.get(entity, ()) + told
    relations = [_relation(row[1].split()) for row in rows if row[0][0] in "R*"]
    named = [(kind, tuple(stands_for.get(m, m) for m in members)) for kind, members in relations]
    return Document(name, text, entities, arguments, tuple(named))


def _entity(field: str) -> Entity:
    label, _, places = field.partition(" ")
    spans = (tuple(map(int, place.split())) for place in places.split(";"))
    return Entity(label, tuple((start, end) for start, end in spans))


def _arguments(words: list[str]) -> list[Argument]:
    pairs = (word.rpartition(":") for word in words)
    return [(_NUMBERED.sub("", role), entity) for role, _, entity in pairs]


def _relation(words: list[str]) -> tuple[str, tuple[str, ...]]:
    return words[0], tuple(word.rpartition(":")[2] for word in words[1:])
