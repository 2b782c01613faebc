"""Remarks that an end of a range does not belong to it: "18 to 65 years, 65 not included"."""

from __future__ import annotations

from typing import NamedTuple

from criteria_nlp.pipeline.quantities.amounts import read_amount
from criteria_nlp.pipeline.quantities.piece import Piece

_CLOSING = (")", ".", ",", ";")


class Exclusion(NamedTuple):
    """The word a remark ends before, and the number that it names, if it does."""

    end: int
    number: float | None


def read_exclusion(piece: Piece, end: int) -> Exclusion | None:
    """The remark right behind a quantity that ends before word `end`; it must end a clause."""
    words, at = piece.words, end
    opened = at < piece.stop and words.texts[at] == "("
    if opened or (at < piece.stop and words.texts[at] == ","):
        at += 1
    amount = read_amount(piece, at)
    if amount is not None:
        at = amount.end
    if at + 1 >= piece.stop or words.keys[at] != "not":
        return None
    last = at + 2 >= piece.stop or words.texts[at + 2] in _CLOSING
    if not last or words.keys[at + 1] not in ("included", "inclusive"):
        return None
    closed = opened and at + 2 < piece.stop and words.texts[at + 2] == ")"
    return Exclusion(at + 2 + closed, amount.value if amount else None)
