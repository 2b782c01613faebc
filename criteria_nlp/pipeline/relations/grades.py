"""Grades and doses: their values are values of the toxicity and of the drug."""

from __future__ import annotations

import msgspec

from criteria_nlp.pipeline.layers import Mention
from criteria_nlp.pipeline.relations.neighbours import first_of, gap, last_of, separated
from criteria_nlp.pipeline.relations.piece import Piece

_GRADE_AHEAD = 4  # words between a grade and the condition that follows it


def move_grades(piece: Piece) -> None:
    """Give the value of a grade to its condition and that of a dose to its drug."""
    for place, relation in enumerate(piece.relations):
        part = piece.mentions[relation.mention]
        domain = _graded_domain(piece, part)
        if relation.role != "value" or domain is None:
            continue
        whole = _whole(piece, part, domain, max(part.end, relation.end))
        if whole is not None:
            piece.relations[place] = msgspec.structs.replace(relation, mention=whole)
            piece.remove(relation.mention)


def _graded_domain(piece: Piece, part: Mention) -> str | None:
    """The domain of what a grade or a dose is of; none where a mention is neither."""
    word = piece.words.keys[part.end - 1]
    if part.domain != "measurement":
        return None
    if word in piece.vocabulary["doses"]:
        return "drug"
    named = part.end - part.start > 1  # "FIGO stage" is a scale of its own, "stage" is not
    if word in piece.vocabulary["stages"]:
        return None if named else "condition"
    return "condition" if word in piece.vocabulary["grades"] else None


def _whole(piece: Piece, part: Mention, domain: str, end: int) -> int | None:
    """The nearest concept of a domain without a value, before a grade or right after its value.

    Around the brackets of a grade it is the last before them: "fibrosis (stage 1-3)".
    """
    mentions, regions = piece.mentions, piece.regions
    near = [
        i
        for i in piece.candidates
        if mentions[i].domain == domain
        and not piece.has(i, "value")
        and (
            regions.same_brackets(mentions[i].start, part.start)
            or regions.bracket[part.start] == mentions[i].end
        )
    ]
    before = [
        i
        for i in near
        if mentions[i].end <= part.start
        and not separated(piece, mentions[i].end, part.start)
        and regions.same_sentence(mentions[i].start, part.start)
    ]
    after = [
        i
        for i in near
        if mentions[i].start >= end
        and not separated(piece, end, mentions[i].start)
        and gap(piece, end, mentions[i].start) <= _GRADE_AHEAD
    ]
    return last_of(piece, before) if before else first_of(piece, after)
