"""One item that was judged: its counts, how sure it was, and what to show of its mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from criteria_nlp.scoring import Answer, Mention, Tally

Status = Literal["right", "missed", "invented"]


class Mark(NamedTuple):
    """A labelled place of an item's text that was found, missed or invented."""

    start: int
    end: int
    label: str
    status: Status


class Note(NamedTuple):
    """A line to show under an item's text, such as its gold expression."""

    name: str
    words: str


class Judgement(NamedTuple):
    """One item with its counts; `group` is its trial or, without one, the item itself.

    `answers` are (what, how sure and whether right), where the prediction says how sure it is.
    """

    id: str
    group: str
    text: str
    tally: Tally
    answers: tuple[tuple[str, Answer], ...] = ()
    marks: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def faults(self) -> dict[tuple[str, str], int]:
        """How many are wrong or missed, by family and label; what is relaxed is not told again."""
        return {
            (family, label): counts.fp + counts.fn
            for family, labels in self.tally.items()
            for label, counts in labels.items()
            if counts.fp + counts.fn and not family.endswith("_relaxed")
        }


def marks(gold: Sequence[Mention], predicted: Sequence[Mention]) -> tuple[Mark, ...]:
    """The places of both sides; what both have with the same label and offsets is right."""
    both = set(gold) & set(predicted)
    sides: tuple[tuple[Sequence[Mention], Status], ...]
    sides = ((sorted(both), "right"), (gold, "missed"), (predicted, "invented"))
    return tuple(
        Mark(start, end, label, status)
        for mentions, status in sides
        for label, spans in mentions
        if status == "right" or (label, spans) not in both
        for start, end in spans
    )
