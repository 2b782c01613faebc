"""Lists: what a lead-in makes of the items below it ("one or more of the following:")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from criteria_nlp.pipeline.logic.combine import all_of, any_of, at_least, negated
from criteria_nlp.pipeline.logic.marks import Mark
from criteria_nlp.pipeline.logic.tree import TreeBuilder
from criteria_nlp.schema import (
    AllOf,
    AnyOf,
    Except,
    Expression,
    Fact,
    If,
    Not,
    Unresolved,
    Window,
    children,
    facts,
)

# Words right before the list words that make the list a further condition, not a definition.
_FURTHER = frozenset(
    (
        "meet",
        "meeting",
        "met",
        "and",
        "satisfy",
        "satisfie",
        "satisfying",
        "fulfil",
        "fulfill",
        "fulfilling",
        "plus",
        "having",
        "has",
        "have",
        "evidenced",
        "showing",
        "least",
        "with",
        "presenting",
        "by",
    )
)
_DEFINING = frozenset(
    (
        "defined",
        "including",
        "include",
        "such",
        "i",
        "namely",
        "indicated",
        "below",
        "any",
        "one",
        "other",
        "these",
    )
)
_MODALS = frozenset(("must", "should", "may", "will", "can", "shall", "need", "require"))


def combine_list(builder: TreeBuilder, members: Sequence[Expression], kind: str) -> Expression:
    """The expression of an item that owns a list: its own words and the members, put together."""
    lead = _LeadIn(builder, kind)
    return lead.with_members(list(members))


class _LeadIn:
    def __init__(self, builder: TreeBuilder, kind: str) -> None:
        self.builder, self.kind = builder, kind
        start, stop = builder.trim(builder.start, builder.stop)
        self.start, self.stop = start, stop
        self.combiner = self._combiner()
        self.cut = self._cut()

    def _combiner(self) -> Mark | None:
        """The last words that say how the list is combined, with no concept of weight after them."""
        marks = [m for m in self.builder.marks if m.kind.startswith("list_")]
        return marks[-1] if marks else None

    def _cut(self) -> int:
        """Where the lead-in's own statement ends: before the list words, else at its end."""
        if self.combiner is not None:
            return self.combiner.start
        keys = self.builder.words.keys
        for i in range(self.stop - 1, max(self.start, self.stop - 8) - 1, -1):
            if keys[i] in ("following", "below", "follow"):
                at = i
                while at > self.start and keys[at - 1] in (
                    "the",
                    "as",
                    "of",
                    "all",
                    "any",
                    "indicated",
                    "listed",
                    "given",
                    "described",
                ):
                    at -= 1
                return at
        return self.stop

    def with_members(self, members: list[Expression]) -> Expression:
        """Operator, then the lead-in's own statement, negation and windows."""
        exception = [
            m for m in self.builder.marks if m.kind == "exception" and self._last_statement(m)
        ]
        listed = self._listed(members if exception else self._inherited(members))
        if exception:
            left = self.builder.sentences(self.start, exception[0].start)
            return listed if left is None else _excepted(left, listed)
        negation = self._negation()
        if negation is not None:
            return self._negated(negation, listed)
        statement = self._statement()
        if statement is None:
            return listed
        return self._joined(statement, listed)

    def _listed(self, members: list[Expression]) -> Expression:
        if self.combiner is None:
            negated_list = self._negation() is not None
            return (
                any_of(members) if (self.kind == "exclusion" or negated_list) else all_of(members)
            )
        if self.combiner.kind == "list_at_least":
            return at_least(self.combiner.n, members)
        return any_of(members) if self.combiner.kind == "list_any_of" else all_of(members)

    def _last_statement(self, mark: Mark) -> bool:
        """Whether nothing but list words stands after a mark."""
        return not self.builder.content(mark.end, self.stop)

    def _negation(self) -> Mark | None:
        """A negation whose scope reaches the list."""
        defined = max(
            (m.start for m in self.builder.marks if m.kind == "definition" and m.start < self.cut),
            default=-1,
        )
        marks = [
            m
            for m in self.builder.marks
            if m.kind in ("negation", "prohibition")
            and m.start > defined
            and m.reach >= min(self.cut, self.stop - 1)
        ]
        return marks[-1] if marks else None

    def _negated(self, mark: Mark, listed: Expression) -> Expression:
        before = (
            self.builder.clause(self.start, mark.start)
            if self.builder.content(self.start, mark.start)
            else None
        )
        restated = mark.kind == "prohibition" and self.kind == "exclusion"
        self.builder.restated = self.builder.restated or restated
        inner = listed if restated else negated(listed)
        return inner if before is None or not facts(before) else all_of([before, inner])

    def _statement(self) -> Expression | None:
        """The lead-in's own words as an expression, if they say more than that a list follows."""
        if not self.builder.concepts(self.start, self.cut):
            return None
        statement = self.builder.sentences(self.start, self.cut)
        if statement is None or isinstance(statement, Unresolved) or not facts(statement):
            return None
        return statement

    def _joined(self, statement: Expression, listed: Expression) -> Expression:
        keys = [k for k in self.builder.words.keys[max(self.start, self.cut - 4) : self.cut] if k]
        if self._is_guard(statement):
            if self.kind == "exclusion":
                return all_of([statement, listed])
            return If(condition=statement, then=listed)
        if any(m.kind == "definition" and self.builder.words.keys[m.start].startswith("defin") for m in self.builder.marks):
            return listed
        measured = any(f.value is not None or f.count is not None for f in facts(statement))
        further = bool(keys) and (
            any(k in _FURTHER for k in keys[-3:]) and not any(k in _DEFINING for k in keys[-3:])
        )
        if measured or (further and self.combiner is not None) or (further and "meet" in keys):
            return all_of([statement, listed])
        return listed

    def _is_guard(self, statement: Expression) -> bool:
        """Whether the lead-in names some patients, of whom the list is then required."""
        keys = self.builder.words.keys[self.start : self.stop]
        people = all(
            f.concept.domain in ("demographic", "condition") and f.value is None
            for f in facts(statement)
        )
        asked = any(k in _MODALS for k in keys) or keys[0] in ("for", "in", "if")
        subject = isinstance(statement, Fact) or isinstance(statement, AllOf)
        first = self.builder.concepts(self.start, self.cut)[0]
        modal = next(
            (i for i in range(self.start, self.stop) if self.builder.words.keys[i] in _MODALS),
            self.stop,
        )
        return (
            people
            and asked
            and subject
            and (self.builder.mentions[first].start < modal or keys[0] in ("for", "in", "if"))
        )

    def _inherited(self, members: list[Expression]) -> list[Expression]:
        """Give a numbered window or a "history of" of the lead-in to the events of the list."""
        builder = self.builder
        window: Window | None = None
        for i in builder.concepts(self.start, self.stop):
            made = facts(builder.maker.make(i))
            if made and made[0].window is not None and (made[0].window.low or made[0].window.high):
                window = made[0].window
        past = any(
            k in ("history", "previous", "prior")
            for k in builder.words.keys[max(self.start, self.cut - 4) : self.cut]
        )
        if window is None and not past:
            return members
        return [_given(member, window, past) for member in members]


def _given(node: Expression, window: Window | None, past: bool) -> Expression:
    """The expression with a window and a temporality on the facts that lack them."""
    if isinstance(node, Fact):
        changes: dict[str, Any] = {}
        if node.concept.domain not in ("condition", "drug", "procedure", "device"):
            return node
        if window is not None and node.window is None and node.duration is None:
            changes["window"] = window
        if past and node.temporality is None:
            changes["temporality"] = "history"
        return msgspec.structs.replace(node, **changes) if changes else node
    if isinstance(node, (AllOf, AnyOf)) or hasattr(node, "args"):
        return msgspec.structs.replace(
            node, args=tuple(_given(arg, window, past) for arg in children(node))
        )
    if isinstance(node, (Not, Except)):
        return msgspec.structs.replace(node, arg=_given(node.arg, window, past))
    return node


def _excepted(left: Expression, listed: Expression) -> Expression:
    options = listed.args if isinstance(listed, (AnyOf, AllOf)) else (listed,)
    if isinstance(left, Not):
        return Not(arg=Except(arg=left.arg, exceptions=options))
    return Except(arg=left, exceptions=options)
