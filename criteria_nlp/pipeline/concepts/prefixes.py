"""The prefix "non-": it denies the word behind it; a concept, where that word is all of it."""

from __future__ import annotations

import msgspec

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import HYPHENS, Mention, Words

# What a person can be or not be; of a drug, "non-" makes another kind.
_STATES = frozenset(("condition", "observation", "demographic", "unknown"))


def with_prefix(words: Words, mention: Mention, start: int, lexicon: Lexicon) -> Mention:
    """A mention with the "non-" that makes it another thing: "non-infectious hepatitis".

    "Non-diabetic" and "non-pregnant women" stay as they are: there, the context stage denies them.
    """
    first = prefixed(words, mention.start, start)
    if first == mention.start or _is_state(words, mention, lexicon):
        return mention
    return msgspec.structs.replace(mention, start=first, name=None)


def prefixed(words: Words, at: int, start: int) -> int:
    """Where the word at `at` begins, its "non-" included."""
    before = at - 1
    if before > start and words.texts[before] in (*HYPHENS, "\u2013"):
        before -= 1
    return before if before >= start and words.keys[before] == "non" else at


def _is_state(words: Words, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a mention is one word of a person's state, people behind it aside."""
    last = mention.end - 1
    people = last > mention.start and words.keys[last] in lexicon.small_words["persons"]
    end = last if people else mention.end
    return end - mention.start == 1 and mention.domain in _STATES
