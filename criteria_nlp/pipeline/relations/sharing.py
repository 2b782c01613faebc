"""Sharing: what is said at the end or the beginning of a list is said of each of its members."""

from __future__ import annotations

from itertools import pairwise

from criteria_nlp.pipeline.layers import ROMAN, TREATMENTS, Assertion, Relation
from criteria_nlp.pipeline.relations.neighbours import last_of
from criteria_nlp.pipeline.relations.piece import EVENTS, Piece


def share_categories(piece: Piece) -> None:
    """ "negative result of the HIV, hepatitis B and hepatitis C tests": of each of them."""
    for first, second in pairwise(piece.in_order()):
        start = piece.mentions[first].start
        told = [r for r in piece.said_of(first, "category", "change") if r.end <= start]
        if not told or not _reaches(piece, told[0], second):
            continue
        if _are_listed(piece, first, second) and not piece.has(
            second, "value", "category", "change"
        ):
            piece.share(told[0], second)


def _reaches(piece: Piece, result: Relation, second: int) -> bool:
    """Whether a result before a list is of its second member too: tests, or "positive for …"."""
    if piece.words.keys[result.end - 1] in piece.vocabulary["result_of"]:
        return True
    domains = {piece.mentions[i].domain for i in (result.mention, second)}
    return domains == {"measurement"}


def share_values(piece: Piece) -> None:
    """Give the value at the end of a list of measurements to the members before it."""
    pairs = [p for level in _levels(piece, "measurement", "condition") for p in pairwise(level)]
    for first, second in reversed(pairs):
        if piece.has(first, "value", "count") or not _are_listed(piece, first, second):
            continue
        told = piece.said_of(first, "category")
        if told and not _is_told_as_number(piece, told, second):
            continue
        piece.relations = [r for r in piece.relations if r not in told]
        measured = piece.mentions[first].domain == piece.mentions[second].domain == "measurement"
        roles = ("value", "alternative", "category", "change") if measured else ("category",)
        for relation in piece.said_of(second, *roles):
            graded = relation.source == ROMAN  # "reduced EF and NYHA class III"
            if relation.start >= piece.mentions[second].end and not graded:
                piece.share(relation, first)


def _is_told_as_number(piece: Piece, told: list[Relation], second: int) -> bool:
    """ "Increased ALT/AST > 3 x ULN": the value of the second says how high the first is.

    A bare number is of the second alone: "reduced LVEF and ECOG <= 1".
    """
    values = (r for r in piece.said_of(second, "value") if r.start >= piece.mentions[second].end)
    measured = (piece.quantities[r.index] for r in values if r.layer == "quantities")
    directed = all(r.layer in ("elevated", "decreased") for r in told)
    return directed and any(quantity.unit or quantity.reference for quantity in measured)


def share_times(piece: Piece) -> None:
    """Give a window or duration after a list to all its members, one before it likewise."""
    for level in _levels(piece, "measurement", "unknown", *EVENTS):
        pairs = list(pairwise(level))
        for first, second in reversed(pairs):
            _share_time(piece, second, first, after=True)
        for first, second in pairs:
            _share_time(piece, first, second, after=False)


def share_over_exceptions(piece: Piece) -> None:
    """ "Malignancy other than melanoma within 5 years": the window is of the malignancy too."""
    for cue in piece.cues("exception"):
        main = last_of(piece, [i for i in piece.candidates if piece.mentions[i].end <= cue.start])
        if main is None or piece.has(main, "window", "duration"):
            continue
        excepted = (r for r in piece.relations if _is_of_exception(piece, cue, r))
        window = next((r for r in excepted if _is_recent(piece, r)), None)
        if window is not None and piece.regions.same_clause(piece.mentions[main].end, cue.end):
            piece.share(window, main)


def _is_of_exception(piece: Piece, cue: Assertion, relation: Relation) -> bool:
    """Whether a window stands behind what a cue excepts, in its clause and its brackets."""
    mention, regions = piece.mentions[relation.mention], piece.regions
    if relation.role != "window" or not cue.end <= mention.start < mention.end <= relation.start:
        return False
    level = regions.depth[relation.start] == regions.depth[cue.start]
    return level and regions.same_clause(cue.start, relation.start)


def _is_recent(piece: Piece, relation: Relation) -> bool:
    """Whether a window says how long ago something was at most: "within 5 years"."""
    if relation.layer != "stretches":
        return False
    window = piece.stretches[relation.index].window
    return window is not None and window.direction == "before" and window.high is not None


def _levels(piece: Piece, *domains: str) -> list[list[int]]:
    """The concepts of some domains from left to right, those of each bracket apart."""
    levels: dict[int, list[int]] = {}
    for i in piece.in_order(*domains):
        levels.setdefault(piece.regions.bracket[piece.mentions[i].start], []).append(i)
    return list(levels.values())


def _share_time(piece: Piece, owner: int, other: int, *, after: bool) -> None:
    """Give the times that stand after, or before, a concept to its neighbour on the other side."""
    low, high = (other, owner) if after else (owner, other)
    if piece.has(other, "window", "duration") or not _are_joined(piece, low, high):
        return
    mention = piece.mentions[owner]
    if _says_otherwise(piece, owner, other):
        return
    for relation in piece.said_of(owner, "window", "duration"):
        placed = relation.start >= mention.end if after else relation.end <= mention.start
        narrow = not after and not piece.regions.opens_clause(relation.start)
        if narrow and not _are_alike(piece, owner, other):
            continue  # "recent (< 6 months) A, uncontrolled B": an adjective is of one concept
        if placed and _is_shareable(piece, owner, other, relation):
            piece.share(relation, other)


def _says_otherwise(piece: Piece, owner: int, other: int) -> bool:
    """Whether one thing is named twice, and denied or dated otherwise the second time.

    "No gout, or gout within 5 years"; "current infection or history of infection within a month".
    """
    keys = piece.words.keys
    names = [keys[m.start : m.end] for m in (piece.mentions[owner], piece.mentions[other])]
    told = [_cued(piece, i, "negation", "current", "history") for i in (owner, other)]
    return names[0] == names[1] and told[0] != told[1] and not piece.has(owner, "change")


def _is_shareable(piece: Piece, owner: int, other: int, relation: Relation) -> bool:
    """Events share windows, and durations with their like; a measurement with a value shares a
    window only with its like.
    """
    if relation.layer == "quantities":
        return _are_listed(piece, min(owner, other), max(owner, other))
    if relation.role != "window":
        return relation.role == "duration" and _are_taken_alike(piece, owner, other, relation)
    if piece.stretches[relation.index].binds == "right" and not _are_alike(piece, owner, other):
        return False  # "3 months since A or B, or history of C": C is not dated
    if piece.stretches[relation.index].planned and (
        _cued(piece, other, "current", "history")
        or _is_planned(piece, owner) != _is_planned(piece, other)
    ):
        return False
    values = [piece.has(i, "value", "count") for i in (owner, other)]
    measured = [piece.mentions[i].domain == "measurement" for i in (owner, other)]
    return values[0] == values[1] and (not values[0] or measured[0] == measured[1])


def _are_taken_alike(piece: Piece, owner: int, other: int, relation: Relation) -> bool:
    """Whether a duration is of both treatments of a list: "A or B for 4 weeks", not "no A or B"."""
    if not {piece.mentions[i].domain for i in (owner, other)} <= TREATMENTS:
        return False
    denied = [_cued(piece, i, "negation") for i in (owner, other)]
    beside = piece.regions.same_brackets(piece.mentions[owner].start, relation.start)
    return beside and denied[0] == denied[1] and _are_listed(piece, *sorted((owner, other)))


def _are_alike(piece: Piece, first: int, second: int) -> bool:
    """Whether two concepts are neighbours in a list and of one domain, or both treatments."""
    domains = {piece.mentions[i].domain for i in (first, second)}
    same = len(domains) == 1 or domains <= TREATMENTS
    return same and _are_listed(piece, min(first, second), max(first, second))


def _cued(piece: Piece, i: int, *categories: str) -> set[str]:
    """The categories, of those given, whose cues reach a concept."""
    return {cue.category for cue in piece.cues(*categories) if i in cue.targets}


def _is_planned(piece: Piece, i: int) -> bool:
    """Whether a concept is said, or named, to be planned: "planning to become pregnant"."""
    mention, table = piece.mentions[i], piece.lexicon.table("cues")
    named = table.find(piece.words.keys, mention.start, mention.end)
    return bool(_cued(piece, i, "planned")) or any(
        sense.means == "planned" for *_, senses in named for sense in senses
    )


def _are_joined(piece: Piece, first: int, second: int) -> bool:
    """Whether a conjunction or a comma joins two concepts of one clause."""
    low, high = piece.mentions[first], piece.mentions[second]
    between = piece.words.keys[low.end : high.start]
    if piece.vocabulary["joiners"].isdisjoint(between):
        return False
    if "who" in between:
        return False  # "gout, who have had X in the past year"
    return piece.regions.same_clause(low.end, high.start) and piece.regions.same_brackets(
        low.start, high.start
    )


def _are_listed(piece: Piece, first: int, second: int) -> bool:
    """Whether two concepts are neighbours in a list: only list words and adjectives between."""
    a, b = piece.mentions[first], piece.mentions[second]
    adjectives = {t for start, end in b.modifiers for t in range(start, end)}
    level = piece.regions.depth[b.start]
    between = [
        piece.words.keys[i]
        for i in range(a.end, b.start)
        if i not in adjectives
        and i not in piece.asides
        and not piece.regions.blank(i)
        and piece.regions.depth[i] == level
    ]
    return bool(between) and piece.vocabulary["list_words"].issuperset(between)
