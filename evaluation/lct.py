"""Which value belongs to which concept, as the Leaf Clinical Trials corpus annotates it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import combinations
from typing import NamedTuple

from criteria_nlp.readers.annotated import AnnotatedText, Span

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

_NUMBERS = frozenset((("Value", "Eq-Value"), ("Temporal-Unit", "Eq-Temporal-Unit")))
_LISTED = frozenset(("Or", "And", "Example-Of"))


class Bound(NamedTuple):
    """A value of the gold tied to its variable.

    `names` are all spans of the variable; `shared` the spans of what it stands in one list with.
    """

    value: Span
    names: tuple[Span, ...]
    role: str
    entity: int
    is_age: bool = False
    shared: tuple[Span, ...] = ()


def gold_of(doc: AnnotatedText, *, lenient: bool = True) -> list[Bound]:
    """Every counted comparison with each concept it belongs to; not lenient: names stand alone."""
    linked = _Links(doc)
    return sorted(
        linked.bound(entity, role, other, lenient)
        for entity, arguments in linked.arguments.items()
        for role, other in dict.fromkeys(arguments)
        if role in ROLES and linked.is_counted(other)
    )


class _Links:
    """What the mentions of a document, known by their index, have to do with each other."""

    def __init__(self, doc: AnnotatedText) -> None:
        self.doc = doc
        self.arguments: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for relation in doc.relations:
            entity, *others = relation.members
            self.arguments[entity] += [(relation.label, other) for other in others]
        self.owner = {
            other: entity
            for entity, told in self.arguments.items()
            for role, other in told
            if role == "Name" and self._label(other).endswith("-Name")
        }
        self.equal = self._table(self._is_equal)
        self.used = self._table(self._is_used)
        self.listed = self._table(lambda kind, left, right: kind in _LISTED)

    def bound(self, entity: int, role: str, value: int, lenient: bool) -> Bound:
        """A value as the gold ties it to an entity; lenient: and to what is named with it."""
        compared = self.doc.mentions[value]
        extent = compared.start, compared.end
        if not lenient:
            return Bound(extent, self._names(entity), ROLES[role], entity)
        same = tuple(s for e in sorted(self._same(entity)) for s in self._names(e))
        age = self._label(entity) == "Age"
        names = self._names(entity) + same
        return Bound(extent, names, ROLES[role], entity, age, self._shared(entity, role))

    def is_counted(self, entity: int) -> bool:
        """Whether it is a comparison with a number, or with a unit of time ("past year")."""
        if self._label(entity) != COMPARISON:
            return False
        labels = {(role, self._label(other)) for role, other in self.arguments.get(entity, ())}
        return not labels.isdisjoint(_NUMBERS)

    def _names(self, entity: int) -> tuple[Span, ...]:
        """The spans of an entity and of what is given as its name."""
        told = [other for role, other in self.arguments.get(entity, ()) if role == "Name"]
        spans = (span for e in (entity, *told) for span in self.doc.mentions[e].spans)
        return tuple(dict.fromkeys(spans))

    def _table(self, wanted: Callable[[str, int, int], bool]) -> dict[int, set[int]]:
        """The entities that stand in a wanted relation to each entity, both ways."""
        table: dict[int, set[int]] = defaultdict(set)
        for relation in self.doc.relations:
            members = [self.owner.get(m, m) for m in relation.members]
            for left, right in combinations(members, 2):
                if wanted(relation.label, left, right) and self._line(left) == self._line(right):
                    table[left].add(right)
                    table[right].add(left)
        return table

    def _is_equal(self, kind: str, left: int, right: int) -> bool:
        # "Heart failure" and the "NYHA class" that defines it are said to be equivalent too.
        alike = self._label(left) == self._label(right)
        return kind == "Abbrev-Of" or (kind == "Equivalent-To" and alike)

    def _is_used(self, kind: str, left: int, right: int) -> bool:
        labels = self._label(left), self._label(right)
        return kind == "Using" and labels == ("Procedure", "Drug")

    def _same(self, entity: int) -> set[int]:
        """The other names of an entity; a treatment and the drug it is done with are one."""
        return (_reach(entity, self.equal) | self.used.get(entity, set())) - {entity}

    def _shared(self, entity: int, role: str) -> tuple[Span, ...]:
        """The members of its list that have no comparison of their own in the same role."""
        others = (_reach(entity, self.listed) | self.used.get(entity, set())) - {entity}
        free = [e for e in sorted(others) if not self._has(e, role)]
        return tuple(s for e in free for s in self._names(e))

    def _has(self, entity: int, role: str) -> bool:
        arguments = self.arguments.get(entity, ())
        return any(r == role and self.is_counted(e) for r, e in arguments)

    def _label(self, entity: int) -> str:
        return self.doc.mentions[entity].label

    def _line(self, entity: int) -> int:
        return self.doc.text.count("\n", 0, self.doc.mentions[entity].start)


def _reach(entity: int, table: dict[int, set[int]]) -> set[int]:
    """An entity and all that it is tied to, directly or through others."""
    seen, waiting = {entity}, [entity]
    while waiting:
        new = table.get(waiting.pop(), set()) - seen
        seen |= new
        waiting += new
    return seen
