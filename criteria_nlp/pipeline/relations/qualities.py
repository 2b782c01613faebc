"""Better and worse: which way "or better" compares is for the measurement to say.

Two is better than three on the ECOG scale, and worse on Karnofsky's. The comparators say what holds
where more is better; where more is worse the bound is turned round, and where nobody knows the
value is bound to nothing, so that it stays open.
"""

from __future__ import annotations

import msgspec

from criteria_nlp.pipeline.layers import Quantity, Relation
from criteria_nlp.pipeline.relations.piece import Piece

_QUALITIES = ("better", "worse")
_ROLES = ("value", "count")
_NEAR = 2  # words before a value that name its scale: "grade", "class"
_TURNED = {(True, True): "<=", (True, False): "<", (False, True): ">=", (False, False): ">"}


def turn_qualities(piece: Piece) -> None:
    """Turn the bounds round of values of which a lower one is the better."""
    kept: list[Relation] = []
    for relation in piece.relations:
        quantity = _told_by_quality(piece, relation)
        better = quantity and _better(piece, relation.mention, quantity)
        if quantity is None or better == "higher":
            kept.append(relation)
        elif better == "lower":
            kept += _turned(relation, quantity)
    piece.relations = kept


def _told_by_quality(piece: Piece, relation: Relation) -> Quantity | None:
    """The one-sided bound that a relation says, if it was written with "better" or "worse"."""
    if relation.role not in _ROLES or relation.layer != "quantities":
        return None
    quantity, words = piece.quantities[relation.index], piece.words
    if (quantity.low is None) == (quantity.high is None):
        return None
    operators = [i for i in range(quantity.start, quantity.end) if words.is_operator(i)]
    texts = [words.texts[i].casefold() for i in operators]
    told = any(quality in text for text in texts for quality in _QUALITIES)
    return quantity if told else None


def _better(piece: Piece, i: int, quantity: Quantity) -> str:
    """Whether "higher" or "lower" values of a concept are better; empty where nobody knows."""
    mention, severity = piece.mentions[i], piece.vocabulary["severity"]
    near = piece.words.keys[max(piece.start, quantity.start - _NEAR) : quantity.end]
    named = piece.words.keys[mention.start : mention.end]
    if mention.domain == "condition" or not severity.isdisjoint((*near, *named)):
        return "lower"
    known = piece.lexicon.concepts.get(mention.name or "")
    return known.better if known is not None else ""


def _turned(relation: Relation, quantity: Quantity) -> list[Relation]:
    """A value, and its bound turned round."""
    lower = quantity.high is None
    operator = _TURNED[lower, quantity.low_inclusive if lower else quantity.high_inclusive]
    return [
        msgspec.structs.replace(relation, role="value"),
        msgspec.structs.replace(relation, role="bound", layer=operator, source="relations#quality"),
    ]
