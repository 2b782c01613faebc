"""Sentences: one after the other; permissions and examples go to what stands before them."""

from __future__ import annotations

from criteria_nlp.pipeline.logic.brackets import exempting, including
from criteria_nlp.pipeline.logic.combine import all_of, any_of
from criteria_nlp.pipeline.logic.permissions import is_permission, permitted
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.pipeline.logic.replacements import instead, replaced
from criteria_nlp.schema import Expression


def sentences(piece: Piece, a: int, b: int) -> Expression | None:
    """The expression of a range of sentences; null where it holds no word."""
    sentence = piece.regions.sentence
    cuts = [i + 1 for i in range(a, b - 1) if sentence[i] != sentence[i + 1]]
    found: Expression | None = None
    condition: Expression | None = None
    for start, stop in zip([a, *cuts], [*cuts, b], strict=True):
        first, end = piece.trim(start, stop)
        if first >= end:
            continue
        if condition is None and stop < b and _only_condition(piece, first, end):
            condition = piece.condition(first + 1, end)
        elif condition is None:
            found = _sentence(piece, found, first, end)
        else:
            then = piece.clause(first, end)
            told = condition if then is None else piece.guarded(condition, then)
            found, condition = _together(piece, found, told), None
    return found


def _only_condition(piece: Piece, a: int, b: int) -> bool:
    """Whether a sentence is only the condition of the next one: "If female; not pregnant"."""
    opens = any(m.start == a and m.end == a + 1 and m.kind == "condition" for m in piece.marks)
    ends = b < piece.stop and piece.words.texts[b] == ";"
    return opens and ends and piece.content(a, b) and not piece.top(a, b, "comma")


def _together(piece: Piece, before: Expression | None, told: Expression) -> Expression:
    """Two statements: each excludes, both are asked for."""
    if before is None:
        return told
    return (any_of if piece.excludes() else all_of)([before, told])


def _sentence(piece: Piece, before: Expression | None, a: int, b: int) -> Expression | None:
    """What stands before, and one sentence more."""
    permission = next(iter(piece.top(a, b, "permission")), None)
    if permission is not None and before is not None and piece.is_exemption(permission):
        return exempting(piece, before, permission, a, b)
    if permission is not None and is_permission(piece, permission, before, a):
        return permitted(piece, before, permission, a, b)
    openers = (m for m in piece.top(a, b, "includes") if not piece.concepts(a, m.start))
    examples = next(openers, None)
    if before is not None and examples is not None:
        return including(piece, before, piece.concepts(examples.end, b))
    if before is not None and piece.replaces(a, b):
        other = replaced(piece, before, a, b)
        return other or all_of([before, piece.unresolved(a, b, "ambiguous")])
    if before is not None and _is_value(piece, a, b):
        return before
    expression = piece.clause(a, b)
    if expression is None or before is None:
        return expression or before
    other = instead(before, expression)
    if other is not None:
        return other
    starts_with_or = any(m.kind == "or" and m.end in (a, a - 1) for m in piece.marks)
    return any_of([before, expression]) if starts_with_or else _together(piece, before, expression)


def _is_value(piece: Piece, a: int, b: int) -> bool:
    """Whether a sentence is only a further value of what stands before: "age < 18; > 65"."""
    values = [q for q in piece.quantities if a <= q.start < b]
    return not piece.content(a, b) and bool(values) and all(map(piece.findings.used, values))
