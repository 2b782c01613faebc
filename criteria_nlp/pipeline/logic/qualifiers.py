"""Qualifiers: what is said of a concept that no other field of its fact can hold.

"infection requiring intravenous antibiotics", "malignancy related to HIV": such words narrow the
concept. Nothing is made of them, but they are not lost: they are modifiers of the fact.
"""

from __future__ import annotations

from collections.abc import Sequence

from criteria_nlp.pipeline.layers import covered
from criteria_nlp.pipeline.logic.naming import Span
from criteria_nlp.pipeline.logic.piece import Piece

_EXPLAINING = ("includes", "synonym")


def qualifiers(piece: Piece, heads: Sequence[int], a: int, b: int) -> dict[int, list[Span]]:
    """By concept, the words of a range that say more of it and that nothing was made of.

    They stand after it, or right before the first concept.
    """
    explained = (m.start for m in piece.marks if a <= m.start < b and m.kind in _EXPLAINING)
    b = next(explained, b)
    groups = [(opening, closing + 1) for opening, closing in piece.groups(a, b)]
    read = piece.read | covered(groups) if groups else piece.read
    stops = [*(piece.mentions[i].start for i in heads[1:]), b]
    found = {
        i: _with_denials(piece, _unread(piece, read, piece.mentions[i].end, min(stop, b)), i)
        for i, stop in zip(heads, stops, strict=True)
    }
    found[heads[0]][:0] = _before(piece, read, heads[0], a)
    return found


def _with_denials(piece: Piece, spans: list[Span], i: int) -> list[Span]:
    """The stretches after a concept, with the "is not" before them: "is not controlled"."""
    end = piece.mentions[i].end
    denials = {m.end: m.start for m in piece.marks if m.kind == "negation" and m.start >= end}
    return [(denials.get(start, start), stop) for start, stop in spans]


def _before(piece: Piece, read: set[int], i: int, a: int) -> list[Span]:
    """The words right before a concept, as far as they could be part of its name."""
    words, mention = piece.words, piece.mentions[i]
    end = first = min((mention.start, *(start for start, _ in mention.modifiers)))
    while first > a and first - 1 not in read and piece.nameable(first - 1):
        first -= 1
    cut = first > a and not piece.wordy(first) and words.ends[first - 1] == words.starts[first]
    return _unread(piece, read, first - cut, end)  # "non-secretory" is one word


def _unread(piece: Piece, read: set[int], a: int, b: int) -> list[Span]:
    """The stretches of a range that were not read, if they hold more than small words."""
    found: list[Span] = []
    while a < b:
        end = next((at for at in range(a, b) if at in read), b)
        if any(map(piece.meaningful, range(a, end))):
            found.append(piece.trim(a, end))
        a = end + 1
    return found
