"""Phrases: their patterns written out, and a table that finds them in a row of words.

The table is a trie over word keys, walked once from every word (a token-window dictionary): the
cost grows with the text, not with the number of phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Generic, TypeVar

import msgspec

P = TypeVar("P")
_PART = re.compile(r"\{(\w+)\}|\(([^()]*)\)|\[([^\[\]]*)\]|([^{}()\[\]]+)")
_END = ""


def expand(pattern: str, words: Mapping[str, str] | None = None) -> list[str]:
    """All phrases of a pattern: `(a|b)` is a choice, `[a|b]` optional, `{name}` a word list."""
    pattern = re.sub(r"\{(\w+)\}", lambda match: (words or {})[match[1]], _protect(pattern, words))
    choices: list[list[str]] = []
    for match in _PART.finditer(pattern):
        choice, optional, literal = match[2], match[3], match[4]
        if choice is not None:
            choices.append(choice.split("|"))
        elif optional is not None:
            choices.append(["", *optional.split("|")])
        else:
            choices.append([literal])
    return sorted({" ".join("".join(parts).split()) for parts in product(*choices)})


def _protect(pattern: str, words: Mapping[str, str] | None) -> str:
    """Put a word list that stands outside brackets into round ones, so that it is a choice."""
    depth, out = 0, []
    for part in re.split(r"([\[\]()]|\{\w+\})", pattern):
        if part in ("[", "("):
            depth += 1
        elif part in ("]", ")"):
            depth -= 1
        if part.startswith("{") and depth == 0:
            content = (words or {})[part[1:-1]]
            out.append(content if "[" in content else f"({part})")
        else:
            out.append(part)
    return "".join(out)


class PhraseTable(msgspec.Struct, Generic[P]):
    """Phrases with a payload each, found by the keys of their words.

    `root` is a trie: a word leads to a node, and "" to the number of the phrase's payloads.
    """

    root: dict[str, Any] = {}
    payloads: list[list[P]] = []

    def add(self, keys: Iterable[str], payload: P, *, first: bool = False) -> None:
        """Add a phrase; payloads may share one, and `first` puts this one before the others."""
        node = self.root
        for word in keys:
            node = node.setdefault(word, {})
        number = node.setdefault(_END, len(self.payloads))
        if number == len(self.payloads):
            self.payloads.append([])
        payloads = self.payloads[number]
        payloads.insert(0 if first else len(payloads), payload)

    def share(self) -> None:
        """Give phrases with the same payloads one number: most concepts have several names."""
        numbers: dict[tuple[P, ...], int] = {}
        new = [numbers.setdefault(tuple(p), len(numbers)) for p in self.payloads]
        self.payloads = [list(payloads) for payloads in numbers]
        _renumber(self.root, new)

    def at(
        self, keys: Sequence[str], start: int, stop: int | None = None
    ) -> tuple[int, list[P]] | None:
        """The longest phrase that begins at `start`: the word it ends before, and its payloads."""
        node = self.root.get(keys[start])
        if node is None:
            return None
        end = number = -1
        i, limit = start + 1, len(keys) if stop is None else stop
        while node is not None:
            if _END in node:
                end, number = i, node[_END]
            while i < limit and not keys[i]:
                i += 1
            node = node.get(keys[i]) if i < limit else None
            i += 1
        return None if end < 0 else (end, self.payloads[number])

    def all_at(
        self, keys: Sequence[str], start: int, stop: int | None = None
    ) -> list[tuple[int, list[P]]]:
        """All phrases that begin at word `start`, the longest first."""
        found = []
        limit = len(keys) if stop is None else stop
        match = self.at(keys, start, limit) if start < limit else None
        while match is not None:
            found.append(match)
            match = self.at(keys, start, match[0] - 1) if match[0] - 1 > start else None
        return found

    def find(
        self, keys: Sequence[str], start: int = 0, stop: int | None = None
    ) -> Iterator[tuple[int, int, list[P]]]:
        """The longest phrases from left to right, not overlapping: first word, end, payloads."""
        # Most tables have no phrase in most criteria.
        if self.root.keys().isdisjoint(keys[start:stop]):
            return iter(())
        return self._find(keys, start, len(keys) if stop is None else stop)

    def _find(self, keys: Sequence[str], i: int, limit: int) -> Iterator[tuple[int, int, list[P]]]:
        root = self.root
        while i < limit:
            if keys[i] and keys[i] in root:
                match = self.at(keys, i, limit)
                if match is not None:
                    yield i, match[0], match[1]
                    i = match[0]
                    continue
            i += 1


def _renumber(node: dict[str, Any], new: list[int]) -> None:
    for word, child in node.items():
        if word == _END:
            node[_END] = new[child]
        else:
            _renumber(child, new)
