"""What the tests of the evaluation share: a stand-in for `parse` that needs no pipeline."""

from collections.abc import Callable

import pytest

from criteria_nlp.schema import Concept, Criterion, Expression, Fact, Kind, Record

Make = Callable[..., Record]


def _record(text: str, *expressions: Expression, kind: Kind = "inclusion", **fields) -> Record:
    criteria = tuple(
        Criterion(
            id=f"I{number}",
            kind=kind,
            start=0,
            end=len(text),
            text=text,
            normalized_text=text,
            status="computable",
            expression=expression,
        )
        for number, expression in enumerate(expressions, start=1)
    )
    return Record(criteria=criteria, **fields)


@pytest.fixture
def record() -> Make:
    """Makes a record whose criteria all quote the whole text, one an expression."""
    return _record


@pytest.fixture
def fact() -> Callable[..., Fact]:
    """Makes a fact about some words of a text."""

    def make(text: str, words: str, **fields) -> Fact:
        start = text.index(words)
        return Fact(concept=Concept(text=words, start=start, end=start + len(words)), **fields)

    return make
