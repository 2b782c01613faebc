"""Conditions: "X unless Y", "if X, Y", "Y if X", "for women: X", "X (if Y, Z)"."""

from __future__ import annotations

from criteria_nlp.pipeline.logic.combine import all_of
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.pipeline.logic.replacements import excepted, replaced, subjects
from criteria_nlp.schema import Expression, If, facts


def bracketed_condition(piece: Piece, a: int, b: int) -> Expression | None:
    """ "A or B <= 2.5 (if X, A or B <= 5)": the bracket replaces all that stands before it."""
    closing = piece.regions.closing
    opening = next((o for o, c in closing.items() if a < o and c == b - 1), None)
    if opening is None or not piece.content(a, opening):
        return None
    first, end = piece.trim(opening + 1, b - 1)
    if piece.replaces(first, end):
        main = piece.clause(a, opening)
        return None if main is None else replaced(piece, main, first, end)
    mark = next((m for m in piece.marks if m.start == first and m.kind == "condition"), None)
    comma = None if mark is None else _comma_before_value(piece, mark.end, end)
    if mark is None or comma is None:
        return None
    condition, then = piece.condition(mark.end, comma[0]), piece.clause(comma[1], end)
    otherwise = piece.clause(a, opening)
    if condition is None or then is None or otherwise is None:
        return otherwise
    if not subjects(then).isdisjoint(subjects(otherwise)):
        return If(condition=condition, then=then, otherwise=otherwise)
    understood = all(piece.mentions[i].known for i in piece.concepts(comma[1], end))
    if piece.kind == "inclusion" and (understood or not facts(then)):
        return all_of([otherwise, If(condition=condition, then=then)])
    return all_of([otherwise, piece.unresolved(first, end, "ambiguous")])


def _comma_before_value(piece: Piece, a: int, b: int) -> tuple[int, int] | None:
    """Where the first comma stands that something measurable is said after."""
    for mark in piece.top(a, b, "comma"):
        if any(map(piece.findings.constrained, piece.concepts(mark.end, b))):
            return mark.start, mark.end
    return None


def unless(piece: Piece, a: int, b: int) -> Expression | None:
    """ "X unless Y": in an exclusion X and not Y, in an inclusion either."""
    for mark in piece.top(a, b, "unless"):
        if piece.denied_at(a, mark.start):
            continue
        if piece.content(a, mark.start) and any(map(piece.wordy, range(mark.end, b))):
            left, right = piece.clause(a, mark.start), piece.clause_if_told(mark.end, b)
            if right is None:
                right = piece.unresolved(mark.end, b, "unknown_concept")
            if left is not None:
                return excepted(left, right) or piece.spared(left, right)
    return None


def conditional(piece: Piece, a: int, b: int) -> Expression | None:
    """ "if X, Y" and "Y if X"."""
    for mark in piece.top(a, b, "condition"):
        if piece.denied_at(a, mark.start):
            continue
        if not piece.content(a, mark.start):
            for comma in piece.top(mark.end, b, "comma"):
                if piece.content(mark.end, comma.start) and piece.content(comma.end, b):
                    condition = piece.condition(mark.end, comma.start)
                    return _if(piece, condition, piece.clause(comma.end, b))
        elif piece.content(mark.end, b):
            only = piece.words.keys[mark.start] == "only"  # "X only if Y": who has X has Y
            if only or _says_who_takes_part(piece, a, mark.start, b):
                return _if(piece, piece.condition(a, mark.start), piece.clause(mark.end, b))
            return _if(piece, piece.condition(mark.end, b), piece.clause(a, mark.start))
    return None


def _says_who_takes_part(piece: Piece, a: int, condition: int, b: int) -> bool:
    """ "Patients with X are eligible if Y", "those with X, if Y, are eligible": who has X has Y."""
    allowing = filter(piece.takes_part, piece.top(a, b, "permission"))
    return any(m.start < condition or not piece.content(m.end, b) for m in allowing)


def guarded(piece: Piece, a: int, b: int) -> Expression | None:
    """ "for women: X", "in patients with Y, X"."""
    if not piece.among("guards", a):
        return None
    end = next(iter(piece.signs(a, b, ":", ",")), None)
    if end is None or not piece.concepts(a, end) or not piece.content(end + 1, b):
        return None
    return _if(piece, piece.condition(a + 1, end), piece.clause(end + 1, b))


def _if(piece: Piece, condition: Expression | None, then: Expression | None) -> Expression | None:
    """The statement under its condition; whichever of the two says anything."""
    if condition is None or then is None:
        return condition or then
    return piece.guarded(condition, then)
