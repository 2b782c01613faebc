"""Definitions and labels: "X, defined as Y", "medication: A or B"."""

from __future__ import annotations

from criteria_nlp.pipeline.logic.combine import all_of
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.schema import Expression

# Words of these domains before a colon may be a label of anything.
_LABELS = frozenset(("unknown", "measurement", "observation"))


def defined(piece: Piece, a: int, b: int) -> Expression | None:
    """ "X, defined as Y": X and Y; the method of a test ("confirmed by biopsy") is no fact."""
    for mark in piece.top(a, b, "definition"):
        if not (piece.content(a, mark.start) and piece.content(mark.end, b)):
            continue
        if piece.denied_at(a, mark.start) or all(map(piece.is_method, piece.concepts(mark.end, b))):
            continue
        left, right = piece.clause(a, mark.start), piece.clause(mark.end, b)
        if left is not None and right is not None:
            return all_of([left, right])
    return None


def labelled(piece: Piece, a: int, b: int) -> Expression | None:
    """ "medication: A or B": words before a colon that only say what kind of thing follows."""
    colon = next((i for i in piece.signs(a, b - 1, ":") if not _is_of_time(piece, i)), None)
    if colon is None or not piece.content(colon + 1, b) or piece.among("guards", a):
        return None
    return piece.clause(colon + 1, b) if _is_label(piece, a, colon, b) else None


def _is_of_time(piece: Piece, colon: int) -> bool:
    """Whether a colon stands between digits: "after 2:00 pm"."""
    return all(piece.words.texts[i][0].isdigit() for i in (colon - 1, colon + 1))


def _is_label(piece: Piece, a: int, colon: int, b: int) -> bool:
    """Whether nothing is said of the words before a colon, and they are like those after it."""
    findings, labels = piece.findings, piece.concepts(a, colon)
    if any(findings.constrained(i) or findings.cues(i) for i in labels):
        return False
    if any(a <= m.start < colon for m in piece.marks if m.kind != "comma"):
        return False
    return piece.domains(labels) <= piece.domains(piece.concepts(colon + 1, b)) | _LABELS
