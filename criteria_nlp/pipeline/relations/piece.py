"""One criterion's words, the concepts in it that may take values, and what is said of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from criteria_nlp.lexicon import ConceptInfo, Lexicon, Sense
from criteria_nlp.pipeline.layers import (
    Assertion,
    Mention,
    Quantity,
    Relation,
    Stretch,
    Words,
    covered,
)
from criteria_nlp.pipeline.regions import regions_of

EVENTS = frozenset(("condition", "drug", "procedure", "observation", "device"))
NEAR = 6  # words between a concept and its value
NAMED_TIMES = ("wk", "d")  # units whose words may name a measurement: "weeks of gestation"
PART = "part"  # the domain of a mention that belongs to another fact
# Cues that change what follows them: concepts on their two sides are no list.
_TURNING = frozenset(("negation", "prohibition", "exception", "unless", "condition", "includes"))


@dataclass(slots=True)
class Findings:
    """What the stages before found in a Doc; `mentions` grows by the measures that no word names.

    `headed` has, by their first token, the measures that the headings above the items name.
    """

    words: Words
    mentions: list[Mention]
    quantities: Sequence[Quantity]
    stretches: Sequence[Stretch]
    assertions: Sequence[Assertion]
    lexicon: Lexicon
    headed: Mapping[int, ConceptInfo]


class Piece:
    """The tokens of one criterion; concepts are indices in `mentions`, positions token indices.

    `candidates` are the concepts that may take values, `examples` the tokens of bracketed examples,
    `times` the stretches of time with their index, `relations` what was said of the concepts.
    """

    def __init__(self, found: Findings, start: int, stop: int) -> None:
        self.words, self.mentions, self.quantities = found.words, found.mentions, found.quantities
        self.stretches, self.assertions = found.stretches, found.assertions
        self.lexicon, self.vocabulary = found.lexicon, found.lexicon.small_words
        self.start, self.stop = start, stop
        self.headed = found.headed.get(start)
        self.regions = regions_of(found.words, start, stop)
        self.times = [(i, s) for i, s in enumerate(found.stretches) if start <= s.start < stop]
        self.candidates = self._concepts()
        self.examples: set[int] = set()
        self.relations: list[Relation] = []

    def _concepts(self) -> list[int]:
        """The concepts outside the stretches of time; unknown phrases only where none is known."""
        away = covered([(s.start, s.end) for _, s in self.times])
        outside = [
            i
            for i, m in enumerate(self.mentions)
            if self.start <= m.start < self.stop and not (m.start in away and m.end - 1 in away)
        ]
        return [i for i in outside if self.mentions[i].domain != "unknown"] or outside

    @cached_property
    def changes(self) -> list[tuple[int, int, list[Sense]]]:
        """The words of change: first token, end, and what they mean."""
        table = self.lexicon.table("changes")
        return list(table.find(self.words.keys, self.start, self.stop))

    @cached_property
    def ends(self) -> dict[int, int]:
        """The mentions of the piece by the word they end before."""
        inside = range(len(self.mentions))
        return {self.mentions[i].end: i for i in inside if self._holds(self.mentions[i].start)}

    def _holds(self, i: int) -> bool:
        return self.start <= i < self.stop

    @cached_property
    def asides(self) -> set[int]:
        """The tokens of cues that a list may hold between its members: "prior A and recent B"."""
        return covered([(c.start, c.end) for c in self.assertions if c.category not in _TURNING])

    def add(
        self,
        mention: int,
        role: str,
        span: tuple[int, int],
        source: str,
        *,
        index: int = -1,
        layer: str = "",
    ) -> None:
        """Say something of a mention; `span` is the tokens that say it."""
        start, end = span
        row = Relation(
            mention=mention,
            role=role,
            start=start,
            end=end,
            index=index,
            layer=layer,
            source=source,
        )
        self.relations.append(row)

    def share(self, relation: Relation, mention: int) -> None:
        """Say the same of another mention."""
        self.relations.append(msgspec.structs.replace(relation, mention=mention))

    def said_of(self, mention: int, *roles: str) -> list[Relation]:
        """What was said of a mention in some roles."""
        return [r for r in self.relations if r.mention == mention and r.role in roles]

    def has(self, mention: int, *roles: str) -> bool:
        """Whether something was said of a mention in some roles."""
        return any(r.mention == mention and r.role in roles for r in self.relations)

    def name(self, mention: Mention) -> int:
        """Add a concept that may take values; its index."""
        self.mentions.append(mention)
        self.candidates.append(len(self.mentions) - 1)
        return len(self.mentions) - 1

    def remove(self, i: int) -> None:
        """Make a mention a part of another: it stays in the layer, and becomes no fact."""
        self.mentions[i] = msgspec.structs.replace(self.mentions[i], domain=PART)
        self.candidates = [c for c in self.candidates if c != i]

    def cues(self, *categories: str) -> list[Assertion]:
        """The cues of some categories in this piece."""
        return [
            c
            for c in self.assertions
            if c.category in categories and self.start <= c.start < self.stop
        ]

    def keys_between(self, end: int, start: int) -> list[str]:
        """The keys of the words between two positions, hyphens and blanks left out."""
        return [key for key in self.words.keys[end:start] if key]

    def in_order(self, *domains: str) -> list[int]:
        """The candidates from left to right, of some domains or of all."""
        chosen = (i for i in self.candidates if not domains or self.mentions[i].domain in domains)
        return sorted(chosen, key=lambda i: self.mentions[i].start)
