"""Alternatives: neighbouring items joined by "or", of which any will do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from criteria_nlp.pipeline.layout import Item

# "or" as the last word of an item ("eGFR > 60; OR"), or as the first of the next.
_LAST = re.compile(r"(?:\A|[\s;,(])(?:and/)?or[\s.,;:*_~-]*\Z", re.IGNORECASE)
_FIRST = re.compile(r"(?:and/)?or[\s,:]", re.IGNORECASE)
_NEAR = 20  # characters at the end of an item that are looked at


def with_alternatives(text: str, items: Sequence[Item]) -> tuple[Item, ...]:
    """The items, those joined by "or" below an owner that says so (`alternatives`).

    That is the item above them if they are its whole list, else a new one without words of its
    own. In an exclusion every item is enough by itself, whatever joins them.
    """
    if len(items) < 2:
        return tuple(items)
    siblings: dict[int | None, list[int]] = {}
    for i, item in enumerate(items):
        siblings.setdefault(item.parent, []).append(i)
    owners: set[int] = set()
    groups: dict[int, list[int]] = {}
    for parent, members in siblings.items():
        for group in _groups(text, items, members):
            if parent is not None and group == members:
                owners.add(parent)
            else:
                groups[group[0]] = group
    return tuple(_rebuilt(items, owners, groups)) if owners or groups else tuple(items)


def _groups(text: str, items: Sequence[Item], siblings: Sequence[int]) -> Iterator[list[int]]:
    """The runs of two or more siblings that are joined by "or"."""
    run = list(siblings[:1])
    for i in siblings[1:]:
        if _joined(text, items[run[-1]], items[i]):
            run.append(i)
            continue
        if len(run) > 1:
            yield run
        run = [i]
    if len(run) > 1:
        yield run


def _joined(text: str, first: Item, second: Item) -> bool:
    if first.kind == "exclusion" or first.kind != second.kind:
        return False
    if text[first.end : second.start].strip():  # a heading parts them
        return False
    if _LAST.search(text[max(first.body_start, first.end - _NEAR) : first.end]):
        return True
    return bool(_FIRST.match(text, second.body_start, second.body_end))


def _rebuilt(
    items: Sequence[Item], owners: set[int], groups: dict[int, list[int]]
) -> Iterator[Item]:
    """The items with the owners of their groups before them, and their parents renumbered."""
    places: dict[int, int] = {}
    above: dict[int, int] = {}  # member of a group -> the place of its owner
    place = 0
    for i, item in enumerate(items):
        parent = None if item.parent is None else places[item.parent]
        if i in groups:
            end = items[groups[i][-1]].end
            yield msgspec.structs.replace(
                item, end=end, body_start=item.start, body_end=item.start, tail_start=None,
                tail_end=None, parent=parent, alternatives=True,
            )  # fmt: skip
            above.update(dict.fromkeys(groups[i], place))
            place += 1
        places[i] = place
        parent = above.get(i, parent)
        yield msgspec.structs.replace(item, parent=parent, alternatives=i in owners)
        place += 1
