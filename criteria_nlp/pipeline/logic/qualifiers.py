"""Qualifiers: what is said of a concept that no other field of its fact can hold.

"infection requiring intravenous antibiotics", "malignancy related to HIV": such words narrow the
concept. Nothing is made of them, but they are not lost: they are modifiers of the fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from criteria_nlp.pipeline.layers import STRUCTURAL_CUES, covered
from criteria_nlp.pipeline.logic.naming import Span
from criteria_nlp.pipeline.logic.piece import Piece

_EXPLAINING = ("includes", "synonym")


def qualifiers(piece: Piece, heads: Sequence[int], a: int, b: int) -> dict[int, list[Span]]:
    """By concept, the words of a range that say more of it and that nothing was made of.

    They stand after it, or right before the first concept.
    """
    explained = (m.start for m in piece.marks if a <= m.start < b and m.kind in _EXPLAINING)
    b = next(explained, b)
    stops = [*(piece.mentions[i].start for i in heads[1:]), b]
    read = _read(piece, a, b)
    found = {
        i: list(_said(piece, _runs(read, piece.mentions[i].end, min(stop, b))))
        for i, stop in zip(heads, stops, strict=True)
    }
    found[heads[0]][:0] = _said(piece, [_before(piece, read, heads[0], a)])
    return found


def _before(piece: Piece, read: set[int], i: int, a: int) -> Span:
    """The words right before a concept, as far as they could be part of its name."""
    words, mention = piece.words, piece.mentions[i]
    end = first = min((mention.start, *(start for start, _ in mention.modifiers)))
    while first > a and first - 1 not in read and piece.nameable(first - 1):
        first -= 1
    cut = first > a and not piece.wordy(first) and words.ends[first - 1] == words.starts[first]
    return first - cut, end  # "non-secretory" is one word


def _read(piece: Piece, a: int, b: int) -> set[int]:
    """The words that another field or the logic has."""
    findings = piece.findings
    spans = [(opening, closing + 1) for opening, closing in piece.groups(a, b)]
    cues = (cue for cue in findings.assertions if cue.category not in STRUCTURAL_CUES)
    for rows in (piece.quantities, findings.stretches, cues):
        spans += [(row.start, row.end) for row in rows]
    for relation in (r for i in piece.concepts(a, b) for r in findings.relations(i)):
        told = piece.mentions[relation.index] if relation.role == "guard" else relation
        spans.append((told.start, told.end))
    return covered(spans)


def _runs(read: set[int], a: int, b: int) -> Iterator[Span]:
    """The stretches of a range between words that were read."""
    for is_read, run in groupby(range(a, b), read.__contains__):
        if not is_read:
            first, *rest = run
            yield first, first + len(rest) + 1


def _said(piece: Piece, runs: Iterable[Span]) -> Iterator[Span]:
    """Those of them that hold more than small words."""
    for a, b in (piece.trim(*run) for run in runs):
        if any(map(piece.meaningful, range(a, b))):
            yield a, b
