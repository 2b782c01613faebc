"""Replacements: another value for some patients, in a bracket or beside the first one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from criteria_nlp.pipeline.layers import Relation, covered
from criteria_nlp.pipeline.logic.bounds import compared_alike, interval
from criteria_nlp.pipeline.logic.combine import all_of, any_of, parts, with_facts
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.schema import Expression, Fact, If, Interval, facts

Join = Callable[[Sequence[Expression]], Expression]


def revalued(piece: Piece, a: int, b: int) -> Expression | None:
    """ "X <= 3, or <= 5 if Y"; null where no value beside another one replaces it."""
    at = piece.replacing(a, b)
    if at is None:
        return None
    first = max((q.end for q in piece.quantities if a < q.end <= at), default=a)
    main = piece.clause(a, first)
    end, join = _next_statement(piece, at, b)
    whole = None if main is None else replaced(piece, main, first, end)
    rest = piece.clause_if_told(end, b)
    return whole if whole is None or rest is None else join([whole, rest])


def _next_statement(piece: Piece, at: int, b: int) -> tuple[int, Join]:
    """Where something else is measured after a value, and what joins it."""
    for mark in piece.top(at, b, "comma", "and", "or", "but"):
        if piece.leads_to_value(mark, b):
            either = mark.kind == "or" or (mark.kind == "comma" and piece.excludes())
            return mark.start, any_of if either else all_of
    return b, all_of


def excepted(main: Expression, exception: Expression) -> Expression | None:
    """ "X <= 3 except if Y, who must have X <= 5": if Y, X <= 5, else X <= 3; null without X."""
    named = subjects(main)
    again = [p for p in parts(exception) if _is_measured(p) and _alike(subjects(p), named)]
    when = [part for part in parts(exception) if part not in again]
    if not again or not when:
        return None
    return If(condition=all_of(when), then=all_of(again), otherwise=main)


def instead(before: Expression, told: Expression) -> Expression | None:
    """ "X <= 3. If Y, X <= 5": if Y, X <= 5, else X <= 3; null where no value is told again."""
    if not isinstance(told, If) or told.otherwise is not None:
        return None
    again = subjects(told.then)
    first = [p for p in parts(before) if subjects(p) and _is_valued(p) and subjects(p) <= again]
    if not first or not _is_valued(told.then):
        return None
    rest = [part for part in parts(before) if part not in first]
    return all_of([*rest, msgspec.structs.replace(told, otherwise=all_of(first))])


def subjects(node: Expression) -> set[str]:
    """The names of what an expression speaks of."""
    return {fact.concept.name or fact.concept.text.casefold() for fact in facts(node)}


def _is_measured(node: Expression) -> bool:
    told = [fact.concept.domain == "measurement" and fact.value for fact in facts(node)]
    return bool(told) and all(told)


def _is_valued(node: Expression) -> bool:
    return not isinstance(node, If) and all(fact.value is not None for fact in facts(node))


def _alike(names: set[str], others: set[str]) -> bool:
    """Whether each name is one of the others, or says it more or less exactly."""
    return all(any(one.endswith(o) or o.endswith(one) for o in others) for one in names)


def replaced(piece: Piece, main: Expression, a: int, b: int) -> Expression | None:
    """ "X <= 3 (<= 5 if Y)": if Y, X <= 5, else X <= 3; null where the bracket replaces nothing."""
    found = _replacing(piece, main, a, b)
    if not found:
        return None
    values = list(found.values())
    condition = _condition(piece, a, b, values)
    if condition is None or not facts(condition):
        condition = _unread_condition(piece, a, b, values)
    if condition is None:
        return None
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


def _unread_condition(
    piece: Piece, a: int, b: int, values: Sequence[Relation]
) -> Expression | None:
    """The words of a bracket beside its values, of which no fact could be made; null without."""
    first, last = min(r.start for r in values), max(r.end for r in values)
    for start, end in ((last, b), (a, first)):
        if any(map(piece.wordy, range(start, end))):
            return piece.unresolved(start, end, "unknown_concept")
    return None


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

    def revalue(fact: Fact) -> Fact:
        relation = found.get(fact.concept.start if fact.concept.start is not None else -1)
        if relation is None:
            return fact
        quantity = piece.findings.quantities[relation.index]
        if not quantity.explicit and isinstance(fact.value, Interval):
            quantity = compared_alike(quantity, fact.value)
        return msgspec.structs.replace(fact, value=interval(piece.findings, quantity))

    return with_facts(node, revalue)
