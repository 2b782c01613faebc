"""The words around a stretch of time: leads before it, tails after it, and "or" between two."""

from __future__ import annotations

from typing import NamedTuple

from criteria_nlp.lexicon import Sense
from criteria_nlp.pipeline.layers import Quantity
from criteria_nlp.pipeline.windows.anchors import read_anchor, starts_concept
from criteria_nlp.pipeline.windows.piece import Piece

_LEAD_REACH = 8  # words before a stretch
_TAIL_REACH = 3  # words between a stretch and its tail
_ALTERNATIVE_REACH = 5  # words between two stretches
_ANCHORED_ORDER = ("before", "after", "since", "ago")
_CONCEPT_ORDER = ("since", "before", "after", "ago")
_BARE_ORDER = ("ago", "since", "before", "after")
_WEAK_TAILS = ("of", "from", "to", "until")


class Lead(NamedTuple):
    """A phrase before a stretch: its first word, its role, its entry."""

    start: int
    role: str
    source: str


class Tail(NamedTuple):
    """A phrase after a stretch: the word it ends before, its role, its entry."""

    end: int
    role: str
    source: str


def read_lead(piece: Piece, end: int) -> Lead | None:
    """The longest phrase that ends right before word `end`."""
    for first in range(max(piece.start, end - _LEAD_REACH), end):
        match = piece.phrase("leads", first, end)
        if match is not None and all(
            piece.is_empty_or(i, "after_lead") for i in range(match[0], end)
        ):
            return Lead(first, match[1][0].means, match[1][0].source)
    return None


def read_tail(piece: Piece, start: int) -> Tail | None:
    """The phrase right after a stretch that ends before word `start`."""
    at = _tail_place(piece, start)
    match = piece.phrase("tails", at)
    if match is None:
        return None
    end = match[0]
    senses = {sense.means: sense for sense in match[1]}
    anchored = read_anchor(piece, end) is not None
    if end - at == 1 and not anchored and _is_too_weak(piece, at, senses):
        return None
    for role in _order(piece, end, anchored):
        if role in senses:
            return Tail(end, role, senses[role].source)
    return None


def _tail_place(piece: Piece, start: int) -> int:
    """The word where a tail may begin, empty words passed over."""
    at = start
    while at < piece.stop and at - start < _TAIL_REACH and piece.is_empty_or(at, "before_tail"):
        if piece.phrase("tails", at) is not None:
            break
        at += 1
    return at


def _is_too_weak(piece: Piece, at: int, senses: dict[str, Sense]) -> bool:
    """Whether the one word of a tail is a mere preposition; "from" a concept is more."""
    word = piece.words.keys[at]
    if word not in _WEAK_TAILS:
        return False
    return not (word == "from" and "since" in senses and starts_concept(piece, at + 1))


def _order(piece: Piece, end: int, anchored: bool) -> tuple[str, ...]:
    """Which role of a tail goes first, by what follows it."""
    if anchored:
        return _ANCHORED_ORDER
    return _CONCEPT_ORDER if starts_concept(piece, end) else _BARE_ORDER


def are_alternatives(piece: Piece, end: int, start: int) -> bool:
    """Whether only "or" stands between two stretches: "within 4 weeks or 5 half-lives"."""
    between = [
        piece.words.keys[i]
        for i in range(end, start)
        if not piece.is_empty_or(i, "between_stretches")
    ]
    near = 0 <= start - end <= _ALTERNATIVE_REACH
    return near and between in (["or"], ["and"], ["or", "in"])


def holds_past_word(piece: Piece, quantity: Quantity) -> bool:
    """Whether a stretch has its "last" behind the number: "the 3 last months"."""
    past = piece.lexicon.small_words["past_words"]
    return any(key in past for key in piece.words.keys[quantity.start : quantity.end])
