"""The lines of an annotated document as texts of their own: a criterion mostly is a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

import msgspec

from criteria_nlp.readers.annotated.texts import AnnotatedText, Mention, Span, with_mentions

_LINE = re.compile(r"[^\s](?:[^\r\n]*[^\s])?")


class Lines(NamedTuple):
    """The lines of a document that are not blank, and what does not fit into one line.

    `cut` mentions have words in the next line and end with theirs; `lost` relations have members in
    several lines.
    """

    texts: tuple[AnnotatedText, ...]
    cut: int
    lost: int


def split_lines(document: AnnotatedText) -> Lines:
    """Each line without the blanks around it, named `<id>_<n>`, n counted from 0."""
    places = [found.span() for found in _LINE.finditer(document.text)]
    ends = [end for _, end in places]
    homes = [bisect_right(ends, mention.start) for mention in document.mentions]
    lines = tuple(_line(document, n, place, homes) for n, place in enumerate(places))
    cut = sum(
        bool(document.text[places[home][1] : mention.end].strip())
        for mention, home in zip(document.mentions, homes, strict=True)
    )
    kept = sum(len(line.relations) for line in lines)
    return Lines(lines, cut, len(document.relations) - kept)


def _line(document: AnnotatedText, number: int, place: Span, homes: list[int]) -> AnnotatedText:
    start, end = place
    here = {
        index: _within(document.mentions[index], start, end)
        for index, home in enumerate(homes)
        if home == number
    }
    name, text = f"{document.id}_{number}", document.text[start:end]
    return with_mentions(msgspec.structs.replace(document, id=name, text=text), here)


def _within(mention: Mention, start: int, end: int) -> Mention:
    """The part of a mention that lies in a line, with offsets from the line's start."""
    cut = [(max(one, start) - start, min(other, end) - start) for one, other in mention.spans]
    return Mention(mention.label, tuple((one, other) for one, other in cut if one < other))
