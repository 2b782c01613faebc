"""Labelled places in a text: strictly (same label and offsets) and relaxed (same label, overlap).

Both pair gold and predicted mentions one to one. The relaxed pairs are a maximum matching: no other
choice of partners gives more of them (augmenting paths, Kuhn 1955), so the figure depends neither
on the order of the mentions nor on which side is called gold.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from criteria_nlp.scoring.counts import Counts, compare_by
from criteria_nlp.scoring.pairing import Pairs, greedy

Spans = tuple[tuple[int, int], ...]
"""Half-open character offsets, one span or, of an interrupted mention, several."""

Mention = tuple[str, Spans]
"""A label and where it stands."""


def strict_mentions(gold: Sequence[Mention], predicted: Sequence[Mention]) -> dict[str, Counts]:
    """The counts by label of mentions with the same label and offsets."""
    return compare_by(gold, predicted, _label)


def relaxed_mentions(gold: Sequence[Mention], predicted: Sequence[Mention]) -> dict[str, Counts]:
    """The counts by label of mentions that overlap one of the same label, one to one."""
    pairs = pair_mentions(gold, predicted)
    right = Counter(gold[i][0] for i in pairs)
    wanted, found = Counter(map(_label, gold)), Counter(map(_label, predicted))
    return {
        label: Counts(right[label], found[label] - right[label], wanted[label] - right[label])
        for label in sorted(wanted | found)
    }


def pair_mentions(gold: Sequence[Mention], predicted: Sequence[Mention]) -> Pairs:
    """The most pairs there can be of a gold and a predicted mention with one label that overlap.

    Those that share most pair first; then others move where that makes room for one more pair.
    """
    wanted, found = _places(gold), _places(predicted)
    pairs: Pairs = {}
    for label in wanted.keys() & found.keys():
        ranked = sorted(_candidates(gold, wanted[label], predicted, found[label]))
        pairs |= _maximum([(row[-2], row[-1]) for row in ranked])
    return pairs


def shared_characters(left: Spans, right: Spans) -> int:
    """How many characters two places share."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in left for b in right)


def _label(mention: Mention) -> str:
    return mention[0]


def _places(mentions: Iterable[Mention]) -> dict[str, list[int]]:
    """The numbers of the mentions of each label."""
    places = defaultdict(list)
    for number, (label, _) in enumerate(mentions):
        places[label].append(number)
    return places


def _candidates(
    gold: Sequence[Mention], wanted: list[int], predicted: Sequence[Mention], found: list[int]
) -> Iterator[tuple[int, ...]]:
    """Every gold and predicted number that may pair, behind what ranks them: least is best.

    An empty span is like itself alone.
    """
    for i in wanted:
        for j in found:
            left, right = gold[i][1], predicted[j][1]
            same, shared = left == right, shared_characters(left, right)
            if same or shared:
                yield not same, -shared, i + j, abs(i - j), i, j


def _maximum(ranked: Sequence[tuple[int, int]]) -> Pairs:
    """A maximum matching of the given pairs that begins with the first of them."""
    pairs = greedy(ranked)
    partners = defaultdict(list)
    for i, j in ranked:
        partners[i].append(j)
    for i in partners:
        if i not in pairs:
            pairs |= _augmentation(i, partners, pairs)
    return pairs


def _augmentation(free: int, partners: Mapping[int, list[int]], pairs: Pairs) -> Pairs:
    """The pairs that change so that `free` has a partner and nobody loses one; none if it cannot.

    Breadth first along alternating paths: `reached[j]` is the gold member that j was reached from.
    """
    holder = {j: i for i, j in pairs.items()}
    reached: dict[int, int] = {}
    waiting = deque([free])
    while waiting:
        i = waiting.popleft()
        for j in partners[i]:
            if j in reached:
                continue
            reached[j] = i
            if j not in holder:
                return _path(j, free, reached, pairs)
            waiting.append(holder[j])
    return {}


def _path(j: int, free: int, reached: Mapping[int, int], pairs: Pairs) -> Pairs:
    """The pairs of the path that ends at `j`, walked back to the member that was free."""
    changed = {reached[j]: j}
    while reached[j] != free:
        j = pairs[reached[j]]
        changed[reached[j]] = j
    return changed
