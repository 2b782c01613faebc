"""Times: each window and duration goes to the concept it dates."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import Stretch
from criteria_nlp.pipeline.relations.neighbours import behind_brackets, head_of, left_of, right_of
from criteria_nlp.pipeline.relations.piece import Piece


def bind_times(piece: Piece) -> None:
    """Bind every stretch of time of a piece."""
    for index, stretch in piece.times:
        if stretch.replaces:
            _bind_other(piece, index, stretch)
            continue
        target = None if stretch.start in piece.examples else _dated(piece, stretch)
        if target is not None:
            role = "duration" if stretch.role == "duration" else "window"
            span = (stretch.start, stretch.end)
            if piece.mentions[target].end <= stretch.start:
                target = head_of(piece, target)
            piece.add(target, role, span, stretch.source, index=index, layer="stretches")


def _bind_other(piece: Piece, index: int, stretch: Stretch) -> None:
    """Bind a time for some patients only to what the time before its bracket dates."""
    earlier = (r for r in reversed(piece.relations) if r.layer == "stretches" and r.index < index)
    dated = next((r for r in earlier if r.end < stretch.start), None)
    if dated is not None:
        span = (stretch.start, stretch.end)
        target = dated.mention
        piece.add(target, "other_time", span, stretch.source, index=index, layer="stretches")


def _dated(piece: Piece, stretch: Stretch) -> int | None:
    """The concept that a stretch begins in, or that on the side where its concept stands."""
    begun = _begun_in(piece, stretch)
    if begun is not None:
        return begun
    interrupted = behind_brackets(piece, stretch.end - 1)
    if interrupted is not None:
        return interrupted
    left, right = left_of(piece, stretch.start), right_of(piece, stretch.end)
    left = _past_people(piece, left)
    if left is not None and _is_excepted(piece, piece.mentions[left].end, stretch.start):
        left = None
    if right is None and left is None and piece.regions.depth[stretch.end - 1]:
        right = _after_brackets(piece, stretch)
    if right is None or left is None:
        return left if right is None else right
    if stretch.binds == "right":
        return right
    opens = piece.regions.opens_clause(stretch.start) and (
        not stretch.quantity
        or not piece.regions.same_clause(piece.mentions[left].end, stretch.start)
    )
    return right if opens else left


def _is_excepted(piece: Piece, end: int, start: int) -> bool:
    """Whether a stretch is in an exception from a concept: "gout unless > 2 years ago"."""
    return any(
        end <= cue.start < start < piece.regions.remark_end(cue.end)
        for cue in piece.cues("exception", "unless")
    )


def _begun_in(piece: Piece, stretch: Stretch) -> int | None:
    """The concept whose last word begins a stretch: "disease duration of 10 years or less"."""
    mentions = piece.mentions
    within = (i for i in piece.candidates if mentions[i].start < stretch.start < mentions[i].end)
    return next(within, None)


def _past_people(piece: Piece, left: int | None) -> int | None:
    """The concept before the people that end it: "sexually active with men in the past week"."""
    if left is None or piece.mentions[left].domain != "demographic":
        return left
    before = left_of(piece, piece.mentions[left].start)
    return left if before is None else before


def _after_brackets(piece: Piece, stretch: Stretch) -> int | None:
    """ "current use (within 30 days) of drugs": the concept follows the brackets."""
    regions = piece.regions
    after = regions.closing.get(regions.bracket[stretch.end - 1], stretch.end) + 1
    return right_of(piece, after) if after < piece.stop else None
