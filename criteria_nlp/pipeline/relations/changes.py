"""Changes: a value may be how much something rose or fell."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import Quantity
from criteria_nlp.pipeline.relations.neighbours import gap, right_of, separated
from criteria_nlp.pipeline.relations.piece import Piece


def bind_change(piece: Piece, mention: int, quantity: Quantity) -> None:
    """Whether a value is the size of a change: "an increase of at least 1 point"."""
    for first, end, senses in piece.changes:
        if _is_name(piece, mention, first) or not _is_near(piece, mention, quantity, first, end):
            continue
        if not separated(piece, min(end, quantity.end), max(first, quantity.start)):
            sense = senses[0]
            span = (quantity.start, quantity.end)
            piece.add(mention, "change", span, sense.source, index=first, layer=sense.means)
            return
    if not quantity.explicit:
        _inherit_change(piece, mention, quantity)


def bind_changes(piece: Piece) -> None:
    """Give a change without a number to what is named after it: "no change in medication"."""
    for first, end, senses in piece.changes:
        linked = piece.words.keys[end - 1] in piece.vocabulary["result_of"]
        right = right_of(piece, end) if linked else None
        if right is None or piece.has(right, "value", "category", "change"):
            continue
        start = piece.mentions[right].start
        if (
            _is_name(piece, right, first)
            or separated(piece, end, start)
            or gap(piece, end, start) > 2
        ):
            continue
        sense = senses[0]
        piece.add(right, "change", (first, end), sense.source, index=first, layer=sense.means)


def _is_name(piece: Piece, mention: int, first: int) -> bool:
    """Whether a word of change belongs to a concept's name; that of a condition may still tell."""
    named = piece.mentions[mention]
    weight = "weight" in piece.words.keys[named.start : named.end]
    if named.domain == "condition" and weight and named.start < first < named.end:
        return False
    return any(m.start <= first < m.end for m in piece.mentions)


def _is_near(piece: Piece, mention: int, quantity: Quantity, first: int, end: int) -> bool:
    """Whether a word of change stands before a quantity or its concept, or right after it."""
    start = piece.mentions[mention].start
    return 0 <= quantity.start - end <= 3 or 0 <= start - end <= 3 or 0 <= first - quantity.end <= 2


def _inherit_change(piece: Piece, mention: int, quantity: Quantity) -> None:
    """ "increase of >= 1 point (if ...) or 0.5 point (if ...)": the second is a change as well."""
    name = piece.mentions[mention].name
    for told in reversed(piece.relations):
        other = told.mention != mention and piece.mentions[told.mention].name == name
        if told.role != "change" or not other:
            continue
        span = (quantity.start, quantity.end)
        piece.add(mention, "change", span, told.source, index=told.index, layer=told.layer)
        piece.add(mention, "operator_from", (told.start, told.end), told.source, layer="quantities")
        return
