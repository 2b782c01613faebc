"""Lead-ins ("… one or more of the following:") and how far the list reaches that they own."""

from __future__ import annotations

import re
from typing import NamedTuple

from criteria_nlp.pipeline.sectionizer.lines import Line

_TAIL = 200  # characters of a body that are looked at
_STRONG = re.compile(
    r"\bfollowing\b|\bone or more\b|\b(?:any|all|one|two|three|each|either|both|none)(?: one)? of\b"
    r"|\bat least \w+\b|\bboth\b|\beither\b|\bdefined (?:as|by)\b|\bevidenced by\b|\bcriteria\b"
    r"|\bfeatures\b|\bmust (?:have|meet|be)\b|\ballowed\b|\bpermitted\b|\brequired\b"
    r"|\bas follows\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\b(?:the following(?: \w+){0,2}|any of|one of|all of|as follows|defined as|evidenced by"
    r"|including|such as|consisting of)$",
    re.IGNORECASE,
)
_BARE_ENDS = frozenset({" of", "ows", " as", " by", "ing"})  # what a match of _BARE may end in
_COUNT = re.compile(
    r"\b(?:(both)|all (two|three|four|five|six)|(?:the )?following (two|three|four|five|six))\b",
    re.IGNORECASE,
)
_NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_CONNECTIVE = re.compile(r"\b(?:and|or|and/or|OR|AND)\W{0,3}$")
_TOP_LEVEL = re.compile(
    r"(?:\W*)(?:(?:patients?|subjects?|participants?|wom[ae]n|females?|males?|men)\b.{0,40}\b"
    r"(?:childbearing|contracepti|consent|pregnan)|signed|written|informed consent|age[ds]?\b"
    r"|willing|able to|ability to|provide[ds]?\b|pregnan|life expectancy|ecog|wom[ae]n of child"
    r"|females? of child|negative pregnancy)",
    re.IGNORECASE,
)
_MOST_SIBLINGS = 30
_SAME_STYLE_MOST = 5


class Reach(NamedTuple):
    """How many of the same-level items after a lead-in it owns, and how sure that is."""

    items: int
    confidence: float


def lead_strength(text: str, start: int, end: int) -> int:
    """2 for a lead-in in so many words, 1 for a mere colon at the end, 0 for neither."""
    tail = text[max(start, end - _TAIL) : end].rstrip("*_\\ -–—")
    if tail.endswith((":", "：")):
        return 2 if _STRONG.search(tail) else 1
    if "following" in tail or tail[-3:] in _BARE_ENDS:
        return 2 if _BARE.search(tail[-60:]) else 0
    return 0


def is_topic(text: str, line: Line) -> bool:
    """Whether an unmarked line is a mere topic, "Part A:", "**Age**:", "Liver function:"."""
    body = text[line.body : line.end] if line.end - line.start <= 60 else ""
    return bool(body) and _is_label(body) and lead_strength(text, line.body, line.end) == 1


def is_bare_topic(text: str, line: Line) -> bool:
    """Whether an unmarked line without a colon reads like a title ("Healthy volunteers")."""
    body = text[line.body : line.end] if line.end - line.start <= 45 else ""
    return (
        bool(body)
        and len(body.split()) <= 5
        and body[0].isupper()
        and _TITLE.match(body) is not None
    )


_TITLE = re.compile(r"[\w *_/'’&()-]+$")


def _is_label(body: str) -> bool:
    return len(body.split()) <= 6


def reach(text: str, lead: Line, run: list[Line], same_style: bool) -> Reach:
    """How far a list owned by `lead` reaches into `run`, the items of one level after it.

    Cues, the surest first: a count in the lead-in ("both"), the punctuation that closes a list,
    a blank line, a topic that stands alone in every protocol, a change of letter case.
    """
    bodies = [text[item.body : item.end] for item in run]
    count = _counted(text[max(lead.body, lead.end - _TAIL) : lead.end])
    if 0 < count <= len(run):
        return Reach(count, 0.9)
    cues = ((_by_punctuation(bodies), 0.75), (_by_gap(run), 0.8), (_by_topic(bodies), 0.6))
    found = [(k, confidence) for k, confidence in cues if k]
    if found:
        return Reach(*min(found))
    by_case = _by_case(bodies)
    if by_case:
        return Reach(by_case, 0.5)
    if same_style and len(run) > _SAME_STYLE_MOST:
        return Reach(0, 0.5)
    return Reach(len(run), 0.4 if same_style else 0.7)


def siblings(lines: list[Line], first: int, stop: int) -> list[Line]:
    """The lines of one level that follow each other from `first` on, deeper ones left out."""
    head = lines[first]
    run = [head]
    for line in lines[first + 1 : min(stop, first + 4 * _MOST_SIBLINGS)]:
        if line.family and line.indent > head.indent + 1:
            continue
        if line.family != head.family or line.indent < head.indent - 1:
            break
        run.append(line)
        if len(run) == _MOST_SIBLINGS:
            break
    return run


def _counted(lead: str) -> int:
    match = _COUNT.search(lead)
    return _NUMBERS[next(filter(None, match.groups())).lower()] if match else 0


def _by_punctuation(bodies: list[str]) -> int:
    """The item that closes the list: ". " after none, no ";" after some, no "or" after "or"."""
    for index in range(1, len(bodies)):
        if index + 1 == len(bodies):
            return 0
        before, here = _ending(bodies[index - 1]), _ending(bodies[index])
        if here in ("open", ";"):
            continue
        if before in ("open", ";") or (here == "." and "." not in map(_ending, bodies[:index])):
            return index + 1
    return 0


def _ending(body: str) -> str:
    if _CONNECTIVE.search(body[-12:]):
        return "open"
    last = body.rstrip("*_\\ ")[-1:]
    return ";" if last in ";," else "." if last == "." else ""


def _by_gap(run: list[Line]) -> int:
    for index in range(1, len(run)):
        if run[index].gap:
            return index if index > 1 else 0
    return 0


def _by_topic(bodies: list[str]) -> int:
    for index in range(1, len(bodies)):
        if _TOP_LEVEL.match(bodies[index][:120]):
            return index
    return 0


def _by_case(bodies: list[str]) -> int:
    for index, body in enumerate(bodies):
        if not body[:1].islower():
            return index if index > 1 else 0
    return 0
