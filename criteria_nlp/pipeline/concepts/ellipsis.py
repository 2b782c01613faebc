"""Names without their noun: in "impaired renal or liver function" the first leaves it to the last.

The lexicon says what such a name is with the noun ("renal function", "drug abuse"), and what is
said of the first is said of all: "impaired" belongs to the liver function too.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from criteria_nlp.lexicon import ConceptInfo, Lexicon
from criteria_nlp.pipeline.concepts.unknown import UNKNOWN
from criteria_nlp.pipeline.layers import Mention, Words

_SHORT = 2  # words of a name that lacks its noun: "bone marrow"


def complete_names(
    words: Words, mentions: Sequence[Mention], start: int, lexicon: Lexicon
) -> list[Mention]:
    """The mentions, each of a list that shares its noun with the noun and the adjectives of all."""
    between = words.keys[mentions[0].end : mentions[-1].start] if mentions else []
    if lexicon.small_words["joiners"].isdisjoint(between):
        return list(mentions)
    plain = [_without_adjective(words, mention, start, lexicon) for mention in mentions]
    named = _named(words, plain, lexicon)
    completed: list[Mention] = []
    said: tuple[tuple[int, int], ...] = ()
    for mention, own in zip(named, plain, strict=True):
        goes_on = bool(said) and _is_listed(words, completed[-1].end, mention.start, lexicon)
        if goes_on and not mention.modifiers:
            mention = msgspec.structs.replace(mention, modifiers=said)
        unknown = mention.domain == UNKNOWN and mention.end - mention.start <= _SHORT
        said = mention.modifiers if unknown or mention.name != own.name else ()
        completed.append(mention)
    return completed


def _named(words: Words, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """The mentions, short ones with the concept they name with the noun that ends their list."""
    named = list(mentions)
    noun: list[str] = []  # of the list that the mention behind belongs to
    for i in range(len(named) - 1, -1, -1):
        mention = named[i]
        listed = i + 1 < len(named) and _is_listed(words, mention.end, named[i + 1].start, lexicon)
        info = _with_noun(words, mention, noun, lexicon) if listed else None
        if info is not None:
            named[i] = _renamed(mention, info)
        elif mention.name is not None:
            noun = [key for key in words.keys[mention.start + 1 : mention.end] if key]
        else:
            noun = []
    return named


def _with_noun(
    words: Words, mention: Mention, noun: Sequence[str], lexicon: Lexicon
) -> ConceptInfo | None:
    """What a word or two name before a noun: "drug" before "abuse"."""
    own = [key for key in words.keys[mention.start : mention.end] if key]
    if not noun or not own or len(own) > _SHORT:
        return None
    match = lexicon.table("concepts").at([*own, *noun], 0)
    if match is None or match[0] != len(own) + len(noun):
        return None
    phrase = match[1][0]
    return phrase.info if phrase.exact is None else None


def _renamed(mention: Mention, info: ConceptInfo) -> Mention:
    return msgspec.structs.replace(
        mention,
        domain=info.domain,
        name=info.name,
        source=info.source,
        countable=info.countable,
        known=True,
    )


def _is_listed(words: Words, end: int, start: int, lexicon: Lexicon) -> bool:
    """Whether only words that join stand between two tokens."""
    joiners = lexicon.small_words["joiners"]
    between = [key for key in words.keys[end:start] if key]
    return bool(between) and all(key in joiners for key in between)


def _without_adjective(words: Words, mention: Mention, start: int, lexicon: Lexicon) -> Mention:
    """An unknown name with what tells how well a thing works as its modifier: "impaired renal"."""
    if mention.domain != UNKNOWN:
        return mention
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
