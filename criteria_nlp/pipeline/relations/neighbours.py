"""Which concepts stand next to a position, and what stands between."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import Mention, Quantity
from criteria_nlp.pipeline.relations.piece import PART, Piece

_CHAIN = 3  # complements of complements
_INTERRUPTED = 2  # words between brackets and the concept they interrupt
_LINK = 5  # words between a concept and its complement


def beginning(mention: Mention) -> int:
    """The first word of a mention or of the adjectives before it."""
    return mention.modifiers[0][0] if mention.modifiers else mention.start


def last_of(piece: Piece, concepts: list[int]) -> int | None:
    """The concept that ends last."""
    return max(concepts, key=lambda i: piece.mentions[i].end, default=None)


def first_of(piece: Piece, concepts: list[int]) -> int | None:
    """The concept that begins first."""
    return min(concepts, key=lambda i: piece.mentions[i].start, default=None)


def left_of(piece: Piece, at: int) -> int | None:
    """The nearest concept that ends at or before word `at`, in its brackets, else around them."""
    mentions, regions = piece.mentions, piece.regions
    found = [
        i
        for i in piece.candidates
        if mentions[i].end <= at and regions.same_sentence(mentions[i].start, at - 1)
    ]
    same = [i for i in found if regions.same_brackets(mentions[i].start, at)]
    return last_of(piece, same or [i for i in found if regions.encloses(mentions[i].start, at)])


def right_of(piece: Piece, at: int) -> int | None:
    """The nearest concept that begins at or after word `at`, in its brackets."""
    mentions, regions = piece.mentions, piece.regions
    found = [
        i
        for i in piece.candidates
        if mentions[i].start >= at
        and regions.same_sentence(at - 1, mentions[i].start)
        and regions.same_brackets(at, mentions[i].start)
    ]
    return first_of(piece, found)


def behind_brackets(piece: Piece, at: int) -> int | None:
    """The concept that a value in brackets interrupts: "severe (70-99 %) stenosis".

    None where a concept stands in the brackets or ends right before them, and so has the value.
    """
    regions = piece.regions
    opening = regions.bracket[at]
    if opening not in regions.closing or opening in piece.ends:
        return None
    after = regions.closing[opening] + 1
    if after >= piece.stop or any(opening < end <= after for end in piece.ends):
        return None
    right = right_of(piece, after)
    if right is None or separated(piece, after, piece.mentions[right].start):
        return None
    return right if gap(piece, after, piece.mentions[right].start) <= _INTERRUPTED else None


def gap(piece: Piece, end: int, start: int) -> int:
    """The words between two positions; bracketed remarks and blanks do not count."""
    regions = piece.regions
    level = regions.depth[start]
    return sum(1 for i in range(end, start) if not regions.blank(i) and regions.depth[i] == level)


def separated(piece: Piece, end: int, start: int) -> bool:
    """Whether a conjunction or a comma stands between two positions, bracketed remarks aside."""
    depth, keys, separators = piece.regions.depth, piece.words.keys, piece.vocabulary["separators"]
    return any(keys[i] in separators and depth[i] <= depth[start] for i in range(end, start))


def concept_between(piece: Piece, end: int, start: int) -> bool:
    """Whether a known concept, people and bracketed remarks aside, stands between two positions."""
    depth = piece.regions.depth
    return any(
        end <= m.start < start and depth[m.start] <= depth[start]
        for m in piece.mentions
        if m.known and m.domain not in (PART, "demographic")
    )


def follows(piece: Piece, quantity: Quantity, right: int) -> bool:
    """Whether a concept comes right after a quantity, adjectives and "episodes of" aside."""
    mention = piece.mentions[right]
    start = beginning(mention)
    told = piece.keys_between(quantity.end, start)
    occasion = told[-1:] == ["of"] and not piece.vocabulary["occasions"].isdisjoint(told[-2:])
    near = gap(piece, quantity.end, start) - 2 * occasion <= 3
    return near and not separated(piece, quantity.end, start)


def head_of(piece: Piece, i: int) -> int:
    """The concept that others only tell more of: "length" of "length of the left atrium at MRI".

    Such complements become no facts, so that what is said after them is said of their head.
    """
    head = i
    for _ in range(_CHAIN):
        before = _complemented(piece, head)
        if before is None:
            break
        head = before
    return head


def _ending_near(piece: Piece, start: int) -> int | None:
    """The last concept that ends in the same clause, a few words before word `start` at most."""
    for at in range(start, max(start - 2 * _LINK, piece.start), -1):
        i = piece.ends.get(at)
        if i is not None and i in piece.candidates:
            return i if piece.regions.same_clause(at, start) else None
    return None


def _complemented(piece: Piece, i: int) -> int | None:
    """The concept before a mention that only a preposition parts from it."""
    mentions, start = piece.mentions, piece.mentions[i].start
    before = _ending_near(piece, start)
    if before is None or not piece.regions.same_brackets(mentions[before].start, start):
        return None
    between = piece.keys_between(mentions[before].end, start)
    linked = 0 < len(between) <= _LINK and (
        between[0] in piece.vocabulary["complement_links"]
        or (between[0] == "for" and mentions[i].domain == "condition")  # "treated for X"
    )
    joined = separated(piece, mentions[before].end, start)
    apart = mentions[before].domain == "demographic" or (
        between[:1] == ["on"] and mentions[i].domain == "drug"  # "diabetes on metformin"
    )
    return before if linked and not joined and not apart else None
