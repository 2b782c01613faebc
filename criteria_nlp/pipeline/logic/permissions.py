"""Permissions: "X; Y is allowed (if Z)" takes Y out of X."""

from __future__ import annotations

from criteria_nlp.pipeline.logic.brackets import remark
from criteria_nlp.pipeline.logic.combine import all_of, negated, parts
from criteria_nlp.pipeline.logic.marks import Mark
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.schema import Except, Expression, If, Not, Unresolved, facts


def is_permission(piece: Piece, mark: Mark, before: Expression | None, a: int) -> bool:
    """Whether a mark in the sentence from `a` on allows something, not says who takes part."""
    if before is None and not piece.content(a, mark.start):
        return False
    if piece.kind != "inclusion":
        return True
    modal = piece.among("permitting", mark.start)
    if before is None and modal and not piece.top(mark.end, piece.stop, "condition"):
        return True
    return not takes_part(piece, mark)


def takes_part(piece: Piece, mark: Mark) -> bool:
    """Whether the words of a permission say, in an inclusion, who takes part: "are eligible"."""
    told = " ".join(piece.words.keys[mark.start : mark.end])
    words = piece.lexicon.small_words["participation"]
    return piece.kind == "inclusion" and any(word in told for word in words)


def permitted(
    piece: Piece, before: Expression | None, mark: Mark, a: int, b: int
) -> Expression | None:
    """What stands before, narrowed by what the sentence from `a` to `b` allows."""
    subject = piece.clause_if_told(a, mark.start)
    condition = _condition(piece, mark.end, b)
    if subject is not None and not piece.top(mark.end, b, "condition"):
        for opening, closing in piece.groups(mark.end, b):
            subject = remark(piece, subject, opening + 1, closing) or subject
    if subject is None or isinstance(subject, Unresolved):
        lone = piece.unresolved(a, b, "permission")
        return lone if before is None else all_of([before, lone])
    if before is not None:
        return _narrowed(before, subject, condition)
    if condition is None:
        return subject if _is_limit(piece, subject) else piece.unresolved(a, b, "permission")
    if piece.kind == "inclusion":
        return If(condition=subject, then=condition)
    return all_of([subject, negated(condition)])


def _condition(piece: Piece, a: int, b: int) -> Expression | None:
    """Under which condition something is allowed, if the range tells one."""
    mark = next(iter(piece.top(a, b, "condition")), None)
    return None if mark is None else piece.clause_if_told(*piece.trim(mark.end, b))


def _is_limit(piece: Piece, subject: Expression) -> bool:
    """ "no more than 2 prior regimens allowed": the number is what is asked for."""
    return piece.kind == "inclusion" and any(f.count or f.value for f in facts(subject))


def _narrowed(base: Expression, subject: Expression, condition: Expression | None) -> Expression:
    """The base without what is permitted; a condition makes it an and, else it is an exception."""
    if isinstance(base, Not):
        return Not(arg=_narrowed(base.arg, subject, condition))
    if condition is not None:
        return all_of([base, negated(all_of([subject, condition]))])
    return Except(arg=base, exceptions=parts(subject))
