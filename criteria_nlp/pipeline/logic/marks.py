"""Marks: the words of a criterion that shape its logic, found once for each piece."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import Assertion, Mention, Quantity, Stretch, Words
from criteria_nlp.pipeline.regions import Regions

STRUCTURAL = frozenset(
    (
        "exception",
        "unless",
        "condition",
        "includes",
        "synonym",
        "definition",
        "permission",
        "regardless",
        "relative",
    )
)


class Mark(NamedTuple):
    """A word or phrase that joins, cuts or turns: its tokens, its kind, and what it reaches to."""

    start: int
    end: int
    kind: str
    reach: int = 0
    source: str = ""
    n: int = 0


def find_marks(
    words: Words,
    regions: Regions,
    assertions: Sequence[Assertion],
    lexicon: Lexicon,
    taken: set[int],
) -> list[Mark]:
    """The marks of a piece in reading order; words inside concepts, values and windows are none."""
    start, stop = regions.start, regions.stop
    marks: list[Mark] = []
    for cue in assertions:
        if start <= cue.start < stop and cue.start not in taken:
            if cue.category in STRUCTURAL:
                marks.append(Mark(cue.start, cue.end, cue.category, source=cue.source))
            elif cue.category in ("negation", "prohibition"):
                forward = cue.scope_start >= cue.end
                kind = cue.category if forward else f"{cue.category}_after"
                marks.append(
                    Mark(
                        cue.start,
                        cue.end,
                        kind,
                        cue.scope_end if forward else cue.scope_start,
                        cue.source,
                    )
                )
    cued = {t for mark in marks for t in range(mark.start, mark.end)}
    for name in ("combiners", "connectives"):
        for first, end, senses in lexicon.table(name).find(words.keys, start, stop):
            if first not in taken and first not in cued:
                kind = senses[0].means if name == "connectives" else f"list_{senses[0].means}"
                marks.append(Mark(first, end, kind, source=senses[0].source, n=senses[0].entry.n))
                if name == "combiners":
                    cued.update(range(first, end))
    for i in range(start, stop):
        if i not in taken and i not in cued and words.texts[i] in (",", "，", "、", "/"):
            marks.append(Mark(i, i + 1, "comma" if words.texts[i] != "/" else "or"))
    return sorted(marks)


def taken_tokens(
    start: int,
    stop: int,
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
    stretches: Sequence[Stretch],
) -> set[int]:
    """The tokens of a piece that belong to a concept, a value or a window."""
    taken: set[int] = set()
    for row in (*mentions, *quantities, *stretches):
        if start <= row.start < stop:
            taken.update(range(row.start, row.end))
    return taken
