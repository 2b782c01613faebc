"""Brackets: what a remark does to the expression before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from criteria_nlp.pipeline.logic.alternatives import sexes_as_alternatives
from criteria_nlp.pipeline.logic.combine import all_of, any_of, except_for, negated, parts
from criteria_nlp.pipeline.logic.marks import Mark
from criteria_nlp.pipeline.logic.naming import included
from criteria_nlp.pipeline.logic.other_times import retimed
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.pipeline.logic.replacements import excepted, replaced
from criteria_nlp.schema import AllOf, AnyOf, Concept, Except, Expression, Fact, If, Not, facts

_DENIALS = ("negation", "prohibition")
_EVENTS = frozenset(("condition", "drug", "procedure", "observation", "device"))


def remark(piece: Piece, main: Expression | None, a: int, b: int) -> Expression | None:
    """The main expression with what the words in a bracket say; null where neither says a fact."""
    other = retimed(piece, main, a, b)
    if other is not None:
        return other
    if main is None:
        inner = piece.clause_if_told(a, b)
        return inner if inner is not None and facts(inner) else None
    if _is_told(piece, main, a, b):
        return main
    other = replaced(piece, main, a, b)
    if other is not None:
        return other
    first = next((m for m in piece.marks if a <= m.start < b), None)
    if first is not None and not piece.concepts(a, first.start):
        if first.kind == "includes":
            return including(piece, main, piece.concepts(first.end, b))
        if first.kind in ("exception", "unless", "condition"):
            return _restricted(piece, main, first, b)
    permission = next(iter(_marked(piece, a, b, "permission")), None)
    if permission is not None:
        return _allowing(piece, main, permission, a, b)
    concepts = piece.concepts(a, b)
    if concepts and all(_is_person(piece, i) for i in concepts):
        return _of_people(piece, main, concepts)
    if any(map(piece.findings.constrained, concepts)) and not _restates(piece, main, concepts):
        inner = piece.clause(a, b)
        return main if inner is None or not facts(inner) else all_of([main, inner])
    return _shown(piece, main, a, b)


def including(piece: Piece, main: Expression, concepts: Sequence[int]) -> Expression:
    """Give examples to the fact that an expression is, or that it makes exceptions from."""
    examples = tuple(included(piece.findings, i) for i in concepts)
    return _described(main, "includes", examples)


def _described(main: Expression, field: str, more: tuple[Any, ...]) -> Expression:
    """The expression with more of a field on the concept of its fact, or of its last one."""
    if isinstance(main, (Except, Not)):
        return msgspec.structs.replace(main, arg=_described(main.arg, field, more))
    if isinstance(main, (AllOf, AnyOf)):
        last = _described(main.args[-1], field, more)
        return msgspec.structs.replace(main, args=(*main.args[:-1], last))
    if isinstance(main, Fact):
        told = {field: getattr(main.concept, field) + more}
        concept = msgspec.structs.replace(main.concept, **told)
        return msgspec.structs.replace(main, concept=concept)
    return main


def _shown(piece: Piece, main: Expression, a: int, b: int) -> Expression:
    """What a bracket says besides a second name: a limit, kinds of the thing, or a remark."""
    limit = _limit(piece, a, b)
    if limit is not None:
        return all_of([main, limit])
    named = facts(main)[-1].concept if facts(main) else None
    measured = any(a <= quantity.start < b for quantity in piece.quantities)
    items = [
        i
        for i in piece.concepts(a, b)
        if not _says_again(piece, named, i) and (piece.mentions[i].known or not measured)
    ]
    if named is None or not (items or piece.qualified(a, b)):
        return main
    if items and _are_kinds(piece, named, items) and not _marked(piece, a, b, *_DENIALS):
        return including(piece, main, items)
    return _described(main, "modifiers", (piece.findings.quote(a, b),))


def _limit(piece: Piece, a: int, b: int) -> Expression | None:
    """What a bracket asks for, and what no fact can say."""
    denial = next(iter(_marked(piece, a, b, *_DENIALS)), None)
    if denial and not piece.concepts(a, denial.start) and piece.content(denial.end, b):
        return piece.clause(a, b)
    judged = next((r for r in piece.reasons_in(a, b) if r.means == "subjective"), None)
    return None if judged is None else piece.unresolved(a, b, judged.means)


def _allowing(piece: Piece, main: Expression, permission: Mark, a: int, b: int) -> Expression:
    """ "X (Y is allowed)", "X (Y is allowed if Z)": in an exclusion X without Y; else undecided."""
    if piece.is_exemption(permission):
        return exempting(piece, main, permission, a, b)
    allowed = piece.clause_if_told(a, permission.start)
    if piece.kind == "exclusion" and allowed is not None and facts(allowed):
        mark = next(iter(_marked(piece, permission.end, b, "condition")), None)
        if mark is None:
            return except_for(main, allowed)
        condition = piece.clause_if_told(mark.end, b)
        if condition is not None and facts(condition):
            return all_of([main, negated(all_of([allowed, condition]))])
    return all_of([main, piece.unresolved(a, b, "permission")])


def exempting(piece: Piece, main: Expression, mark: Mark, a: int, b: int) -> Expression:
    """ "X (Y is not required)": X; of "Y is not required for Z" it stays open what it spares."""
    people = any(piece.among("people", i) for i in range(a, mark.start))
    if not people and not piece.content(mark.end, b):
        return main
    return all_of([main, piece.unresolved(a, b, "permission")])


def _marked(piece: Piece, a: int, b: int, *kinds: str) -> list[Mark]:
    return [m for m in piece.marks if a <= m.start < b and m.kind in kinds]


def _says_again(piece: Piece, named: Concept | None, i: int) -> bool:
    """Whether a concept in brackets is the one before again: by its name, or a short form."""
    mention = piece.mentions[i]
    text = piece.words.texts[mention.start]
    short = mention.end - mention.start == 1 and not text[1:].islower()
    same = named is not None and mention.name is not None and mention.name == named.name
    return same or (short and not mention.known)


def _are_kinds(piece: Piece, named: Concept, items: Sequence[int]) -> bool:
    """Whether concepts in brackets may be kinds of the one before: of its domain, or a list."""
    domains = {piece.mentions[i].domain for i in items}
    if named.domain not in _EVENTS or not domains <= {*_EVENTS, "unknown"}:
        return False
    return len(items) > 1 or domains == {named.domain}


def _restricted(piece: Piece, main: Expression, mark: Mark, b: int) -> Expression:
    """ "X (except Y)", "X (unless Y)", "X (if Y)", "X (if Y, Z)"; "X (if applicable)" is X."""
    if mark.kind == "condition" and piece.is_vacuous(mark) and not piece.content(mark.end, b):
        return main
    inner = piece.clause(mark.end, b)
    if inner is None:
        return main
    if mark.kind == "exception":
        return excepted(main, inner) or except_for(main, inner)
    if mark.kind == "unless":
        return excepted(main, inner) or piece.spared(main, inner)
    if _marked(piece, mark.end, b, "permission"):
        return all_of([main, piece.unresolved(mark.start, b, "permission")])
    whole = piece.clause(mark.start, b)
    if isinstance(whole, If):
        return If(condition=whole.condition, then=whole.then, otherwise=main)
    return piece.guarded(inner, main)


def _is_person(piece: Piece, i: int) -> bool:
    mention = piece.mentions[i]
    return mention.domain == "demographic" and mention.name != "age"


def _of_people(piece: Piece, main: Expression, people: Sequence[int]) -> Expression:
    """ "women (or men) aged 18": of either sex; "negative test (for women)": holds for them."""
    named = [piece.fact(i) for i in people]
    either = sexes_as_alternatives(piece, [*parts(main), *named])
    if len(either) < len(parts(main)) + len(named):
        return all_of(either)
    if any(fact.value is not None for fact in facts(main)):
        return piece.guarded(any_of(named), main)
    return main


def _is_told(piece: Piece, main: Expression, a: int, b: int) -> bool:
    """Whether a fact has its concept from the bracket already."""
    start, end = piece.words.starts[a], piece.words.ends[b - 1]
    places = (fact.concept.start for fact in facts(main))
    return any(place is not None and start <= place < end for place in places)


def _restates(piece: Piece, main: Expression, concepts: Sequence[int]) -> bool:
    """Whether the bracket is about a concept of the main expression."""
    names = {fact.concept.name for fact in facts(main) if fact.concept.name}
    return any(piece.mentions[i].name in names for i in concepts)
