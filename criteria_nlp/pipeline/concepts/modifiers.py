"""Adjectives before a concept: "severe or unstable" are two."""

from __future__ import annotations

import msgspec

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.concepts.adjectives import adjective_start
from criteria_nlp.pipeline.concepts.prefixes import prefixed
from criteria_nlp.pipeline.layers import Mention, Words

_LONGEST = 4  # words of a modifier
_JOINERS = frozenset((",", "/", "and", "or"))
_MOST_JOINERS = 3  # "and/or"


def with_modifiers(
    words: Words, mention: Mention, start: int, lexicon: Lexicon, taken: set[int]
) -> Mention:
    """A mention with the adjectives right before it and before those that it has."""
    spans: list[tuple[int, int]] = []
    at = mention.modifiers[0][0] if mention.modifiers else mention.start
    while at > start:
        end = at
        first = _beginning(words, lexicon, start, end)
        if first is None and (spans or _opens(words, lexicon, mention)):
            end = _before_joiners(words, start, at)
            first = _beginning(words, lexicon, start, end) if end < at else None
        if first is None or first in taken:
            break
        spans.insert(0, (prefixed(words, first, start), end))
        at = first
    if not spans:
        return mention
    return msgspec.structs.replace(mention, modifiers=(*spans, *mention.modifiers))


def _opens(words: Words, lexicon: Lexicon, mention: Mention) -> bool:
    """Whether a name begins with an adjective of its own: "chronic hepatitis"."""
    match = lexicon.table("modifiers").at(words.keys, mention.start, mention.end)
    return match is not None and match[0] < mention.end


def _before_joiners(words: Words, start: int, at: int) -> int:
    """The word after which there are only joiners up to `at`: ",", "or", ", or", "and/or"."""
    first = max(start + 1, at - _MOST_JOINERS)
    while at > first and words.keys[at - 1] in _JOINERS:
        at -= 1
    return at


def _beginning(words: Words, lexicon: Lexicon, start: int, end: int) -> int | None:
    """Where the longest modifier that ends before word `end` begins."""
    made = adjective_start(words, start, end, lexicon)
    if made is not None:
        return made
    table = lexicon.table("modifiers")
    for first in range(max(start, end - _LONGEST), end):
        match = table.at(words.keys, first, end) if words.keys[first] else None
        if match is not None and match[0] == end:
            return first
    return None
