"""A line and its mentions as words: what the features of a pair of mentions are read from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

_WORD = re.compile(r"\w+|[^\w\s]")
_OPENING, _CLOSING = "([", ")]"


class Place(NamedTuple):
    """A mention: its label and half-open character offsets, from its first to its last piece."""

    label: str
    start: int
    end: int


class Line:
    """The words of a line in lower case, numbers as "0", and where its mentions stand in them.

    `places` are in reading order; `order` has for each its number in the sequence that was given.
    `first` and `last` are the words a mention begins and ends with, `depth` the bracket that each
    word stands in (0 outside of any).
    """

    def __init__(self, text: str, places: Sequence[Place]) -> None:
        found = list(_WORD.finditer(text))
        self.words = ["0" if m[0][0].isdigit() else m[0].lower() for m in found]
        self.order = sorted(range(len(places)), key=lambda i: places[i][1:])
        self.places = [places[i] for i in self.order]
        self.labels = [place.label for place in self.places]
        starts, ends = [m.start() for m in found], [m.end() for m in found]
        top = max(len(found) - 1, 0)
        self.first = [min(bisect_right(ends, place.start), top) for place in self.places]
        self.last = [max(bisect_left(starts, place.end) - 1, 0) for place in self.places]
        self.depth = _brackets(self.words)

    def word(self, at: int) -> str:
        """A word, or the edge of the line."""
        return self.words[at] if 0 <= at < len(self.words) else "<edge>"

    def gap(self, left: int, right: int) -> int:
        """How many words stand between two mentions; negative where they overlap."""
        return self.first[right] - self.last[left] - 1

    def between(self, left: int, right: int) -> list[str]:
        """The words between two mentions, those of a mention there as one: its label."""
        inside = {
            at: label
            for k, label in enumerate(self.labels[left + 1 : right], left + 1)
            for at in range(self.first[k], self.last[k] + 1)
        }
        told: list[str] = []
        for at in range(self.last[left] + 1, self.first[right]):
            word = f"<{inside[at]}>" if at in inside else self.words[at]
            if at not in inside or told[-1:] != [word]:
                told.append(word)
        return told


def _brackets(words: Sequence[str]) -> list[int]:
    """The number of the innermost bracket that each word is in; the brackets are in it too."""
    opened, depth = [0], []
    number = 0
    for word in words:
        if word in _OPENING:
            number += 1
            opened.append(number)
        depth.append(opened[-1])
        if word in _CLOSING and len(opened) > 1:
            opened.pop()
    return depth
