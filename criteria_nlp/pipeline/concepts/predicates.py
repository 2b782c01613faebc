"""Adjectives that qualify no concept but the patient: "asymptomatic and no prior therapy"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.concepts.unknown import UNKNOWN
from criteria_nlp.pipeline.layers import Mention, Words, covered


def find_predicates(
    words: Words, start: int, stop: int, mentions: Sequence[Mention], lexicon: Lexicon
) -> Iterator[Mention]:
    """Adjectives that stand alone as members of a list: unknown mentions, so that none is lost."""
    predicates = lexicon.small_words["predicates"]
    found = [i for i in range(start, stop) if words.keys[i] in predicates]
    if not found:
        return
    spans = [(m.start, m.end) for m in mentions] + [span for m in mentions for span in m.modifiers]
    cues = [(a, b) for a, b, _ in lexicon.table("cues").find(words.keys, start, stop)]
    taken = covered([*spans, *cues])
    for i in found:
        if i not in taken and _ends_member(words, i + 1, stop, lexicon):
            yield Mention(start=i, end=i + 1, domain=UNKNOWN, source=UNKNOWN, known=False)


def _ends_member(words: Words, at: int, stop: int, lexicon: Lexicon) -> bool:
    """Whether a list goes on, or the words end, at word `at`."""
    if at >= stop or words.keys[at] in lexicon.small_words["separators"]:
        return True
    return not words.texts[at][0].isalnum() and words.texts[at] not in ("-", "(")
