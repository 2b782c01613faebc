"""Lines that hold several things: inline headings, run-in lists, whole texts on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from criteria_nlp.pipeline.sectionizer.headings import Inside, headings_inside
from criteria_nlp.pipeline.sectionizer.lines import Line, make_line
from criteria_nlp.pipeline.sectionizer.markers import roman
from criteria_nlp.pipeline.sectionizer.telegraphic import telegraphic_places

RUN_IN_LENGTH = 40  # characters: shorter lines are not searched for run-in lists
_NUMBERED = re.compile(r"(?:(?<=\s)|(?<=[.;:,)]))\(?(\d{1,2})\\?[.)](?=\s|[A-Z])")
_LETTERED = re.compile(
    r"(?:(?<=\s)|(?<=[.;:,]))\(?(?:(?P<letter>[a-z])|(?P<roman>[ivx]{2,5}))\)(?=\s|[A-Z<>≥≤])"
)
_DASHED = re.compile(r"(?<=\s)(?:[-–*•·●■]|\\-)\s(?=\S)")
_TILDE_FORM = re.compile(r"(?:criteri\w+|clusion\w*)[^~\n]{0,40}:?\s?~", re.IGNORECASE)
_TILDES = re.compile(r"~+(?!\d)|(?<!\d)~+")  # "18~75" is a range
# A new sentence that goes on about the one before it ("However, …", "They must …") begins no item.
_GOES_ON = (
    r"However|This|These|Those|They|It|Such|Note|Otherwise|The following|Exceptions?"
    r"|In (?:this|that|such|these) cases?"
)
_SENTENCE = re.compile(rf"(?<=[a-z0-9)%][.;])\s+(?=[A-Z])(?!(?:{_GOES_ON})\b)")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|vs|approx|Dr|No|St|spp?|resp|incl|etc|cf|max|min)\.$")


def split_lines(text: str, lines: list[Line]) -> list[Line]:
    """The pieces of every line, in order; together they cover the same non-blank text."""
    tilde = bool(_TILDE_FORM.search(text, 0, 20_000))
    pieces: list[Line] = []
    for line in lines:
        if tilde and "~" in text[line.start : line.end]:
            parts = _cut(text, line, _tildes(text, line))
        else:
            parts = [line]
        for part in parts:
            pieces.extend(_split_headings(text, part))
    return pieces


def split_run_in(text: str, line: Line, alone: bool, telegraphic: bool) -> list[Line]:
    """A run-in list as its items; the line itself if it is none.

    `alone`: the line is all that its section has, so that bullets and sentences count too.
    `telegraphic`: it stands under a heading whose paragraphs often lack punctuation.
    """
    if telegraphic and not line.family:
        places = telegraphic_places(text, line)
        if places:
            return _cut(text, line, places)
    places = _numbers(text, line, alone) or _letters(text, line) or _dashes(text, line, alone)
    if places:
        return _cut(text, line, places)
    if alone and not line.family:
        return _cut(text, line, _sentences(text, line))
    return [line]


def _cut(text: str, line: Line, places: list[int]) -> list[Line]:
    """The line cut at offsets; the first piece keeps its place, the others their own marker."""
    if not places:
        return [line]
    edges = [line.start, *(p for p in places if line.start < p < line.end), line.end]
    return list(_pieces(text, line, edges))


def _pieces(text: str, line: Line, edges: list[int]) -> Iterator[Line]:
    for begin, stop in pairwise(edges):
        start, end = _stripped(text, begin, stop)
        if start < end:
            yield make_line(text, start, end, line.indent, line.gap and begin == line.start)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _tildes(text: str, line: Line) -> list[int]:
    """Where each tilde-parted field begins (the tilde ends the field before it)."""
    return [m.end() for m in _TILDES.finditer(text, line.start, line.end)]


def _split_headings(text: str, line: Line) -> list[Line]:
    if line.end - line.start < RUN_IN_LENGTH:
        return [line]
    inside: list[Inside] = headings_inside(text, line.start, line.end)
    return _cut(text, line, [place for h in inside for place in (h.start, h.end)])


def _numbers(text: str, line: Line, alone: bool) -> list[int]:
    """Where the numbers 1, 2, 3 … (or n, n + 1 … after the line's own n) stand.

    A bullet may stand before the first: "- 1. Gout 2. Asthma 3. INR < 2".
    """
    own = line.ordinal if line.family[:1] == "1" or line.family == "(1)" else 0
    first = _NUMBERED.match(text, line.body, line.end) if line.family and not own else None
    bulleted = first is not None and int(first[1]) == 1
    if not (own or alone or bulleted):
        return []
    wanted = own + 1 if own else 1
    places = []
    position = line.body
    while (position := text.find(str(wanted), position, line.end)) >= 0:
        match = _NUMBERED.match(text, position - (text[position - 1] == "("), line.end)
        if match and int(match[1]) == wanted:
            places.append(match.start())
            wanted += 1
        position += 1
    enough = 3 if bulleted else 1 if own else 2
    return places if len(places) >= enough else []


def _letters(text: str, line: Line) -> list[int]:
    """Where the letters a), b), c) … or the numerals i), ii), iii) … stand behind a colon.

    Also where the letter after the line's own number or letter begins a sentence: "3. Gout. d) …".
    """
    marks = list(_LETTERED.finditer(text, line.body, line.end))
    if not marks:
        return []
    going_on = _counted(marks, line.ordinal + 1, roman_numerals=False) if line.ordinal else []
    begins_sentence = text[line.body : marks[0].start()].rstrip().endswith((".", ";"))
    if begins_sentence and going_on[:1] == [marks[0].start()]:
        return going_on
    for roman_numerals in (False, True):
        family = "i" if roman_numerals else "a"
        places = _counted(marks, 1, roman_numerals=roman_numerals)
        lead = text[line.body : places[0]].rstrip() if places else ""
        if len(places) > 1 and lead.endswith(":") and family not in line.family:
            return places
    return []


def _counted(marks: list[re.Match[str]], first: int, *, roman_numerals: bool) -> list[int]:
    """Where the letters or numerals stand that count on from a number, as far as they do."""
    places: list[int] = []
    for mark in marks:
        letter = mark["letter"] or ""
        value = roman(mark["roman"] or letter) if roman_numerals else ord(letter or "`") - 96
        if value == first + len(places):
            places.append(mark.start())
    return places


def _dashes(text: str, line: Line, alone: bool) -> list[int]:
    if not alone:
        return []
    places = [m.start() for m in _DASHED.finditer(text, line.body, line.end)]
    return places if len(places) >= (1 if line.family else 2) else []


def _sentences(text: str, line: Line) -> list[int]:
    return [
        m.end()
        for m in _SENTENCE.finditer(text, line.body, line.end)
        if not _ABBREVIATION.search(text, max(line.start, m.start() - 8), m.start())
    ]
