"""The logic of an expression seen from its facts: operators above pairs, and polarities."""

from __future__ import annotations

from typing import NamedTuple

from criteria_nlp.schema import Except, Expression, Fact, Not, children

POSITIVE, NEGATIVE, EXCEPTION = "positive", "negative", "exception"


class Shape(NamedTuple):
    """`joins` maps two fact indices (i < j, reading order) to the operator at their lowest common
    ancestor; `polarities` has one class a fact."""

    joins: dict[tuple[int, int], str]
    polarities: tuple[str, ...]


def shape_of(node: Expression) -> Shape:
    """The shape of an expression; facts are counted in the order of `schema.facts`."""
    joins: dict[tuple[int, int], str] = {}
    polarities: list[str] = []
    _visit(node, POSITIVE, joins, polarities)
    return Shape(joins, tuple(polarities))


def _visit(
    node: Expression, polarity: str, joins: dict[tuple[int, int], str], polarities: list[str]
) -> None:
    first = len(polarities)
    if isinstance(node, Fact):
        polarities.append(polarity)
    for position, child in enumerate(children(node)):
        before = len(polarities)
        _visit(child, _below(node, position, polarity), joins, polarities)
        for left in range(first, before):
            for right in range(before, len(polarities)):
                joins[left, right] = operator_of(node)


def _below(node: Expression, position: int, polarity: str) -> str:
    """The polarity of a child. Once in an exception, always an exception: its own class."""
    if polarity == EXCEPTION or (isinstance(node, Except) and position > 0):
        return EXCEPTION
    if isinstance(node, Not):
        return NEGATIVE if polarity == POSITIVE else POSITIVE
    return polarity


def operator_of(node: Expression) -> str:
    """The name of a node's operator, as in JSON."""
    return str(node.__struct_config__.tag)
