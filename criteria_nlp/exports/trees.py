"""The nodes of an expression, each with its place in it and what it decides."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from criteria_nlp.schema import AllOf, AnyOf, AtLeast, Except, Expression, If, Not, children


class Reach(NamedTuple):
    """What a node decides about the whole expression.

    The node, turned where it is `negated`, is `necessary` if the whole cannot be true without it,
    and `sufficient` if the whole is true with it alone.
    """

    negated: bool = False
    necessary: bool = True
    sufficient: bool = True


class Place(NamedTuple):
    """A node, numbered parents first, with the number and role it has below another."""

    node: int
    parent: int | None
    role: str
    expression: Expression
    reach: Reach


def places(expression: Expression) -> Iterator[Place]:
    """Every node of the expression, parents first."""
    return _below(Place(0, None, "", expression, Reach()), count(1))


def _below(place: Place, numbers: Iterator[int]) -> Iterator[Place]:
    yield place
    node = place.expression
    for index, (role, child) in enumerate(zip(_roles(node), children(node), strict=False)):
        reach = _reach(node, index, place.reach)
        yield from _below(Place(next(numbers), place.node, role, child, reach), numbers)


def _roles(node: Expression) -> list[str]:
    if isinstance(node, If):
        return ["condition", "then", "otherwise"]
    if isinstance(node, Except):
        return ["arg", *["exception"] * len(node.exceptions)]
    return ["arg"] * len(children(node))


def _reach(node: Expression, index: int, above: Reach) -> Reach:
    """The reach of an argument of a node that has the reach `above`."""
    only_if, whenever = _joins(node, index)
    if above.negated:
        # Turned, "and" is "or".
        only_if, whenever = whenever, only_if
    negated = above.negated != _turns(node, index)
    return Reach(negated, above.necessary and only_if, above.sufficient and whenever)


def _turns(node: Expression, index: int) -> bool:
    """Whether it is the falsehood of the argument that counts for the node."""
    if isinstance(node, If):
        # "If A then B" is "not A, or B".
        return node.otherwise is None and index == 0
    return isinstance(node, Not) or (isinstance(node, Except) and index > 0)


def _joins(node: Expression, index: int) -> tuple[bool, bool]:
    """Whether the node is true only if the (turned) argument is, and whether whenever it is."""
    if isinstance(node, AtLeast):
        return node.n == len(node.args), node.n == 1
    conjunctive = isinstance(node, Not | AllOf) or (isinstance(node, Except) and index == 0)
    disjunctive = isinstance(node, Not | AnyOf) or (isinstance(node, If) and node.otherwise is None)
    return conjunctive, disjunctive
