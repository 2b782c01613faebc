"""Lead-ins: what an item makes of the items below it ("one or more of the following:")."""

from __future__ import annotations

from collections.abc import Sequence

from criteria_nlp.pipeline.logic.combine import all_of, any_of, at_least, negated, parts
from criteria_nlp.pipeline.logic.inheritance import inherited
from criteria_nlp.pipeline.logic.marks import Mark
from criteria_nlp.pipeline.logic.permissions import permitted_if
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.pipeline.logic.sentences import sentences
from criteria_nlp.pipeline.logic.topics import defined_by_list, with_list
from criteria_nlp.schema import AllOf, Except, Expression, Fact, If, Not, Unresolved, facts

# A pointer ("the following") stands among so many words at the end of a lead-in.
_POINTER_WORDS = 8
# The words before the list words that say whether the list is a further condition.
_LAST_WORDS = 4
_COMBINERS = ("list_any_of", "list_all_of", "list_at_least")
_CONDITIONS = ("condition", *_COMBINERS)  # "allowed if", "allowed if all of the following are met"
_GUARDS = ("for", "in", "if")


def with_members(piece: Piece, members: Sequence[Expression], alternatives: bool) -> Expression:
    """The expression of an item that owns a list: its own words and the members, put together.

    `alternatives` says that "or" joins the members.
    """
    if piece.start == piece.stop:
        return any_of(members) if alternatives else all_of(members)
    return _LeadIn(piece, alternatives).with_members(members)


class _LeadIn:
    """The words before a list; `cut` is where its own statement ends and the list words begin."""

    def __init__(self, piece: Piece, alternatives: bool) -> None:
        self.piece, self.alternatives = piece, alternatives
        self.start, self.stop = piece.trim(piece.start, piece.stop)
        self.combiner = self._last_mark(*_COMBINERS)
        self.cut = self._pointer() if self.combiner is None else self.combiner.start

    def _last_mark(self, *kinds: str) -> Mark | None:
        return next((m for m in reversed(self.piece.marks) if m.kind in kinds), None)

    def _pointer(self) -> int:
        """Where words such as "as listed below" begin; the end of the lead-in without them."""
        for i in range(self.stop - 1, max(self.start, self.stop - _POINTER_WORDS) - 1, -1):
            if self.piece.among("pointers", i):
                while i > self.start and self.piece.among("pointer_helpers", i - 1):
                    i -= 1
                return i
        return self.stop

    def with_members(self, members: Sequence[Expression]) -> Expression:
        """Operator, then the lead-in's own statement, negation and windows."""
        if self._permits():
            return self.piece.unresolved(self.start, self.stop, "permission")
        permitted = self._permitted(members)
        if permitted is not None:
            return permitted
        exception = self._exception()
        if exception is not None:
            listed = self._listed(members)
            left = sentences(self.piece, self.start, exception.start)
            return listed if left is None else _excepted(left, listed)
        last = range(max(self.start, self.cut - _LAST_WORDS), self.cut)
        listed = self._listed(inherited(self.piece, members, self.start, self.stop, last))
        negation = self._negation()
        if negation is not None:
            apart = not self._is_closed() and any(isinstance(m, (If, Not)) for m in members)
            return self._beside(members) if apart else self._denied(negation, listed)
        statement = self._statement()
        return listed if statement is None else self._joined(statement, listed, last)

    def _permits(self) -> bool:
        """Whether the lead-in says no more than that the list is allowed: "Allowed:"."""
        marks = [m for m in self.piece.marks if m.kind == "permission"]
        allows = any(not self.piece.takes_part(mark) for mark in marks)
        return allows and not self.piece.concepts(self.start, self.stop)

    def _permitted(self, members: Sequence[Expression]) -> Expression | None:
        """ "X is allowed if:", and what stands before; null where no list decides on that."""
        mark = self._last_mark("permission")
        if mark is None or self.piece.content(mark.end, self.cut):
            return None
        asked = any(m.kind in _CONDITIONS and m.start >= mark.end for m in self.piece.marks)
        if not asked and "with" not in self.piece.words.keys[mark.end : self.cut]:
            return None
        begins = self._sentence_of(mark)
        before = sentences(self.piece, self.start, begins)
        subject = self.piece.clause_if_told(begins, mark.start)
        if subject is None or (self.piece.takes_part(mark) and _names_people(subject)):
            return None
        join = any_of if self.alternatives else all_of
        listed = join(members) if self.combiner is None else self._listed(members)
        return permitted_if(self.piece, before, subject, listed)

    def _sentence_of(self, mark: Mark) -> int:
        """Where the sentence of a mark begins."""
        same = self.piece.regions.same_sentence
        return next((i for i in range(self.start, mark.start) if same(i, mark.start)), mark.start)

    def _exception(self) -> Mark | None:
        """An "except" with nothing but list words after it."""
        for mark in self.piece.marks:
            if mark.kind == "exception" and not self.piece.content(mark.end, self.stop):
                return mark
        return None

    def _listed(self, members: Sequence[Expression]) -> Expression:
        """The members, joined as the lead-in says, else as such lists are meant."""
        if self.combiner is None:
            denied = self._negation() is not None
            either = self.alternatives or self.piece.kind == "exclusion" or denied
            return any_of(members) if either else all_of(members)
        if self.combiner.kind == "list_at_least":
            return at_least(self.combiner.n, members)
        return any_of(members) if self.combiner.kind == "list_any_of" else all_of(members)

    def _negation(self) -> Mark | None:
        """The last negation whose scope reaches the list, after the last definition."""
        marks, end = self.piece.marks, min(self.cut, self.stop - 1)
        definitions = [m.start for m in marks if m.kind == "definition" and m.start < self.cut]
        defined = max(definitions, default=-1)
        for mark in reversed(marks):
            bracketed = self.piece.regions.depth[mark.start] > 0
            if mark.kind in ("negation", "prohibition") and mark.reach >= end and not bracketed:
                return mark if mark.start > defined else None
        return None

    def _denied(self, mark: Mark, listed: Expression) -> Expression:
        """The list denied, and what stands before the negation."""
        before = self.piece.clause_if_told(self.start, mark.start)
        restated = mark.kind == "prohibition" and self.piece.kind == "exclusion"
        self.piece.restated = self.piece.restated or restated
        inner = listed if restated else negated(listed)
        return inner if before is None or not facts(before) else all_of([before, inner])

    def _beside(self, members: Sequence[Expression]) -> Expression:
        """The lead-in and the members, which are statements of their own: its remarks."""
        own = sentences(self.piece, self.piece.start, self.piece.stop)
        join = any_of if self.piece.kind == "exclusion" else all_of
        return join([*([] if own is None else [own]), *members])

    def _statement(self) -> Expression | None:
        """The lead-in's own words as an expression, if they say more than that a list follows."""
        definition = self._definition("defining_cues") or self._definition("showing_cues")
        end = self.cut if definition is None else min(self.cut, definition.start)
        if not self.piece.concepts(self.start, end):
            return None
        statement = sentences(self.piece, self.start, end)
        if statement is None or isinstance(statement, Unresolved) or not facts(statement):
            return None
        return statement

    def _joined(self, statement: Expression, listed: Expression, last: range) -> Expression:
        """The statement and the list: a guard, a further condition, or only a name of the list."""
        if isinstance(statement, Fact) and not statement.value and statement.concept.name:
            names = {fact.concept.name for fact in facts(listed)}
            if names == {statement.concept.name}:
                return listed  # "Age:"
        if isinstance(statement, If) and statement.otherwise is None:
            asked = [statement.then, listed] if facts(statement.then) else [listed]
            return If(condition=statement.condition, then=all_of(asked))
        if self._is_guard(statement):
            if self.piece.kind == "exclusion":
                return all_of([statement, listed])
            return If(condition=statement, then=listed)
        if self._definition("defining_cues") is not None:
            return defined_by_list(statement, listed)
        measured = any(f.value is not None or f.count is not None for f in facts(statement))
        if measured or self._is_further(last):
            return all_of([statement, listed])
        if self._gives_examples(last):
            return listed
        return with_list(self.piece, statement, listed, closed=self._is_closed())

    def _is_closed(self) -> bool:
        """Whether a colon or words of their own lead to the list."""
        behind = self.piece.words.texts[self.stop : self.piece.stop]
        return self.combiner is not None or self.cut < self.stop or ":" in behind

    def _gives_examples(self, last: range) -> bool:
        """Whether the last words only announce what the list tells: "including:", "as follows:"."""
        if self.cut < self.stop and self.piece.words.keys[self.cut] == "as":
            return True
        told = [i for i in last if self.piece.words.keys[i]]
        return any(self.piece.among("defining", i) for i in told[-3:])

    def _definition(self, words: str) -> Mark | None:
        """The cue by which the list tells the meaning, or the signs, of the statement."""
        for mark in self.piece.marks:
            tokens = range(mark.start, mark.end)
            if mark.kind == "definition" and any(self.piece.among(words, i) for i in tokens):
                return mark if mark.start < self.stop else None
        return None

    def _is_further(self, last: range) -> bool:
        """Whether the last words make the list a further condition: "who meet all of:"."""
        told = [i for i in last if self.piece.words.keys[i]]
        if self.combiner is None and "meet" not in (self.piece.words.keys[i] for i in told):
            return False
        further = any(self.piece.among("further", i) for i in told[-3:])
        return further and not any(self.piece.among("defining", i) for i in told[-3:])

    def _is_guard(self, statement: Expression) -> bool:
        """Whether the lead-in names some patients, of whom the list is then required."""
        named = isinstance(statement, (Fact, AllOf)) and all(
            f.concept.domain in ("demographic", "condition") and f.value is None
            for f in facts(statement)
        )
        if not named or self.piece.words.keys[self.start] in _GUARDS:
            return named
        modals = (i for i in range(self.start, self.stop) if self.piece.among("modals", i))
        first = self.piece.concepts(self.start, self.cut)[0]
        return self.piece.mentions[first].start < next(modals, -1)


def _names_people(subject: Expression) -> bool:
    """Whether a subject is people and nothing that they have: "women from 18 to 45"."""
    return all(fact.concept.domain == "demographic" for fact in facts(subject))


def _excepted(left: Expression, listed: Expression) -> Expression:
    """The statement except for the list, inside its negation if it has one."""
    if isinstance(left, Not):
        return Not(arg=Except(arg=left.arg, exceptions=parts(listed)))
    return Except(arg=left, exceptions=parts(listed))
