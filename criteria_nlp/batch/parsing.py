"""From a source to its record, with an error as a value instead of an exception."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import criteria_nlp
from criteria_nlp.errors import InputError, LexiconError, MissingExtraError, ModelError
from criteria_nlp.readers import Source
from criteria_nlp.schema import Demographics, Kind, Record


class Parse(Protocol):
    """What turns a text into a record: the shape of `criteria_nlp.parse`."""

    def __call__(
        self,
        text: str,
        *,
        kind: Kind = "unknown",
        trial_id: str | None = None,
        id: str | None = None,
        demographics: Demographics | None = None,
        source: dict[str, Any] | None = None,
    ) -> Record:
        """The record of the text."""
        ...


def parsed(source: Source) -> Record | InputError:
    """The record of a source, or an error that says how the pipeline failed on it."""
    # Looked up at the call: the pipeline, and spaCy with it, is loaded by the first text.
    parse: Parse = criteria_nlp.parse
    try:
        return parse(
            source.text,
            kind=source.kind,
            trial_id=source.trial_id,
            id=source.id,
            demographics=source.demographics,
            source=source.origin,
        )
    except (LexiconError, MissingExtraError, ModelError):
        # Not the fault of the record: no other would fare better.
        raise
    except Exception as error:
        return fault(source, f"the pipeline failed: {type(error).__name__}: {error}")


def fault(source: Source, reason: str) -> InputError:
    """The error that stands in the place of a source."""
    return InputError(reason, source.origin.get("path"), source.origin.get("place"))


def results(items: Iterable[Source | InputError]) -> Iterator[tuple[Source, Record] | InputError]:
    """Each source with its record, or the error that stands in its place."""
    for item in items:
        if isinstance(item, InputError):
            yield item
            continue
        record = parsed(item)
        yield record if isinstance(record, InputError) else (item, record)
