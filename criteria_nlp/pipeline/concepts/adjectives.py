"""Adjectives made of a name with a hyphen: "HIV-related lymphoma" is a lymphoma."""

from __future__ import annotations

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import HYPHENS, Words


def is_adjectival(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether word `i` is a hyphen that makes an adjective of the word before it."""
    return (
        0 < i < len(words) - 1
        and words.texts[i] in HYPHENS
        and words.keys[i + 1] in lexicon.small_words["adjectival"]
        and words.starts[i + 1] == words.ends[i - 1] + 1
    )


def in_adjectives(words: Words, start: int, stop: int, lexicon: Lexicon) -> set[int]:
    """The words of such adjectives: no name of their own begins or ends there."""
    if lexicon.small_words["adjectival"].isdisjoint(words.keys[start:stop]):
        return set()
    hyphens = [i for i in range(start + 1, stop) if is_adjectival(words, i, lexicon)]
    return {i for hyphen in hyphens for i in (hyphen - 1, hyphen + 1)}
