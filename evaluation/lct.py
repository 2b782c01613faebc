"""Which value belongs to which concept, as the Leaf Clinical Trials corpus annotates it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import combinations
from typing import NamedTuple

from evaluation.brat import Document, Span

COMPARISON = "Eq-Comparison"
ROLES = {
    "Numeric-Filter": "value",
    "Stage": "stage",
    "Dose": "dose",
    "Temporality": "window",
    "Duration": "duration",
    "Minimum-Count": "count",
}
"""The arguments that bind a comparison to its concept; all others are not counted."""

_LISTED = frozenset(("Or", "And", "Example-Of"))


class Bound(NamedTuple):
    """A value of the gold tied to its variable.

    `names` are all spans of the variable; `shared` the spans of what it stands in one list with.
    """

    value: Span
    names: tuple[Span, ...]
    role: str
    entity: str
    is_age: bool = False
    shared: tuple[Span, ...] = ()


def gold_of(doc: Document, *, lenient: bool = True) -> list[Bound]:
    """Every counted comparison with each concept it belongs to; not lenient: names stand alone."""
    linked = _Links(doc) if lenient else None
    bound = []
    for entity, arguments in doc.arguments.items():
        for role, other in dict.fromkeys(arguments):
            if role not in ROLES or not _counted(doc, other):
                continue
            names = _names(doc, entity)
            shared: tuple[Span, ...] = ()
            if linked is not None:
                names += tuple(s for e in sorted(linked.same(entity)) for s in _names(doc, e))
                shared = linked.shared(entity, role)
            age = lenient and doc.entities[entity].label == "Age"
            value = _extent(doc, other)
            bound.append(Bound(value, names, ROLES[role], entity, age, shared))
    return sorted(bound)


def _counted(doc: Document, entity: str) -> bool:
    """Whether an argument is a comparison with a number, or with a unit of time ("past year")."""
    if entity not in doc.entities or doc.entities[entity].label != COMPARISON:
        return False
    labels = {
        (role, doc.entities[other].label)
        for role, other in doc.arguments.get(entity, ())
        if other in doc.entities
    }
    return ("Value", "Eq-Value") in labels or ("Temporal-Unit", "Eq-Temporal-Unit") in labels


def _names(doc: Document, entity: str) -> tuple[Span, ...]:
    """The spans of an entity and of what is given as its name."""
    told = [
        other
        for role, other in doc.arguments.get(entity, ())
        if role == "Name" and other in doc.entities
    ]
    spans = [span for e in (entity, *told) for span in doc.entities[e].spans]
    return tuple(dict.fromkeys(spans))


def _extent(doc: Document, entity: str) -> Span:
    spans = doc.entities[entity].spans
    return spans[0][0], spans[-1][1]


class _Links:
    """What the entities of a document have to do with each other within a line."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.owner = {
            other: entity
            for entity, told in doc.arguments.items()
            for role, other in told
            if role == "Name" and other in doc.entities and self._label(other).endswith("-Name")
        }
        self.equal = self._table(self._is_equal)
        self.used = self._table(self._is_used)
        self.listed = self._table(lambda kind, left, right: kind in _LISTED)

    def _table(self, wanted: Callable[[str, str, str], bool]) -> dict[str, set[str]]:
        """The entities that stand in a wanted relation to each entity, both ways."""
        table: dict[str, set[str]] = defaultdict(set)
        for kind, members in self.doc.relations:
            known = [self.owner.get(m, m) for m in members if m in self.doc.entities]
            for left, right in combinations(known, 2):
                if wanted(kind, left, right) and self._line(left) == self._line(right):
                    table[left].add(right)
                    table[right].add(left)
        return table

    def _is_equal(self, kind: str, left: str, right: str) -> bool:
        # "Heart failure" and the "NYHA class" that defines it are said to be equivalent too.
        alike = self._label(left) == self._label(right)
        return kind == "Abbrev-Of" or (kind == "Equivalent-To" and alike)

    def _is_used(self, kind: str, left: str, right: str) -> bool:
        labels = self._label(left), self._label(right)
        return kind == "Using" and labels == ("Procedure", "Drug")

    def same(self, entity: str) -> set[str]:
        """The other names of an entity; a treatment and the drug it is done with are one."""
        return (_reach(entity, self.equal) | self.used.get(entity, set())) - {entity}

    def shared(self, entity: str, role: str) -> tuple[Span, ...]:
        """The members of its list that have no comparison of their own in the same role."""
        others = (_reach(entity, self.listed) | self.used.get(entity, set())) - {entity}
        free = [e for e in sorted(others) if not self._has(e, role)]
        return tuple(s for e in free for s in _names(self.doc, e))

    def _has(self, entity: str, role: str) -> bool:
        arguments = self.doc.arguments.get(entity, ())
        return any(r == role and _counted(self.doc, e) for r, e in arguments)

    def _label(self, entity: str) -> str:
        return self.doc.entities[entity].label

    def _line(self, entity: str) -> int:
        return self.doc.text.count("\n", 0, self.doc.entities[entity].spans[0][0])


def _reach(entity: str, table: dict[str, set[str]]) -> set[str]:
    """An entity and all that it is tied to, directly or through others."""
    seen, waiting = {entity}, [entity]
    while waiting:
        new = table.get(waiting.pop(), set()) - seen
        seen |= new
        waiting += new
    return seen
