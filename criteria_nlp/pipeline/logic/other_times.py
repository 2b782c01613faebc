"""Other times for some patients: "4 weeks since chemotherapy (6 weeks for nitrosoureas)"."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from criteria_nlp.pipeline.layers import TREATMENTS, Relation, Stretch
from criteria_nlp.pipeline.logic.combine import all_of, any_of, with_facts
from criteria_nlp.pipeline.logic.evidence import with_evidence
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.schema import Expression, Fact, If, facts

Retime = Callable[[Fact], Fact]


def retimed(piece: Piece, main: Expression | None, a: int, b: int) -> Expression | None:
    """The main expression and the time that a bracket asks for instead; null where it asks none.

    What is said of other treatments is true of them beside the main one, or alone where that is
    told elsewhere; of people or a disease it is true in place of what was said before.
    """
    relation = _other_time(piece, a, b)
    if relation is None:
        return None
    stretch = piece.findings.stretches[relation.index]
    told = piece.condition(stretch.end + 1, b)
    if told is None or not facts(told):
        told = piece.unresolved(stretch.end + 1, b, "unknown_concept")

    def retime(fact: Fact) -> Fact:
        window, duration = stretch.window or fact.window, stretch.interval or fact.duration
        changes = {"window": window, "duration": duration}
        return with_evidence(piece.findings, fact, relation, stretch.role, **changes)

    if _names_treatments(told) and (main is None or _names_treatments(main)):
        return _beside(piece, [] if main is None else [main], told, stretch, retime)
    if main is None:
        return piece.unresolved(a, b, "ambiguous")
    then = with_facts(main, lambda f: f if getattr(f, stretch.role) is None else retime(f))
    return If(condition=told, then=then, otherwise=main)


def _other_time(piece: Piece, a: int, b: int) -> Relation | None:
    """The time in a bracket that replaces that of a concept before it."""
    if "other_time" not in piece.findings.said:
        return None
    told = (piece.findings.roles(i).get("other_time", ()) for i in piece.concepts(piece.start, a))
    return next((r for relations in told for r in relations if a <= r.start < b), None)


def _names_treatments(node: Expression) -> bool:
    domains = {fact.concept.domain for fact in facts(node)}
    return bool(domains) and domains <= TREATMENTS


def _beside(
    piece: Piece, main: list[Expression], told: Expression, stretch: Stretch, retime: Retime
) -> Expression:
    """The main expression, if any, beside other treatments, each with the time asked for it.

    Within a longer time is either of them; a longer time ago, those that there were.
    """
    own = [(fact, retime(fact)) for fact in facts(told)]
    recent = stretch.window is not None and stretch.window.high is not None
    if recent or (stretch.role == "duration" and piece.denies()):
        return any_of([*main, *(dated for _, dated in own)])
    return all_of([*main, *(If(condition=_past(fact), then=dated) for fact, dated in own)])


def _past(fact: Fact) -> Fact:
    return fact if fact.temporality else msgspec.structs.replace(fact, temporality="history")
