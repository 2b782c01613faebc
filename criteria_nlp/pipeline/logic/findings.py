"""What the earlier stages found in a Doc, looked up by mention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spacy.tokens import Doc

from criteria_nlp.pipeline.layers import (
    Assertion,
    Mention,
    Quantity,
    Relation,
    Stretch,
    text_of,
    words_of,
)
from criteria_nlp.pipeline.sheet import read_layer, source_of

_MEASURABLE = frozenset(("value", "count", "category", "change", "duration"))


class Findings:
    """The words and layers of one Doc; mentions are named by their index, offsets are tokens."""

    def __init__(self, doc: Doc) -> None:
        self.text, self.words = source_of(doc), words_of(doc)
        self.mentions = read_layer(doc, "mentions", Mention)
        self.quantities = read_layer(doc, "quantities", Quantity)
        self.stretches = read_layer(doc, "stretches", Stretch)
        self.assertions = read_layer(doc, "assertions", Assertion)
        relations = read_layer(doc, "relations", Relation)
        self._bound = {(r.start, r.end) for r in relations}
        dated = (s for s in self.stretches if (s.start, s.end) in self._bound)
        self._timed = {s.quantity for s in dated if s.quantity}
        self.said = {r.role for r in relations}
        self._relations: dict[int, list[Relation]] = {}
        for relation in relations:
            self._relations.setdefault(relation.mention, []).append(relation)
        self._cues: dict[int, list[Assertion]] = {}
        for cue in self.assertions:
            for target in cue.targets:
                self._cues.setdefault(target, []).append(cue)

    def quote(self, start: int, end: int) -> str:
        """The source text of a token range."""
        return text_of(self.text, self.words, start, end) if end > start else ""

    def place(self, start: int, end: int) -> dict[str, Any]:
        """The character offsets of a token range, as the fields `start` and `end` of a result."""
        return {"start": self.words.starts[start], "end": self.words.ends[end - 1]}

    def relations(self, i: int) -> Sequence[Relation]:
        """All that is said of a mention."""
        return self._relations.get(i, ())

    def roles(self, i: int) -> dict[str, list[Relation]]:
        """What is said of a mention, by role."""
        by_role: dict[str, list[Relation]] = {}
        for relation in self.relations(i):
            by_role.setdefault(relation.role, []).append(relation)
        return by_role

    def cues(self, i: int) -> Sequence[Assertion]:
        """The cues that reach a mention."""
        return self._cues.get(i, ())

    def constrained(self, i: int) -> bool:
        """Whether anything measurable is said of a mention."""
        return any(relation.role in _MEASURABLE for relation in self.relations(i))

    def opened(self, i: int) -> bool:
        """Whether a mention is what a phrase such as "hypersensitivity to" is about."""
        return any(cue.category == "opener" for cue in self.cues(i))

    def used(self, quantity: Quantity) -> bool:
        """Whether a quantity says something of some concept."""
        span = (quantity.start, quantity.end)
        return span in self._bound or span in self._timed
