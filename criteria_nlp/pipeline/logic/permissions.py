"""Permissions: "X; Y is allowed (if Z)" takes Y out of X."""

from __future__ import annotations

from criteria_nlp.pipeline.logic.brackets import remark
from criteria_nlp.pipeline.logic.combine import all_of, any_of, negated, parts
from criteria_nlp.pipeline.logic.marks import Mark
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.schema import AllOf, Except, Expression, If, Not, Unresolved, facts


def is_permission(piece: Piece, mark: Mark, before: Expression | None, a: int) -> bool:
    """Whether a mark in the sentence from `a` on allows something, not says who takes part."""
    if _permits_past(piece, mark):
        return not piece.among("relatives", mark.start - 1)
    if before is None and not piece.content(a, mark.start):
        return False
    if piece.kind != "inclusion" or "also" in piece.words.keys[mark.start : mark.end]:
        return True
    modal = piece.among("permitting", mark.start)
    if before is None and modal and not piece.top(mark.end, piece.stop, "condition"):
        return True
    if before is not None and "only" not in piece.words.keys[a : mark.start]:
        return True  # others than those before
    return not piece.takes_part(mark)


def _permits_past(piece: Piece, mark: Mark) -> bool:
    """Whether a permission is of what patients have behind them: "may have received X"."""
    return piece.among("permitting", mark.start) and piece.among("past_verbs", mark.end - 1)


def permitted(
    piece: Piece, before: Expression | None, mark: Mark, a: int, b: int
) -> Expression | None:
    """What stands before, narrowed by what the sentence from `a` to `b` allows."""
    if _permits_past(piece, mark):
        limit = piece.clause_if_told(mark.end, b)
        if limit is None or not any(fact.count for fact in facts(limit)):
            return _open(piece, before, a, b)
        return _beside(before, limit)
    end, condition = _condition(piece, a, mark, b)
    subject = piece.clause_if_told(a, end)
    if subject is not None and not piece.top(mark.end, b, "condition"):
        for opening, closing in piece.groups(mark.end, b):
            subject = remark(piece, subject, opening + 1, closing) or subject
    if subject is None or isinstance(subject, Unresolved):
        return _open(piece, before, a, b)
    if condition is not None:
        return permitted_if(piece, before, subject, condition)
    if isinstance(subject, Not):
        return _prohibited(piece, before, subject)
    if _asks_more(piece, mark.end, b):
        return _open(piece, before, a, b)
    if before is None:
        return subject if _is_limit(piece, subject) else _open(piece, before, a, b)
    if piece.kind == "exclusion":
        return _narrowed(before, subject, None)
    return _extended(before, subject, None) or _open(piece, before, a, b)


def _asks_more(piece: Piece, a: int, b: int) -> bool:
    """Whether something else is asked of what is allowed: "are eligible, but must not have X"."""
    asked = any(a <= i < b for i in piece.asking) or piece.top(a, b, "negation", "prohibition")
    return bool(asked) and piece.content(a, b)


def _open(piece: Piece, before: Expression | None, a: int, b: int) -> Expression:
    """What stands before, and a permission that is not understood."""
    return _beside(before, piece.unresolved(a, b, "permission"))


def _beside(before: Expression | None, told: Expression) -> Expression:
    return told if before is None else all_of([before, told])


def _prohibited(piece: Piece, before: Expression | None, subject: Not) -> Expression:
    """What stands before, and what is not allowed: "no steroids are allowed"."""
    if piece.kind == "exclusion":
        return subject.arg if before is None else any_of([before, subject.arg])
    return _beside(before, subject)


def permitted_if(
    piece: Piece, before: Expression | None, subject: Expression, condition: Expression
) -> Expression:
    """What stands before, and what is allowed under a condition: "X; Y is allowed if Z"."""
    if piece.kind == "exclusion":
        if before is not None:
            return _narrowed(before, subject, condition)
        return all_of([subject, negated(condition)])
    if before is None:
        return If(condition=subject, then=condition)
    extended = _extended(before, subject, condition)
    return extended or all_of([before, If(condition=subject, then=condition)])


def _condition(piece: Piece, a: int, allowed: Mark, b: int) -> tuple[int, Expression | None]:
    """Where what is allowed ends, and under which condition it is, if one is told.

    "X is allowed if Y" and "in patients with X, if Y, then patient is eligible".
    """
    for mark in piece.top(a, allowed.start, "condition"):
        if piece.content(a, mark.start) and piece.content(mark.end, allowed.start):
            return mark.start, piece.clause_if_told(mark.end, allowed.start)
    behind = next(iter(piece.top(allowed.end, b, "condition")), None)
    told = None if behind is None else piece.clause_if_told(*piece.trim(behind.end, b))
    return allowed.start, told


def _is_limit(piece: Piece, subject: Expression) -> bool:
    """ "no more than 2 prior regimens allowed": the number is what is asked for."""
    return piece.kind == "inclusion" and any(f.count or f.value for f in facts(subject))


def _extended(
    before: Expression, subject: Expression, condition: Expression | None
) -> Expression | None:
    """What an inclusion asks for, its one denial narrowed; null where it denies nothing.

    "Melanoma; brain metastases are allowed" asks for no metastases, and excludes none.
    """
    asked = before.args if isinstance(before, AllOf) else (before,)
    denials = [part for part in asked if isinstance(part, Not)]
    if len(denials) != 1:
        return None
    narrowed = _narrowed(denials[0], subject, condition)
    return all_of([narrowed if part is denials[0] else part for part in asked])


def _narrowed(base: Expression, subject: Expression, condition: Expression | None) -> Expression:
    """The base without what is permitted; a condition makes it an and, else it is an exception."""
    if isinstance(base, Not):
        return Not(arg=_narrowed(base.arg, subject, condition))
    if condition is not None:
        return all_of([base, negated(all_of([subject, condition]))])
    return Except(arg=base, exceptions=parts(subject))
