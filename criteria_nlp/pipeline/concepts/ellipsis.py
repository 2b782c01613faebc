"""Names without their noun: in "impaired renal or liver function" the first leaves it to the last.

What is said of the first is said of all: "impaired" belongs to the liver function too.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.concepts.unknown import UNKNOWN
from criteria_nlp.pipeline.layers import Mention, Words

_SHORT = 2  # words of a name that lacks its noun: "bone marrow"


def share_adjectives(
    words: Words, mentions: Sequence[Mention], start: int, lexicon: Lexicon
) -> list[Mention]:
    """The mentions, each of a list with the adjectives of the first one that lacks its noun."""
    shared: list[Mention] = []
    said: tuple[tuple[int, int], ...] = ()
    for mention in mentions:
        goes_on = bool(said) and _is_listed(words, shared[-1].end, mention.start, lexicon)
        if goes_on and not mention.modifiers:
            mention = msgspec.structs.replace(mention, modifiers=said)
        elif not goes_on and mention.domain == UNKNOWN:
            mention = _without_adjective(words, mention, start, lexicon)
        lacks_noun = mention.domain == UNKNOWN and mention.end - mention.start <= _SHORT
        said = mention.modifiers if lacks_noun else ()
        shared.append(mention)
    return shared


def _is_listed(words: Words, end: int, start: int, lexicon: Lexicon) -> bool:
    """Whether only words that join stand between two tokens."""
    joiners = lexicon.small_words["joiners"]
    between = [key for key in words.keys[end:start] if key]
    return bool(between) and all(key in joiners for key in between)


def _without_adjective(words: Words, mention: Mention, start: int, lexicon: Lexicon) -> Mention:
    """An unknown name with what tells how well a thing works as its modifier: "impaired renal"."""
    working = lexicon.small_words["working"]
    told = [i for i in range(mention.start, mention.end - 1) if words.keys[i] in working]
    if told:
        first = told[-1] + 1
        modifiers = (*mention.modifiers, (mention.start, first))
        return msgspec.structs.replace(mention, start=first, modifiers=modifiers)
    before = mention.start - 1
    if before >= start and words.keys[before] in working and not mention.modifiers:
        return msgspec.structs.replace(mention, modifiers=((before, before + 1),))
    return mention
