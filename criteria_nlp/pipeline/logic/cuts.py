"""Cuts: the marks at which a range falls into the members of a list."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from criteria_nlp.pipeline.logic.marks import Mark
from criteria_nlp.pipeline.logic.methods import is_method
from criteria_nlp.pipeline.logic.piece import Piece

# "For" stands so many words before its people: "for all female patients".
_FOR_PEOPLE = 3


def find_cuts(piece: Piece, a: int, b: int) -> list[Mark]:
    """The marks at which the range is cut into members that each say something."""
    opaque = _opaque(piece, a, b)
    joining = piece.top(a, b, "comma", "and", "or", "with", "but")
    cuts = [
        _of_both(piece, m, a, b)
        for m in joining
        if m.start not in opaque
        and not _between_sexes(piece, m, a, b)
        and not (m.kind == "with" and _tells_people(piece, a, m.start))
        and not any(is_method(piece, i) for i in piece.concepts(m.end, b)[:1])
    ]
    for mark in piece.top(a, b, "negation", "prohibition"):
        if mark.start <= a or mark.start in opaque or piece.denies_value(mark, a):
            continue
        if piece.concepts(a, mark.start):
            cuts.append(Mark(mark.start, mark.start, "with"))
    return _with_content(piece, a, b, _neighbours_merged(piece, sorted(cuts)))


def _opaque(piece: Piece, a: int, b: int) -> set[int]:
    """Tokens that belong to one member whatever joins them: scopes, exceptions, examples."""
    opaque: set[int] = set()
    for mark in piece.marks:
        if a <= mark.start < b:
            opaque.update(_whole(piece, mark, a, b))
    return opaque


def _whole(piece: Piece, mark: Mark, a: int, b: int) -> range:
    """The tokens that a mark holds together."""
    if mark.kind in ("negation", "prohibition"):
        return range(mark.start + 1, min(mark.reach, b))
    if mark.start == a:
        return range(0)
    if mark.kind in ("regardless", "relative"):
        return range(mark.start, min(piece.regions.remark_end(mark.end), b))
    if mark.kind == "includes" and piece.keeps_out() and not piece.concepts(a, mark.start):
        return range(0)  # "no medical history including A or B": each of them
    if mark.kind in ("exception", "includes", "synonym"):
        first = mark.start
        while first > a + 1 and not piece.wordy(first - 1):
            first -= 1
        return range(first, min(piece.regions.clause_end(mark.end), b))
    return range(0)


def _between_sexes(piece: Piece, mark: Mark, a: int, b: int) -> bool:
    """Whether a mark joins two sexes that all else is said of: "male or female outpatients"."""
    concepts, mentions = piece.concepts(a, b), piece.mentions
    left = [i for i in concepts if mentions[i].end == mark.start]
    right = [i for i in concepts if mentions[i].start == mark.end]
    if len(left + right) != 2 or len(concepts) == 2:
        return False
    keys = piece.words.keys
    return all(piece.names_sex(keys[mentions[i].start : mentions[i].end]) for i in left + right)


def _tells_people(piece: Piece, a: int, end: int) -> bool:
    """Whether "for patients" behind a value ends a range: "X <= 5 for patients with Y"."""
    people = end - 1
    if not piece.limiting or people <= a or not piece.among("people", people):
        return False
    near = range(people - 1, max(a, people - _FOR_PEOPLE) - 1, -1)
    opening = next((i for i in near if i in piece.limiting), a)
    return any(a <= quantity.start < opening for quantity in piece.quantities)


def _of_both(piece: Piece, mark: Mark, a: int, b: int) -> Mark:
    """The mark; the stroke of "AST/ALT <= 3 x ULN" as an and where the value includes."""
    if mark.kind != "or" or piece.words.texts[mark.start] != "/" or piece.keeps_out():
        return mark
    before = _results(piece, mark, piece.concepts(a, mark.start)[::-1])
    after = _results(piece, mark, piece.concepts(mark.end, b))
    return mark._replace(kind="and") if before & after else mark


def _results(piece: Piece, mark: Mark, concepts: Sequence[int]) -> set[int]:
    """Where the values of the first of the concepts in the brackets of a mark stand."""
    depth = piece.regions.depth
    beside = (i for i in concepts if depth[piece.mentions[i].start] == depth[mark.start])
    roles = (piece.findings.roles(i) for i in islice(beside, 1))
    return {r.start for said in roles for name in ("value", "category") for r in said.get(name, ())}


def _neighbours_merged(piece: Piece, cuts: list[Mark]) -> list[Mark]:
    """The cuts, those with no word between them as one."""
    merged: list[Mark] = []
    for mark in cuts:
        if merged and not any(map(piece.wordy, range(merged[-1].end, mark.start))):
            merged[-1] = _merged(merged[-1], mark)
        else:
            merged.append(mark)
    return merged


def _merged(first: Mark, second: Mark) -> Mark:
    """ ", or" is an "or" of a comma list; "and with" an "and"."""
    kinds = {first.kind, second.kind}
    kind = next((k for k in ("but", "or", "and", "with") if k in kinds), "comma")
    of_commas = first.kind.startswith("comma_")
    if kind in ("or", "and") and ("comma" in kinds or of_commas):
        kind = f"comma_{kind}"
    elif kind == "with" and of_commas:
        kind = first.kind
    return Mark(first.start, second.end, kind)


def _with_content(piece: Piece, a: int, b: int, cuts: list[Mark]) -> list[Mark]:
    """Leave out the cuts beside which nothing of its own would stand."""
    stops = [*(m.start for m in cuts), b]
    exceptions = [m.start for m in piece.top(a, b, "exception")]
    kept: list[Mark] = []
    at = a
    for n, mark in enumerate(cuts):
        last = min((start for start in exceptions if start >= mark.end), default=b)
        after = (_says_something(piece, mark.end, min(stop, last)) for stop in stops[n + 1 :])
        if not _says_something(piece, at, mark.start) or not any(after):
            continue
        if mark.kind != "with" or _says_something(piece, mark.end, stops[n + 1]):
            kept.append(mark)
            at = mark.end
    return kept


def _says_something(piece: Piece, a: int, b: int) -> bool:
    """Whether a range is a member of a list: it says something outside its own brackets."""
    concepts = piece.concepts(a, b)
    if concepts and piece.regions.closing:
        depth = piece.regions.depth
        floor = min((depth[i] for i in range(a, b) if piece.wordy(i)), default=0)
        concepts = [i for i in concepts if depth[piece.mentions[i].start] == floor]
    return bool(concepts) or bool(piece.reasons_in(a, b))
