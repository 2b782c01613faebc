"""Adjectives before a concept: "severe or unstable" are two."""

from __future__ import annotations

import msgspec

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.concepts.adjectives import is_adjectival
from criteria_nlp.pipeline.concepts.prefixes import prefixed
from criteria_nlp.pipeline.layers import Mention, Words

_LONGEST = 4  # words of a modifier
_ADJECTIVE = 3  # words of "disease-causing"
_JOINERS = frozenset((",", "/", "and", "or"))
_MOST_JOINERS = 3  # "and/or"


def with_modifiers(
    words: Words, mention: Mention, start: int, lexicon: Lexicon, taken: set[int]
) -> Mention:
    """A mention with the adjectives right before it and before those that it has."""
    firsts: list[int] = []
    at = mention.modifiers[0][0] if mention.modifiers else mention.start
    while at > start:
        first = _beginning(words, lexicon, start, at)
        if first is None and (firsts or _opens(words, lexicon, mention)):
            joined = _before_joiners(words, start, at)
            first = _beginning(words, lexicon, start, joined) if joined < at else None
        if first is None or first in taken:
            break
        firsts.insert(0, first)
        at = first
    if not firsts:
        return mention
    spans = tuple((prefixed(words, first, start), _end(words, lexicon, first)) for first in firsts)
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
    if end - _ADJECTIVE >= start and is_adjectival(words, end - 2, lexicon):
        return end - _ADJECTIVE
    table = lexicon.table("modifiers")
    for first in range(max(start, end - _LONGEST), end):
        match = table.at(words.keys, first, end) if words.keys[first] else None
        if match is not None and match[0] == end:
            return first
    return None


def _end(words: Words, lexicon: Lexicon, first: int) -> int:
    if is_adjectival(words, first + 1, lexicon):
        return first + _ADJECTIVE
    match = lexicon.table("modifiers").at(words.keys, first)
    return match[0] if match is not None else first + 1
