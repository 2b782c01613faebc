"""Members of a list: a negation, an exception, or concepts with their remarks in brackets."""

from __future__ import annotations

from criteria_nlp.pipeline.logic.brackets import remark
from criteria_nlp.pipeline.logic.combine import all_of, except_for, negated
from criteria_nlp.pipeline.logic.doubts import unread_value
from criteria_nlp.pipeline.logic.marks import Mark
from criteria_nlp.pipeline.logic.negations import denied, denied_value
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.pipeline.logic.replacements import excepted
from criteria_nlp.pipeline.logic.statements import stated, understood
from criteria_nlp.schema import Expression, Fact


def member(piece: Piece, a: int, b: int) -> Expression | None:
    """The expression of one member of a list; null where the range holds no word."""
    for mark in piece.top(a, b, "negation", "prohibition"):
        if not piece.concepts(a, mark.start):
            return denied(piece, mark, a, b)
        if piece.denies_value(mark, a):
            return denied_value(piece, mark, lambda: remarked(piece, a, b))
    for mark in piece.top(a, b, "exception"):
        if piece.content(a, mark.start) and any(map(piece.wordy, range(mark.end, b))):
            return (_excepted if piece.content(mark.end, b) else _other)(piece, mark, a, b)
    return remarked(piece, a, b)


def _other(piece: Piece, mark: Mark, a: int, b: int) -> Expression | None:
    """ "genotype other than 2": a concept with that value, denied; open unless that is all."""
    values = [(q.start, q.end) for q in piece.quantities if q.start >= mark.end]
    if piece.trim(mark.end, b) in values:
        found = remarked(piece, a, b)
        if isinstance(found, Fact) and found.value is not None:
            return negated(found)
    return piece.unresolved(a, b, "ambiguous")


def _excepted(piece: Piece, mark: Mark, a: int, b: int) -> Expression | None:
    """ "X except Y", and what follows the clause of Y."""
    left = piece.listed(a, mark.start)
    end = min(piece.regions.clause_end(mark.end), b)
    right = piece.clause(mark.end, end)
    rest = piece.clause_if_told(end, b)
    if left is None or right is None:
        return left or right
    whole = excepted(left, right) or except_for(left, right)
    return whole if rest is None else all_of([whole, rest])


def remarked(piece: Piece, a: int, b: int) -> Expression | None:
    """Concepts, and the brackets after them; null where the range holds no word."""
    groups = piece.groups(a, b)
    bracketed = {t for opening, closing in groups for t in range(opening, closing + 1)}
    core = [i for i in piece.concepts(a, b) if piece.mentions[i].start not in bracketed]
    core, examples = _examples(piece, core, a, b)
    expression = stated(piece, core, a, b, examples=examples) if core else None
    for opening, closing in groups:
        expression = remark(piece, expression, opening + 1, closing)
    if expression is None:
        return understood(piece, a, b)
    if not _loses_value(piece, a, b):
        return expression
    first = _first_example(piece, a, b)
    if first is not None and not _loses_value(piece, a, first):
        piece.maker.warnings.append(unread_value(piece.findings, first, b))
        return expression
    return piece.unresolved(a, b, "truncated" if _breaks_off(piece, a, b) else "ambiguous")


def _first_example(piece: Piece, a: int, b: int) -> int | None:
    """Where the examples of a concept begin ("including A < 1 month"), if it has any."""
    marks = (m.start for m in piece.marks if a < m.start < b and m.kind == "includes")
    return next(marks, None)


def _breaks_off(piece: Piece, a: int, b: int) -> bool:
    """Whether a comparator is the last word and no number's: that is missing."""
    last = next((i for i in range(b - 1, a - 1, -1) if piece.words.keys[i] not in ("", ".")), a)
    return piece.words.is_operator(last) and not any(
        quantity.start <= last < quantity.end for quantity in piece.quantities
    )


def _examples(piece: Piece, core: list[int], a: int, b: int) -> tuple[list[int], list[int]]:
    """The concepts before "including" or "such as", and those after it; a synonym's are dropped."""
    marks = piece.top(a, b, "includes", "synonym")
    mark = next((m for m in marks if piece.concepts(a, m.start)), None)
    if mark is None:
        return core, []
    before = [i for i in core if piece.mentions[i].start < mark.end]
    return before, core[len(before) :] if mark.kind == "includes" else []


def _loses_value(piece: Piece, a: int, b: int) -> bool:
    """Whether nothing was made of a comparator or of a value that was compared."""
    operators = [i for i in piece.operators if a <= i < b]
    if operators:
        read = {t for q in piece.quantities for t in range(q.start, q.end)}
        if not read.issuperset(operators):
            return True
    inside = (q for q in piece.quantities if a <= q.start < b)
    return any(q.explicit and not piece.findings.used(q) for q in inside)
