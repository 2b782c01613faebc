"""The parts of a fact that stand in the text: which role, from where to where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from criteria_nlp.schema import Category, Fact, Interval


class Part(NamedTuple):
    """A piece of source text and its role in a fact; half-open character offsets."""

    role: str
    start: int
    end: int
    source: str = ""


def parts(fact: Fact) -> Iterator[Part]:
    """The parts of a fact with their places, in the order of the contract."""
    value = fact.value if isinstance(fact.value, (Interval, Category)) else None
    placed = (
        ("concept", fact.concept),
        (fact.change or "value", value),
        ("count", fact.count),
        ("window", fact.window),
        ("duration", fact.duration),
        *(("includes", include) for include in fact.concept.includes),
    )
    for role, piece in placed:
        if piece is not None and piece.start is not None and piece.end is not None:
            yield Part(role, piece.start, piece.end)


def evidence(fact: Fact) -> Iterator[Part]:
    """What produced each part of a fact, or just its parts where it does not say."""
    if not fact.evidence:
        yield from parts(fact)
    for item in fact.evidence:
        yield Part(item.role, item.start, item.end, item.source)
