"""The grammar of a criterion: sentences, conditions, lists, exceptions, negations, facts.

Recursive descent over the marks of a piece, from the loosest to the tightest, a module each:

    sentences > permissions > clauses (conditions, definitions, negations, reasons)
    > lists (cuts, precedence, alternatives) > members > brackets > statements > facts

A module imports only tighter ones; what begins anew inside a rule comes back through the piece.
A piece in which nothing is understood becomes `unresolved` with its reason; nothing is dropped.
"""

from __future__ import annotations

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import token_range
from criteria_nlp.pipeline.logic.clauses import clause
from criteria_nlp.pipeline.logic.findings import Findings
from criteria_nlp.pipeline.logic.lists import listed
from criteria_nlp.pipeline.logic.piece import Grammar, Piece
from criteria_nlp.pipeline.logic.sentences import sentences
from criteria_nlp.schema import Expression

_GRAMMAR = Grammar(clause=clause, listed=listed)


def open_piece(findings: Findings, lexicon: Lexicon, start: int, end: int, kind: str) -> Piece:
    """The words between two characters, ready to be read; `kind` is that of their section."""
    span = token_range(findings.words, start, end)
    return Piece(findings, lexicon, _GRAMMAR, span, kind)


def read(piece: Piece) -> Expression | None:
    """The expression of a whole piece; null where it holds no word."""
    return sentences(piece, piece.start, piece.stop)
