"""Relations between mentions: right where label, direction and both ends are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from criteria_nlp.scoring.counts import Counts, compare_by
from criteria_nlp.scoring.mentions import Mention, pair_mentions

Relation = tuple[str, tuple[int, ...]]
"""A label and the numbers of its members in the list of mentions, head first."""

Link = tuple[str, int, int]
"""One relation between two mentions; a group of n members is n (n - 1) / 2 links."""

SYMMETRIC = frozenset(("and", "or"))
"""What relations (folded to lower case) say of their members whatever the order."""


def strict_relations(
    gold: Sequence[Relation],
    wanted: Sequence[Mention],
    predicted: Sequence[Relation],
    found: Sequence[Mention],
) -> dict[str, Counts]:
    """The counts by label of links whose ends have the same label and offsets on both sides."""
    first: dict[Mention, int] = {}
    for i, mention in enumerate(wanted):
        first.setdefault(mention, i)
    places = {i: first[mention] for i, mention in enumerate(wanted)}
    partner = {j: first[mention] for j, mention in enumerate(found) if mention in first}
    return _compared(_renamed(gold, places), _renamed(predicted, partner))


def relaxed_relations(
    gold: Sequence[Relation],
    wanted: Sequence[Mention],
    predicted: Sequence[Relation],
    found: Sequence[Mention],
) -> dict[str, Counts]:
    """The counts by label of links whose ends are relaxed pairs of mentions."""
    pairs = pair_mentions(wanted, found)
    partner = {j: i for i, j in pairs.items()}
    return _compared(gold, _renamed(predicted, partner))


def links(relations: Iterable[Relation]) -> set[Link]:
    """Every relation as links between two members, each once."""
    made = set()
    for label, members in relations:
        for head, tail in combinations(members, 2):
            made.add(_link(label, head, tail))
    return made


def _link(label: str, head: int, tail: int) -> Link:
    swapped = label.lower() in SYMMETRIC and tail < head
    return (label, tail, head) if swapped else (label, head, tail)


def _renamed(relations: Iterable[Relation], partner: Mapping[int, int]) -> Iterator[Relation]:
    """The relations with members by the number of their partner, a negative one if none."""
    for label, members in relations:
        yield label, tuple(partner.get(j, -1 - j) for j in members)


def _compared(gold: Iterable[Relation], predicted: Iterable[Relation]) -> dict[str, Counts]:
    return compare_by(links(gold), links(predicted), lambda link: link[0])
