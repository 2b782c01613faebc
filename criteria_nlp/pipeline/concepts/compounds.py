"""Names that stand side by side are one: its last noun decides what it is."""

from __future__ import annotations

import msgspec

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import HYPHENS, TREATMENTS, Mention, Words

_PARTICIPLES = ("ed", "ing")


def join_compounds(
    words: Words, known: list[Mention], free: set[int], lexicon: Lexicon
) -> list[Mention]:
    """Join names that stand side by side, and a name with the known head noun that follows it."""
    joined: list[Mention] = []
    for mention in known:
        compound = _compound(words, joined[-1], mention, lexicon) if joined else None
        if compound is None:
            joined.append(mention)
        else:
            joined[-1] = compound
    return [_with_head(words, mention, free, lexicon) for mention in joined]


def _compound(words: Words, first: Mention, second: Mention, lexicon: Lexicon) -> Mention | None:
    """Two names as one, if they are."""
    if _is_slashed(words, first, second) or _is_acted_on(words, first, second):
        return msgspec.structs.replace(second, start=first.start, name=None)
    if not _are_adjacent(words, first.end, second.start) or not _may_join(first, second, lexicon):
        return None
    keeps = second.domain == "demographic" or _is_light(words, second, lexicon)
    head = first if keeps else second
    name = head.name if keeps else None
    return msgspec.structs.replace(head, start=first.start, end=second.end, name=name)


def _is_slashed(words: Words, first: Mention, second: Mention) -> bool:
    """Whether two names are one, written with a stroke: "EGFR/HER2 inhibitors"."""
    stroke = second.start - first.end == 1 and words.texts[first.end] == "/"
    glued = stroke and words.ends[first.end] == words.starts[second.start]
    return glued and second.domain == "drug" and first.domain == "measurement"


def _is_acted_on(words: Words, first: Mention, second: Mention) -> bool:
    """Whether a treatment is told by what it acts on: "insulin-sensitizing medication"."""
    hyphen, verb = first.end, first.end + 1
    if second.domain not in TREATMENTS or not verb < second.start:
        return False
    glued = words.starts[verb] == words.ends[first.end - 1] + 1
    acting = words.texts[hyphen] in HYPHENS and words.keys[verb].endswith(_PARTICIPLES)
    return glued and acting and _are_adjacent(words, verb + 1, second.start)


def _are_adjacent(words: Words, end: int, start: int) -> bool:
    """Whether only blanks and hyphens of one line stand between two tokens."""
    return all(not words.keys[i] and "\n" not in words.texts[i] for i in range(end, start))


def _may_join(first: Mention, second: Mention, lexicon: Lexicon) -> bool:
    """Whether the domains of two adjacent names allow that they are one."""
    if first.domain == "demographic":
        return False
    if second.domain == "demographic":
        persons = lexicon.small_words["persons"]
        return first.domain in ("observation", "condition") and second.name in persons
    if first.domain != "measurement" or second.domain == "measurement":
        return True
    return second.end - second.start == 1 and second.domain == "condition"


def _is_light(words: Words, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a name is one word such as "therapy", which adds nothing to the name before it."""
    single = mention.end - mention.start == 1
    return single and words.keys[mention.start] in lexicon.small_words["light_heads"]


def _with_head(words: Words, mention: Mention, free: set[int], lexicon: Lexicon) -> Mention:
    """Take in a head noun right after a name: "HIV" + "infection", "insulin" + "pump"."""
    i = mention.end
    while i < len(words) and not words.keys[i] and i + 1 in free:
        i += 1
    if i not in free or mention.domain == "demographic":
        return mention
    word = words.keys[i]
    head = lexicon.head_words.get(word)
    if head is None:
        return mention
    domain, source = head
    light = word in lexicon.small_words["light_heads"] and mention.domain in ("drug", "procedure")
    headed = "for" in words.keys[mention.start : mention.end]  # "test for HIV" + "antibody"
    if light or headed or domain == mention.domain:
        return msgspec.structs.replace(mention, end=i + 1)
    return msgspec.structs.replace(mention, end=i + 1, domain=domain, name=None, source=source)
