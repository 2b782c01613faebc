"""From inputs to records, in order, with errors among them instead of exceptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

import criteria_nlp
from criteria_nlp.errors import InputError, LexiconError, MissingExtraError
from criteria_nlp.readers import Source, read
from criteria_nlp.schema import Demographics, Kind, Record


class Parser(Protocol):
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


def default_parser() -> Parser:
    """`criteria_nlp.parse`; the pipeline (spaCy) is loaded here, not when a command is defined."""
    parse: Parser = criteria_nlp.parse
    return parse


def sources(
    inputs: Iterable[str],
    *,
    format: str | None,
    text_column: str,
    encoding: str,
    on_fault: Callable[[InputError], None],
) -> Iterator[Source | InputError]:
    """The texts of all inputs in order; a file that fails is one error, and told to `on_fault`."""
    for path in inputs:
        try:
            yield from read(path, format=format, text_column=text_column, encoding=encoding)
        except InputError as error:
            on_fault(error)
            yield error


def parsed(parse: Parser, source: Source) -> Record | InputError:
    """The record of a source, or an error that says how the pipeline failed on it."""
    try:
        return parse(
            source.text,
            kind=source.kind,
            trial_id=source.trial_id,
            id=source.id,
            demographics=source.demographics,
            source=source.origin,
        )
    except (LexiconError, MissingExtraError):
        # Not the fault of the record: no other would fare better.
        raise
    except Exception as error:
        reason = f"the pipeline failed: {type(error).__name__}: {error}"
        return InputError(reason, source.origin.get("path"), source.origin.get("place"))


def results(texts: Iterable[Source | InputError]) -> Iterator[tuple[Source, Record] | InputError]:
    """Each source with its record, or the error that stands in its place."""
    parse: Parser | None = None
    for item in texts:
        if isinstance(item, InputError):
            yield item
            continue
        # Not before: a run whose every input is bad says so without loading the pipeline.
        parse = parse or default_parser()
        record = parsed(parse, item)
        yield record if isinstance(record, InputError) else (item, record)
