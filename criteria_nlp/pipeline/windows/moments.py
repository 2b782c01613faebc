"""Windows without a number: "at screening", "prior to randomization", "during the study"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from criteria_nlp.pipeline.layers import Stretch, covered
from criteria_nlp.pipeline.units import read_unit
from criteria_nlp.pipeline.windows.anchors import Anchor, read_anchor, with_anchor
from criteria_nlp.pipeline.windows.piece import WINDOW_UNITS, Piece
from criteria_nlp.schema import Window


def find_moments(piece: Piece, found: Sequence[Stretch]) -> list[Stretch]:
    """The moments of a piece that overlap neither the stretches found nor each other."""
    taken = covered([(stretch.start, stretch.end) for stretch in found])
    moments = []
    readers = (_single_units(piece), _whole_studies(piece), _anchored_moments(piece))
    for anchor, moment in chain(*readers):
        if moment.start not in taken and anchor.start not in taken:
            moments.append(moment)
            taken.update(range(moment.start, moment.end))
    return moments


def _single_units(piece: Piece) -> Iterator[tuple[Anchor, Stretch]]:
    """One unit of time without a number: "in the past year" is within one year."""
    leads = piece.lexicon.table("leads")
    for first, end, senses in leads.find(piece.words.keys, piece.start, piece.stop):
        lead = next((sense for sense in senses if sense.means in ("past", "future")), None)
        end = _past_blank(piece, end)
        unit = read_unit(piece.words, end, piece.stop, piece.lexicon) if lead else None
        if lead is None or unit is None or unit.dimension != "time" or unit.end != end + 1:
            continue
        written = piece.words.texts[end].casefold()
        if len(written) < 3 or written.endswith("s") or unit.ucum not in WINDOW_UNITS:
            continue
        named: Any = unit.ucum
        window = Window(
            high=1.0,
            high_inclusive=True,
            direction="after" if lead.means == "future" else "before",
            unit=named,
            start=piece.words.starts[first],
            end=piece.words.ends[end],
        )
        stretch = Stretch(
            start=first,
            end=unit.end,
            role="window",
            window=window,
            quantity=(end, unit.end),
            planned=lead.means == "future",
            source=lead.source,
        )
        yield Anchor("screening", first, unit.end), stretch


def _past_blank(piece: Piece, at: int) -> int:
    """The word behind a hyphen, "past-month drinking", or behind the end of a line."""
    return at + 1 if at + 1 < piece.stop and not piece.words.keys[at] else at


def _whole_studies(piece: Piece) -> Iterator[tuple[Anchor, Stretch]]:
    """The study as one phrase: "during the study" is a moment and its own anchor."""
    table = piece.lexicon.table("stretches")
    for first, end, senses in table.find(piece.words.keys, piece.start, piece.stop):
        anchor = Anchor("event", first, end)
        yield anchor, _moment(piece, first, anchor, "during", senses[0].source, planned=True)


def _anchored_moments(piece: Piece) -> Iterator[tuple[Anchor, Stretch]]:
    """A word before an anchor, and the anchor: "at screening"."""
    table = piece.lexicon.table("moments")
    for first, end, senses in table.find(piece.words.keys, piece.start, piece.stop):
        anchor = read_anchor(piece, end)
        if anchor is not None:
            yield anchor, _moment(piece, first, anchor, senses[0].means, senses[0].source)


def _moment(
    piece: Piece, start: int, anchor: Anchor, direction: Any, source: str, *, planned: bool = False
) -> Stretch:
    """The window from word `start` to the end of its anchor."""
    first, last = piece.words.starts[start], piece.words.ends[anchor.end - 1]
    window = Window(direction=direction, start=first, end=last)
    return Stretch(
        start=start,
        end=anchor.end,
        role="window",
        window=with_anchor(piece, window, anchor),
        planned=planned,
        source=source,
    )
