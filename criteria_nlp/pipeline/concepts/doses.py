"""A dose of something: what is named is the thing, and the words before "dose" say more of it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.concepts.modifiers import with_modifiers
from criteria_nlp.pipeline.layers import Mention, Words

_REACH = 4  # words between "dose of" and the name


def is_dose(words: Words, mention: Mention, stop: int, lexicon: Lexicon) -> bool:
    """Whether a mention is only the dose of a thing that follows, and not of so many "mg"."""
    keys, end = words.keys, mention.end
    if keys[end - 1] not in lexicon.small_words["doses"] or end + 1 >= stop:
        return False
    counted = not lexicon.number_words.isdisjoint(keys[max(mention.start - 1, 0) : mention.start])
    return keys[end] == "of" and keys[end + 1].isalpha() and not counted  # "one dose of"


def with_doses(
    words: Words, mentions: list[Mention], doses: Sequence[Mention], start: int, lexicon: Lexicon
) -> list[Mention]:
    """Mentions in reading order, with what sort of dose each is of: "cumulative dose of"."""
    for dose in doses:
        i = next((i for i, m in enumerate(mentions) if m.start > dose.end), None)
        if i is None or mentions[i].start - dose.end > _REACH:
            continue
        adjectives = with_modifiers(words, dose, start, lexicon, set()).modifiers
        first = min((dose.start, *(first for first, _ in adjectives)))
        if first < dose.end - 1 and lexicon.table("dosings").at(words.keys, first) is None:
            modifiers = ((first, dose.end), *mentions[i].modifiers)
            mentions[i] = msgspec.structs.replace(mentions[i], modifiers=modifiers)
    return mentions
