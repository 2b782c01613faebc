"""The logic of a criterion: a tree of facts, operators and unresolved pieces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from criteria_nlp.schema.intervals import Interval, Value, Window

Domain = Literal[
    "condition", "drug", "procedure", "measurement", "observation", "demographic", "device"
]
Reason = Literal[
    "subjective",
    "administrative",
    "logistic",
    "vague",
    "unknown_concept",
    "ambiguous",
    "reference",
    "permission",
    "truncated",
]


class Include(msgspec.Struct, frozen=True, kw_only=True):
    """An example that the text gives of a concept ("including natalizumab")."""

    text: str
    start: int | None = None
    end: int | None = None


class Concept(msgspec.Struct, frozen=True, kw_only=True):
    """The thing a fact is about: its words in the text, its domain, its preferred name."""

    text: str
    start: int | None = None
    end: int | None = None
    domain: Domain = "observation"
    name: str | None = None
    codes: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    includes: tuple[Include, ...] = ()


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """Which lexicon entry, rule or model produced a part of a fact, and from which text."""

    role: str
    source: str
    start: int
    end: int


class _Node(msgspec.Struct, frozen=True, kw_only=True, tag_field="op"):
    """The base of every expression; `op` is the tag in JSON."""


class AllOf(_Node, frozen=True, kw_only=True, tag="all_of"):
    """And: every argument is true."""

    args: tuple[Expression, ...]


class AnyOf(_Node, frozen=True, kw_only=True, tag="any_of"):
    """Or: at least one argument is true."""

    args: tuple[Expression, ...]


class AtLeast(_Node, frozen=True, kw_only=True, tag="at_least"):
    """At least `n` of the arguments are true."""

    n: int
    args: tuple[Expression, ...]


class Not(_Node, frozen=True, kw_only=True, tag="not"):
    """The argument is false."""

    arg: Expression


class If(_Node, frozen=True, kw_only=True, tag="if"):
    """If `condition` then `then`, else `otherwise`; true where that is absent."""

    condition: Expression
    then: Expression
    otherwise: Expression | None = None


class Except(_Node, frozen=True, kw_only=True, tag="except"):
    """There is a finding that matches `arg` and none of the `exceptions`."""

    arg: Expression
    exceptions: tuple[Expression, ...]


class Fact(_Node, frozen=True, kw_only=True, tag="fact"):
    """One thing that is true or false of a patient."""

    concept: Concept
    value: Value | None = None
    change: Literal["increase", "decrease", "change"] | None = None
    count: Interval | None = None
    window: Window | None = None
    duration: Interval | None = None
    temporality: Literal["current", "history", "planned"] | None = None
    experiencer: Literal["patient", "family", "partner", "other"] = "patient"
    certainty: Literal["confirmed", "suspected"] | None = None
    evidence: tuple[Evidence, ...] = ()


class Unresolved(_Node, frozen=True, kw_only=True, tag="unresolved"):
    """A piece of the criterion that is not turned into a fact; screens as unknown."""

    text: str
    reason: Reason
    start: int | None = None
    end: int | None = None


Expression = AllOf | AnyOf | AtLeast | Not | If | Except | Fact | Unresolved
"""Any node of the tree."""


def children(node: Expression) -> tuple[Expression, ...]:
    """The direct sub-expressions of a node, in reading order."""
    if isinstance(node, (AllOf, AnyOf, AtLeast)):
        return node.args
    if isinstance(node, Not):
        return (node.arg,)
    if isinstance(node, If):
        parts = (node.condition, node.then, node.otherwise)
        return tuple(part for part in parts if part is not None)
    if isinstance(node, Except):
        return (node.arg, *node.exceptions)
    return ()


def walk(node: Expression) -> Iterator[Expression]:
    """The node and everything below it, parents first."""
    yield node
    for child in children(node):
        yield from walk(child)


def facts(node: Expression) -> list[Fact]:
    """The facts of an expression, in reading order."""
    return [part for part in walk(node) if isinstance(part, Fact)]


def unresolved(node: Expression) -> list[Unresolved]:
    """The unresolved pieces of an expression, in reading order."""
    return [part for part in walk(node) if isinstance(part, Unresolved)]
