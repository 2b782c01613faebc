"""Dosings: how a treatment is taken, "at a stable dose", is a fact of the treatment."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import TREATMENTS
from criteria_nlp.pipeline.relations.neighbours import gap, left_of, right_of, separated
from criteria_nlp.pipeline.relations.piece import NEAR, Piece

_AFTER = 2  # words between a treatment, or its value, and its dosing


def bind_dosings(piece: Piece) -> None:
    """Give each dosing to its treatment; a "dose" in it is no concept, and takes no values."""
    table = piece.lexicon.table("dosings")
    for first, end, senses in table.find(piece.words.keys, piece.start, piece.stop):
        target = _treatment(piece, first, end)
        if target is None:
            continue
        for i in [i for i in piece.candidates if first <= piece.mentions[i].start < end]:
            piece.remove(i)
        sense = senses[0]
        piece.add(target, "category", (first, end), sense.source, index=first, layer=sense.means)


def _treatment(piece: Piece, first: int, end: int) -> int | None:
    """What a dosing is of: named right after it, or a treatment before it."""
    right, keys = right_of(piece, end), piece.words.keys
    if right is not None and keys[end - 1] in piece.vocabulary["result_of"] and keys[end].isalpha():
        return right if gap(piece, end, piece.mentions[right].start) <= NEAR else None
    left = left_of(piece, first)
    of_next = end < piece.stop and keys[end] == "of"
    if left is None or piece.mentions[left].domain not in TREATMENTS or of_next:
        return None
    named = piece.mentions[left].end
    start = max((named, *(q.end for q in piece.quantities if named <= q.start < first)))
    if _is_of_people(piece, named, start, first) or separated(piece, start, first):
        return None
    return left if gap(piece, start, first) <= _AFTER else None


def _is_of_people(piece: Piece, named: int, start: int, first: int) -> bool:
    """ "Patients on statins should be stable": what is asked of those who take the treatment."""
    keys, vocabulary = piece.words.keys, piece.vocabulary
    people = not vocabulary["people"].isdisjoint(keys[piece.start : named])
    return people and not vocabulary["modals"].isdisjoint(keys[start:first])
