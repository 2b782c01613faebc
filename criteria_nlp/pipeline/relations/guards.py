"""Guards: values that hold for some patients only."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import Relation
from criteria_nlp.pipeline.relations.piece import Piece


def add_guards(piece: Piece) -> None:
    """A value for some patients only: "> 102 cm for men and > 88 cm for women"."""
    values = [r for r in piece.relations if r.role == "value"]
    for value in values:
        if piece.mentions[value.mention].domain != "measurement":
            continue
        people = _people_after(piece, value.end)
        if people is None:
            people = _people_before(piece, value.start, value.mention)
        if people is not None and _is_guard(piece, value, values, people):
            span = (value.start, value.end)
            piece.add(value.mention, "guard", span, value.source, index=people, layer="mentions")
    for people in {r.index for r in piece.relations if r.role == "guard"}:
        piece.remove(people)


def _is_guard(piece: Piece, value: Relation, values: list[Relation], people: int) -> bool:
    """Whether people limit a value: one of several, or they stand in brackets or after "for"."""
    depth = piece.regions.depth
    return (
        sum(other.mention == value.mention for other in values) > 1
        or depth[piece.mentions[people].start] > depth[value.start]
        or piece.words.keys[value.end] in piece.vocabulary["guard_openers"]
    )


def _people(piece: Piece) -> list[int]:
    """The concepts that are people, told by anything but their age."""
    return [
        i
        for i in piece.candidates
        if piece.mentions[i].domain == "demographic" and piece.mentions[i].name != "age"
    ]


def _people_after(piece: Piece, end: int) -> int | None:
    """The people right after a value: "(men)", "for women"."""
    for i in _people(piece):
        start = piece.mentions[i].start
        between = piece.keys_between(end, start)
        if (
            start >= end
            and len(between) <= 3
            and piece.vocabulary["value_to_people"].issuperset(between)
        ):
            return i
    return None


def _people_before(piece: Piece, start: int, measured: int) -> int | None:
    """The people between a measurement and its value: "men: > 102 cm"."""
    for i in _people(piece):
        people = piece.mentions[i]
        between = piece.keys_between(people.end, start)
        if (
            piece.mentions[measured].end <= people.start
            and people.end <= start
            and len(between) <= 2
            and piece.vocabulary["people_to_value"].issuperset(between)
        ):
            return i
    return None
