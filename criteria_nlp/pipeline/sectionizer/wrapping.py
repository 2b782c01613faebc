"""Hard-wrapped lines joined again; one-criterion-a-line lists left alone."""

from __future__ import annotations

import re
from itertools import pairwise

from criteria_nlp.pipeline.sectionizer.headings import heading_at
from criteria_nlp.pipeline.sectionizer.lines import Line

_NARROWEST, _WIDEST = 56, 132  # columns: what a wrapping program may have been set to
_WORD = re.compile(r"\S{1,80}")
_OPEN_END = re.compile(
    r"(?:[,/(\[&+<>=≤≥]|\b(?:and|or|of|the|a|an|with|without|to|in|for|by|than|at|from|on|as|is|are|be|that|which))$"
)


def join_lines(text: str, lines: list[Line]) -> list[Line]:
    """Every wrapped paragraph as one line (its offsets then cover the line breaks)."""
    if not lines:
        return []
    lines = _undo_stripping(lines)
    width = _wrap_width(text, lines)
    lowered = _starts_lower_often(text, lines)
    joined = [lines[0]]
    last = lines[0]
    for line in lines[1:]:
        current = joined[-1]
        if not line.gap and _continues(text, current, last, line, width, lowered):
            body = current.body if current.body < current.end else line.start
            joined[-1] = current._replace(end=line.end, body=body)
        else:
            joined.append(line)
        last = line
    return joined


def _undo_stripping(lines: list[Line]) -> list[Line]:
    """The first line of a stripped block gets the indent back that the others still have."""
    if len(lines) > 1 and lines[0].indent == 0:
        indent = min(line.indent for line in lines[1:])
        if indent >= 4:
            return [lines[0]._replace(indent=indent), *lines[1:]]
    return lines


def _wrap_width(text: str, lines: list[Line]) -> int:
    """The column at which the text was wrapped; 0 if it was not.

    A wrapped line ends where the next word would not have fitted; most breaks must say so.
    """
    width = max(line.indent + line.end - line.start for line in lines)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    breaks = [(a, b) for a, b in pairwise(lines) if not b.gap and not b.family]
    full = [(a, b) for a, b in breaks if _is_full(text, a, b, width)]
    if not full or len(full) < 0.7 * len(breaks):
        return 0
    lower = sum(text[b.start].islower() for _, b in full)
    return width if full[0][1].indent >= 8 or lower >= 0.4 * len(full) else 0


def _is_full(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether the first word of `following` would not have fitted on `line`."""
    match = _WORD.match(text, following.start, following.end)
    word = len(match[0]) if match else 0
    return line.indent + (line.end - line.start) + 1 + word > width


def _starts_lower_often(text: str, lines: list[Line]) -> bool:
    """Whether items of this text usually begin in lower case, so that it is no sign."""
    lower = sum(text[line.body].islower() for line in lines if line.body < line.end)
    return lower > 0.3 * len(lines)


def _continues(text: str, current: Line, last: Line, line: Line, width: int, lowered: bool) -> bool:
    """Whether `line` belongs to the paragraph `current`, whose last physical line is `last`."""
    if line.family:
        in_body = bool(current.family) and line.indent == current.hang and line.indent >= 8
        return in_body and bool(width) and _is_full(text, last, line, width)
    if width and _is_full(text, last, line, width):
        return text[line.start].islower() or not heading_at(text, line.start, line.end)
    if current.family and line.indent > current.indent + 1:
        return not heading_at(text, line.start, line.end)
    if not _reads_on(text, current, last, line, lowered):
        return False
    found = heading_at(text, last.body, last.end)
    return found is None or found.end < last.end


def _reads_on(text: str, current: Line, last: Line, line: Line, lowered: bool) -> bool:
    """Whether the words themselves run over the line break."""
    first = text[line.start]
    if first in ")],;" or _closes_bracket(text, last, line):
        return True
    if not first.islower():
        return False
    if _OPEN_END.search(text, max(last.start, last.end - 12), last.end):
        return True
    return bool(current.family) and not lowered and text[last.end - 1] not in ".;:"


def _closes_bracket(text: str, last: Line, line: Line) -> bool:
    head, tail = text[line.start : line.end], text[last.start : last.end]
    closing = head.find(")")
    if closing < 0 or 0 <= head.find("(") < closing:
        return False
    return tail.rfind("(") > tail.rfind(")")
