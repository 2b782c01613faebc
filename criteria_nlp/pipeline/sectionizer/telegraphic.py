"""Paragraphs that run criteria together without punctuation, as old oncology records do.

"Age: 18 and over Performance status: ECOG 0-2 Other: Not pregnant No prior chemotherapy": a topic
("Age:") or a capital after lower case begins the next criterion.
"""

from __future__ import annotations

import re

from criteria_nlp.lexicon.headings import load_headings
from criteria_nlp.pipeline.sectionizer.lines import Line

_TOPIC = re.compile(r"(?:(?<=\s)|\A)[A-Z][a-z]+(?:(?:[/-]|\s{1,24})[a-z]+){0,3}:(?=\s)")
_CAPITAL = re.compile(r"(?<=[a-z0-9)%])\s{1,24}(?=([A-Z][a-z]+)\b)")
_ACRONYM = re.compile(
    r"(?<=[a-z0-9)%])\s{1,24}(?=[A-Z]{2,6}(?:/[A-Z]{2,6})?\s"
    r"(?:no greater|at least|less than|greater|normal|negative|positive|or SGPT|0))"
)
_OPEN = re.compile(r"\b(?:or|and|of|on|with|to|by|in|the|a|for|than|at|from|no)\s+$")
_PUNCTUATED = re.compile(r"[a-z)][.;]\s+[A-Z]")


def telegraphic_places(text: str, line: Line) -> list[int]:
    """Where the criteria of such a paragraph begin; nothing for a punctuated one."""
    topics = {p for m in _TOPIC.finditer(text, line.start, line.end) for p in m.span()}
    names = load_headings().names
    capitals = {m.end() for m in _CAPITAL.finditer(text, line.start, line.end) if m[1] not in names}
    acronyms = {m.end() for m in _ACRONYM.finditer(text, line.start, line.end)}
    begins = {p for p in capitals | acronyms if not _OPEN.search(text, max(line.start, p - 40), p)}
    stops = sum(1 for _ in _PUNCTUATED.finditer(text, line.start, line.end))
    if stops > len(capitals) / 2:
        return sorted(topics)
    return sorted(topics | begins)
