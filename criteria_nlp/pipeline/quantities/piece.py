"""What the readers of quantities look at: the words of one criterion, and which are names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import Mention, Words, covered

DASHES = frozenset(("-", "–", "—", "‐", "‑", "−", "~", "～", "∼", "÷", "_", "…"))
MINUS_SIGNS = frozenset(("-", "−", "–"))


@dataclass(frozen=True, slots=True)
class Piece:
    """The tokens from `start` to `stop`; `blocked` are names, `mention_at` has mentions by end.

    `acuity` says that fractions are those of visual acuity: "20/40".
    """

    words: Words
    start: int
    stop: int
    lexicon: Lexicon
    blocked: set[int]
    mention_at: dict[int, Mention]
    acuity: bool = False

    def is_comparator(self, i: int) -> bool:
        """Whether word `i` is in the piece and a comparator."""
        return i < self.stop and self.words.is_operator(i)

    def is_small_word(self, i: int, name: str) -> bool:
        """Whether word `i` is in a list of the lexicon's small words."""
        return self.words.keys[i] in self.lexicon.small_words[name]


def piece_of(
    words: Words, start: int, stop: int, mentions: Sequence[Mention], lexicon: Lexicon
) -> Piece:
    """The piece between two tokens with the mentions found in it."""
    blocked = _names(words, start, stop, mentions, lexicon)
    told = lexicon.small_words["acuities"]
    acuity = "/" in words.texts[start:stop] and not told.isdisjoint(words.keys[start:stop])
    return Piece(words, start, stop, lexicon, blocked, {m.end: m for m in mentions}, acuity)


def _names(
    words: Words, start: int, stop: int, mentions: Sequence[Mention], lexicon: Lexicon
) -> set[int]:
    """Tokens whose digits are no numbers: "type 2 diabetes", "at least two of the following"."""
    named = [(m.start, m.end) for m in mentions if m.name != "age" and m.domain != "unknown"]
    combiners = lexicon.table("combiners").find(words.keys, start, stop)
    adjectives = [span for m in mentions for span in m.modifiers]  # "COVID-19-related"
    return covered([*named, *adjectives, *((first, end) for first, end, _ in combiners)])
