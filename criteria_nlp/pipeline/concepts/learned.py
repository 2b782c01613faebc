"""Concepts that the tagger found where the lexicon knows none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from criteria_nlp.pipeline.layers import Mention, Tagged, Words

_ADVERB = "ally"


class Hybrid(NamedTuple):
    """How the tagger's spans count: the domain of each label, and how sure it must be.

    A label without a domain names no concept. `sure` is a probability.
    """

    domains: Mapping[str, str]
    sure: float


def find_learned(
    words: Words, tagged: Sequence[Tagged], free: set[int], taken: set[int], hybrid: Hybrid
) -> Iterator[Mention]:
    """The spans that name a concept, surely enough, and touch no name of the lexicon.

    Words of grammar alone ("treatment with") name nothing: one word must be free. Nor does an
    adverb: "hemodynamically".
    """
    for span in tagged:
        domain = hybrid.domains.get(span.label)
        if domain is None or span.score < hybrid.sure:
            continue
        place = range(span.start, span.end)
        if span.end == span.start + 1 and words.keys[span.start].endswith(_ADVERB):
            continue
        if taken.isdisjoint(place) and not free.isdisjoint(place):
            source = f"tagger#{span.label}"
            yield Mention(
                start=span.start,
                end=span.end,
                domain=domain,
                source=source,
                known=False,
                score=span.score,
            )
