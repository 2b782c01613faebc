"""What must be true of every record, whatever its text says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from criteria_nlp.schema import Criterion, Fact, Record, Unresolved, walk


class Quote(NamedTuple):
    """A place that a record names, with the text it says stands there (None if it does not say)."""

    what: str
    start: int | None
    end: int | None
    text: str | None = None


def problems(text: str, record: Record) -> list[str]:
    """What is wrong with the record of a text, one line each, the kind before the first colon."""
    found = [*_uncovered(text, record), *_family(record)]
    for quote in quotes(record):
        found += _misplaced(text, quote)
    return found


def quotes(record: Record) -> Iterator[Quote]:
    """Every place that a record names."""
    for heading in record.headings:
        yield Quote("heading", heading.start, heading.end, heading.text)
    for residual in record.residual:
        yield Quote("residual", residual.start, residual.end, residual.text)
    for warning in record.warnings:
        yield Quote("warning", warning.start, warning.end)
    for criterion in record.criteria:
        yield from _criterion_quotes(criterion)


def _criterion_quotes(criterion: Criterion) -> Iterator[Quote]:
    yield Quote("criterion", criterion.start, criterion.end, criterion.text)
    for warning in criterion.warnings:
        yield Quote("warning", warning.start, warning.end)
    for node in walk(criterion.expression):
        if isinstance(node, Fact):
            yield from _fact_quotes(node)
        elif isinstance(node, Unresolved):
            yield Quote("unresolved", node.start, node.end, node.text)


def _fact_quotes(fact: Fact) -> Iterator[Quote]:
    yield Quote("concept", fact.concept.start, fact.concept.end, fact.concept.text)
    for include in fact.concept.includes:
        yield Quote("include", include.start, include.end, include.text)
    for evidence in fact.evidence:
        yield Quote("evidence", evidence.start, evidence.end)
    parts: dict[str, Any] = {
        "value": fact.value,
        "count": fact.count,
        "window": fact.window,
        "duration": fact.duration,
    }
    for name, part in parts.items():
        if part is not None and part.start is not None:
            yield Quote(name, part.start, part.end)


def _misplaced(text: str, quote: Quote) -> Iterator[str]:
    if quote.start is None or quote.end is None:
        if quote.what not in ("warning",):
            yield f"{quote.what} without offsets: {quote.text!r:.60}"
    elif not 0 <= quote.start <= quote.end <= len(text):
        yield f"{quote.what} outside the text: {quote.start} to {quote.end} of {len(text)}"
    elif quote.text is not None and text[quote.start : quote.end] != quote.text:
        there = text[quote.start : quote.end]
        yield f"{quote.what} quoted wrongly: {quote.text!r:.60}, there is {there!r:.60}"
    elif quote.start == quote.end:
        yield f"{quote.what} is empty: at {quote.start}"


def _uncovered(text: str, record: Record) -> Iterator[str]:
    """Non-blank characters that belong to no criterion, heading or residual."""
    parts: list[Any] = [*record.criteria, *record.headings, *record.residual]
    position = 0
    for start, end in sorted((part.start, part.end) for part in parts):
        gap = text[position:start]
        if gap.strip():
            yield f"dropped text: at {position}, {gap.strip()!r:.60}"
        position = max(position, end)
    if text[position:].strip():
        yield f"dropped text: at {position}, {text[position:].strip()!r:.60}"


def _family(record: Record) -> Iterator[str]:
    """Names that are used twice, and parents that are not there or are the child itself."""
    names = [criterion.id for criterion in record.criteria]
    yield from (f"criterion named twice: {name}" for name in _repeated(names))
    for criterion in record.criteria:
        if criterion.parent is not None and criterion.parent not in names:
            yield f"parent is not there: {criterion.parent} of {criterion.id}"
        if criterion.parent == criterion.id:
            yield f"its own parent: {criterion.id}"


def _repeated(names: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [name for name in names if name in seen or seen.add(name)]  # type: ignore[func-returns-value]
