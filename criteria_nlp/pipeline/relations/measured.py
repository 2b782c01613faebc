"""Unknown words right before a value: "LEDD >= 300 mg/day" makes LEDD a measurement."""

from __future__ import annotations

import msgspec

from criteria_nlp.pipeline.layers import Quantity
from criteria_nlp.pipeline.relations.neighbours import left_of
from criteria_nlp.pipeline.relations.piece import Piece


def name_measured(piece: Piece) -> None:
    """Make the unknown phrases that a comparison follows at once into measurements.

    Otherwise the value would go to the nearest known concept, of which it is not said.
    """
    unknown = {m.end: i for i, m in enumerate(piece.mentions) if _is_unknown(piece, i)}
    for quantity in piece.quantities if unknown else ():
        if not (piece.start <= quantity.start < piece.stop) or not _compares(quantity):
            continue
        i = unknown.get(_end_of_name(piece, quantity.start))
        if i is not None and not _goes_on_from_measurement(piece, i):
            mention = msgspec.structs.replace(
                piece.mentions[i], domain="measurement", source="relations#measured"
            )
            piece.mentions[i] = mention
            if i not in piece.candidates:
                piece.candidates.append(i)


def name_counted(piece: Piece) -> None:
    """Let unknown phrases right behind a value take it: "> 4 foci", "<= 4 ppm CO"."""
    unknown = {m.start: i for i, m in enumerate(piece.mentions) if _is_unknown(piece, i)}
    for quantity in piece.quantities if unknown else ():
        i = unknown.get(quantity.end)
        if i is None or not quantity.explicit or quantity.start < piece.start:
            continue
        plain = quantity.unit is None and quantity.reference is None and not quantity.category
        if not plain and (
            quantity.dimension == "time" or left_of(piece, quantity.start) is not None
        ):
            continue
        piece.mentions[i] = msgspec.structs.replace(
            piece.mentions[i],
            domain="observation" if plain else "measurement",
            countable=plain,
            source="relations#counted" if plain else "relations#measured",
        )
        if i not in piece.candidates:
            piece.candidates.append(i)


def name_dated(piece: Piece) -> None:
    """Let unknown members of a list be dated: "blood within 30 days, or zorba within 14 days"."""
    unknown = {m.end: i for i, m in enumerate(piece.mentions) if _is_unknown(piece, i)}
    for _, stretch in piece.times if unknown else ():
        i = unknown.get(stretch.start)
        if i is None or i in piece.candidates or stretch.role != "window":
            continue
        first = piece.mentions[i].start
        if first > piece.start and piece.words.keys[first - 1] in piece.vocabulary["joiners"]:
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


def _end_of_name(piece: Piece, start: int) -> int:
    """Where the words before a value end, "of", "is" and the like left out."""
    at = start
    while at > piece.start and start - at < 4:
        key = piece.words.keys[at - 1]
        if key and key not in piece.vocabulary["value_links"]:
            break
        at -= 1
    return at
