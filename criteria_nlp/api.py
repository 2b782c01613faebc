"""The library calls: texts in, records out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Any

import msgspec

from criteria_nlp.readers import Source
from criteria_nlp.schema import Demographics, Kind, Record

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Key = tuple[str, Kind]
_SHORT = 500  # characters of a text whose record is kept: longer ones hardly come twice


def load() -> Language:
    """A new spaCy pipeline that reads eligibility criteria; `doc._.criteria` is the record."""
    from criteria_nlp.pipeline import build

    return build()


class Parser:
    """A pipeline to make once in a process and keep, safe to share between its threads.

    The pipeline is made at the first text. A spaCy pipeline reads one text at a time, so threads
    wait for each other here; what runs in parallel is processes, each with a parser of its own.
    The records of the last `remembered` short texts are kept for when one comes again: registries
    repeat themselves, and a record depends on nothing but its text and the kind given with it.
    """

    def __init__(self, *, remembered: int = 4096) -> None:
        self._lock = Lock()
        self._remembered = remembered
        self._memory: dict[Key, Record] = {}

    def parse(
        self,
        text: str,
        *,
        kind: Kind = "unknown",
        trial_id: str | None = None,
        id: str | None = None,
        demographics: Demographics | None = None,
        source: Mapping[str, Any] | None = None,
    ) -> Record:
        """The record of one eligibility text, with offsets into `text` exactly as given.

        `kind` is the kind of criteria that stand under no heading.
        """
        given = Source(
            text=text,
            kind=kind,
            trial_id=trial_id,
            id=id,
            demographics=demographics,
            origin=dict(source or {}),
        )
        return self._parse_batch([given])[0]

    def parse_many(
        self, texts: Iterable[str | Source], *, batch_size: int = 32
    ) -> Iterator[Record]:
        """The records of many texts in their order, read in batches of `batch_size`.

        Texts are taken as they are needed; other threads have their turn between two batches.
        """
        given = (Source(text=text) if isinstance(text, str) else text for text in texts)
        while batch := list(islice(given, batch_size)):
            yield from self._parse_batch(batch)

    @cached_property
    def _nlp(self) -> Language:
        return load()

    def _parse_batch(self, sources: list[Source]) -> list[Record]:
        keys: list[Key] = [(source.text, source.kind) for source in sources]
        with self._lock:
            found = {key: self._memory[key] for key in keys if key in self._memory}
            new = [key for key in dict.fromkeys(keys) if key not in found]
            unread = [self._doc(*key) for key in new]
            # Setting up a stream costs as much as reading a line.
            docs = self._nlp.pipe(unread) if len(unread) > 1 else map(self._nlp, unread)
            for key, doc in zip(new, docs, strict=True):
                found[key] = doc._.criteria
                self._remember(key, found[key])
        return [_given(found[key], source) for key, source in zip(keys, sources, strict=True)]

    def _doc(self, text: str, kind: Kind) -> Doc:
        doc = self._nlp.make_doc(text)
        doc._.criteria_kind = kind
        return doc

    def _remember(self, key: Key, record: Record) -> None:
        """Keep the record of a short text; the oldest goes where there are too many."""
        if len(key[0]) <= _SHORT and self._remembered:
            self._memory[key] = record
            if len(self._memory) > self._remembered:
                del self._memory[next(iter(self._memory))]


def _given(record: Record, source: Source) -> Record:
    """The record of a text with what its source says of it."""
    return msgspec.structs.replace(
        record,
        id=source.id,
        trial_id=source.trial_id,
        demographics=source.demographics,
        source=dict(source.origin),
    )


parse = Parser().parse
"""`Parser.parse` of a parser that is made at the first call and kept."""
