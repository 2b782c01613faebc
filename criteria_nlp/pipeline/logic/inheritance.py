"""Inheritance: a window or a "history of" in a lead-in holds for the events listed below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.schema import Except, Expression, Fact, Not, Window, children, facts

_EVENTS = frozenset(("condition", "drug", "procedure", "device"))


def inherited(
    piece: Piece, members: Sequence[Expression], a: int, b: int, last: range
) -> list[Expression]:
    """The members with the numbered window of the range and the "history of" of its last words."""
    window: Window | None = None
    for i in piece.concepts(a, b):
        made = facts(piece.fact(i))
        if made and made[0].window is not None and (made[0].window.low or made[0].window.high):
            window = made[0].window
    past = any(piece.among("past", i) for i in last)
    if window is None and not past:
        return list(members)
    return [_given(member, window, past) for member in members]


def _given(node: Expression, window: Window | None, past: bool) -> Expression:
    """The expression with a window and a temporality on the facts that lack them."""
    if isinstance(node, Fact):
        return _given_fact(node, window, past)
    if isinstance(node, (Not, Except)):
        return msgspec.structs.replace(node, arg=_given(node.arg, window, past))
    if hasattr(node, "args"):
        args = tuple(_given(arg, window, past) for arg in children(node))
        return msgspec.structs.replace(node, args=args)
    return node


def _given_fact(fact: Fact, window: Window | None, past: bool) -> Fact:
    if fact.concept.domain not in _EVENTS:
        return fact
    changes: dict[str, Any] = {}
    if window is not None and fact.window is None and fact.duration is None:
        changes["window"] = window
    if past and fact.temporality is None:
        changes["temporality"] = "history"
    return msgspec.structs.replace(fact, **changes) if changes else fact
