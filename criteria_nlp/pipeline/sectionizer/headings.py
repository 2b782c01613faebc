"""Which lines are headings, and where headings hide inside lines."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from criteria_nlp.lexicon.headings import UNACCENTED, Headings, Sentences, load_headings
from criteria_nlp.schema.records import Kind

_LONGEST = 240  # characters of a heading sentence
_TITLE = 90  # characters of a heading without a colon
_TRIGGER = re.compile(
    r"clu|riter|crit|krit|elig|harac|therap|HARAC|THERAP|ELIG|RITER|CLU|must|may not|annot|equired"
    r"|[^\x00-\u024f]"
)
_ASIDES = ("riteri", "rotocol", "ontact", "nformation")
_LETTERS = re.compile(r"\w+")
_NAME = re.compile(r"\W*(?:(?:[A-Z0-9]\w*|of|and|the|for)\W*){1,5}")  # ": Control Arm"
_WORD = re.compile(r"[^\W\d_]+")
_CRITERIA = re.compile(r"[ck]rit", re.IGNORECASE)
_INLINE_END = re.compile(r"[:：]|[-–](?=\s)")
_EDGE = r"[\W_]{0,12}"


class Found(NamedTuple):
    """A heading at the beginning of a line: what it announces and where it ends."""

    kind: Kind
    end: int


@cache
def _whole() -> re.Pattern[str]:
    """All phrases as one pattern for a whole line, one named group an entry."""
    headings = load_headings()
    parts = [f"(?P<h{i}>{e.pattern})" for i, e in enumerate(headings.entries)]
    parts += [f"(?P<r{i}>{e.pattern})" for i, e in enumerate(headings.residuals)]
    return re.compile(rf"{_EDGE}(?:{'|'.join(parts)}){_EDGE}", re.IGNORECASE)


@cache
def _core() -> re.Pattern[str]:
    """The core phrases, the most particular first ("non-inclusion" before "inclusion")."""
    entries = load_headings().entries
    order = {"unknown": 0, "exclusion": 1, "inclusion": 2}
    cores = [(order[e.meaning], i, e) for i, e in enumerate(entries) if e.place == "core"]
    parts = [f"(?P<h{i}>{e.pattern})" for _, i, e in sorted(cores, key=lambda c: c[:2])]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def heading_at(text: str, start: int, end: int) -> Found | None:
    """The heading that `text[start:end]` is, or begins with ("Exclusion Criteria: Asthma")."""
    head = text[start : min(end, start + _LONGEST)].translate(UNACCENTED)
    if not _TRIGGER.search(head):
        return None
    if end - start <= (_LONGEST if head[-1] in ":：" else _TITLE):
        kind = _line_kind(head)
        if kind:
            return Found(kind, end)
    for colon in _colons(head):
        kind = _line_kind(head[: colon + 1])
        if kind:
            return Found(kind, start + colon + 1)
    return None


def residual_reason(text: str, start: int, end: int) -> str | None:
    """Why the line is no criterion ("boilerplate", "punctuation"), or None."""
    line = text[start:end]
    if not line[0].isalnum() and not any(map(str.isalnum, line)):
        return "punctuation"
    if len(line) < 24 or (len(line) <= _LONGEST and any(map(line.__contains__, _ASIDES))):
        return _line_residual(line)
    return None


def _colons(head: str) -> list[int]:
    """The first few places where an inline heading may end."""
    places = [m.start() for m in _INLINE_END.finditer(head)][:3]
    return [place for place in places if _TRIGGER.search(head, 0, place)]


@lru_cache(maxsize=8192)
def _line_kind(line: str) -> Kind | None:
    match = _whole().fullmatch(line)
    if match and match.lastgroup and match.lastgroup[0] == "h" and _may_stand_bare(line, match):
        return _kind(match.lastgroup)
    match = _core().search(line)
    if match and _is_title(line, match, load_headings()):
        return _kind(match.lastgroup or "")
    return _sentence_kind(line, load_headings().sentences)


def _sentence_kind(line: str, sentences: Sentences) -> Kind | None:
    """What a sentence of nothing but general words announces; None if it says something else."""
    words = _LETTERS.findall(line.lower())
    if not sentences.known.issuperset(words):
        return None
    if sentences.points.isdisjoint(words) and line.rstrip()[-1] not in ":：":
        return None
    if sentences.who.isdisjoint(words) and "following" not in words:
        return None
    if not sentences.exclusion.isdisjoint(words):
        return "exclusion"
    chosen = sentences.choice.isdisjoint(words)
    return "inclusion" if chosen and not sentences.inclusion.isdisjoint(words) else None


@lru_cache(maxsize=1024)
def _line_residual(line: str) -> str | None:
    match = _whole().fullmatch(line)
    group = match.lastgroup if match else None
    if group and group[0] == "r":
        return load_headings().residuals[int(group[1:])].meaning
    return None


def _kind(group: str) -> Kind:
    kind: Kind = load_headings().entries[int(group[1:])].meaning  # type: ignore[assignment]
    return kind


def _may_stand_bare(line: str, match: re.Match[str]) -> bool:
    """Whether a whole-line phrase without a colon can be a heading: a short title."""
    line = line.rstrip()
    if line[-1] in ":：":
        return True
    entry = load_headings().entries[int((match.lastgroup or "h0")[1:])]
    return entry.place != "colon" and len(line) < 40 and line[-1] not in ".;,"


def _is_title(line: str, match: re.Match[str], headings: Headings) -> bool:
    """Whether the words around a core phrase are those of a title and not of a sentence."""
    before = _WORD.findall(line[: match.start()].lower())
    after = _WORD.findall(line[match.end() :].lower())
    if len(before) > 6 or len(after) > 9:
        return False
    if not headings.not_in_heading.isdisjoint((*before, *after)):
        return False
    if line.rstrip().endswith((":", "：")):
        return True
    if line.rstrip().endswith((".", ";", ",")):
        return False
    tail = line[match.end() :]
    if _INLINE_END.search(tail) and not _NAME.fullmatch(tail):
        return False
    if not match[0][:1].isupper() and not headings.modifiers.issuperset(before):
        return False
    return bool(_CRITERIA.search(match[0])) and (len(before) <= 3 and len(after) <= 5)


class Inside(NamedTuple):
    """A heading in the middle of a line."""

    start: int
    end: int
    kind: Kind


def headings_inside(text: str, start: int, end: int) -> list[Inside]:
    """Headings after the beginning of a long line: "… 3. Asthma Exclusion Criteria: 1. …".

    The phrase must begin with a capital and be followed by a colon, a marker or a tilde.
    """
    window = text[start:end]
    if "riteria" not in window and "RITERIA" not in window:
        return []
    found = []
    for match in _core().finditer(window.translate(UNACCENTED)):
        stop = _INLINE_STOP.match(text, start + match.end(), end)
        if stop and match[0][0].isupper() and _CRITERIA.search(match[0]):
            begin = _with_modifiers(text, start, start + match.start())
            found.append(Inside(begin, stop.end(), _kind(match.lastgroup or "")))
    return found


_INLINE_STOP = re.compile(r"[^\S\r\n]{0,3}(?:[:：]+|(?=\s{1,20}(?:1\\?[.)]|[-*•])\s)|(?=~))")
_LAST_WORD = re.compile(r"([A-Z][\w-]{1,15})[\s/]{1,3}$")


def _with_modifiers(text: str, floor: int, start: int) -> int:
    """`start` moved left over capitalized modifiers ("Key", "Main")."""
    while match := _LAST_WORD.search(text[max(floor, start - 24) : start]):
        if match[1].lower() not in load_headings().modifiers:
            break
        start -= len(match[0])
    return start
