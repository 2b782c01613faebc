"""Clauses: one statement, its condition, its definition, its guard, then its list."""

from __future__ import annotations

from criteria_nlp.pipeline.logic.conditions import (
    bracketed_condition,
    conditional,
    guarded,
    unless,
)
from criteria_nlp.pipeline.logic.definitions import defined, labelled
from criteria_nlp.pipeline.logic.lists import listed
from criteria_nlp.pipeline.logic.members import remarked
from criteria_nlp.pipeline.logic.negations import denied_afterwards
from criteria_nlp.pipeline.logic.people import each_obliged, limited, obliged
from criteria_nlp.pipeline.logic.piece import Piece, Rule
from criteria_nlp.pipeline.logic.reasons import reasoned
from criteria_nlp.pipeline.logic.replacements import revalued
from criteria_nlp.schema import Expression

# Statements within statements: nobody means more, and Python's own stack has an end.
_DEEPEST = 40
# From the loosest to the tightest; the first that applies reads the range.
_RULES: tuple[Rule, ...] = (
    bracketed_condition,
    labelled,
    denied_afterwards,
    revalued,
    each_obliged,
    obliged,
    unless,
    conditional,
    reasoned,
    defined,
    guarded,
    limited,
)


def clause(piece: Piece, a: int, b: int) -> Expression | None:
    """The expression of one statement; null where the range holds no word."""
    a, b = piece.trim(a, b)
    if a >= b:
        return None
    if (a, b) in piece.open:  # no step got further: read it as it stands
        return remarked(piece, a, b)
    if len(piece.open) >= _DEEPEST:
        return piece.unresolved(a, b, "ambiguous")
    piece.open.add((a, b))
    try:
        for rule in _RULES:  # a plain loop: a generator is a frame more in deep nestings
            expression = rule(piece, a, b)
            if expression is not None:
                return expression
        return listed(piece, a, b)
    finally:
        piece.open.discard((a, b))
