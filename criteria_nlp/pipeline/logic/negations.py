"""Negations: before what they deny ("no X") and after it ("X is excluded")."""

from __future__ import annotations

from typing import Any, get_args

import msgspec

from criteria_nlp.pipeline.logic.combine import all_of, negated
from criteria_nlp.pipeline.logic.marks import Mark
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.pipeline.logic.statements import understood
from criteria_nlp.schema import AllOf, AnyOf, Expression, Fact, Unresolved, Window
from criteria_nlp.schema.intervals import TimeUnit


def denied_afterwards(piece: Piece, a: int, b: int) -> Expression | None:
    """ "X is excluded": in an inclusion not X; under an exclusion heading X itself."""
    mark = next(iter(piece.top(a, b, "prohibition_after", "negation_after")), None)
    if mark is None or not piece.content(a, mark.start):
        return None
    inner = _inside_negation(piece, a, mark.start)
    if inner is None:
        return None
    rest = piece.clause_if_told(mark.end, b)
    outer = inner if _restates(piece, mark) else negated(inner)
    return outer if rest is None else all_of([outer, rest])


def denied(piece: Piece, mark: Mark, a: int, b: int) -> Expression | None:
    """ "no X": a range that opens with a negation, and what stands behind its scope."""
    end = min(max(mark.reach, mark.end), b)
    inner = _inside_negation(piece, mark.end, end)
    rest = piece.clause_if_told(end, b)
    nothing = isinstance(inner, Unresolved) and not piece.content(mark.end, end)
    if inner is None or (nothing and rest is not None):
        return rest if rest is not None else understood(piece, a, b)
    outer = inner if _restates(piece, mark) else negated(_absent(inner))
    return outer if rest is None else all_of([outer, rest])


def _inside_negation(piece: Piece, a: int, b: int) -> Expression | None:
    piece.negations += 1
    try:
        return piece.clause(a, b)
    finally:
        piece.negations -= 1


def _restates(piece: Piece, mark: Mark) -> bool:
    """Whether a prohibition only says again that an exclusion excludes; the piece remembers it."""
    restates = mark.kind.startswith("prohibition") and piece.kind == "exclusion"
    piece.restated = piece.restated or restates
    return restates


def _absent(node: Expression) -> Expression:
    """ "no therapy for 3 years": what is denied is the therapy within those years."""
    if isinstance(node, (AllOf, AnyOf)):
        return msgspec.structs.replace(node, args=tuple(_absent(arg) for arg in node.args))
    if not isinstance(node, Fact) or (node.window is not None and node.window.high is not None):
        return node
    duration = node.duration
    if duration is None or duration.low is None or duration.high is not None:
        return node
    if duration.unit not in get_args(TimeUnit):
        return node  # cycles date nothing
    unit: Any = duration.unit
    window = msgspec.structs.replace(
        node.window or Window(),
        high=duration.low,
        high_inclusive=duration.low_inclusive,
        unit=unit,
        start=duration.start,
        end=duration.end,
    )
    return msgspec.structs.replace(node, duration=None, window=window)
