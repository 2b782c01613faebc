"""What tells a relation between two mentions of a line: strings that a linear model weighs."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

from criteria_nlp.pipeline.resolver.line import Line

_STEPS = (0, 1, 2, 3, 4, 5, 7, 10, 15, 25)
_FEW = 4
_LONG = 40


@cache
def words(name: str) -> frozenset[str]:
    """A list of `words.toml`."""
    content = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    return frozenset(tomllib.loads(content)[name])


def pair_features(line: Line, left: int, right: int) -> list[str]:
    """The features of two mentions, of which `left` comes first in reading order."""
    both = f"{line.labels[left]}>{line.labels[right]}"
    told = line.between(left, right)
    return [
        "",
        both,
        *_distance(line, left, right, both),
        *_between(told, right - left - 1, both),
        *_edges(line, left, right, both),
        *_rivals(line, left, right, both),
    ]


def _distance(line: Line, left: int, right: int, both: str) -> Iterator[str]:
    """How far apart they stand in words and mentions, and whether in one bracket."""
    gap, mentions = line.gap(left, right), min(right - left - 1, 5)
    step = next((step for step in _STEPS if gap <= step), 99) if gap >= 0 else -1
    together = _depth(line, line.last[left]) == _depth(line, line.first[right])
    yield f"d{step}"
    yield f"m{mentions}"
    yield f"{both}|d{step}"
    yield f"{both}|m{mentions}|{together}"


def _between(told: Sequence[str], mentions: int, both: str) -> Iterator[str]:
    """What stands between them: all of it if it is short, its skeleton, its ends, its words."""
    if len(told) <= _FEW:
        whole = " ".join(told)
        yield f"s={whole}"
        yield f"{both}|s={whole}"
    joining = words("joining")
    plain = [word for word in told if not _is_label(word)]
    if len(plain) <= _FEW:
        yield f"p={' '.join(plain)}"
        yield f"{both}|p={' '.join(plain)}"
    marks = ("M" if _is_label(word) else word for word in told)
    skeleton = " ".join(mark for mark in marks if mark == "M" or mark in joining)
    if len(skeleton) <= _LONG:
        yield f"k={skeleton}"
        yield f"{both}|k={skeleton}"
    for word in dict.fromkeys(plain):
        yield f"w={word}"
        if word in joining:
            yield f"{both}|w={word}"
            yield f"{min(mentions, 5)}|w={word}"
    if told:
        yield f"{both}|w1={told[0]}"
        yield f"{both}|w2={told[-1]}"


def _edges(line: Line, left: int, right: int, both: str) -> Iterator[str]:
    """The words beside them and the words they begin and end with."""
    yield f"{both}|before={line.word(line.first[left] - 1)}"
    yield f"{both}|after={line.word(line.last[right] + 1)}"
    for side, mention, other in (("l", left, right), ("r", right, left)):
        for end, at in (("first", line.first[mention]), ("last", line.last[mention])):
            yield f"{side}{end}={line.word(at)}"
            yield f"{side}{end}={line.word(at)}|{line.labels[other]}"


def _rivals(line: Line, left: int, right: int, both: str) -> Iterator[str]:
    """The mentions that one of the two could belong to instead: between them and outside."""
    inside = line.labels[left + 1 : right]
    same = [min(inside.count(line.labels[k]), 3) for k in (left, right)]
    modifiers = sum(label in words("modifiers") for label in inside)
    yield f"{both}|same{same}"
    yield f"{both}|heads{min(len(inside) - modifiers, 3)}|modifiers{min(modifiers, 3)}"
    yield f"{both}|of{min(len(line.labels), 6)}"
    for side, mention, rival in (("l", left, left - 1), ("r", right, right + 1)):
        if not 0 <= rival < len(line.labels):
            yield f"{both}|{side}rival=none"
            continue
        label, pair = line.labels[rival], sorted((mention, rival))
        nearer = line.gap(*pair) < line.gap(left, right)
        yield f"{both}|{side}rival={label}"
        yield f"{both}|{side}rival={label}|{nearer}"
        told = " ".join(line.between(*pair)[:3])
        yield f"{line.labels[mention]}|{side}rival={label}|{told}"


def _is_label(word: str) -> bool:
    """Whether this stands for a mention; a "<" of the text stands alone."""
    return len(word) > 1 and word[0] == "<"


def _depth(line: Line, at: int) -> int:
    return line.depth[at] if line.depth else 0
