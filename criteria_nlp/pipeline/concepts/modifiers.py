"""Adjectives before a concept: "severe or unstable" are two."""

from __future__ import annotations

import msgspec

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.concepts.prefixes import prefixed
from criteria_nlp.pipeline.layers import Mention, Words

_LONGEST = 4  # words of a modifier
_JOINERS = ("or", "and", ",", "and/or")


def with_modifiers(
    words: Words, mention: Mention, start: int, lexicon: Lexicon, taken: set[int]
) -> Mention:
    """A mention with the adjectives right before it."""
    firsts: list[int] = []
    at = mention.start
    while at > start:
        first = _beginning(words, lexicon, start, at)
        if first is None and firsts and at - 1 > start and words.keys[at - 1] in _JOINERS:
            first = _beginning(words, lexicon, start, at - 1)
        if first is None or first in taken:
            break
        firsts.insert(0, first)
        at = first
    if not firsts:
        return mention
    spans = tuple((prefixed(words, first, start), _end(words, lexicon, first)) for first in firsts)
    return msgspec.structs.replace(mention, modifiers=spans)


def _beginning(words: Words, lexicon: Lexicon, start: int, end: int) -> int | None:
    """Where the longest modifier that ends before word `end` begins."""
    table = lexicon.table("modifiers")
    for first in range(max(start, end - _LONGEST), end):
        match = table.at(words.keys, first, end) if words.keys[first] else None
        if match is not None and match[0] == end:
            return first
    return None


def _end(words: Words, lexicon: Lexicon, first: int) -> int:
    match = lexicon.table("modifiers").at(words.keys, first)
    return match[0] if match is not None else first + 1
