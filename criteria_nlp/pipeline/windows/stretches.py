"""A stretch of time with its role made a window or a duration."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from criteria_nlp.pipeline.layers import Quantity, Stretch
from criteria_nlp.pipeline.windows.anchors import (
    Anchor,
    read_anchor,
    read_concept_anchor,
    starts_concept,
    with_anchor,
)
from criteria_nlp.pipeline.windows.piece import Piece
from criteria_nlp.pipeline.windows.surroundings import Lead, Tail
from criteria_nlp.schema import Window

# Moments that lie ahead when patients are screened.
_TO_COME = frozenset(("screening", "last_dose", "end_of_study", "first_dose"))
_TOLD = "windows#told"  # neither lead nor tail: the words after the stretch told its role


class _Extent(NamedTuple):
    """What a stretch is once its tail is read: its role, tokens, anchor and direction."""

    role: str
    start: int
    end: int
    anchor: Anchor | None = None
    direction: Literal["before", "after"] = "before"


def make_stretch(
    piece: Piece, role: str, quantity: Quantity, lead: Lead | None, tail: Tail | None
) -> Stretch:
    """The window or duration that a quantity of time makes in a role."""
    extent = _extent(piece, role, quantity, lead, tail)
    if extent.role == "window" and _is_first_part(piece, quantity):
        anchor = extent.anchor or Anchor("enrollment", quantity.start, quantity.end)
        extent = extent._replace(direction="after", anchor=anchor)
    if lead is not None and lead.role == "future":
        extent = extent._replace(direction="after")
    named = tail or lead
    source = named.source if named else _TOLD
    if extent.role == "duration":
        return _duration(piece, quantity, extent, source)
    return _window(piece, quantity, extent, source)


def _is_first_part(piece: Piece, quantity: Quantity) -> bool:
    """Whether a window is counted forward: "during the first 2 weeks of the study"."""
    return "first" in piece.words.keys[max(piece.start, quantity.start - 2) : quantity.start]


def _extent(
    piece: Piece, role: str, quantity: Quantity, lead: Lead | None, tail: Tail | None
) -> _Extent:
    start = lead.start if lead else quantity.start
    if tail is None:
        return _Extent(role, start, quantity.end)
    if role == "since":
        return _extent_since(piece, start, tail)
    return _extent_counted(piece, role, start, tail)


def _extent_since(piece: Piece, start: int, tail: Tail) -> _Extent:
    """Since a named moment it is a window; since a concept it dates that concept."""
    anchor = read_anchor(piece, tail.end)
    if anchor is not None and not starts_concept(piece, tail.end):
        return _Extent("window", start, anchor.end, anchor)
    return _Extent("since", start, tail.end)


def _extent_counted(piece: Piece, role: str, start: int, tail: Tail) -> _Extent:
    """A stretch before or after a moment, a concept, or (with "ago") now."""
    if tail.role == "ago":
        return _Extent(role, start, tail.end)
    direction: Literal["before", "after"] = "after" if tail.role == "after" else "before"
    anchor = read_anchor(piece, tail.end)
    if anchor is None and tail.role in ("before", "after"):
        anchor = read_concept_anchor(piece, tail.end, start)
        dates = anchor is None and role == "window" and tail.role == "after"
        if dates and starts_concept(piece, tail.end):
            return _Extent("since", start, tail.end)
    return _Extent(role, start, anchor.end if anchor else tail.end, anchor, direction)


def _duration(piece: Piece, quantity: Quantity, extent: _Extent, source: str) -> Stretch:
    """How long something lasted; a bare number is the least it did."""
    changes: dict[str, Any] = {
        "start": piece.words.starts[quantity.start],
        "end": piece.words.ends[quantity.end - 1],
    }
    if not quantity.explicit:
        changes |= {"high": None, "high_inclusive": False}
    anchor, when = extent.anchor, Window(direction=extent.direction)
    return Stretch(
        start=extent.start,
        end=quantity.end if anchor is None else extent.end,
        role="duration",
        interval=quantity.interval(**changes),
        window=with_anchor(piece, when, anchor) if anchor else None,
        binds="right" if source == _TOLD else None,
        quantity=(quantity.start, quantity.end),
        source=source,
    )


def _window(piece: Piece, quantity: Quantity, extent: _Extent, source: str) -> Stretch:
    """When something was true."""
    since = extent.role == "since"
    bounds = _window_bounds(quantity, since)
    fields: dict[str, Any] = {"unit": quantity.unit, "direction": extent.direction, **bounds}
    window = Window(
        which="last" if since or bounds["high"] is None else "any",
        start=piece.words.starts[extent.start],
        end=piece.words.ends[extent.end - 1],
        **fields,
    )
    window = with_anchor(piece, window, extent.anchor)
    return Stretch(
        start=extent.start,
        end=extent.end,
        role="window",
        window=window,
        binds="right" if since else None,
        planned=extent.direction == "after" and window.anchor in _TO_COME,
        quantity=(quantity.start, quantity.end),
        source=source,
    )


def _window_bounds(quantity: Quantity, since: bool) -> dict[str, Any]:
    """The bounds of a window; a bare number is its far end, or the least since something."""
    if quantity.explicit:
        return {
            "low": quantity.low,
            "low_inclusive": quantity.low_inclusive,
            "high": quantity.high,
            "high_inclusive": quantity.high_inclusive,
        }
    if since:
        return {"low": quantity.high, "low_inclusive": True, "high": None, "high_inclusive": False}
    return {"low": None, "low_inclusive": False, "high": quantity.high, "high_inclusive": True}
