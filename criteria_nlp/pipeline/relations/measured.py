"""Unknown words right before a value: "LEDD >= 300 mg/day" makes LEDD a measurement."""

from __future__ import annotations

import msgspec

from criteria_nlp.pipeline.layers import Quantity
from criteria_nlp.pipeline.relations.neighbours import (
    beginning,
    follows,
    head_of,
    left_of,
    right_of,
)
from criteria_nlp.pipeline.relations.piece import EVENTS, Piece


def name_measured(piece: Piece) -> None:
    """Make the unknown phrases that a comparison follows at once into measurements.

    Otherwise the value would go to the nearest known concept, of which it is not said.
    """
    unknown = {m.end: i for i, m in enumerate(piece.mentions) if _is_unknown(piece, i)}
    for quantity in piece.quantities if unknown else ():
        if not (piece.start <= quantity.start < piece.stop) or not _compares(quantity):
            continue
        i = unknown.get(_end_of_name(piece, quantity.start))
        if i is not None and not (_goes_on_from_measurement(piece, i) or _places(piece, i)):
            mention = msgspec.structs.replace(
                piece.mentions[i], domain="measurement", source="relations#measured"
            )
            piece.mentions[i] = mention
            if i not in piece.candidates:
                piece.candidates.append(i)


def name_counted(piece: Piece) -> None:
    """Let unknown phrases right behind a value take it: "> 4 foci", "<= 4 ppm CO"."""
    unknown = {beginning(m): i for i, m in enumerate(piece.mentions) if _is_unknown(piece, i)}
    for quantity in piece.quantities if unknown else ():
        i = unknown.get(_beginning_of_name(piece, quantity.end))
        if i is None or not quantity.explicit or quantity.start < piece.start:
            continue
        plain = quantity.unit is None and quantity.reference is None and not quantity.category
        if _counts_known(piece, quantity) if plain else not _names_measure(piece, quantity):
            continue
        piece.mentions[i] = msgspec.structs.replace(
            piece.mentions[i],
            domain="observation" if plain else "measurement",
            countable=plain,
            source="relations#counted" if plain else "relations#measured",
        )
        if i not in piece.candidates:
            piece.candidates.append(i)


def _beginning_of_name(piece: Piece, end: int) -> int:
    """Where the name behind a value begins, "of", "the" and ordinals left out."""
    while end < piece.stop and piece.words.keys[end] in piece.vocabulary["before_counted"]:
        end += 1
    return end


def _counts_known(piece: Piece, quantity: Quantity) -> bool:
    """Whether a known thing to count follows the unknown words: "at least one posterior caries"."""
    right = right_of(piece, quantity.end)
    known = right is not None and piece.mentions[right].domain in EVENTS
    return known and right is not None and follows(piece, quantity, right)


def _names_measure(piece: Piece, quantity: Quantity) -> bool:
    """Whether the words behind a value with a unit name what it measures: none before it do."""
    left = left_of(piece, quantity.start)
    if quantity.dimension == "time":
        return False
    opens = piece.regions.opens_clause(quantity.start)
    return left is None or (opens and piece.mentions[left].domain != "measurement")


def name_dated(piece: Piece) -> None:
    """Let unknown words before a time be dated, where they begin a clause or go on a list.

    "blood within 30 days, or zorba within 14 days"; "zorba sampling within 5 days before surgery".
    """
    unknown = {m.end: i for i, m in enumerate(piece.mentions) if _is_unknown(piece, i)}
    for _, stretch in piece.times if unknown else ():
        i = unknown.get(stretch.start)
        if i is None or i in piece.candidates:
            continue
        first = piece.mentions[i].start
        joined = first > piece.start and piece.words.keys[first - 1] in piece.vocabulary["joiners"]
        if (joined and stretch.role == "window") or left_of(piece, stretch.start) is None:
            piece.candidates.append(i)


def _is_unknown(piece: Piece, i: int) -> bool:
    mention = piece.mentions[i]
    return mention.domain == "unknown" and piece.start <= mention.start < piece.stop


def _compares(quantity: Quantity) -> bool:
    return quantity.explicit and quantity.dimension != "time"


def _goes_on_from_measurement(piece: Piece, i: int) -> bool:
    """Whether the unknown words stand right behind a measurement: "MMSE errors > 3"."""
    start = piece.mentions[i].start
    while start > piece.start and not piece.words.keys[start - 1]:
        start -= 1
    return any(m.end == start and m.domain == "measurement" for m in piece.mentions)


def _places(piece: Piece, i: int) -> bool:
    """Whether the unknown words say where something is measured: "letter score in the left eye"."""
    head = piece.mentions[head_of(piece, i)]
    return head.domain == "measurement" and head.known


def _end_of_name(piece: Piece, start: int) -> int:
    """Where the words before a value end, "of", "is" and the like left out."""
    at = start
    while at > piece.start and start - at < 4:
        key = piece.words.keys[at - 1]
        if key and key not in piece.vocabulary["value_links"]:
            break
        at -= 1
    return at
