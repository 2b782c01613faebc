"""The moment a stretch of time is counted from: a named one, or the concept that follows."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from criteria_nlp.pipeline.layers import Mention
from criteria_nlp.pipeline.windows.piece import Piece
from criteria_nlp.schema import Window

_ANCHOR_REACH = 5  # words between a tail and its anchor
_CONCEPT_REACH = 4


class Anchor(NamedTuple):
    """A moment in a row of words: its name and where it stands."""

    name: str
    start: int
    end: int


def read_anchor(piece: Piece, start: int) -> Anchor | None:
    """The moment named at word `start`, articles skipped."""
    for at in range(start, min(start + _ANCHOR_REACH, piece.stop)):
        match = piece.phrase("anchors", at)
        if match is not None:
            return Anchor(match[1][0].means, at, match[0])
        word = piece.words.keys[at]
        skipped = word in piece.lexicon.small_words["before_anchor"]
        if not skipped and not piece.words.texts[at].isspace():
            return None
    return None


def read_concept_anchor(piece: Piece, at: int, start: int) -> Anchor | None:
    """The concept that a window is counted from, if what it dates stands before word `start`."""
    mention = _concept_at(piece, at)
    dated = any(_in_one_clause(piece, m, start) for m in piece.mentions if m.end <= start)
    if mention is None or not dated:
        return None
    surgical = mention.domain == "procedure" and "surg" in mention.source + (mention.name or "")
    return Anchor("surgery" if surgical else "event", mention.start, mention.end)


def starts_concept(piece: Piece, start: int) -> bool:
    """Whether a concept begins at word `start`, or a few empty words behind it."""
    return _concept_at(piece, start) is not None


def _concept_at(piece: Piece, start: int) -> Mention | None:
    for mention in piece.mentions:
        if start <= mention.start <= start + _CONCEPT_REACH:
            first = mention.modifiers[0][0] if mention.modifiers else mention.start
            between = piece.words.texts[start : min(first, mention.start)]
            if all(text.isspace() or text.isalpha() for text in between):
                return mention
    return None


def _in_one_clause(piece: Piece, mention: Mention, start: int) -> bool:
    return all(text not in (".", ";", ":") for text in piece.words.texts[mention.end : start])


def with_anchor(piece: Piece, window: Window, anchor: Anchor | None) -> Window:
    """A window that is counted from an anchor; as it was without one."""
    if anchor is None:
        return window
    name: Any = anchor.name
    text = piece.source_text(anchor.start, anchor.end)
    return msgspec.structs.replace(window, anchor=name, anchor_text=text)
