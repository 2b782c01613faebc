"""Concepts that take no values: examples, remarks, and second names."""

from __future__ import annotations

from itertools import pairwise

from criteria_nlp.pipeline.layers import Assertion, Mention, covered
from criteria_nlp.pipeline.relations.neighbours import last_of, left_of
from criteria_nlp.pipeline.relations.piece import NAMED_TIMES, PART, Piece

_BETWEEN_NAMES: tuple[list[str], ...] = ([","], ["/"], [":"], ["or"], [])


def leave_out_units(piece: Piece) -> None:
    """What a number is measured in is no fact: "20 cigarettes", "mg/g creatinine"."""
    said = [q for q in piece.quantities if piece.start <= q.start < piece.stop]
    spans = [
        (q.unit_start, q.unit_end)
        for q in said
        if q.unit not in NAMED_TIMES and left_of(piece, q.start) is not None
    ]
    references = [(q.start, q.end) for q in said if q.reference]
    units = covered([(start, end or start) for start, end in spans if start is not None])
    groups = covered(references)  # "ULN for age"
    inside = units | groups
    if not inside:
        return
    for i, mention in enumerate(piece.mentions):
        is_age = mention.name == "age" and mention.start not in groups
        if not is_age and mention.start in inside and mention.end - 1 in inside:
            piece.remove(i)


def leave_out_examples(piece: Piece) -> None:
    """Examples of a concept ("including A and B") take no values of their own."""
    for cue in piece.cues("includes", "synonym"):
        end = piece.regions.clause_end(cue.end)
        if piece.regions.depth[cue.start]:
            piece.examples.update(range(cue.start, end))
        piece.candidates = [
            i for i in piece.candidates if not cue.end <= piece.mentions[i].start < end
        ]


def leave_out_remarks(piece: Piece) -> None:
    """What makes no difference ("with or without X") and how a thing was found are no facts."""
    for cue in piece.cues("regardless", "relative", "definition"):
        if cue.category == "definition" and not _names_method(piece, cue):
            continue
        end = _end(piece, cue)
        told = [
            i for i, m in enumerate(piece.mentions) if cue.end <= m.start < end and m.domain != PART
        ]
        if not told or not _is_remark(piece, cue, end):
            continue
        if cue.category == "relative":
            _describe(piece, cue.start, end)
        for i in told:
            piece.remove(i)


def _end(piece: Piece, cue: Assertion) -> int:
    """Where the remark ends that a cue begins: what restricts what stands before it is none."""
    end = piece.regions.remark_end(cue.end)
    if cue.category != "relative":
        return end
    restricting = (c.start for c in piece.cues("exception", "unless", "condition", "includes"))
    return min(
        (i for i in (*piece.regions.closing, *restricting) if cue.end < i < end), default=end
    )


def _names_method(piece: Piece, cue: Assertion) -> bool:
    """Whether a cue says how a thing was found: "confirmed by"."""
    told = " ".join(text.casefold() for text in piece.words.texts[cue.start : cue.end])
    return told in piece.vocabulary["methods"]


def _is_remark(piece: Piece, cue: Assertion, end: int) -> bool:
    """Whether what follows a cue can be left out: it has no value, and follows a concept."""
    if cue.category == "regardless":
        return True
    measured = any(
        piece.mentions[i].domain == "measurement" or piece.mentions[i].name == "life expectancy"
        for i in piece.candidates
        if cue.end <= piece.mentions[i].start < end
    )
    valued = any(
        cue.end <= q.start < end and q.explicit and (measured or q.dimension != "time")
        for q in piece.quantities
    )
    return not valued and any(piece.mentions[i].end <= cue.start for i in piece.candidates)


def _describe(piece: Piece, start: int, end: int) -> None:
    """Keep a remark as a modifier of the concept before it."""
    nearest = last_of(piece, [i for i in piece.candidates if piece.mentions[i].end <= start])
    if nearest is not None:
        piece.add(nearest, "modifier", (start, end), "relations#remark")


def _is_unit_of_age(piece: Piece, i: int) -> bool:
    """Whether word `i` is what a number is measured in."""
    return any(q.unit_start == i and q.start < i for q in piece.quantities)


def leave_out_synonyms(piece: Piece) -> None:
    """ "International Normalized Ratio, INR": the second name is the first one's."""
    for first, second in pairwise(piece.in_order()):
        a, b = piece.mentions[first], piece.mentions[second]
        if (
            a.name
            and a.name == b.name
            and piece.keys_between(a.end, b.start) in _BETWEEN_NAMES
            and (_is_acronym(piece, a) or _is_acronym(piece, b))
            and not any(a.end <= q.start < b.start for q in piece.quantities)
        ):
            piece.remove(second)
        elif a.name == b.name == "age" and _is_unit_of_age(piece, b.start):
            piece.remove(second)  # "age 55 years old or more"


def _is_acronym(piece: Piece, mention: Mention) -> bool:
    """Whether a name is one word with capitals inside: the short form of another."""
    text = piece.words.texts[mention.start]
    return mention.end - mention.start == 1 and not text[1:].islower()
