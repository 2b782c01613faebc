"""Taking part in another study, however many words say which: one observation."""

from __future__ import annotations

from collections.abc import Iterator

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import Mention, Words

_NAME = "participation in another clinical trial"
_REACH = 10  # words between taking part and the study


def find_participations(words: Words, start: int, stop: int, lexicon: Lexicon) -> Iterator[Mention]:
    """The participations in studies other than this one: "enrolled in any other drug study"."""
    info = lexicon.concepts.get(_NAME)
    lists = lexicon.small_words
    for i in range(start, stop - 2):
        if words.keys[i] not in lists["taking_part"] or words.keys[i + 1] not in (
            "in",
            "into",
            "to",
        ):
            continue
        end = _study_end(words, i + 2, stop, lexicon)
        if end is not None and info is not None:
            yield Mention(start=i, end=end, domain=info.domain, name=info.name, source=info.source)


def _study_end(words: Words, first: int, stop: int, lexicon: Lexicon) -> int | None:
    """The word that the study named from word `first` ends before; none for this study."""
    lists = lexicon.small_words
    for at in range(first, min(first + _REACH, stop)):
        key = words.keys[at]
        if key in lists["this_study"] or (key and not words.texts[at].isalpha()):
            return None
        if key in lists["studies"] and at > first:
            end = at + 1
            while end < stop and words.keys[end] in lists["studies"]:
                end += 1
            return end
    return None
