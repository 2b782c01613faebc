"""Other times for some patients, in a bracket: "4 weeks since chemotherapy (6 for mitomycin)"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from criteria_nlp.pipeline.layers import Quantity, Stretch
from criteria_nlp.pipeline.regions import regions_of
from criteria_nlp.pipeline.windows.piece import Piece
from criteria_nlp.pipeline.windows.surroundings import read_lead
from criteria_nlp.schema import Interval, Window

# Words from a stretch to the bracket that replaces it: its moment, the concept that it dates.
_REACH = 12
_SINCE = ("since", "after")


def replacing_stretch(
    piece: Piece, quantity: Quantity, before: Sequence[Stretch]
) -> Stretch | None:
    """The stretch before a bracket with the time that opens the bracket; null where it is none."""
    previous = next((stretch for stretch in reversed(before) if not stretch.replaces), None)
    opening = _opened_by(piece, quantity)
    if previous is None or not previous.end <= opening <= previous.end + _REACH:
        return None
    if previous.quantity is None or not _says_for_whom(piece, quantity):
        return None
    interval, window = previous.interval, previous.window
    if interval is not None:
        interval = msgspec.structs.replace(interval, **_numbers(piece, interval, quantity))
    elif window is not None:
        window = msgspec.structs.replace(window, **_numbers(piece, window, quantity))
    return msgspec.structs.replace(
        previous,
        start=opening + 1,
        end=quantity.end,
        interval=interval,
        window=window,
        quantity=(quantity.start, quantity.end),
        replaces=True,
    )


def _opened_by(piece: Piece, quantity: Quantity) -> int:
    """The bracket that a time opens, alone or with its lead ("within"); -1 where there is none."""
    opening = regions_of(piece.words, piece.start, piece.stop).bracket[quantity.start]
    lead = read_lead(piece, quantity.start)
    first = quantity.start if lead is None else min(lead.start, quantity.start)
    return opening if opening + 1 == first else -1


def _says_for_whom(piece: Piece, quantity: Quantity) -> bool:
    """Whether a word such as "for", "if" or "since" follows a time, and something behind it."""
    at = quantity.end
    if at + 1 >= piece.stop or not piece.words.keys[at + 1]:
        return False
    key = piece.words.keys[at]
    return key in piece.lexicon.small_words["guards"] or key in _SINCE


def _numbers(piece: Piece, earlier: Interval | Window, quantity: Quantity) -> dict[str, Any]:
    """The fields that another time changes; a bare number is the bound that the earlier one had."""
    told = quantity if quantity.explicit else earlier
    return {
        "low": None if told.low is None else quantity.low,
        "low_inclusive": told.low_inclusive,
        "high": None if told.high is None else quantity.high,
        "high_inclusive": told.high_inclusive,
        "unit": quantity.unit,
        "start": piece.words.starts[quantity.start],
        "end": piece.words.ends[quantity.end - 1],
    }
