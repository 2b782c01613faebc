"""BRAT standoff: a text, and beside it entities, events and relations.

    T1<tab>Condition 14 22;30 35<tab>ischemic stroke     an entity, pieces apart joined by ";"
    E1<tab>Condition:T1 Name:T2 Temporality:E3           an event: its entity, then its arguments
    R1<tab>Or Arg1:E1 Arg2:T5                            a relation between two entities or events
    *<tab>OR T1 T2 T3                                    one among any number of them

An entity becomes a mention; each argument of an event a relation from the event's entity to the
argument's, labelled with the role ("Value2" is "Value"). Attributes (A, M), normalizations (N) and
notes (#) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from criteria_nlp.errors import FormatError
from criteria_nlp.readers.annotated.texts import (
    AnnotatedText,
    Draft,
    Relation,
    Span,
    kind_of,
    named,
    quoted,
    trial_of,
)
from criteria_nlp.readers.opening import unreadable

_NAME = re.compile(r"[TERAMN]\d+\t|#\w*\t|\*\t")
_REFERENCE = re.compile(r"\S+\t\S+ (\S+).*")
_SHAPES = {
    "T": re.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)"),
    "E": re.compile(r"(E\d+)\t\S+:(T\d+)((?: \S+:[TE]\d+)*)\s*"),
    "R": re.compile(r"R\d+\t(\S+)((?: \S+:[TE]\d+){2})\s*"),
    "*": re.compile(r"\*\t(\S+)((?: [TE]\d+)+)\s*"),
    "A": _REFERENCE,
    "M": _REFERENCE,
    "N": _REFERENCE,
}
_NUMBERED = re.compile(r"\d+$")
# Chia's release without scopes renamed this label, and replaced the word in its quotations too.
_RENAMED = ("Person", "Demographic")


class _Row(NamedTuple):
    """A line of annotation: its number from 1, its name and its fields."""

    number: int
    name: str
    fields: re.Match[str]


def read_folder(folder: Path) -> Iterator[AnnotatedText]:
    """Every document below a folder, by name; raises `FormatError` where one is damaged."""
    paths = sorted(folder.rglob("*.ann"))
    if not paths:
        raise FormatError("holds no .ann file", str(folder))
    return map(read_document, paths)


def read_document(path: Path) -> AnnotatedText:
    """The text beside an `.ann` file with its annotation."""
    annotation, beside = _content(path), path.with_suffix(".txt")
    if not beside.exists():
        raise FormatError(f"has no text beside it ({beside.name})", str(path))
    return document(path.stem, _content(beside), annotation, str(path))


def document(name: str, text: str, annotation: str, path: str = "") -> AnnotatedText:
    """A text and the content of its `.ann` file; raises `FormatError` with the line."""
    rows = list(_rows(annotation, path or name))
    draft = Draft(text)
    relations: list[Relation] = []
    # A line may refer to one that follows it: first what has a name, then what refers to it.
    for letters, step in _STEPS:
        for row in rows:
            if row.name[0] in letters:
                with _line(path or name, row.number), named(row.name):
                    relations += step(draft, row.fields)
    return AnnotatedText(
        id=name,
        trial_id=trial_of(name),
        kind=kind_of(name),
        text=text,
        mentions=draft.mentions(),
        relations=tuple(relations),
        source={"path": path, "format": "brat"} if path else {},
    )


def _content(path: Path) -> str:
    try:
        data = path.read_bytes()
        # Not read as text: offsets count "\r\n" as two characters.
        return data.decode()
    except OSError as error:
        raise unreadable(str(path), error) from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"byte 0x{data[error.start]:02X} is not utf-8"
        raise FormatError(reason, str(path), f"line {line}") from None


def _rows(annotation: str, path: str) -> Iterator[_Row]:
    seen: set[str] = set()
    for number, line in enumerate(annotation.split("\n"), 1):
        with _line(path, number):
            if line.strip():
                yield from _row(number, line.rstrip("\r"), seen)


def _row(number: int, line: str, seen: set[str]) -> Iterator[_Row]:
    """The row of a line, none for a note."""
    found = _NAME.match(line)
    if found is None:
        raise ValueError("is no line of BRAT standoff")
    name = found[0][:-1]
    if name[0] == "#":
        return
    if name in seen:
        raise ValueError(f"the name {name} is given a second time")
    if name != "*":
        seen.add(name)
    fields = _SHAPES[name[0]].fullmatch(line)
    if fields is None:
        raise ValueError(f"{name} is damaged or cut off")
    yield _Row(number, name, fields)


@contextmanager
def _line(path: str, number: int) -> Iterator[None]:
    """Gives what is wrong within it the place."""
    try:
        yield
    except ValueError as error:
        raise FormatError(str(error), path, f"line {number}") from None


def _add_entity(draft: Draft, fields: re.Match[str]) -> list[Relation]:
    name, label, places, quote = fields.groups()
    spans = [_span(place) for place in places.split(";")]
    if quote.replace(*_RENAMED) == quoted(draft.text, spans):
        quote = None
    draft.mention(label, spans, quote, name)
    return []


def _span(place: str) -> Span:
    start, _, end = place.partition(" ")
    return int(start), int(end)


def _name_event(draft: Draft, fields: re.Match[str]) -> list[Relation]:
    draft.index[fields[1]] = draft.member(fields[2])
    return []


def _relate_arguments(draft: Draft, fields: re.Match[str]) -> list[Relation]:
    event, _, arguments = fields.groups()
    pairs = (word.rpartition(":") for word in arguments.split())
    return [draft.relation(_NUMBERED.sub("", role), (event, other)) for role, _, other in pairs]


def _relate(draft: Draft, fields: re.Match[str]) -> list[Relation]:
    members = [word.rpartition(":")[2] for word in fields[2].split()]
    return [draft.relation(fields[1], members)]


def _check_reference(draft: Draft, fields: re.Match[str]) -> list[Relation]:
    draft.member(fields[1])
    return []


_STEPS = (
    ("T", _add_entity),
    ("E", _name_event),
    ("E", _relate_arguments),
    ("R*", _relate),
    ("AMN", _check_reference),
)
