"""Categories: results and states that are words, such as "positive"."""

from __future__ import annotations

from collections.abc import Collection

from criteria_nlp.pipeline.layers import covered
from criteria_nlp.pipeline.relations.neighbours import gap, left_of, right_of, separated
from criteria_nlp.pipeline.relations.piece import NEAR, Piece

# Results that make a condition the name of its test.
_SIGNS = frozenset(("positive", "negative"))
# Results that a procedure may have as well: "negative CT scan".
_OUTCOMES = _SIGNS | {"normal", "abnormal"}


def bind_categories(piece: Piece) -> None:
    """Give each category word outside the names to the measurement it is the result of."""
    own = [piece.mentions[i] for i in piece.candidates]
    told = [(r.start, r.end) for r in piece.relations if r.role == "category"]
    named = covered([*((m.start, m.end) for m in own), *told])
    table = piece.lexicon.table("categories")
    for first, end, senses in table.find(piece.words.keys, piece.start, piece.stop):
        end = next((m.start for m in own if first < m.start < end < m.end), end)
        result = senses[0].means
        target = None if first in named else _category_target(piece, first, end, result)
        if target is not None and not piece.has(target, "value"):
            sense = senses[0]
            span = (first, end)
            piece.add(target, "category", span, sense.source, index=first, layer=sense.means)
            _leave_out_named(piece, first, end)


def _leave_out_named(piece: Piece, start: int, end: int) -> None:
    """What a result names is no concept: "within normal laboratory values"."""
    for i in list(piece.candidates):
        if start < piece.mentions[i].start < piece.mentions[i].end <= end:
            piece.remove(i)


def _category_target(piece: Piece, first: int, end: int, result: str) -> int | None:
    """The concept a result is of: named after "for", or a measurement beside it."""
    right, left = right_of(piece, end), left_of(piece, first)
    if right is not None:
        distance = gap(piece, end, piece.mentions[right].start)
        if piece.words.keys[end - 1] in piece.vocabulary["result_of"] and distance <= NEAR:
            return right  # "positive for hepatitis B"
        words = 2 if piece.words.keys[first] in _SIGNS else 1
        if _is_result(piece, right, end, piece.mentions[right].start, {"measurement"}, words=words):
            return right
        named = result in _OUTCOMES and piece.words.keys[first - 1] not in ("a", "an", "from")
        if named and _is_result(
            piece, right, end, piece.mentions[right].start, {"procedure"}, words=0
        ):
            return right
    if left is not None:
        start = piece.mentions[left].end
        if _is_result(piece, left, start, first, {"measurement"}, words=3):
            return left
        if (
            result in _SIGNS
            and piece.mentions[left].domain == "condition"
            and gap(piece, start, first) == 0
        ):
            return left  # "HIV positive"
    return None


def _is_result(
    piece: Piece, i: int, end: int, start: int, domains: Collection[str], *, words: int
) -> bool:
    """Whether a concept of some domains has at most so many words between it and its result."""
    return (
        piece.mentions[i].domain in domains
        and gap(piece, end, start) <= words
        and not separated(piece, end, start)
    )


def bind_glued_signs(piece: Piece) -> None:
    """ "HIV+": a plus sign glued to a name says that it is positive."""
    for i in piece.candidates:
        end = piece.mentions[i].end
        if (
            piece.start < end < piece.stop
            and _is_glued_plus(piece, end)
            and not piece.has(i, "value", "category")
        ):
            span = (end, end + 1)
            piece.add(i, "category", span, "categories#positive", index=end, layer="positive")


def _is_glued_plus(piece: Piece, i: int) -> bool:
    """Whether a word is a plus sign that belongs to the word before it and not to the one after."""
    words = piece.words
    if words.texts[i] != "+" or words.starts[i] != words.ends[i - 1]:
        return False
    return (
        i + 1 >= piece.stop
        or words.starts[i + 1] > words.ends[i]
        or not words.texts[i + 1][0].isalnum()
    )
