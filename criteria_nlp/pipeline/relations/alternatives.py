"""Values that replace another on a condition: "ALT <= 3 x ULN (<= 5 x ULN if metastases)"."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import Mention, Quantity, Relation
from criteria_nlp.pipeline.relations.piece import PART, Piece

# Words between a value and the people or the state that it is for: "if Y, it must be <= 5".
_LINK = 6


def replaced_measurement(piece: Piece, quantity: Quantity) -> int | None:
    """The measurement whose value a quantity replaces, in a bracket or after words such as "or"."""
    opening = piece.regions.bracket[quantity.start]
    if not quantity.explicit and (opening < 0 or not _is_limited(piece, quantity.end)):
        return None
    if opening < 0:
        return _replaced_beside(piece, quantity)
    return _replaced_before(piece, quantity, opening)


def _replaced_before(piece: Piece, quantity: Quantity, opening: int) -> int | None:
    """The measurement before the bracket that opens at a word.

    The bracket must name when: it holds words or a concept, and no measurement of its own.
    """
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


def _replaced_beside(piece: Piece, quantity: Quantity) -> int | None:
    """The measurement of "X <= 3, or <= 5 if Y" and of "X <= 3; in patients with Y <= 5"."""
    earlier = next((r for r in reversed(piece.relations) if r.role == "value"), None)
    if earlier is None or not _is_measurement(piece, earlier):
        return None
    same = _is_of_kind(piece, earlier, quantity)
    level = piece.regions.depth[earlier.start] == piece.regions.depth[quantity.start]
    if not same or not level or earlier.end > quantity.start:
        return None
    if _joins(piece, earlier.end, quantity.start):
        limited = _is_limited(piece, quantity.end)
    else:
        plain = quantity.unit is None and quantity.reference is None
        limited = not plain and _limits(piece, earlier.end, quantity.start)
    return earlier.mention if limited else None


def _joins(piece: Piece, end: int, start: int) -> bool:
    """Whether nothing but a word such as "or" stands between two values."""
    return end < start and piece.vocabulary["value_joiners"].issuperset(piece.words.keys[end:start])


def _is_limited(piece: Piece, end: int) -> bool:
    """Whether words that say when a value holds follow it: "if Y", "for patients with Y"."""
    if end >= piece.stop or not _opens(piece, end):
        return False
    near = (m for m in piece.mentions if end < m.start <= end + _LINK and m.domain != PART)
    first = min(near, key=lambda mention: mention.start, default=None)
    return first is not None and _is_state(first)


def _limits(piece: Piece, end: int, start: int) -> bool:
    """Whether only words that say when a value holds part it from the one before."""
    first = next((i for i in range(end, start) if _opens(piece, i)), None)
    if first is None or (first > end and not _joins(piece, end, first)):
        return False
    told = [m for m in piece.mentions if first < m.start < start and m.domain != PART]
    if not told or not all(map(_is_state, told)):
        return False
    return len(piece.keys_between(max(m.end for m in told), start)) <= _LINK


def _is_state(mention: Mention) -> bool:
    """Whether a concept tells when a value holds; a value for a sex is a guard's work."""
    return mention.name == "age" or mention.domain not in ("measurement", "demographic")


def _opens(piece: Piece, i: int) -> bool:
    """Whether words that say when something holds begin at a token."""
    cues = (c.start for c in piece.cues("condition", "unless", "exception"))
    return piece.words.keys[i] in piece.vocabulary["guards"] or i in cues


def _is_of_kind(piece: Piece, relation: Relation, quantity: Quantity) -> bool:
    """Whether the earlier value has the unit and the reference of the quantity."""
    earlier = piece.quantities[relation.index]
    return (earlier.unit, earlier.reference) == (quantity.unit, quantity.reference)


def _is_measurement(piece: Piece, relation: Relation) -> bool:
    return piece.mentions[relation.mention].domain == "measurement"
