"""All stretches of time of a piece: those with a number, then the moments without one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from criteria_nlp.pipeline.layers import Quantity, Stretch
from criteria_nlp.pipeline.windows.moments import find_moments
from criteria_nlp.pipeline.windows.piece import WINDOW_UNITS, Piece
from criteria_nlp.pipeline.windows.replacements import replacing_stretch
from criteria_nlp.pipeline.windows.roles import role_of
from criteria_nlp.pipeline.windows.stretches import make_stretch
from criteria_nlp.pipeline.windows.surroundings import (
    Lead,
    Tail,
    are_alternatives,
    holds_past_word,
    read_lead,
    read_tail,
)

_LAST = (
    "windows#lead-1"  # the entry of "last", "past" and the like, whose place is before the number
)


def find_stretches(piece: Piece, quantities: Sequence[Quantity]) -> list[Stretch]:
    """The windows and durations of a piece, in reading order."""
    found: list[Stretch] = []
    timed = [q for q in quantities if _tells_time(piece, q)]
    for quantity, following in zip_longest(timed, timed[1:]):
        stretch = replacing_stretch(piece, quantity, found) or _read_stretch(
            piece, quantity, following, found[-1] if found else None
        )
        if stretch is not None:
            found.append(stretch)
    found += find_moments(piece, found)
    return sorted(found, key=lambda stretch: stretch.start)


def _tells_time(piece: Piece, quantity: Quantity) -> bool:
    """Whether a quantity is a time of its own: "20 weeks of gestation" is a value."""
    if quantity.unit not in WINDOW_UNITS or quantity.reference:
        return False
    measured = (m.start for m in piece.mentions if m.domain == "measurement")
    return not any(quantity.start < start < quantity.end for start in measured)


def _read_stretch(
    piece: Piece, quantity: Quantity, following: Quantity | None, previous: Stretch | None
) -> Stretch | None:
    """The stretch of a quantity of time, if the words around it make it one."""
    lead = _lead(piece, quantity, previous)
    tail = _tail(piece, quantity, following)
    role = role_of(piece, quantity, lead, tail)
    return None if role is None else make_stretch(piece, role, quantity, lead, tail)


def _lead(piece: Piece, quantity: Quantity, previous: Stretch | None) -> Lead | None:
    """The lead of a stretch, its own or that of the alternative before it."""
    lead = read_lead(piece, quantity.start)
    if lead is None and previous is not None:
        lead = _shared_lead(piece, quantity, previous)
    if not holds_past_word(piece, quantity):
        return lead
    return Lead(quantity.start, "past", _LAST) if lead is None else lead._replace(role="past")


def _shared_lead(piece: Piece, quantity: Quantity, previous: Stretch) -> Lead | None:
    """The lead of the stretch before, if this one is its alternative."""
    if previous.quantity is None:
        return None
    if not are_alternatives(piece, previous.quantity[1], quantity.start):
        return None
    role = "past" if previous.role == "window" else "duration"
    return Lead(quantity.start, role, previous.source)


def _tail(piece: Piece, quantity: Quantity, following: Quantity | None) -> Tail | None:
    """The tail of a stretch, its own or that of the alternative behind it."""
    tail = read_tail(piece, quantity.end)
    if tail is not None or following is None:
        return tail
    shared = are_alternatives(piece, quantity.end, following.start)
    return read_tail(piece, following.end) if shared else None
