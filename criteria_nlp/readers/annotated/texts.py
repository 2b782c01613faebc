"""An annotated text: the one type that every corpus is read into, and the checks it has passed."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise

import msgspec

from criteria_nlp.schema.records import Kind

Span = tuple[int, int]

_TRIAL = re.compile(r"NCT\d{8}")
_KINDS: dict[str, Kind] = {"inc": "inclusion", "exc": "exclusion"}
_BLANKS = re.compile(r"\s+")
_SHOWN = 60  # characters of a quotation in a message


class Mention(msgspec.Struct, frozen=True):
    """A labelled place of a text: half-open character spans in order, several if interrupted."""

    label: str
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Where its first span begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where its last span ends."""
        return self.spans[-1][1]


class Relation(msgspec.Struct, frozen=True):
    """A labelled tie between mentions, which are given by their index.

    Of two members the first is the head, as the corpus states it; a group ("one among these") has
    any number.
    """

    label: str
    members: tuple[int, ...]


class AnnotatedText(msgspec.Struct, frozen=True, kw_only=True):
    """One text with its annotation; every offset counts in `text` as its file gives it.

    `source` says where it was read: `path`, `format` and `place`, where it has one.
    """

    id: str
    trial_id: str | None = None
    kind: Kind = "unknown"
    text: str
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    source: dict[str, str] = {}

    def words(self, mention: Mention) -> str:
        """What a mention covers; the pieces of an interrupted one with a blank between them."""
        return quoted(self.text, mention.spans)


def with_mentions(text: AnnotatedText, mentions: Mapping[int, Mention]) -> AnnotatedText:
    """The text with some of its mentions, given by their index; relations of others go."""
    index_of = {old: new for new, old in enumerate(mentions)}
    relations = tuple(
        Relation(relation.label, tuple(index_of[member] for member in relation.members))
        for relation in text.relations
        if index_of.keys() >= set(relation.members)
    )
    kept = tuple(mentions.values())
    return msgspec.structs.replace(text, mentions=kept, relations=relations)


class Draft:
    """Mentions and relations of one text under the names that their file gives them.

    Each method raises `ValueError` with what is wrong; relations may come before their members.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.index: dict[Hashable, int] = {}
        self._mentions: list[Mention] = []

    def mention(
        self, label: str, spans: Sequence[Span], quote: str | None = None, name: Hashable = None
    ) -> int:
        """Add a mention and return its index.

        `quote` is what the file says its words are, in the order of `spans`.
        """
        if not isinstance(label, str) or not label.strip():
            raise ValueError(f"the label is {label!r}, not a word")
        self._check_places(spans)
        standing = quoted(self.text, spans)
        if quote is not None and not agrees(str(quote), standing):
            raise ValueError(f"quotes {_short(str(quote))} where the text has {_short(standing)}")
        index = len(self._mentions)
        self._mentions.append(Mention(label, tuple(sorted(spans))))
        # What a file gives as a name may be anything that JSON has.
        if isinstance(name, str | int) and self.index.setdefault(name, index) != index:
            raise ValueError(f"the name {name!r} is given a second time")
        return index

    def relation(self, label: str, names: Iterable[Hashable]) -> Relation:
        """A relation of mentions that have been added."""
        if not isinstance(label, str) or not label.strip():
            raise ValueError(f"the label is {label!r}, not a word")
        return Relation(label, tuple(map(self.member, names)))

    def member(self, name: Hashable) -> int:
        """The index of a named mention."""
        try:
            return self.index[name]
        except (KeyError, TypeError):
            raise ValueError(f"refers to {name!r}, which is not annotated") from None

    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, in the order of the file."""
        return tuple(self._mentions)

    def _check_places(self, spans: Sequence[Span]) -> None:
        for start, end in spans:
            if not all(isinstance(at, int) and not isinstance(at, bool) for at in (start, end)):
                raise ValueError(f"the offsets {start!r} and {end!r} are not whole numbers")
            if not 0 <= start < end <= len(self.text):
                size = len(self.text)
                raise ValueError(f"{start}–{end} is no place in a text of {size} characters")
            if not self.text[start:end].strip():
                raise ValueError(f"{start}–{end} covers no word")
        if not spans or any(one[1] > other[0] for one, other in pairwise(sorted(spans))):
            raise ValueError("its pieces overlap" if spans else "has no place")


@contextmanager
def named(what: str) -> Iterator[None]:
    """Begins the message of a `ValueError` within it with what it concerns."""
    try:
        yield
    except ValueError as error:
        raise ValueError(f"{what}: {error}") from None


def quoted(text: str, spans: Sequence[Span]) -> str:
    """The words of some spans, with a blank between the pieces."""
    return " ".join(text[start:end] for start, end in spans)


def agrees(quote: str, standing: str) -> bool:
    """Whether a quotation is of these words; blanks may differ, and a line end may cut it off."""
    # A format that has a line for each mention cannot quote a line end: it blanks it or stops.
    wanted = _BLANKS.sub(" ", quote).strip()
    return wanted in {
        _BLANKS.sub(" ", words).strip() for words in (standing, re.split(r"[\r\n]", standing)[0])
    }


def trial_of(name: str) -> str | None:
    """The registry number in the name of a text, if there is one."""
    found = _TRIAL.search(name)
    return found[0] if found else None


def kind_of(name: str) -> Kind:
    """The kind that the name of a text tells ("NCT…_exc")."""
    return _KINDS.get(name.rpartition("_")[2], "unknown")


def _short(words: str) -> str:
    return repr(words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…")
