"""Values that replace another on a condition: "ALT <= 3 x ULN (<= 5 x ULN if metastases)"."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import Quantity, Relation
from criteria_nlp.pipeline.relations.piece import PART, Piece


def replaced_measurement(piece: Piece, quantity: Quantity) -> int | None:
    """The measurement before a bracket whose value the quantity in the bracket replaces.

    The bracket must name when: it holds words or a concept, and no measurement of its own.
    """
    opening = piece.regions.bracket[quantity.start]
    if opening < 0 or not quantity.explicit:
        return None
    closing = piece.regions.closing[opening]
    within = (m for m in piece.mentions if opening < m.start < closing)
    beside = (m for m in within if not quantity.start <= m.start < quantity.end)
    domains = {mention.domain for mention in beside} - {PART}
    conditional = any(opening < cue.start < closing for cue in piece.cues("condition"))
    if "measurement" in domains or domains == {"demographic"} or not (domains or conditional):
        return None
    before = (r for r in reversed(piece.relations) if r.role == "value")
    same = (r for r in before if _is_of_kind(piece, r, quantity) and r.end <= opening)
    return next((r.mention for r in same if _is_measurement(piece, r)), None)


def _is_of_kind(piece: Piece, relation: Relation, quantity: Quantity) -> bool:
    """Whether the earlier value has the unit and the reference of the quantity."""
    earlier = piece.quantities[relation.index]
    return (earlier.unit, earlier.reference) == (quantity.unit, quantity.reference)


def _is_measurement(piece: Piece, relation: Relation) -> bool:
    return piece.mentions[relation.mention].domain == "measurement"
