"""Negations: before what they deny ("no X") and after it ("X is excluded")."""

from __future__ import annotations

from collections.abc import Callable

from criteria_nlp.pipeline.logic.combine import all_of, negated
from criteria_nlp.pipeline.logic.marks import Mark
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.pipeline.logic.statements import understood
from criteria_nlp.pipeline.logic.times import absent
from criteria_nlp.schema import Expression, Unresolved


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
    inner = absent(inner)
    outer = inner if _restates(piece, mark) else negated(inner)
    return outer if rest is None else all_of([outer, rest])


def denied_value(
    piece: Piece, mark: Mark, read: Callable[[], Expression | None]
) -> Expression | None:
    """ "X must not be > 3": X > 3, denied; under an exclusion heading X > 3 itself."""
    inner = _denying(piece, read)
    if inner is None:
        return None
    return inner if _restates(piece, mark) else negated(inner)


def _inside_negation(piece: Piece, a: int, b: int) -> Expression | None:
    return _denying(piece, lambda: piece.clause(a, b))


def _denying(piece: Piece, read: Callable[[], Expression | None]) -> Expression | None:
    piece.negations += 1
    try:
        return read()
    finally:
        piece.negations -= 1


def _restates(piece: Piece, mark: Mark) -> bool:
    """Whether a prohibition only says again that an exclusion excludes; the piece remembers it."""
    restates = mark.kind.startswith("prohibition") and piece.kind == "exclusion"
    piece.restated = piece.restated or restates
    return restates
