"""Facts: a mention with everything that relations and assertions say of it, as an expression."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from criteria_nlp.pipeline.layers import Relation
from criteria_nlp.pipeline.logic.combine import all_of, any_of
from criteria_nlp.pipeline.logic.doubts import doubts
from criteria_nlp.pipeline.logic.findings import Findings
from criteria_nlp.pipeline.logic.naming import Span, plain_fact
from criteria_nlp.pipeline.logic.times import timed
from criteria_nlp.pipeline.logic.values import (
    alternatives,
    categorized,
    changed,
    counted,
    lasting,
    valued,
    values_of,
)
from criteria_nlp.schema import Expression, Fact, Warning

Roles = dict[str, list[Relation]]
Guarded = Callable[[Expression, Expression], Expression]
"""How a statement that is for some patients only is put, from these patients and the statement."""


class FactMaker:
    """Makes the facts of one piece; `warnings` collects what a reader should look at."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.warnings: list[Warning] = []

    def make(
        self,
        i: int,
        guarded: Guarded,
        domain: str | None = None,
        includes: Sequence[int] = (),
        qualifiers: Sequence[Span] = (),
    ) -> Expression:
        """The fact of a mention; several where it has several values or windows.

        `includes` are its examples, `qualifiers` the words after it that narrow it.
        """
        by_role = self.findings.roles(i)
        plain = plain_fact(self.findings, i, domain, includes, qualifiers)
        described = self._described(plain, by_role)
        other = self._other_bound(plain, described, by_role)
        steady = "category" in by_role and bool(values_of(by_role))  # "10 mg at a stable dose"
        fact = self._valued(plain if steady else described, i, by_role, guarded)
        more = described if steady else other
        whole = fact if more is None else all_of([fact, more])
        return timed(self.findings, whole, by_role.get("window", ()))

    def _other_bound(self, plain: Fact, described: Fact, by_role: Roles) -> Fact | None:
        """The second duration, if it bounds the first: "less than 10 years but at least 1"."""
        durations = by_role.get("duration", ())
        if len(durations) < 2 or described.duration is None:
            return None
        other = lasting(self.findings, plain, durations[1])
        if other.duration is None:
            return None
        ends = (described.duration.low is None, described.duration.high is None)
        opposite = ends == (other.duration.high is None, other.duration.low is None)
        return other if opposite and any(ends) else None

    def _described(self, fact: Fact, by_role: Roles) -> Fact:
        """The fact with its count, its duration and its category; the first of each is taken."""
        for relation in by_role.get("count", ())[:1]:
            self.warnings += doubts(self.findings, self.findings.quantities[relation.index])
            fact = counted(self.findings, fact, relation)
        for relation in by_role.get("duration", ())[:1]:
            fact = lasting(self.findings, fact, relation)
        for relation in by_role.get("category", ())[:1]:
            fact = categorized(self.findings, fact, relation)
        sizes = {relation.start for relation in values_of(by_role)}
        for relation in by_role.get("change", ()):
            if relation.start not in sizes:
                fact = changed(self.findings, fact, relation)
        return fact

    def _valued(self, fact: Fact, i: int, by_role: Roles, guarded: Guarded) -> Expression:
        """The fact with its values, put together as the words between them say."""
        values = values_of(by_role)
        if not values:
            return fact
        made, used = valued(self.findings, fact, i, by_role)
        threshold = self._is_threshold(i)
        for quantity in used:
            self.warnings += doubts(self.findings, quantity, threshold=threshold)
        people = {guard.start: guard.index for guard in by_role.get("guard", ())}
        if people and len(made) in (1, len(values)):
            pairs = zip(made, values, strict=False)
            told = ((part, people.get(relation.start)) for part, relation in pairs)
            return any_of([self._of_people(part, some, guarded) for part, some in told])
        if len(made) == 1:
            return made[0]
        return (any_of if alternatives(self.findings, values) else all_of)(made)

    def _is_threshold(self, i: int) -> bool:
        """Whether a number said of a mention should have a comparator: not that of a score."""
        mention = self.findings.mentions[i]
        return mention.domain in ("measurement", "demographic") and "scores" not in mention.source

    def _of_people(self, fact: Fact, people: int | None, guarded: Guarded) -> Expression:
        """ "hemoglobin >= 12 for women": the value under the condition of whom it holds for."""
        if people is None:
            return fact
        return guarded(self.make(people, guarded, "demographic"), fact)
