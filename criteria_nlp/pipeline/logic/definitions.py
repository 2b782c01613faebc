"""Definitions and labels: "X, defined as Y", "medication: A or B"."""

from __future__ import annotations

from collections.abc import Sequence

from criteria_nlp.pipeline.layers import TREATMENTS
from criteria_nlp.pipeline.logic.combine import all_of
from criteria_nlp.pipeline.logic.methods import is_method
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.schema import Expression

_TURNING = frozenset(("negation", "prohibition", "exception", "condition", "unless"))
# Words of these domains before a colon may be a label of anything.
_LABELS = frozenset(("unknown", "measurement", "observation"))


def defined(piece: Piece, a: int, b: int) -> Expression | None:
    """ "X, defined as Y": X and Y; the method of a test ("confirmed by biopsy") is no fact."""
    for mark in piece.top(a, b, "definition"):
        if not (piece.content(a, mark.start) and piece.content(mark.end, b)):
            continue
        if piece.denied_at(a, mark.start) or all(
            is_method(piece, i) for i in piece.concepts(mark.end, b)
        ):
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


def _announces(piece: Piece, labels: Sequence[int], a: int, colon: int) -> bool:
    """Whether words before a colon only say of what the list is: "the following medications"."""
    if not any(piece.among("pointers", i) for i in range(a, colon)):
        return False
    bare = not any(map(piece.findings.constrained, labels))
    turned = any(a <= m.start < colon and m.kind in _TURNING for m in piece.marks)
    return bare and not turned and _are_general(piece, labels)


def _are_general(piece: Piece, labels: Sequence[int]) -> bool:
    """Whether what is known of some concepts is only a kind of things: "prior treatment"."""
    known = [piece.mentions[i] for i in labels if piece.mentions[i].known]
    lasts = [piece.words.keys[mention.end - 1] for mention in known]
    return piece.lexicon.small_words["list_names"].issuperset(lasts)


def _is_of_time(piece: Piece, colon: int) -> bool:
    """Whether a colon stands between digits: "after 2:00 pm"."""
    return all(piece.words.texts[i][0].isdigit() for i in (colon - 1, colon + 1))


def _is_label(piece: Piece, a: int, colon: int, b: int) -> bool:
    """Whether nothing is said of the words before a colon, and they are like those after it."""
    findings, labels = piece.findings, piece.concepts(a, colon)
    if labels and _announces(piece, labels, a, colon):
        return True
    if any(findings.constrained(i) for i in labels):
        return False
    said = {cue.category for i in labels for cue in findings.cues(i)}
    if said == {"history"} and piece.domains(labels) <= TREATMENTS:
        return _are_general(piece, labels)  # "prior treatment:" names a kind of things alone
    if said:
        return False
    if any(a <= m.start < colon for m in piece.marks if m.kind != "comma"):
        return False
    return piece.domains(labels) <= piece.domains(piece.concepts(colon + 1, b)) | _LABELS
