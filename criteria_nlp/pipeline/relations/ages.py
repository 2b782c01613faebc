"""Ages: named beside the quantity, or told by "older", by "years old", or by standing alone."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import Mention, Quantity
from criteria_nlp.pipeline.relations.neighbours import concept_between, follows, gap
from criteria_nlp.pipeline.relations.piece import Piece

_AGE_BEFORE = 8  # words between the name of the age and its value
_AGE_AFTER = 3


def age_of(piece: Piece, quantity: Quantity, left: int | None, right: int | None) -> int | None:
    """The age a quantity is of, made where no word names it."""
    if left is not None and _named_before(piece, quantity, left):
        return left
    if right is not None and _named_after(piece, quantity, right):
        return right
    for i in piece.candidates:
        if _is_age(piece, i) and quantity.start <= piece.mentions[i].start < quantity.end:
            return i
    if _told_by_words(piece, quantity) or _stands_alone(piece, quantity, left, right):
        return _new_age(piece, quantity)
    return None


def _is_age(piece: Piece, i: int) -> bool:
    return piece.mentions[i].name == "age"


def _named_before(piece: Piece, quantity: Quantity, left: int) -> bool:
    """Whether the concept before a quantity is the age it is of."""
    end = piece.mentions[left].end
    if not _is_age(piece, left) or gap(piece, end, quantity.start) > _AGE_BEFORE:
        return False
    return not (piece.has(left, "value") and concept_between(piece, end, quantity.start))


def _named_after(piece: Piece, quantity: Quantity, right: int) -> bool:
    """Whether the concept after a quantity is the age it is of."""
    return (
        _is_age(piece, right)
        and gap(piece, quantity.end, piece.mentions[right].start) <= _AGE_AFTER
    )


def _told_by_words(piece: Piece, quantity: Quantity) -> bool:
    """Whether a quantity, or the two words after it, speaks of age."""
    stop = min(quantity.end + 2, piece.stop)
    told = " ".join(piece.words.texts[quantity.start : stop]).casefold()
    return any(word in told for word in piece.vocabulary["ages"]) or follows_people(piece, quantity)


def follows_people(piece: Piece, quantity: Quantity) -> bool:
    """Whether a comparison that nothing follows comes after people: "patients < 18 [years]"."""
    if not quantity.explicit or quantity.unit not in (None, "a"):
        return False
    if quantity.reference or quantity.category:
        return False
    before = piece.words.keys[quantity.start - 1] if quantity.start > piece.start else ""
    told = piece.words.keys[quantity.start : quantity.end]
    counted = any(m.start == quantity.end for m in piece.mentions)
    graded = not piece.vocabulary["scales"].isdisjoint(told)
    return before in piece.vocabulary["people"] and not counted and not graded


def _stands_alone(piece: Piece, quantity: Quantity, left: int | None, right: int | None) -> bool:
    """Whether a number of years has none but people beside it."""
    mentions = piece.mentions
    return (
        quantity.unit == "a"
        and (left is None or mentions[left].domain == "demographic")
        and (
            right is None
            or not follows(piece, quantity, right)
            or mentions[right].domain == "demographic"
        )
    )


def _new_age(piece: Piece, quantity: Quantity) -> int:
    """Add an age that no word names; it stands where its unit does, else its first word."""
    start, end = quantity.unit_start, quantity.unit_end
    if start is None or end is None:
        start = _first_word(piece, quantity)
        end = start + 1
    age = Mention(start=start, end=end, domain="demographic", name="age", source="relations#age")
    return piece.name(age)


def _first_word(piece: Piece, quantity: Quantity) -> int:
    """The first token of a quantity that is no mere symbol."""
    tokens = range(quantity.start, quantity.end)
    return next((i for i in tokens if piece.words.texts[i][0].isalnum()), quantity.start)
