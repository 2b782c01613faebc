"""Texts with the labels of their corpus in our terms, or only with those that are wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from criteria_nlp.errors import InputError
from criteria_nlp.readers.annotated.labels import ATTRIBUTES, DOMAINS, UNRESOLVED, Labels
from criteria_nlp.readers.annotated.texts import AnnotatedText, Mention, with_mentions

Target = Literal["all", "domains", "types"]
"""`all`: concepts by domain, attributes and unresolved pieces, in our names; `domains`: concepts
alone, in our names; `types`: concepts and attributes under the names that the corpus has."""

_WANTED: Mapping[Target, frozenset[str]] = {
    "all": frozenset((*DOMAINS, *ATTRIBUTES, *UNRESOLVED)),
    "domains": frozenset(DOMAINS),
    "types": frozenset((*DOMAINS, *ATTRIBUTES)),
}


class Relabelling:
    """Gives texts our labels, and counts what goes.

    `left_out` are mentions by their label, `relations_left_out` relations: they go with a member.
    """

    def __init__(self, labels: Labels, target: Target = "all") -> None:
        self.labels = labels
        self.target = target
        self.left_out: Counter[str] = Counter()
        self.relations_left_out = 0

    def __call__(self, text: AnnotatedText) -> AnnotatedText:
        """The text with other labels; `InputError` for a label that the file does not have."""
        wanted, named = _WANTED[self.target], self.target != "types"
        kept = {
            index: Mention(meaning if named else mention.label, mention.spans)
            for index, (mention, meaning) in enumerate(
                zip(text.mentions, self._meanings(text), strict=True)
            )
            if meaning in wanted
        }
        found = with_mentions(text, kept)
        self.left_out.update(m.label for i, m in enumerate(text.mentions) if i not in kept)
        self.relations_left_out += len(text.relations) - len(found.relations)
        return found

    def _meanings(self, text: AnnotatedText) -> list[str]:
        """What each mention means: in the first role that counts, else by its label."""
        known = self.labels.meanings
        found: dict[int, str] = {}
        for relation in text.relations:
            member = relation.members[-1]
            meaning = known.get((relation.label, text.mentions[member].label))
            if meaning is not None:
                found.setdefault(member, meaning)
        for index, mention in enumerate(text.mentions):
            if (None, mention.label) not in known:
                reason = f"does not say what the label {mention.label!r} of {text.id} means"
                raise InputError(reason, self.labels.path)
            found.setdefault(index, known[None, mention.label])
        return [found[index] for index in range(len(text.mentions))]
