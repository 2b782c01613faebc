"""Facts: a mention with everything that relations and assertions say of it, as typed expressions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from criteria_nlp.pipeline.layers import Assertion, Mention, Quantity, Relation, Stretch, Words
from criteria_nlp.pipeline.logic.combine import all_of, any_of
from criteria_nlp.schema import (
    Category,
    Concept,
    Evidence,
    Expression,
    Fact,
    Include,
    Interval,
    Warning,
    Window,
)

_TEMPORALITY = frozenset(("current", "history", "planned"))
_CERTAINTY = frozenset(("confirmed", "suspected"))
_EXPERIENCER = frozenset(("family", "partner"))


class FactMaker:
    """Makes the facts of one Doc; `warnings` collects what a reader should look at."""

    def __init__(
        self,
        text: str,
        words: Words,
        mentions: Sequence[Mention],
        quantities: Sequence[Quantity],
        stretches: Sequence[Stretch],
        relations: Sequence[Relation],
        assertions: Sequence[Assertion],
    ) -> None:
        self.text, self.words, self.mentions = text, words, mentions
        self.quantities, self.stretches = quantities, stretches
        self.warnings: list[Warning] = []
        self.relations: dict[int, list[Relation]] = {}
        for relation in relations:
            self.relations.setdefault(relation.mention, []).append(relation)
        self.bound = {(r.start, r.end) for r in relations}
        self.timed = {s.quantity for s in stretches if s.quantity}
        self.cues: dict[int, list[Assertion]] = {}
        for cue in assertions:
            for target in cue.targets:
                self.cues.setdefault(target, []).append(cue)

    def quote(self, start: int, end: int) -> str:
        """The source text of a token range."""
        return self.text[self.words.starts[start] : self.words.ends[end - 1]] if end > start else ""

    def used(self, quantity: Quantity) -> bool:
        """Whether a quantity says something of some concept."""
        span = (quantity.start, quantity.end)
        return span in self.bound or span in self.timed

    def constrained(self, i: int) -> bool:
        """Whether anything measurable is said of a mention."""
        return any(
            r.role in ("value", "count", "category", "change", "duration")
            for r in self.relations.get(i, ())
        )

    def make(self, i: int, domain: str | None = None, includes: Sequence[int] = ()) -> Expression:
        """The fact of a mention; several where it has several values or windows."""
        base = self._base(i, domain, includes)
        by_role: dict[str, list[Relation]] = {}
        for relation in self.relations.get(i, ()):
            by_role.setdefault(relation.role, []).append(relation)
        base = self._counted(base, by_role)
        expression = self._valued(base, i, by_role)
        return self._timed(expression, by_role.get("window", []))

    # --- the concept ---------------------------------------------------------------------------

    def _base(self, i: int, domain: str | None, includes: Sequence[int]) -> Fact:
        mention = self.mentions[i]
        cues = sorted(self.cues.get(i, ()), key=lambda c: c.start)
        found: dict[str, Any] = {}
        evidence = [self._evidence("concept", mention.source, mention.start, mention.end)]
        for cue in cues:
            field = (
                "temporality"
                if cue.category in _TEMPORALITY or cue.category == "failure"
                else "certainty"
                if cue.category in _CERTAINTY
                else "experiencer"
                if cue.category in _EXPERIENCER
                else None
            )
            if field is not None:
                found[field] = "history" if cue.category == "failure" else cue.category
                evidence.append(self._evidence(field, cue.source, cue.start, cue.end))
        return Fact(
            concept=self._concept(i, domain, includes, cues),
            evidence=tuple(evidence),
            **found,
        )

    def _concept(
        self,
        index: int,
        domain: str | None,
        includes: Sequence[int],
        cues: Sequence[Assertion],
    ) -> Concept:
        mention = self.mentions[index]
        failures = [(c.start, c.end) for c in cues if c.category in ("failure", "opener")]
        opener = next((c for c in reversed(cues) if c.category == "opener"), None)
        named: Any = "observation" if opener is not None else domain or mention.domain
        start = self._opened(opener, mention)
        extra = [(r.start, r.end) for r in self.relations.get(index, ()) if r.role == "modifier"]
        return Concept(
            text=self.quote(start, mention.end),
            start=self.words.starts[start],
            end=self.words.ends[mention.end - 1],
            domain=named,
            name=mention.name if opener is None else None,
            modifiers=tuple(
                self.quote(first, end) for first, end in (*failures, *mention.modifiers, *extra)
            ),
            includes=tuple(self._include(self.mentions[j]) for j in includes),
        )

    def opened(self, i: int) -> bool:
        """Whether a mention is what a phrase such as "hypersensitivity to" is about."""
        return any(cue.category == "opener" for cue in self.cues.get(i, ()))

    def _opened(self, opener: Assertion | None, mention: Mention) -> int:
        """Where the concept begins: at its opener, if only small words stand between them."""
        if opener is None:
            return mention.start
        between = self.words.keys[opener.end : mention.start]
        return opener.start if len(between) <= 5 and not {",", "or", "and"} & set(between) else mention.start

    def _include(self, mention: Mention) -> Include:
        return Include(
            text=self.quote(mention.start, mention.end),
            start=self.words.starts[mention.start],
            end=self.words.ends[mention.end - 1],
        )

    def _evidence(self, role: str, source: str, start: int, end: int) -> Evidence:
        return Evidence(
            role=role,
            source=source or role,
            start=self.words.starts[start],
            end=self.words.ends[end - 1],
        )

    def _with_evidence(self, fact: Fact, relation: Relation, role: str, **changes: Any) -> Fact:
        evidence = (
            *fact.evidence,
            self._evidence(role, relation.source, relation.start, relation.end),
        )
        return msgspec.structs.replace(fact, evidence=evidence, **changes)

    # --- values --------------------------------------------------------------------------------

    def _counted(self, fact: Fact, by_role: dict[str, list[Relation]]) -> Fact:
        for relation in by_role.get("count", [])[:1]:
            quantity = self.quantities[relation.index]
            self._warn(quantity)
            changes: dict[str, Any] = (
                {} if quantity.explicit else {"high": None, "high_inclusive": False}
            )
            fact = self._with_evidence(
                fact, relation, "count", count=self._interval(quantity, **changes)
            )
        for relation in by_role.get("duration", [])[:1]:
            fact = self._lasting(fact, relation)
        for relation in by_role.get("category", [])[:1]:
            value = Category(
                category=relation.layer,
                text=self.quote(relation.start, relation.end),
                start=self.words.starts[relation.start],
                end=self.words.ends[relation.end - 1],
            )
            if relation.layer in ("positive", "negative") and fact.concept.domain == "condition":
                fact = msgspec.structs.replace(
                    fact, concept=msgspec.structs.replace(fact.concept, domain="measurement")
                )
            fact = self._with_evidence(fact, relation, "value", value=value)
        return fact

    def _lasting(self, fact: Fact, relation: Relation) -> Fact:
        if relation.layer == "quantities":
            quantity = self.quantities[relation.index]
            open_end: dict[str, Any] = (
                {} if quantity.explicit else {"high": None, "high_inclusive": False}
            )
            return self._with_evidence(
                fact, relation, "duration", duration=self._interval(quantity, **open_end)
            )
        stretch = self.stretches[relation.index]
        window = (
            self._own_text(stretch.window, stretch)
            if stretch.window and not fact.window
            else fact.window
        )
        return self._with_evidence(
            fact, relation, "duration", duration=self._unit_text(stretch), window=window
        )

    def _unit_text(self, stretch: Stretch) -> Interval | None:
        return stretch.interval

    def _own_text(self, window: Window, stretch: Stretch) -> Window:
        if window.start is not None:
            return window
        return msgspec.structs.replace(
            window, start=self.words.starts[stretch.start], end=self.words.ends[stretch.end - 1]
        )

    def _valued(self, fact: Fact, i: int, by_role: dict[str, list[Relation]]) -> Expression:
        values = sorted(by_role.get("value", []), key=lambda r: r.start)
        if not values:
            return fact
        changed = {r.start: r for r in by_role.get("change", [])}
        inherited = {r.start for r in by_role.get("operator_from", [])} or set()
        made: list[Fact] = []
        for relation in values:
            quantity = self._quantity(relation, by_role, bool(inherited))
            if made and self._equivalent(values[0], relation):
                continue
            merged = self._merged(made[-1] if made else None, quantity)
            if merged is not None:
                made[-1] = merged
                continue
            made += self._with_value(fact, relation, quantity, changed.get(relation.start), i)
        guarded = self._guarded(made, values, by_role.get("guard", []))
        if guarded is not None:
            return guarded
        if len(made) == 1:
            return made[0]
        return (any_of if self._alternatives(values) else all_of)(made)

    def _guarded(
        self, made: Sequence[Fact], values: Sequence[Relation], guards: Sequence[Relation]
    ) -> Expression | None:
        """Values that hold for some patients each: any of (the patients and their value)."""
        people = {guard.start: guard.index for guard in guards}
        if not people or len(made) != len(values):
            return None
        parts: list[Expression] = []
        for fact, relation in zip(made, values):
            guard = people.get(relation.start)
            parts.append(fact if guard is None else all_of([self.make(guard, "demographic"), fact]))
        return any_of(parts)

    def _quantity(
        self, relation: Relation, by_role: dict[str, list[Relation]], inherits: bool
    ) -> Quantity:
        quantity = self.quantities[relation.index]
        for bound in by_role.get("bound", ()):
            if not quantity.explicit and bound.index == relation.index:
                return _bounded(quantity, bound.layer)
        if inherits and not quantity.explicit:
            source = by_role["operator_from"][0]
            model = next((q for q in self.quantities if q.start == source.start), None)
            if model is not None and model.low is not None and model.high is None:
                return msgspec.structs.replace(
                    quantity,
                    low_inclusive=model.low_inclusive,
                    high=None,
                    high_inclusive=False,
                    explicit=True,
                )
            if model is not None and model.high is not None and model.low is None:
                return msgspec.structs.replace(
                    quantity,
                    low=None,
                    low_inclusive=False,
                    high_inclusive=model.high_inclusive,
                    explicit=True,
                )
        return quantity

    def _with_value(
        self, fact: Fact, relation: Relation, quantity: Quantity, change: Relation | None, i: int
    ) -> list[Fact]:
        self._warn(
            quantity,
            bare=self.mentions[i].domain in ("measurement", "demographic")
            and "scores" not in self.mentions[i].source,
        )
        if quantity.pair:
            pair = [
                self._interval(quantity, **self._pair_bounds(quantity, n)) for n in quantity.numbers
            ]
            names = (("systolic",), ("diastolic",))
            concepts = [
                msgspec.structs.replace(fact.concept, modifiers=fact.concept.modifiers + name)
                for name in names
            ]
            return [
                self._with_evidence(fact, relation, "value", value=value, concept=concept)
                for value, concept in zip(pair, concepts)
            ]
        if quantity.category:
            text = self.quote(quantity.start, quantity.end)
            value: Any = Category(
                categories=quantity.category,
                text=text,
                start=self.words.starts[quantity.start],
                end=self.words.ends[quantity.end - 1],
            )
        else:
            value = self._interval(quantity)
            if self.mentions[i].name == "age" and value.unit is None:
                value = msgspec.structs.replace(value, unit="a")
        kind: Any = change.layer if change else None
        return [self._with_evidence(fact, relation, "value", value=value, change=kind)]

    def _pair_bounds(self, quantity: Quantity, number: float) -> dict[str, Any]:
        return {
            "low": number if quantity.low is not None else None,
            "high": number if quantity.high is not None else None,
        }

    def _interval(self, quantity: Quantity, **changes: Any) -> Interval:
        text = (
            self.quote(quantity.unit_start, quantity.unit_end)
            if quantity.unit_start is not None and quantity.unit_end is not None
            else None
        )
        return quantity.interval(
            unit_text=text,
            start=self.words.starts[quantity.start],
            end=self.words.ends[quantity.end - 1],
            **changes,
        )

    def _equivalent(self, first: Relation, second: Relation) -> bool:
        """Whether a value in brackets says the one before it again, in another unit."""
        a, b = self.quantities[first.index], self.quantities[second.index]
        between = self.words.texts[a.end : b.start]
        bracketed = len(between) <= 3 and any(text in ("(", "[", "/") for text in between)
        same = (a.low is None) == (b.low is None) and (a.high is None) == (b.high is None)
        return (
            bracketed
            and (same or not b.explicit)
            and (a.unit != b.unit or a.reference != b.reference)
        )

    def _merged(self, last: Fact | None, quantity: Quantity) -> Fact | None:
        """A lower and an upper bound on two sides of one concept: `40 <= age <= 75`."""
        if last is None or not isinstance(last.value, Interval) or quantity.category:
            return None
        value = last.value
        if (
            value.low is not None
            and value.high is None
            and quantity.low is None
            and quantity.high is not None
        ):
            if (
                value.low < quantity.high
                and value.reference == quantity.reference
                and not self._or_between(value, quantity)
            ):
                bounds = {
                    "high": quantity.high,
                    "high_inclusive": quantity.high_inclusive,
                    "unit": quantity.unit or value.unit,
                }
                return msgspec.structs.replace(last, value=msgspec.structs.replace(value, **bounds))
        if (
            value.high is not None
            and value.low is None
            and quantity.high is None
            and quantity.low is not None
        ):
            if (
                quantity.low < value.high
                and value.reference == quantity.reference
                and not self._or_between(value, quantity)
            ):
                bounds = {
                    "low": quantity.low,
                    "low_inclusive": quantity.low_inclusive,
                    "unit": quantity.unit or value.unit,
                }
                return msgspec.structs.replace(last, value=msgspec.structs.replace(value, **bounds))
        return None

    def _or_between(self, value: Interval, quantity: Quantity) -> bool:
        end = value.end or 0
        between = [
            k
            for k, start in zip(self.words.keys, self.words.starts)
            if end <= start < self.words.starts[quantity.start]
        ]
        return "or" in between

    def _alternatives(self, values: Sequence[Relation]) -> bool:
        first, last = self.quantities[values[0].index], self.quantities[values[-1].index]
        if first.pair:
            return first.low is not None
        return "or" in self.words.keys[first.end : last.start]

    def _warn(self, quantity: Quantity, *, bare: bool = False) -> None:
        codes = list(quantity.warnings)
        if bare and not quantity.explicit:
            codes.append("bare_threshold")
        for code in codes:
            self.warnings.append(
                Warning(
                    code=code,
                    message=_MESSAGES[code],
                    start=self.words.starts[quantity.start],
                    end=self.words.ends[quantity.end - 1],
                )
            )

    # --- windows -------------------------------------------------------------------------------

    def _timed(self, expression: Expression, relations: Sequence[Relation]) -> Expression:
        """Give the windows to every fact of an expression; two windows make two facts."""
        if not relations:
            return expression
        versions = [self._windowed(expression, relation) for relation in relations]
        if len(versions) == 1:
            return versions[0]
        starts = [relation.start for relation in relations]
        alternatives = any(
            k == "or" for k in self.words.keys[min(r.end for r in relations) : max(starts)]
        )
        if alternatives and len(relations) == 2:
            return any_of(versions)
        shorter = "shorter" in self.words.keys[max(starts) : max(starts) + 20]
        return (
            (all_of if shorter else any_of)(versions)
            if self._paired(relations)
            else self._both(expression, relations)
        )

    def _paired(self, relations: Sequence[Relation]) -> bool:
        """Whether two numbered windows are alternatives, not a window and a moment."""
        return all(
            r.layer == "quantities" or self.stretches[r.index].quantity is not None
            for r in relations
        )

    def _both(self, expression: Expression, relations: Sequence[Relation]) -> Expression:
        numbered = [
            r
            for r in relations
            if r.layer == "quantities" or self.stretches[r.index].quantity is not None
        ]
        return self._windowed(expression, (numbered or list(relations))[0])

    def _windowed(self, expression: Expression, relation: Relation) -> Expression:
        if isinstance(expression, Fact):
            planned: dict[str, Any] = {}
            if relation.layer == "quantities":
                window = self._plain_window(self.quantities[relation.index])
            else:
                stretch = self.stretches[relation.index]
                window = self._own_text(stretch.window or Window(), stretch)
                if stretch.planned and expression.temporality is None and expression.value is None:
                    planned = {"temporality": "planned"}
            return self._with_evidence(expression, relation, "window", window=window, **planned)
        args = tuple(self._windowed(arg, relation) for arg in getattr(expression, "args", ()))
        return msgspec.structs.replace(expression, args=args)

    def _plain_window(self, quantity: Quantity) -> Window:
        """ "relapse <= 60 days": a time after an event, without a word of time, is a window."""
        unit: Any = quantity.unit
        return Window(
            low=quantity.low if quantity.explicit else None,
            low_inclusive=quantity.low_inclusive and quantity.explicit,
            high=quantity.high,
            high_inclusive=quantity.high_inclusive,
            unit=unit,
            which="last" if quantity.high is None else "any",
            start=self.words.starts[quantity.start],
            end=self.words.ends[quantity.end - 1],
        )


def _bounded(quantity: Quantity, operator: str) -> Quantity:
    """A bare quantity as the least or the most: "a minimum life expectancy of 12 months"."""
    if operator == ">=":
        return msgspec.structs.replace(quantity, high=None, high_inclusive=False, explicit=True)
    return msgspec.structs.replace(quantity, low=None, low_inclusive=False, explicit=True)


_MESSAGES = {
    "bare_equality": "an equality; a lost \u2265 or \u2264 is likely, the sign is kept as written",
    "lost_comparator": "a damaged comparator; its direction is unknown",
    "bare_threshold": "a threshold without a comparator, kept as an equality",
}
