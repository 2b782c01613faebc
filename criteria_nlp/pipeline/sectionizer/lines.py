"""Physical lines of a text: where they begin, how far they are indented, their marker."""

from __future__ import annotations

from typing import NamedTuple

from criteria_nlp.pipeline.sectionizer.markers import BULLETS, MARKER, family_and_ordinal

_TAB = 4


class Line(NamedTuple):
    """A non-blank stretch of text, stripped; later also a piece of a line, or several joined.

    `indent` is the column of its first character (before the marker), `family` the style of its
    marker ("" without one), `body` where its words begin, `gap` whether a blank line precedes.
    """

    start: int
    end: int
    indent: int
    family: str
    ordinal: int
    body: int
    gap: bool

    @property
    def hang(self) -> int:
        """The column of the words after the marker."""
        return self.indent + (self.body - self.start)


def physical_lines(text: str) -> list[Line]:
    """The non-blank lines of a text; every line separator that Python knows ends a line."""
    lines: list[Line] = []
    position = 0
    gap = False
    for raw in text.splitlines(keepends=True):
        content = raw.lstrip()
        if content:
            lead = len(raw) - len(content)
            start = position + lead
            indent = len(raw[:lead].expandtabs(_TAB)) if "\t" in raw else lead
            lines.append(make_line(text, start, start + len(content.rstrip()), indent, gap))
            gap = False
        else:
            gap = True
        position += len(raw)
    return lines


def make_line(text: str, start: int, end: int, indent: int, gap: bool) -> Line:
    """The line `text[start:end]` with its marker read."""
    head = text[start : start + 2]
    word = head.isalpha() and head[-1] not in "ivxIVX" and len(head) == 2
    match = None if word else MARKER.match(text, start, end)
    if match is None:
        return Line(start, end, indent, "", 0, start, gap)
    group = match.lastgroup or ""
    family, ordinal = family_and_ordinal(text, start, match.end(), group)
    body = match.end()
    while body < end and (text[body].isspace() or text[body] in BULLETS):  # "* • Age"
        body += 1
    return Line(start, end, indent, family, ordinal, body, gap)
