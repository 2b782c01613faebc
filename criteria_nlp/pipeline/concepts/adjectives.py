"""Adjectives made of a name: "HIV-related lymphoma" is a lymphoma, and so is "HIV related"."""

from __future__ import annotations

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import HYPHENS, Words

_VERBS = frozenset(("and", "are", "be", "been", "is", "not", "or", "was", "were"))


def adjective_start(words: Words, start: int, end: int, lexicon: Lexicon) -> int | None:
    """Where the adjective begins that ends before word `end`, if one made of a name does."""
    if end - 3 >= start and _is_hyphenated(words, end - 2, lexicon):
        return end - 3
    alone = end - 2 >= start and words.keys[end - 1] in lexicon.small_words["adjectival_alone"]
    if not alone or words.keys[end - 2].endswith("ed") or not words.keys[end - 2].isalpha():
        return None  # "a matched related donor"
    return None if words.keys[end - 2] in _VERBS else end - 2


def _is_hyphenated(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether word `i` is a hyphen that makes an adjective of the word before it."""
    return (
        words.texts[i] in HYPHENS
        and words.keys[i + 1] in lexicon.small_words["adjectival"]
        and words.starts[i + 1] == words.ends[i - 1] + 1
    )


def in_adjectives(words: Words, start: int, stop: int, lexicon: Lexicon) -> set[int]:
    """The words of such adjectives: no name of their own ends there."""
    if lexicon.small_words["adjectival"].isdisjoint(words.keys[start:stop]):
        return set()
    found: set[int] = set()
    for end in range(start + 2, stop):
        first = adjective_start(words, start, end, lexicon)
        if first is not None and words.keys[end] not in lexicon.function_words:
            found.update(range(first, end))
    return found
