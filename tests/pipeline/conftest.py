"""What the tests of the pipeline share: one pipeline, and a way to compare a reading with a line.

A line of notation names what must be there: operators, concepts, values, counts, changes, windows
and durations are compared exactly. Where the line is silent on temporality, certainty, experiencer
or examples, and on which adjectives belong to a concept, the contract leaves it open or another
test looks at it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp import load
from criteria_nlp.schema import (
    AtLeast,
    Concept,
    Except,
    Expression,
    Fact,
    Interval,
    Record,
    Unresolved,
    Window,
    children,
    from_notation,
    to_notation,
)
from criteria_nlp.schema.notation import interval_line, value_line, window_line

Run = Callable[..., Doc]
Read = Callable[..., Record]
Reading = Callable[..., str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that a module names in `FAULTS`: known faults of the pipeline, and why."""
    for item in items:
        reason = getattr(getattr(item, "module", None), "FAULTS", {}).get(item.name)
        if reason is not None:
            item.add_marker(pytest.mark.xfail(strict=True, reason=reason))


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default pipeline, built once."""
    return load()


@pytest.fixture(scope="session")
def run(nlp: Language) -> Run:
    """The Doc of a text after all stages; `kind` is that of criteria under no heading."""

    def make(text: str, kind: str = "inclusion") -> Doc:
        doc = nlp.make_doc(text)
        doc._.criteria_kind = kind
        return nlp(doc)

    return make


@pytest.fixture(scope="session")
def read(run: Run) -> Read:
    """The record of a text."""
    return lambda text, kind="inclusion": run(text, kind)._.criteria


@pytest.fixture(scope="session")
def reading(read: Read) -> Reading:
    """The expected line where the first criterion of a text says just that, else what it says."""

    def make(text: str, line: str, kind: str = "inclusion") -> str:
        record = read(text, kind)
        assert record.criteria, f"{text!r} has no criterion"
        found = record.criteria[0].expression
        return line if says(found, from_notation(line)) else to_notation(found)

    return make


@pytest.fixture(scope="session")
def holds(read: Read) -> Callable[..., bool]:
    """Whether some fact, or any other part, of a text says just what a line says."""

    def make(record: Record, line: str) -> bool:
        wanted = from_notation(line)
        return any(
            says(part, wanted)
            for criterion in record.criteria
            for part in (criterion.expression, *below(criterion.expression))
        )

    return make


@pytest.fixture(scope="session")
def data() -> Callable[[str], Path]:
    """Finds a file under CRITERIA_NLP_DATA; skips the test where it is not there."""

    def find(name: str) -> Path:
        root = os.environ.get("CRITERIA_NLP_DATA")
        base = Path(root) if root else Path(__file__).parents[3] / "shared" / "data"
        if not (base / name).exists():
            pytest.skip(f"{name} is not under CRITERIA_NLP_DATA")
        return base / name

    return find


def below(node: Expression) -> list[Expression]:
    """Every part of an expression but itself."""
    return [part for child in children(node) for part in (child, *below(child))]


def says(found: Expression, wanted: Expression) -> bool:
    """Whether an expression says what a line says; members of a list may stand in any order."""
    if type(found) is not type(wanted):
        return False
    if isinstance(found, Fact) and isinstance(wanted, Fact):
        return _same_fact(found, wanted)
    if isinstance(found, Unresolved) and isinstance(wanted, Unresolved):
        return found.reason == wanted.reason and wanted.text.casefold() in found.text.casefold()
    if isinstance(found, AtLeast) and isinstance(wanted, AtLeast) and found.n != wanted.n:
        return False
    if hasattr(found, "args"):
        return _paired(children(found), children(wanted))
    if isinstance(found, Except) and isinstance(wanted, Except):
        return says(found.arg, wanted.arg) and _paired(found.exceptions, wanted.exceptions)
    ours, theirs = children(found), children(wanted)
    return len(ours) == len(theirs) and all(map(says, ours, theirs))


def _paired(found: tuple[Expression, ...], wanted: tuple[Expression, ...]) -> bool:
    if len(found) != len(wanted):
        return False
    left = list(found)
    for want in wanted:
        match = next((part for part in left if says(part, want)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _same_fact(found: Fact, wanted: Fact) -> bool:
    told = all(
        getattr(wanted, name) in (default, getattr(found, name))
        for name, default in (
            ("temporality", None),
            ("certainty", None),
            ("experiencer", "patient"),
        )
    )
    return told and _same_concept(found.concept, wanted.concept) and _parts(found) == _parts(wanted)


def _same_concept(found: Concept, wanted: Concept) -> bool:
    ours, theirs = _words(found.text, found.modifiers), _words(wanted.text)
    listed = [_words(include.text) for include in wanted.includes]
    written = [_words(include.text) for include in found.includes]
    named = bool(ours & theirs) and (ours <= theirs or theirs <= ours)
    named = named or found.name == wanted.text
    return named and (not listed or listed == written)


def _words(text: str, more: tuple[str, ...] = ()) -> set[str]:
    return set(" ".join((text, *more)).casefold().replace("-", " ").split())


def _parts(fact: Fact) -> list[str | None]:
    """What is scored of a fact."""
    intervals: tuple[Interval | Window | None, ...] = (fact.count, fact.duration)
    return [
        value_line(fact.value) if fact.value is not None else None,
        fact.change,
        *(interval_line(part) if part else None for part in intervals),
        window_line(fact.window) if fact.window else None,
    ]
