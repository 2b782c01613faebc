"""Methods: how something was seen or measured is no fact of its own ("lesions on CT or MRI")."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import Mention
from criteria_nlp.pipeline.logic.piece import Piece


def is_method(piece: Piece, i: int) -> bool:
    """Whether a concept is how another one, or its value, was found: ">= 10 mm by CT or MRI"."""
    if not _is_diagnostic(piece.mentions[i]):
        return False
    start = piece.mentions[i].start
    links = (at for at in range(start - 1, piece.start, -1) if piece.among("measured_by", at))
    link = next(links, None)
    if link is None or not piece.concepts(piece.start, link):
        return False
    measured = any(quantity.end == link for quantity in piece.quantities)
    if piece.words.keys[link] == "with" and not measured:
        return False
    between = (piece.mentions[j] for j in piece.concepts(link, start))
    return not any(mention.known and not _is_diagnostic(mention) for mention in between)


def _is_diagnostic(mention: Mention) -> bool:
    """Whether a mention is a way to look at something, and no treatment."""
    return mention.domain == "procedure" and "diagnostics" in mention.source
