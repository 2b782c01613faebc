"""Remissions: "a carcinoma in situ in remission for 2 years" is a fact of the carcinoma."""

from __future__ import annotations

import msgspec

from criteria_nlp.pipeline.relations.neighbours import last_of
from criteria_nlp.pipeline.relations.piece import Piece


def move_remissions(piece: Piece) -> None:
    """Give how long a remission lasts to the condition that is in remission."""
    for place, relation in enumerate(piece.relations):
        remission = piece.mentions[relation.mention]
        if relation.role != "duration" or piece.words.keys[remission.end - 1] != "remission":
            continue
        condition = _condition_before(piece, remission.start)
        if condition is not None:
            piece.relations[place] = msgspec.structs.replace(relation, mention=condition)
            span = (remission.start, remission.end)
            piece.remove(relation.mention)
            piece.add(condition, "modifier", span, "relations#remission")


def _condition_before(piece: Piece, start: int) -> int | None:
    """The condition that only words such as "that has been in" part from word `start`."""
    before = [
        i
        for i in piece.candidates
        if piece.mentions[i].domain == "condition"
        and piece.mentions[i].end <= start
        and piece.vocabulary["remission_links"].issuperset(
            piece.keys_between(piece.mentions[i].end, start)
        )
    ]
    return last_of(piece, before)
