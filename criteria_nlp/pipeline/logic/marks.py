"""Marks: the words of a criterion that shape its logic, found once for each piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import STRUCTURAL_CUES, Assertion, Words
from criteria_nlp.pipeline.regions import Regions

_COMMAS = frozenset((",", "，", "、"))
_SIGNS = _COMMAS | {"/"}


class Mark(NamedTuple):
    """A word or phrase that joins, cuts or turns: its tokens, its kind, and what it reaches to."""

    start: int
    end: int
    kind: str
    reach: int = 0
    source: str = ""
    n: int = 0


class ReasonMark(NamedTuple):
    """Words that give a reason why a statement cannot be computed; `means` is the reason."""

    start: int
    end: int
    means: str


def find_marks(
    words: Words,
    regions: Regions,
    assertions: Sequence[Assertion],
    lexicon: Lexicon,
    taken: set[int],
) -> list[Mark]:
    """The marks of a piece in reading order; words inside concepts, values and windows are none."""
    taken = set(taken)
    marks = [mark for cue in assertions if cue.start not in taken for mark in _cue_marks(cue)]
    taken.update(t for mark in marks for t in range(mark.start, mark.end))
    combiners = list(_listed(words, regions, lexicon, "combiners", taken))
    taken.update(t for mark in combiners for t in range(mark.start, mark.end))
    connectives = _listed(words, regions, lexicon, "connectives", taken)
    return sorted([*marks, *combiners, *connectives, *_signs(words, regions, taken)])


def find_reasons(
    words: Words, regions: Regions, lexicon: Lexicon, taken: set[int]
) -> list[ReasonMark]:
    """The reasons of a piece in reading order; none begins at a word that is taken."""
    found = lexicon.table("reasons").find(words.keys, regions.start, regions.stop)
    return [
        ReasonMark(first, end, senses[0].means)
        for first, end, senses in found
        if first not in taken
    ]


def _cue_marks(cue: Assertion) -> Iterator[Mark]:
    """The mark of a cue that shapes the logic; a negation behind its words is a kind of its own."""
    if cue.category in STRUCTURAL_CUES:
        yield Mark(cue.start, cue.end, cue.category, source=cue.source)
    elif cue.category in ("negation", "prohibition"):
        forward = cue.scope_start >= cue.end
        kind = cue.category if forward else f"{cue.category}_after"
        reach = cue.scope_end if forward else cue.scope_start
        yield Mark(cue.start, cue.end, kind, reach, cue.source)


def _listed(
    words: Words, regions: Regions, lexicon: Lexicon, table: str, taken: set[int]
) -> Iterator[Mark]:
    """The marks of a table of connectives; those that combine a list are kinds `list_…`."""
    prefix = "list_" if table == "combiners" else ""
    for first, end, senses in lexicon.table(table).find(words.keys, regions.start, regions.stop):
        if first not in taken:
            sense = senses[0]
            # "that is not": its last words may begin a negation.
            end = next((at for at in range(first, end) if at in taken), end)
            yield Mark(first, end, prefix + sense.means, source=sense.source, n=sense.n)


def _signs(words: Words, regions: Regions, taken: set[int]) -> Iterator[Mark]:
    """Commas, and the stroke as an or."""
    if _SIGNS.isdisjoint(words.texts[regions.start : regions.stop]):
        return
    for i in range(regions.start, regions.stop):
        if i in taken:
            continue
        if words.texts[i] in _COMMAS:
            yield Mark(i, i + 1, "comma")
        elif words.texts[i] == "/":
            yield Mark(i, i + 1, "or")
