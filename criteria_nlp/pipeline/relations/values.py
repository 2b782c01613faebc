"""Values and counts: which concept a quantity that tells no time is of."""

from __future__ import annotations

from typing import NamedTuple

from criteria_nlp.pipeline.layers import Quantity
from criteria_nlp.pipeline.relations.neighbours import (
    concept_between,
    follows,
    gap,
    left_of,
    separated,
)
from criteria_nlp.pipeline.relations.piece import EVENTS, NEAR, Piece

# Dimensions of how much of a drug is given.
_AMOUNTS = frozenset(("mass", "volume", "concentration", "dose", "count"))


class Target(NamedTuple):
    """The concept a quantity is of, and what it says of it."""

    mention: int
    role: str


def value_target(
    piece: Piece, quantity: Quantity, left: int | None, right: int | None
) -> Target | None:
    """The concept between whose neighbours a quantity stands; the first reading that fits wins."""
    if right is not None and _says_again(piece, quantity):
        right = None
    if left is not None and _age_before(piece, quantity, left):
        return Target(left, "value")
    if right is not None and _age_after(piece, quantity, right):
        return Target(right, "value")
    inside = concept_inside(piece, quantity)
    if inside is not None:
        return Target(inside, "value")
    if right is not None and _opens_condition(piece, quantity) and follows(piece, quantity, right):
        return Target(right, "count" if _is_plain(quantity) else "value")
    if right is not None and _named_after(piece, quantity, left, right):
        return Target(right, "value")
    measured = left is not None and _measures(piece, left, quantity)
    if right is not None:
        parted = not measured or (left is not None and _parted(piece, left, quantity))
        role = _role_of_right(piece, quantity, right, measured=measured, parted=parted)
        if role is not None:
            return Target(right, role)
    if left is not None:
        role = _role_of_left(piece, quantity, left, measured=measured)
        if role is not None:
            return Target(left, role)
    if right is not None and _value_before(piece, quantity, right):
        return Target(right, "value")
    return None


def _says_again(piece: Piece, quantity: Quantity) -> bool:
    """Whether a quantity stands in brackets right behind another: "> 125 mg/dL (6.94 mmol/L)"."""
    opening = piece.regions.bracket[quantity.start]
    return opening == quantity.start - 1 and any(q.end == opening for q in piece.quantities)


def _age_before(piece: Piece, quantity: Quantity, left: int) -> bool:
    """Whether a bare number, no "type 1", comes soon after the word for age."""
    mention = piece.mentions[left]
    return (
        mention.name == "age"
        and quantity.unit is None
        and not _names_type(piece, quantity)
        and gap(piece, mention.end, quantity.start) <= NEAR
    )


def _names_type(piece: Piece, quantity: Quantity) -> bool:
    """Whether a number tells which of its kind something is: "type 2"."""
    return piece.words.keys[quantity.start - 1] == "type"


def _age_after(piece: Piece, quantity: Quantity, right: int) -> bool:
    """Whether the word for age follows a bare number at once: "20-70 age", "18 < age"."""
    mention = piece.mentions[right]
    beside = gap(piece, quantity.end, mention.start) == 0
    return mention.name == "age" and quantity.unit is None and quantity.explicit and beside


def concept_inside(piece: Piece, quantity: Quantity) -> int | None:
    """The concept whose name begins in a quantity: "grade 2", "20 cigarettes"."""
    mentions = piece.mentions
    inside = (i for i in piece.candidates if quantity.start <= mentions[i].start < quantity.end)
    first = next(inside, None)
    if first is None or mentions[first].domain in ("demographic", "unknown"):
        return None
    return first


def _opens_condition(piece: Piece, quantity: Quantity) -> bool:
    """Whether a quantity opens a condition in brackets: "(if > 1 test, …)"."""
    within = piece.regions.bracket[quantity.start]
    return any(c.start == within + 1 and c.end == quantity.start for c in piece.cues("condition"))


def _named_after(piece: Piece, quantity: Quantity, left: int | None, right: int) -> bool:
    """Whether the name after a quantity is certainly its own, whatever stands before."""
    mention = piece.mentions[right]
    between = piece.keys_between(quantity.end, mention.start)
    if mention.domain == "drug":
        # "corticosteroids <= 10 mg/day of prednisone or equivalent": a measure of the drug before
        behind = piece.words.keys[mention.end : min(mention.end + 3, piece.stop)]
        measure = left is not None and "equivalent" in behind
        return between == ["of"] and quantity.dimension in _AMOUNTS and not measure
    if mention.domain != "measurement" or left is None:
        return False
    if not between:
        return (
            _is_prefixed(piece, left)
            or _is_measured_otherwise(piece, left, quantity)
            or names_part(piece, quantity, left, right)
        )
    scored = piece.words.keys[piece.mentions[left].end : quantity.start]
    on_scale = not piece.vocabulary["scored"].isdisjoint(scored)
    return quantity.explicit and on_scale and between[0] == "on" and follows(piece, quantity, right)


def _is_prefixed(piece: Piece, i: int) -> bool:
    """Whether a concept has taken the value before it: ">= 140 mmHg systolic, >= 90 diastolic"."""
    start = piece.mentions[i].start
    return any(r.end <= start for r in piece.said_of(i, "value"))


def names_part(piece: Piece, quantity: Quantity, left: int, right: int) -> bool:
    """Whether a value stands before the part it is of: "BP > 160 systolic or > 100 diastolic".

    The part's name holds that of the whole, or the next value stands before a name as well.
    """
    whole, part = piece.mentions[left], piece.mentions[right]
    if not quantity.explicit or whole.domain != "measurement" or piece.has(left, "value"):
        return False
    if piece.keys_between(quantity.end, part.start) or _valued_at(piece, part.end) is not None:
        return False
    named = bool(whole.name and part.name and part.name.endswith(whole.name))
    return named or _goes_on_alike(piece, part.end)


def _goes_on_alike(piece: Piece, end: int) -> bool:
    """Whether "or" and a value right before another measurement follow word `end`."""
    if end >= piece.stop or piece.words.keys[end] not in piece.vocabulary["separators"]:
        return False
    following = _valued_at(piece, end + 1)
    return following is not None and any(
        piece.mentions[i].start == following.end and piece.mentions[i].domain == "measurement"
        for i in piece.candidates
    )


def _valued_at(piece: Piece, at: int) -> Quantity | None:
    """The compared quantity that begins at a word."""
    return next((q for q in piece.quantities if q.start == at and q.explicit), None)


def _is_measured_otherwise(piece: Piece, left: int, quantity: Quantity) -> bool:
    """Whether a concept has a value in another unit already: "WBC > 12,000/mm3 or 10 % bands"."""
    said = piece.said_of(left, "value")
    units = {piece.quantities[r.index].unit for r in said if r.layer == "quantities"}
    return bool(units) and quantity.unit not in units and _parted(piece, left, quantity)


def _parted(piece: Piece, left: int, quantity: Quantity) -> bool:
    return separated(piece, piece.mentions[left].end, quantity.start)


def _role_of_right(
    piece: Piece, quantity: Quantity, right: int, *, measured: bool, parted: bool
) -> str | None:
    """What a quantity says of the concept after it; `measured` where the one before claims it."""
    if not follows(piece, quantity, right):
        return None
    mention = piece.mentions[right]
    if _is_plain(quantity) and parted and (mention.countable or mention.domain in EVENTS):
        named = _merely_accompanied(piece, quantity, mention.start) or _names_type(piece, quantity)
        return None if named else "count"
    if measured:
        return None
    if mention.domain != "measurement":
        near = 2 if left_of(piece, quantity.start) is None else 0
        beside = gap(piece, quantity.end, mention.start) <= near and mention.domain in EVENTS
        return "value" if beside and quantity.explicit and not _is_plain(quantity) else None
    telling = quantity.explicit or quantity.dimension or _goes_on(piece, quantity)
    return "value" if telling else None


def _merely_accompanied(piece: Piece, quantity: Quantity, start: int) -> bool:
    """Whether "with" parts a number from a concept, which it does not count: "18-65 with X"."""
    return "with" in piece.keys_between(quantity.end, start)


def _role_of_left(piece: Piece, quantity: Quantity, left: int, *, measured: bool) -> str | None:
    """What a quantity says of the concept before it."""
    plain = _is_plain(quantity)
    if measured:
        return "count" if piece.mentions[left].countable and plain else "value"
    if not _value_of_event(piece, quantity, left):
        return None
    return "count" if plain and not _graded(piece, left, quantity) else "value"


def _is_plain(quantity: Quantity) -> bool:
    """Whether a quantity is a bare number."""
    return quantity.unit is None and quantity.reference is None and not quantity.category


def _measures(piece: Piece, left: int, quantity: Quantity) -> bool:
    """Whether the concept at the left is measured by a quantity."""
    mention, start = piece.mentions[left], quantity.start
    if mention.domain != "measurement" and not (
        quantity.category or _graded(piece, left, quantity)
    ):
        return False
    distance = gap(piece, mention.end, start)
    if quantity.explicit or quantity.pair or quantity.category:
        return distance <= 2 * NEAR and (
            not _parted(piece, left, quantity) or not concept_between(piece, mention.end, start)
        )
    return distance <= 3 and not _parted(piece, left, quantity) and not piece.has(left, "value")


def _graded(piece: Piece, left: int, quantity: Quantity) -> bool:
    """Whether the value is a grade, stage or class of the concept before it."""
    if piece.mentions[left].name == "age":
        return False
    near = piece.words.keys[piece.mentions[left].end - 1 : quantity.start + 2]
    return not piece.vocabulary["scales"].isdisjoint(near)


def _value_of_event(piece: Piece, quantity: Quantity, left: int) -> bool:
    """Whether a quantity comes soon after a concept that is no measurement, and says enough."""
    mention = piece.mentions[left]
    telling = quantity.explicit or (quantity.dimension is not None and not _is_plain(quantity))
    return (
        telling
        and mention.domain != "demographic"
        and gap(piece, mention.end, quantity.start) <= NEAR
        and not concept_between(piece, mention.end, quantity.start)
    )


def _value_before(piece: Piece, quantity: Quantity, right: int) -> bool:
    """Whether a compared quantity comes soon before a measurement: "> 20 % of the blasts"."""
    mention = piece.mentions[right]
    return (
        quantity.explicit
        and mention.domain == "measurement"
        and gap(piece, quantity.end, mention.start) <= NEAR
    )


def _goes_on(piece: Piece, quantity: Quantity) -> bool:
    """Whether a quantity goes on from another: "an increase of 2 or 3 points"."""
    if piece.words.keys[quantity.start - 1] not in ("or", "and", ","):
        return False
    return any(q.end <= quantity.start and q.start >= piece.start for q in piece.quantities)
