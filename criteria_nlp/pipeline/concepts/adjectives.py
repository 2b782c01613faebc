"""Adjectives made of a name: "HIV-related lymphoma" is a lymphoma, and so is "HIV related"."""

from __future__ import annotations

import msgspec

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import HYPHENS, Mention, Words


def adjective_start(words: Words, start: int, end: int, lexicon: Lexicon) -> int | None:
    """Where the adjective begins that ends before word `end`, if one made of a name does."""
    if end - 3 >= start and _is_hyphenated(words, end - 2, lexicon):
        return end - 3
    alone = end - 2 >= start and words.keys[end - 1] in lexicon.small_words["adjectival_alone"]
    if not alone or words.keys[end - 2] in lexicon.small_words["not_adjectival"]:
        return None
    name = words.keys[end - 2]  # a participle is none: "a matched related donor"
    return end - 2 if name.isalpha() and not name.endswith("ed") else None


def _is_hyphenated(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether word `i` is a hyphen that makes an adjective of the word before it."""
    return (
        words.texts[i] in HYPHENS
        and words.keys[i + 1] in lexicon.small_words["adjectival"]
        and words.starts[i + 1] == words.ends[i - 1] + 1
    )


def join_adjectives(words: Words, mentions: list[Mention], lexicon: Lexicon) -> list[Mention]:
    """Mentions in reading order; a name in an adjective is a modifier of the next one."""
    joined: list[Mention] = []
    for mention in mentions:
        if joined and mention.domain != "demographic":
            first = joined[-1]
            made = adjective_start(words, first.start, mention.start, lexicon)
            if made is not None and made == first.end - 1:
                joined.pop()
                mention = _of_adjective(words, first, mention, lexicon)
        joined.append(mention)
    return joined


def _of_adjective(words: Words, first: Mention, second: Mention, lexicon: Lexicon) -> Mention:
    """What a name in an adjective makes of the next: "platinum-based therapy" is by platinum."""
    if words.keys[second.start - 1] not in lexicon.small_words["made_of"]:
        spans = ((first.start, second.start), *second.modifiers)
        return msgspec.structs.replace(second, modifiers=spans)
    light = words.keys[second.end - 1] in lexicon.small_words["light_heads"]
    if light and second.end - second.start == 1:
        return msgspec.structs.replace(first, end=second.end)
    return msgspec.structs.replace(second, start=first.start, name=None)


def in_adjectives(words: Words, start: int, stop: int, lexicon: Lexicon) -> set[int]:
    """The words of such adjectives that are no names: of "platinum-based" the last alone."""
    if lexicon.small_words["adjectival"].isdisjoint(words.keys[start:stop]):
        return set()
    found: set[int] = set()
    made_of = lexicon.small_words["made_of"]
    for end in range(start + 2, stop):
        first = adjective_start(words, start, end, lexicon)
        if first is not None and words.keys[end] not in lexicon.function_words:
            found.update(range(end - 1 if words.keys[end - 1] in made_of else first, end))
    return found
