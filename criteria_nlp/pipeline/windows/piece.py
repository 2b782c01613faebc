"""What the readers of windows look at: the words of one criterion and the concepts in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from criteria_nlp.lexicon import Lexicon, Sense
from criteria_nlp.pipeline.layers import Mention, Words, text_of

# UCUM units of a stretch of time that dates something.
WINDOW_UNITS = frozenset(("a", "mo", "wk", "d", "h", "min", "{half-life}"))


@dataclass(frozen=True, slots=True)
class Piece:
    """The tokens from `start` to `stop` of a text, with the mentions among them."""

    text: str
    words: Words
    start: int
    stop: int
    mentions: Sequence[Mention]
    lexicon: Lexicon

    def source_text(self, start: int, end: int) -> str:
        """What was written between two tokens."""
        return text_of(self.text, self.words, start, end)

    def is_empty_or(self, i: int, name: str) -> bool:
        """Whether word `i` is a hyphen or a blank, or in a list of the lexicon's small words."""
        key = self.words.keys[i]
        return not key or key in self.lexicon.small_words[name]

    def phrase(self, table: str, i: int, stop: int | None = None) -> tuple[int, list[Sense]] | None:
        """The longest phrase of a table at word `i`: the word it ends before, and its senses."""
        end = self.stop if stop is None else stop
        if i >= end or not self.words.keys[i]:
            return None
        return self.lexicon.table(table).at(self.words.keys, i, end)
