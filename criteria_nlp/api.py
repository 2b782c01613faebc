"""The library call: a text in, a record out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from criteria_nlp.schema import Demographics, Kind, Record

if TYPE_CHECKING:
    from spacy.language import Language


def load() -> Language:
    """A new spaCy pipeline that reads eligibility criteria; `doc._.criteria` is the record."""
    from criteria_nlp.pipeline import build

    return build()


@lru_cache(maxsize=1)
def _default() -> Language:
    return load()


def parse(
    text: str,
    *,
    kind: Kind = "unknown",
    trial_id: str | None = None,
    id: str | None = None,
    demographics: Demographics | None = None,
    source: Mapping[str, Any] | None = None,
) -> Record:
    """The record of one eligibility text, with offsets into `text` exactly as given.

    `kind` is the kind of criteria that stand under no heading. The pipeline is made at the first
    call and kept; like any spaCy pipeline it must not be used by two threads at once.
    """
    nlp = _default()
    doc = nlp.make_doc(text)
    doc._.criteria_kind = kind
    record: Record = nlp(doc)._.criteria
    return msgspec.structs.replace(
        record, id=id, trial_id=trial_id, demographics=demographics, source=dict(source or {})
    )
