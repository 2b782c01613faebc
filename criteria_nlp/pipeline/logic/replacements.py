"""Replacements: a bracket that gives another value for some patients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from criteria_nlp.pipeline.layers import Relation, covered
from criteria_nlp.pipeline.logic.bounds import interval
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.schema import Expression, Fact, If, children, facts


def replaced(piece: Piece, main: Expression, a: int, b: int) -> Expression | None:
    """ "X <= 3 (<= 5 if Y)": if Y, X <= 5, else X <= 3; null where the bracket replaces nothing."""
    found = _replacing(piece, main, a, b)
    if not found:
        return None
    values = list(found.values())
    condition = _condition(piece, a, b, values)
    if condition is None or not facts(condition):
        condition = _unread_condition(piece, a, b, values)
    return If(condition=condition, then=_with_values(piece, main, found), otherwise=main)


def _condition(piece: Piece, a: int, b: int, values: Sequence[Relation]) -> Expression | None:
    """What a bracket names besides its value: "if liver metastases", "for smokers"."""
    measured = covered([(value.start, value.end) for value in values])
    mentions = [piece.mentions[i] for i in piece.concepts(a, b)]
    mentions = [mention for mention in mentions if mention.start not in measured]
    if not mentions:
        return None
    first = mentions[0].modifiers[0][0] if mentions[0].modifiers else mentions[0].start
    return piece.listed(max(a, first), mentions[-1].end)


def _unread_condition(piece: Piece, a: int, b: int, values: Sequence[Relation]) -> Expression:
    """The words of a bracket beside its values, of which no fact could be made."""
    first, last = min(r.start for r in values), max(r.end for r in values)
    behind = any(map(piece.wordy, range(last, b)))
    return piece.unresolved(*((last, b) if behind else (a, first)), "unknown_concept")


def _replacing(piece: Piece, main: Expression, a: int, b: int) -> dict[int, Relation]:
    """The values of a bracket by the offset of the concept of the main expression they are of."""
    starts = {fact.concept.start for fact in facts(main)}
    found: dict[int, Relation] = {}
    for i in piece.concepts(piece.start, a):
        start = piece.findings.words.starts[piece.mentions[i].start]
        for relation in piece.findings.roles(i).get("alternative", ()):
            if start in starts and a <= relation.start < b:
                found[start] = relation
    return found


def _with_values(piece: Piece, node: Expression, found: dict[int, Relation]) -> Expression:
    """The expression with the values of the bracket."""
    if isinstance(node, Fact):
        relation = found.get(node.concept.start if node.concept.start is not None else -1)
        if relation is None:
            return node
        value = interval(piece.findings, piece.findings.quantities[relation.index])
        return msgspec.structs.replace(node, value=value)
    if hasattr(node, "args"):
        args: Any = tuple(_with_values(piece, arg, found) for arg in children(node))
        return msgspec.structs.replace(node, args=args)
    return node
