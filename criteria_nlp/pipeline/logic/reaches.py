"""Reaches: how far a negation denies what follows it, and where it means something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from criteria_nlp.pipeline.layers import Words
from criteria_nlp.pipeline.logic.marks import Mark


class Place(NamedTuple):
    """A piece as far as it is known when its marks are found."""

    words: Words
    start: int
    stop: int
    small_words: Mapping[str, Set[str]]
    marks: Sequence[Mark]


def settled(place: Place, kind: str) -> list[Mark]:
    """The marks of a piece, its negations with what they mean there; `kind` is its section's."""
    return [
        _settled(place, mark, kind) if mark.kind == "negation" else mark for mark in place.marks
    ]


def _settled(place: Place, mark: Mark, kind: str) -> Mark:
    mark = mark._replace(reach=min(mark.reach, _after_adjectives(place, mark)))
    if kind != "exclusion":
        return mark
    if _is_requirement(place, mark.start):
        return mark._replace(kind="prohibition")
    if place.words.keys[mark.start] not in place.small_words["absences"]:
        return mark
    # "Lack of A, B or C" excludes for B and for C: such a noun denies up to a comma.
    commas = (m.start for m in place.marks if m.kind == "comma" and m.start > mark.end)
    return mark._replace(reach=min(mark.reach, next(commas, mark.reach)))


def _after_adjectives(place: Place, mark: Mark) -> int:
    """Where a negation ends with its adjectives: "not optimally treated, any other disease"."""
    at = mark.end
    while at < place.stop and place.words.keys[at] in place.small_words["controlled"]:
        at += 1
    ends = mark.end < at < place.stop and place.words.texts[at] in (",", ";")
    return at if ends else mark.reach


def _is_requirement(place: Place, at: int) -> bool:
    """Whether a "no" asks for what the heading excludes: "no known gout" as a whole line."""
    words, following = place.words, place.words.keys[at + 1 : min(at + 2, place.stop)]
    opens = not any(map(words.is_wordy, range(place.start, at)))
    turned = not place.small_words["turned"].isdisjoint(following)
    return opens and turned and words.keys[at] == "no"
