"""The library calls: texts in, records out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import msgspec

from criteria_nlp.readers import Source
from criteria_nlp.schema import Demographics, Kind, Record

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


DEFAULT_MODEL = "en_criteria_sm"


def load(model: str | Path | None = DEFAULT_MODEL) -> Language:
    """A new spaCy pipeline that reads eligibility criteria; `doc._.criteria` is the record.

    `model` is the name or the folder of a trained tagger; with None the lexicon and the rules are
    alone, several times faster. Raises `ModelError` where there is no such model.
    """
    from criteria_nlp.pipeline import COMPONENTS, RULES, build

    return build(RULES if model is None else COMPONENTS, model)


class Parser:
    """A pipeline to make once in a process and keep, safe to share between its threads.

    The pipeline is made at the first text. A spaCy pipeline reads one text at a time, so threads
    wait for each other here; what runs in parallel is processes, each with a parser of its own.
    `model` is as for `load`.
    """

    def __init__(self, model: str | Path | None = DEFAULT_MODEL) -> None:
        self._model = model
        self._lock = Lock()

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
        return load(self._model)

    def _parse_batch(self, sources: list[Source]) -> list[Record]:
        with self._lock:
            unread = [self._doc(source) for source in sources]
            # Setting up a stream costs as much as reading a line.
            docs = self._nlp.pipe(unread) if len(unread) > 1 else map(self._nlp, unread)
            return [_record(doc, source) for doc, source in zip(docs, sources, strict=True)]

    def _doc(self, source: Source) -> Doc:
        doc = self._nlp.make_doc(source.text)
        doc._.criteria_kind = source.kind
        return doc


def _record(doc: Doc, source: Source) -> Record:
    record: Record = doc._.criteria
    return msgspec.structs.replace(
        record,
        id=source.id,
        trial_id=source.trial_id,
        demographics=source.demographics,
        source=dict(source.origin),
    )


parse = Parser().parse
"""`Parser.parse` of a parser that is made at the first call and kept."""
