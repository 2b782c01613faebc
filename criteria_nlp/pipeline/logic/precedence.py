"""Precedence: which of the marks between the members of a list binds them the loosest."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import LOUD
from criteria_nlp.pipeline.logic.marks import Mark
from criteria_nlp.pipeline.logic.piece import Piece


def loosest(piece: Piece, a: int, b: int, cuts: list[Mark]) -> tuple[str, list[Mark]]:
    """The operator at the top of a list and the marks it stands at."""
    but = _of_kinds(cuts, "but")
    if but:
        return "and", but
    loud = [m for m in cuts if piece.words.texts[m.end - 1] in LOUD]
    joined = [m for m in cuts if m.kind.endswith(("and", "or"))]
    if 0 < len(loud) < len(joined) and "either" not in piece.words.keys[a : loud[0].start]:
        return _loud(loud)
    apart = [m for m in cuts if piece.words.texts[m.start] != "/"]
    if 0 < len(apart) < len(cuts):
        return loosest(piece, a, b, apart)  # "A/B and C": the stroke binds the tightest
    ruled = _of_kinds(cuts, "comma_or", "comma_and")
    commas = [m for m in cuts if m.kind.startswith("comma")]
    if ruled:
        return _ruled(ruled, commas)
    bare, joined = _of_kinds(cuts, "or", "and"), _of_kinds(cuts, "with")
    if commas:
        last = [m for m in bare if m.start > commas[-1].start]
        kind, chosen = _or_before_and(last)
        return (kind, sorted(commas + chosen)) if chosen else ("comma", commas)
    if bare and len(joined) == 1 and _with_is_looser(piece, a, b, joined[0], bare):
        return "with", joined
    return _or_before_and(bare) if bare else ("with", cuts)


def _of_kinds(marks: list[Mark], *kinds: str) -> list[Mark]:
    return [m for m in marks if m.kind in kinds]


def _ruled(ruled: list[Mark], commas: list[Mark]) -> tuple[str, list[Mark]]:
    """ "A, B, or C": the last word rules all commas; where both are written, "or" is looser."""
    if len({m.kind for m in ruled}) > 1:
        return "or", _of_kinds(ruled, "comma_or")
    return ruled[-1].kind.removeprefix("comma_"), commas


def _loud(marks: list[Mark]) -> tuple[str, list[Mark]]:
    """Conjunctions in capitals between others in small letters: they bind the loosest."""
    ors = [m for m in marks if m.kind.endswith("or")]
    return ("or", ors) if ors else ("and", marks)


def _or_before_and(marks: list[Mark]) -> tuple[str, list[Mark]]:
    """The ors of some marks, else their ands."""
    ors = _of_kinds(marks, "or")
    return ("or", ors) if ors else ("and", _of_kinds(marks, "and"))


def _with_is_looser(piece: Piece, a: int, b: int, joined: Mark, bare: list[Mark]) -> bool:
    """ "A with B or C" is A with (B or C) where C is B's like, "(A or B) with C" always."""
    if piece.words.keys[joined.start] in ("that", "which"):
        return False  # "A or B that has C": the C of B alone
    after = [m for m in bare if m.start > joined.start]
    if not after:
        return all(m.kind == "or" for m in bare)
    ranges = ((a, joined.start), (joined.end, after[0].start), (after[-1].end, b))
    firsts = [i for start, stop in ranges for i in piece.concepts(start, stop)[:1]]
    if len(firsts) < len(ranges):
        return False
    before, own, last = (piece.mentions[i].domain for i in firsts)
    constrained = any(map(piece.findings.constrained, firsts[1:]))
    return own == last and (before != last or not constrained)
