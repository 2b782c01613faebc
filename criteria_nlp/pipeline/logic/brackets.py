"""Brackets: what a remark does to the expression before it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from criteria_nlp.pipeline.logic.combine import all_of, any_of, except_for, negated
from criteria_nlp.pipeline.logic.marks import Mark
from criteria_nlp.pipeline.logic.naming import included
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.pipeline.logic.replacements import replaced
from criteria_nlp.schema import Except, Expression, Fact, If, facts


def remark(piece: Piece, main: Expression | None, a: int, b: int) -> Expression | None:
    """The main expression with what the words in a bracket say; null where neither says a fact."""
    if main is None:
        inner = piece.clause_if_told(a, b)
        return inner if inner is not None and facts(inner) else None
    other = replaced(piece, main, a, b)
    if other is not None:
        return other
    first = next((m for m in piece.marks if a <= m.start < b), None)
    if first is not None and not piece.concepts(a, first.start):
        if first.kind == "includes":
            return including(piece, main, piece.concepts(first.end, b))
        if first.kind in ("exception", "unless", "condition"):
            return _restricted(piece, main, first, b)
    concepts = piece.concepts(a, b)
    if concepts and all(_is_person(piece, i) for i in concepts):
        return _of_people(piece, main, concepts)
    if any(map(piece.findings.constrained, concepts)) and not _restates(piece, main, concepts):
        inner = piece.clause(a, b)
        return main if inner is None or not facts(inner) else all_of([main, inner])
    return main


def including(piece: Piece, main: Expression, concepts: Sequence[int]) -> Expression:
    """Give examples to the fact that an expression is, or that it makes exceptions from."""
    if isinstance(main, Except):
        return msgspec.structs.replace(main, arg=including(piece, main.arg, concepts))
    if isinstance(main, Fact):
        examples = tuple(included(piece.findings, i) for i in concepts)
        includes = main.concept.includes + examples
        concept = msgspec.structs.replace(main.concept, includes=includes)
        return msgspec.structs.replace(main, concept=concept)
    return main


def _restricted(piece: Piece, main: Expression, mark: Mark, b: int) -> Expression:
    """ "X (except Y)", "X (unless Y)", "X (if Y)", "X (if Y, Z)"."""
    inner = piece.clause(mark.end, b)
    if inner is None or not facts(inner):
        return main
    if mark.kind == "exception":
        return except_for(main, inner)
    if mark.kind == "unless":
        return all_of([main, negated(inner)])
    whole = piece.clause(mark.start, b)
    if isinstance(whole, If):
        return If(condition=whole.condition, then=whole.then, otherwise=main)
    return all_of([inner, main])


def _is_person(piece: Piece, i: int) -> bool:
    mention = piece.mentions[i]
    return mention.domain == "demographic" and mention.name != "age"


def _of_people(piece: Piece, main: Expression, people: Sequence[int]) -> Expression:
    """ "hemoglobin >= 12 (women)": a value holds for the people named after it."""
    if any(fact.value is not None for fact in facts(main)):
        return all_of([any_of([piece.maker.make(i) for i in people]), main])
    return main


def _restates(piece: Piece, main: Expression, concepts: Sequence[int]) -> bool:
    """Whether the bracket is about a concept of the main expression."""
    names = {fact.concept.name for fact in facts(main) if fact.concept.name}
    return any(piece.mentions[i].name in names for i in concepts)
