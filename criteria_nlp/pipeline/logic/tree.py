"""The grammar of a criterion: sentences, conditions, lists, exceptions, negations, facts.

Recursive descent over the marks of a piece, from the loosest to the tightest:

    sentences > permissions > unless / if > definitions > guards > "but" > comma lists > or > and > with
    > except > not > brackets > facts

A piece in which nothing is understood becomes `unresolved` with its reason; nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import Assertion, Mention, Quantity, Stretch, Words
from criteria_nlp.pipeline.logic.combine import all_of, any_of, at_least, negated
from criteria_nlp.pipeline.logic.facts import FactMaker
from criteria_nlp.pipeline.logic.marks import Mark, find_marks, taken_tokens
from criteria_nlp.pipeline.regions import Regions
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
    facts,
    unresolved,
)

_WEAK_REASONS = frozenset(
    (
        "willing",
        "willingness",
        "agree",
        "unwilling",
        "unwillingness",
        "refuse",
        "refusal",
        "accept",
        "able",
    )
)
_HEADS_OF_GUARDS = frozenset(("for", "in", "if", "among"))
_PREPOSITIONS = frozenset(
    (
        "of",
        "in",
        "at",
        "by",
        "to",
        "from",
        "on",
        "into",
        "during",
        "after",
        "before",
        "due",
        "because",
        "under",
        "via",
        "through",
        "as",
        "against",
        "using",
        "per",
        "secondary",
        "caused",
    )
)
_GENERIC = frozenset(
    (
        "disease",
        "illness",
        "condition",
        "disorder",
        "medical condition",
        "comorbidity",
        "abnormality",
        "problem",
        "treatment",
        "therapy",
        "medication",
        "drug",
    )
)


SEXES = frozenset(("male", "female", "men", "women", "man", "woman", "boy", "girl"))
_VAGUE_WORDS = frozenset(
    ("disease", "illness", "condition", "disorder", "problem", "abnormality", "medical", "underlying")
    + ("health", "clinical", "other", "systemic", "general", "significant", "finding", "event")
)
_GRADED = frozenset(("metastatic", "primary", "measurable", "progressive", "stable", "residual"))


class TreeBuilder:
    """Builds the expression of one piece; `restated` says that its wording was turned round."""

    def __init__(
        self,
        words: Words,
        start: int,
        stop: int,
        kind: str,
        maker: FactMaker,
        mentions: Sequence[Mention],
        quantities: Sequence[Quantity],
        stretches: Sequence[Stretch],
        assertions: Sequence[Assertion],
        lexicon: Lexicon,
    ) -> None:
        self.words, self.start, self.stop, self.kind, self.maker, self.lexicon = (
            words,
            start,
            stop,
            kind,
            maker,
            lexicon,
        )
        self.mentions = mentions
        self.regions = Regions(words, start, stop)
        taken = taken_tokens(start, stop, mentions, quantities, stretches)
        cues = [a for a in assertions if start <= a.start < stop]
        self.marks = find_marks(words, self.regions, cues, lexicon, taken)
        stretched = {t for s in stretches if start <= s.start < stop for t in range(s.start, s.end)}
        self.inside = [
            i
            for i, m in enumerate(mentions)
            if start <= m.start < stop
            and m.domain != "part"
            and not (m.start in stretched and m.end - 1 in stretched)
            and not self._cue_word(m, cues)
        ]
        self.quantities = [q for q in quantities if start <= q.start < stop]
        self.reasons = [
            (first, end, senses[0])
            for first, end, senses in lexicon.table("reasons").find(words.keys, start, stop)
            if first not in stretched
        ]
        self.restated = False
        self.negations = 0
        self.uncertain = 0
        self.open: set[tuple[int, int]] = set()

    def _cue_word(self, mention: Mention, cues: Sequence[Assertion]) -> bool:
        """Whether an unknown mention is only the words of a cue."""
        return not mention.known and any(
            c.start <= mention.start and mention.end <= c.end for c in cues
        )

    def build(self) -> Expression | None:
        """The expression of the whole piece; null where it holds no word."""
        return self.sentences(self.start, self.stop)

    # --- what a range holds --------------------------------------------------------------------

    def trim(self, a: int, b: int) -> tuple[int, int]:
        """The range without blanks, punctuation and connectives at its ends."""
        skip = {
            t
            for m in self.marks
            if m.kind in ("and", "or", "but", "comma", "with")
            for t in range(m.start, m.end)
        }
        while a < b and (a in skip or not self._wordy(a)) and not self._starts_group(a, b):
            a += 1
        while b > a and (b - 1 in skip or not self._wordy(b - 1)) and not self._ends_group(a, b):
            b -= 1
        if a < b and self._starts_group(a, b) and self.regions.closing.get(a) == b - 1:
            return self.trim(a + 1, b - 1)
        return a, b

    def _starts_group(self, a: int, b: int) -> bool:
        return a in self.regions.closing and self.regions.closing[a] < b

    def _ends_group(self, a: int, b: int) -> bool:
        return any(
            a <= opening and closing == b - 1 for opening, closing in self.regions.closing.items()
        )

    def _wordy(self, i: int) -> bool:
        text = self.words.texts[i]
        return text[0].isalnum() or self.words.is_operator(i)

    def concepts(self, a: int, b: int) -> list[int]:
        """The mentions in a range, in reading order."""
        return sorted(
            (i for i in self.inside if a <= self.mentions[i].start < b),
            key=lambda i: self.mentions[i].start,
        )

    def top(self, a: int, b: int, *kinds: str) -> list[Mark]:
        """The marks of these kinds in a range, not inside brackets that open within it."""
        floor = min((self.regions.depth[i] for i in range(a, b)), default=0)
        return [
            m
            for m in self.marks
            if a <= m.start < b and m.kind in kinds and self.regions.depth[m.start] == floor
        ]

    def content(self, a: int, b: int) -> bool:
        """Whether a range says anything of its own: a concept or a reason, not only a value."""
        return bool(self.concepts(a, b)) or any(a <= first < b for first, _, _ in self.reasons)

    def text(self, a: int, b: int) -> str:
        """The source text of a range."""
        return self.maker.quote(a, b)

    def unresolved(self, a: int, b: int, reason: Any) -> Expression:
        """The range as a piece that is not understood."""
        a, b = self.trim(a, b) if self.trim(a, b)[0] < self.trim(a, b)[1] else (a, b)
        return Unresolved(
            text=self.text(a, b),
            reason=reason,
            start=self.words.starts[a],
            end=self.words.ends[b - 1],
        )

    # --- sentences and permissions -------------------------------------------------------------

    def sentences(self, a: int, b: int) -> Expression | None:
        """Sentences one after the other; a permission narrows what stands before it."""
        cuts = [
            i + 1
            for i in range(a, b - 1)
            if self.regions.sentence[i] != self.regions.sentence[i + 1]
        ]
        found: Expression | None = None
        at = a
        for cut in [*cuts, b]:
            part = self.trim(at, cut)
            at = cut
            if part[0] >= part[1]:
                continue
            found = self._sentence(found, *part)
        return found

    def _sentence(self, before: Expression | None, a: int, b: int) -> Expression | None:
        permission = next(iter(self.top(a, b, "permission")), None)
        told = permission is not None and (before is not None or self.content(a, permission.start))
        if permission is not None and told and not self._is_statement(permission, a):
            return self.permitted(before, permission, a, b)
        examples = next(
            (m for m in self.top(a, b, "includes") if not self.concepts(a, m.start)), None
        )
        if before is not None and examples is not None:
            return self._including(before, self.concepts(examples.end, b))
        expression = self.clause(a, b)
        if expression is None or before is None:
            return expression or before
        starts_or = any(m.kind == "or" and m.end in (a, a - 1) for m in self.marks)
        return (any_of if starts_or or self._alternatives() else all_of)([before, expression])

    def _is_statement(self, permission: Mark, a: int) -> bool:
        """Whether "eligible" and the like say who takes part, not what is allowed."""
        if self.kind != "inclusion":
            return False
        word = " ".join(self.words.keys[permission.start : permission.end])
        return any(
            w in word
            for w in (
                "eligible",
                "enroll",
                "enrol",
                "include",
                "enter",
                "participate",
                "considered",
                "join",
            )
        )

    def _alternatives(self) -> bool:
        return self.kind == "exclusion" and self.negations % 2 == 0

    def permitted(self, before: Expression | None, mark: Mark, a: int, b: int) -> Expression | None:
        """ "X; Y is allowed (if Z)": Y is taken out of X."""
        subject = self.clause(*self.trim(a, mark.start)) if self.content(a, mark.start) else None
        conditions = self.top(mark.end, b, "condition")
        rest = self.trim(conditions[0].end if conditions else mark.end, b)
        condition = (
            self.clause(*rest) if conditions and rest[0] < rest[1] and self.content(*rest) else None
        )
        if subject is not None and not conditions:
            for opening, closing in self._groups(mark.end, b):
                subject = self._remark(subject, opening + 1, closing) or subject
        if subject is None or isinstance(subject, Unresolved):
            lone = self.unresolved(a, b, "permission")
            return lone if before is None else all_of([before, lone])
        if (
            before is None
            and condition is None
            and self.kind == "inclusion"
            and any(f.count or f.value for f in facts(subject))
        ):
            return subject  # "no more than 2 prior regimens allowed"
        if before is None:
            return self._lone_permission(subject, condition, a, b)
        if condition is not None:
            return self._narrowed(before, all_of([subject, condition]), exception=False)
        return self._narrowed(before, subject, exception=True)

    def _lone_permission(
        self, subject: Expression, condition: Expression | None, a: int, b: int
    ) -> Expression:
        if condition is None:
            return self.unresolved(a, b, "permission")
        if self.kind == "inclusion":
            return If(condition=subject, then=condition)
        return all_of([subject, negated(condition)])

    def _narrowed(self, base: Expression, permitted: Expression, *, exception: bool) -> Expression:
        if isinstance(base, Not):
            return Not(arg=self._narrowed(base.arg, permitted, exception=exception))
        if not exception:
            return all_of([base, negated(permitted)])
        options = permitted.args if isinstance(permitted, (AnyOf, AllOf)) else (permitted,)
        return Except(arg=base, exceptions=options)

    # --- clauses -------------------------------------------------------------------------------

    def clause(self, a: int, b: int) -> Expression | None:
        """One statement: its condition, its definition, its guard, then its list."""
        a, b = self.trim(a, b)
        if a >= b:
            return None
        if (a, b) in self.open:  # no step got further: read it as it stands
            return self._remarked(a, b)
        self.open.add((a, b))
        try:
            return self._stepwise(a, b)
        finally:
            self.open.discard((a, b))

    def _stepwise(self, a: int, b: int) -> Expression | None:
        steps: tuple[Callable[[int, int], Expression | None], ...] = (
            self._bracketed_condition,
            self._labelled,
            self._prohibited,
            self._unless,
            self._conditional,
            self._reasoned,
            self._defined,
            self._guarded,
        )
        for step in steps:
            expression = step(a, b)
            if expression is not None:
                return expression
        return self.listed(a, b)

    def _bracketed_condition(self, a: int, b: int) -> Expression | None:
        """ "A or B <= 2.5 (if X, A or B <= 5)": the bracket replaces all that stands before it."""
        opening = next((o for o, c in self.regions.closing.items() if a < o and c == b - 1), None)
        if opening is None or not self.content(a, opening):
            return None
        inner = self.trim(opening + 1, b - 1)
        mark = next((m for m in self.marks if m.start == inner[0] and m.kind == "condition"), None)
        commas = [] if mark is None else self.top(mark.end, inner[1], "comma")
        comma = next((m for m in commas if any(map(self.maker.constrained, self.concepts(m.end, inner[1])))), None)
        if mark is None or comma is None:
            return None
        condition, then = self.clause(mark.end, comma.start), self.clause(comma.end, inner[1])
        otherwise = self.clause(a, opening)
        if condition is None or then is None:
            return otherwise
        return If(condition=condition, then=then, otherwise=otherwise)

    def _labelled(self, a: int, b: int) -> Expression | None:
        """ "medication: A or B": words before a colon that only say what kind of thing follows."""
        colon = next(
            (
                i
                for i in range(a + 1, b - 1)
                if self.words.texts[i] == ":" and self.regions.depth[i] == self.regions.depth[a]
            ),
            None,
        )
        if (
            colon is None
            or not self.content(colon + 1, b)
            or self.words.keys[a] in _HEADS_OF_GUARDS
        ):
            return None
        labels = self.concepts(a, colon)
        if any(self.maker.constrained(i) or self.maker.cues.get(i) for i in labels) or any(
            a <= m.start < colon for m in self.marks if m.kind != "comma"
        ):
            return None
        domains = {self.mentions[i].domain for i in self.concepts(colon + 1, b)}
        if all(
            self.mentions[i].domain in domains | {"unknown", "measurement", "observation"}
            for i in labels
        ):
            return self.clause(colon + 1, b)
        return None

    def _prohibited(self, a: int, b: int) -> Expression | None:
        """ "X is excluded": in an inclusion not X; under an exclusion heading X itself."""
        marks = self.top(a, b, "prohibition_after", "negation_after")
        if not marks or not self.content(a, marks[0].start):
            return None
        mark = marks[0]
        arg = self._inside_negation(a, mark.start)
        if arg is None:
            return None
        rest = self.clause(mark.end, b) if self.content(mark.end, b) else None
        if mark.kind == "prohibition_after" and self.kind == "exclusion":
            self.restated = True
            return arg if rest is None else all_of([arg, rest])
        return negated(arg) if rest is None else all_of([negated(arg), rest])

    def _inside_negation(self, a: int, b: int) -> Expression | None:
        self.negations += 1
        try:
            return self.clause(a, b)
        finally:
            self.negations -= 1

    def _unless(self, a: int, b: int) -> Expression | None:
        """ "X unless Y": X and not Y."""
        for mark in self.top(a, b, "unless"):
            if (
                self.content(a, mark.start)
                and self.content(mark.end, b)
                and not self._negated_at(a, mark.start)
            ):
                left, right = self.clause(a, mark.start), self.clause(mark.end, b)
                if left is not None and right is not None:
                    return all_of([left, negated(right)])
        return None

    def _negated_at(self, a: int, position: int) -> bool:
        """Whether a negation that opens the range reaches over a position."""
        return any(
            m.kind in ("negation", "prohibition")
            and m.start - a <= 4
            and m.reach > position
            and not self.concepts(a, m.start)
            for m in self.marks
            if a <= m.start < position
        )

    def _conditional(self, a: int, b: int) -> Expression | None:
        """ "if X, Y" and "Y if X"."""
        for mark in self.top(a, b, "condition"):
            if self._negated_at(a, mark.start):
                continue
            if not self.content(a, mark.start):
                commas = [
                    m
                    for m in self.top(mark.end, b, "comma")
                    if self.content(mark.end, m.start) and self.content(m.end, b)
                ]
                if commas:
                    return self._if(
                        self.clause(mark.end, commas[0].start), self.clause(commas[0].end, b)
                    )
            elif self.content(mark.end, b):
                return self._if(self.clause(mark.end, b), self.clause(a, mark.start))
        return None

    def _if(self, condition: Expression | None, then: Expression | None) -> Expression | None:
        if condition is None or then is None:
            return condition or then
        if self.kind == "exclusion" or self.negations % 2:
            return all_of([condition, then])
        return If(condition=condition, then=then)

    def _defined(self, a: int, b: int) -> Expression | None:
        """ "X, defined as Y": X and Y; the method of a test ("confirmed by biopsy") is no fact."""
        for mark in self.top(a, b, "definition"):
            if not (self.content(a, mark.start) and self.content(mark.end, b)) or self._negated_at(
                a, mark.start
            ):
                continue
            left, right = self.clause(a, mark.start), self.clause(mark.end, b)
            if left is not None and right is not None:
                return all_of([left, right])
        return None

    def _guarded(self, a: int, b: int) -> Expression | None:
        """ "for women: X", "in patients with Y, X"."""
        if self.words.keys[a] not in _HEADS_OF_GUARDS:
            return None
        ends = [
            i
            for i in range(a + 1, b)
            if self.words.texts[i] in (":", ",") and self.regions.depth[i] == self.regions.depth[a]
        ]
        if not ends or not self.concepts(a, ends[0]) or not self.content(ends[0] + 1, b):
            return None
        return self._if(self.clause(a + 1, ends[0]), self.clause(ends[0] + 1, b))

    def _reasoned(self, a: int, b: int) -> Expression | None:
        """A statement that no fact can say, for a reason its words give."""
        for first, end, sense in self.reasons:
            if not a <= first < b or self.regions.depth[first] != self.regions.depth[a]:
                continue
            strong = not any(word in _WEAK_REASONS for word in self.words.keys[first:end])
            named = [i for i in self.concepts(a, b) if self.mentions[i].known]
            if not strong and named:
                continue
            opening = self._opens_with(a, first, end, b)
            if opening is not None:
                right = self.clause(opening, b)
                if right is not None and facts(right):
                    return all_of([self.unresolved(a, opening, sense.means), right])
            before = self._stands_before(a, first)
            if before is not None:
                left = self.clause(a, before)
                if left is not None and facts(left):
                    or_before = any(m.kind == "or" and m.start == before for m in self.marks)
                    return (any_of if or_before else all_of)(
                        [left, self.unresolved(before, b, sense.means)]
                    )
            if any(self.maker.constrained(i) for i in named) and not strong:
                continue
            following = self._goes_on(end, b)
            if following is not None:
                right = self.clause(following, b)
                if right is not None and facts(right):
                    join = (
                        any_of
                        if any(m.kind == "or" and m.end == following for m in self.marks)
                        or self._alternatives()
                        else all_of
                    )
                    return join([self.unresolved(a, following, sense.means), right])
            return self.unresolved(a, b, sense.means)
        return None

    def _opens_with(self, a: int, first: int, end: int, b: int) -> int | None:
        """Where the statement begins after "In the opinion of the investigator,"."""
        if first - a > 1:
            return None
        comma = next((m for m in self.top(end, b, "comma") if m.start - end <= 3), None)
        return comma.end if comma is not None and self._specific(comma.end, b) else None

    def _stands_before(self, a: int, first: int) -> int | None:
        """Where the reason's own clause begins, if known facts stand before it."""
        marks = [
            m
            for m in self.top(a, first, "comma", "and", "or", "but", "with")
            if self._specific(a, m.start)
        ]
        cuts = [m.start for m in marks]
        cuts += [
            i
            for i in range(a + 1, first)
            if self.words.keys[i] in ("that", "which", "as", "in") and self._specific(a, i)
        ]
        return max(cuts, default=None)

    def _specific(self, a: int, b: int) -> bool:
        return any(
            self.mentions[i].known
            and self.text(self.mentions[i].start, self.mentions[i].end).casefold() not in _GENERIC
            for i in self.concepts(a, b)
        )

    def _goes_on(self, end: int, b: int) -> int | None:
        """Where a new statement begins after a reason ("…; and eGFR > 60")."""
        for mark in self.top(end, b, "and", "or", "but"):
            following = self.concepts(mark.end, b)[:1]
            if following and self.maker.constrained(following[0]):
                return mark.end
        return None

    # --- lists ---------------------------------------------------------------------------------

    def listed(self, a: int, b: int) -> Expression | None:
        """Members joined by commas, "or", "and", "with"; negations and exceptions stay whole."""
        a, b = self.trim(a, b)
        if a >= b:
            return None
        combined = self._combined(a, b)
        if combined is not None:
            return combined
        cuts = self._cuts(a, b)
        if not cuts:
            return self.unit(a, b)
        kind, chosen = self._loosest(a, b, cuts)
        members, at = [], a
        for mark in chosen:
            members.append((at, mark.start))
            at = mark.end
        members.append((at, b))
        return self._joined(kind, members)

    def _combined(self, a: int, b: int) -> Expression | None:
        """ "at least two of the following: A, B, C"."""
        marks = self.top(a, b, "list_any_of", "list_all_of", "list_at_least")
        mark = next(
            (
                m
                for m in marks
                if self.content(m.end, b)
                and not self.concepts(a, m.start)
                and not self._negated_at(a, m.start)
            ),
            None,
        )
        if mark is None:
            return None
        colon = next(
            (
                i
                for i in range(mark.end, b)
                if self.words.texts[i] == ":" and self.content(i + 1, b)
            ),
            None,
        )
        rest = self.listed(mark.end if colon is None else colon + 1, b)
        if isinstance(rest, (AllOf, AnyOf)):
            if mark.kind == "list_any_of":
                return any_of(rest.args)
            return (
                at_least(mark.n, rest.args) if mark.kind == "list_at_least" else all_of(rest.args)
            )
        return rest

    def _cuts(self, a: int, b: int) -> list[Mark]:
        """The marks at which the range is cut into members that each say something."""
        opaque = self._opaque(a, b)
        cuts = [
            m
            for m in self.top(a, b, "comma", "and", "or", "with", "but")
            if m.start not in opaque and not self._between_sexes(m, a, b)
        ]
        for mark in self.top(a, b, "negation", "prohibition"):
            if mark.start > a and mark.start not in opaque and self.concepts(a, mark.start):
                cuts.append(Mark(mark.start, mark.start, "with"))
        merged: list[Mark] = []
        for mark in sorted(cuts):
            if merged and not self._wordy_between(merged[-1].end, mark.start):
                merged[-1] = self._merged(merged[-1], mark)
            else:
                merged.append(mark)
        return self._with_content(a, b, merged)

    def _between_sexes(self, mark: Mark, a: int, b: int) -> bool:
        """Whether a mark joins two sexes that all else is said of: "male or female outpatients"."""
        concepts = self.concepts(a, b)
        left = [i for i in concepts if self.mentions[i].end == mark.start]
        right = [i for i in concepts if self.mentions[i].start == mark.end]
        both = left + right
        return (
            len(both) == 2
            and len(concepts) > 2
            and all(self.words.keys[self.mentions[i].end - 1] in SEXES for i in both)
        )

    def _merged(self, first: Mark, second: Mark) -> Mark:
        """ ", or" is an "or" of a comma list; "and with" an "and"."""
        kinds = {first.kind, second.kind}
        kind = (
            "but"
            if "but" in kinds
            else next((k for k in ("or", "and", "with") if k in kinds), "comma")
        )
        comma = "comma" in kinds or first.kind.startswith("comma_")
        if comma and kind in ("or", "and"):
            kind = f"comma_{kind}"
        if first.kind.startswith("comma_") and kind == "with":
            kind = first.kind
        return Mark(first.start, second.end, kind)

    def _wordy_between(self, a: int, b: int) -> bool:
        return any(self._wordy(i) for i in range(a, b))

    def _with_content(self, a: int, b: int, cuts: list[Mark]) -> list[Mark]:
        """Leave out the cuts beside which nothing of its own would stand."""
        kept: list[Mark] = []
        at = a
        for n, mark in enumerate(cuts):
            end = cuts[n + 1].start if n + 1 < len(cuts) else b
            if self._member(at, mark.start) and any(
                self._member(mark.end, cuts[k].start if k < len(cuts) else b)
                for k in range(n + 1, len(cuts) + 1)
            ):
                if self._member(mark.end, end) or mark.kind != "with":
                    kept.append(mark)
                    at = mark.end
        return kept

    def _member(self, a: int, b: int) -> bool:
        """Whether a range is a member of a list: it says something outside its own brackets."""
        depth = self.regions.depth
        floor = min((depth[i] for i in range(a, b) if self._wordy(i)), default=0)
        return any(depth[self.mentions[i].start] == floor for i in self.concepts(a, b)) or any(
            a <= first < b for first, _, _ in self.reasons
        )

    def _opaque(self, a: int, b: int) -> set[int]:
        """Tokens that belong to one member whatever joins them: scopes, exceptions, examples."""
        opaque: set[int] = set()
        for mark in self.marks:
            if not a <= mark.start < b:
                continue
            if mark.kind in ("negation", "prohibition"):
                opaque.update(range(mark.start + 1, min(mark.reach, b)))
            elif mark.kind in ("regardless", "relative") and mark.start > a:
                opaque.update(range(mark.start, min(self.regions.remark_end(mark.end), b)))
            elif mark.kind in ("exception", "includes", "synonym") and mark.start > a:
                first = mark.start
                while first > a + 1 and not self._wordy(first - 1):
                    first -= 1
                opaque.update(range(first, min(self.regions.clause_end(mark.end), b)))
        return opaque

    def _loosest(self, a: int, b: int, cuts: list[Mark]) -> tuple[str, list[Mark]]:
        """The operator at the top of a list and the marks it stands at."""
        but = [m for m in cuts if m.kind == "but"]
        if but:
            return "and", but
        ruled = [m for m in cuts if m.kind in ("comma_or", "comma_and")]
        commas = [m for m in cuts if m.kind.startswith("comma")]
        if ruled:
            kind = ruled[-1].kind.removeprefix("comma_")
            if len({m.kind for m in ruled}) > 1:
                return "or", [m for m in ruled if m.kind == "comma_or"]
            return kind, commas
        bare = [m for m in cuts if m.kind in ("or", "and")]
        joined = [m for m in cuts if m.kind == "with"]
        if not commas and bare and len(joined) == 1 and self._with_is_looser(a, b, joined[0], bare):
            return "with", joined
        if commas:
            last = [m for m in bare if m.start > commas[-1].start]
            for kind in ("or", "and"):
                chosen = [m for m in last if m.kind == kind]
                if chosen:
                    return kind, sorted(commas + chosen)
            return "comma", commas
        for kind in ("or", "and"):
            chosen = [m for m in bare if m.kind == kind]
            if chosen:
                return kind, chosen
        return "with", cuts

    def _with_is_looser(self, a: int, b: int, joined: Mark, bare: list[Mark]) -> bool:
        """ "A with B or C" is A with (B or C) where C is B's like, "(A or B) with C" always."""
        after = [m for m in bare if m.start > joined.start]
        if not after:
            return all(m.kind == "or" for m in bare)
        first, own, last = (
            self.concepts(x, y)[:1]
            for x, y in ((a, joined.start), (joined.end, after[0].start), (after[-1].end, b))
        )
        if not (first and own and last):
            return False
        domains = [self.mentions[group[0]].domain for group in (first, own, last)]
        constrained = [self.maker.constrained(group[0]) for group in (own, last)]
        return domains[1] == domains[2] and (
            domains[0] != domains[2] or constrained == [False, False]
        )

    def _joined(self, kind: str, members: list[tuple[int, int]]) -> Expression | None:
        shared = self._shared_domain(members)
        domains = [shared or self._next_domain(members, n) for n in range(len(members))]
        parts = [self._member_expression(a, b, domain) for (a, b), domain in zip(members, domains)]
        found = [part for part in parts if part is not None]
        if not found:
            return None
        if len(found) == 1:
            return found[0]
        if (
            kind == "or"
            or (kind == "comma" and self._comma_alternatives(found))
            or (kind in ("and", "comma") and self._plain_alternatives(found))
        ):
            return any_of(found)
        return all_of(_sexes_as_alternatives(found))

    def _member_expression(self, a: int, b: int, domain: str | None) -> Expression | None:
        concepts = self.concepts(a, b)
        if (
            domain
            and concepts
            and all(self.mentions[i].domain == "unknown" for i in concepts)
            and not any(a <= f < b for f, _, _ in self.reasons)
        ):
            self.uncertain += 1
            return self._facts(concepts[:1], domain, a, b)
        return self.clause(a, b)

    def _shared_domain(self, members: list[tuple[int, int]]) -> str | None:
        """The one domain of the known members of a list, which its unknown members share."""
        domains = {self.mentions[i].domain for a, b in members for i in self.concepts(a, b)} - {
            "unknown",
            "demographic",
        }
        return next(iter(domains)) if len(domains) == 1 else None

    def _next_domain(self, members: list[tuple[int, int]], n: int) -> str | None:
        """The domain of the concept right after an unknown member: "incisional or excisional biopsy"."""
        following = [
            self.mentions[i].domain
            for a, b in members[n + 1 : n + 2]
            for i in self.concepts(a, b)[:1]
        ]
        own = self.concepts(*members[n])
        short = len(own) == 1 and self.mentions[own[0]].end - self.mentions[own[0]].start <= 2
        return (
            following[0]
            if short and following and following[0] not in ("unknown", "demographic", "measurement")
            else None
        )

    def _plain_alternatives(self, found: Sequence[Expression]) -> bool:
        """Whether "and" lists alternatives: bare facts of one domain that exclude, or that are denied."""
        plain = [
            part
            for part in found
            if isinstance(part, Fact) and part.value is None and part.count is None
        ]
        if (
            plain
            and len(plain) == len(found)
            and all(part.concept.domain == "demographic" for part in plain)
        ):
            return True
        if not (self._alternatives() or (self.kind == "inclusion" and self.negations % 2)):
            return False
        return len(plain) == len(found) and len({part.concept.domain for part in plain}) == 1

    def _comma_alternatives(self, found: Sequence[Expression]) -> bool:
        return self._alternatives() or self.negations % 2 == 1 or self._plain_alternatives(found)

    # --- members -------------------------------------------------------------------------------

    def unit(self, a: int, b: int) -> Expression | None:
        """A member of a list: an exception, a negation, or concepts with their remarks in brackets."""
        negation = next(
            (m for m in self.top(a, b, "negation", "prohibition") if not self.concepts(a, m.start)),
            None,
        )
        if negation is not None:
            return self._negated(negation, a, b)
        exception = next(
            (
                m
                for m in self.top(a, b, "exception")
                if self.content(a, m.start) and self.content(m.end, b)
            ),
            None,
        )
        if exception is not None:
            return self._excepted(exception, a, b)
        return self._remarked(a, b)

    def _negated(self, mark: Mark, a: int, b: int) -> Expression | None:
        end = min(max(mark.reach, mark.end), b)
        inner = self._inside_negation(mark.end, end)
        rest = self.clause(end, b) if self.content(end, b) else None
        nothing = isinstance(inner, Unresolved) and not self.content(mark.end, end)
        if inner is None or (nothing and rest is not None):
            return rest if rest is not None else self._understood(a, b)
        if mark.kind == "prohibition" and self.kind == "exclusion":
            self.restated = True
            outer = inner
        else:
            outer = negated(_absent(inner))
        return outer if rest is None else all_of([outer, rest])

    def _excepted(self, mark: Mark, a: int, b: int) -> Expression | None:
        left = self.listed(a, mark.start)
        end = min(self.regions.clause_end(mark.end), b)
        right = self.clause(mark.end, end)
        rest = self.clause(end, b) if self.content(end, b) else None
        if left is None or right is None:
            return left or right
        excepted = self._except(left, right)
        return excepted if rest is None else all_of([excepted, rest])

    def _except(self, left: Expression, right: Expression) -> Expression:
        options = (
            right.args
            if isinstance(right, AnyOf)
            or (isinstance(right, AllOf) and all(isinstance(x, Fact) for x in right.args))
            else (right,)
        )
        return Except(arg=left, exceptions=options)

    def _remarked(self, a: int, b: int) -> Expression | None:
        """Concepts, and the brackets after them."""
        groups = self._groups(a, b)
        covered = {t for opening, closing in groups for t in range(opening, closing + 1)}
        core = [i for i in self.concepts(a, b) if self.mentions[i].start not in covered]
        includes, core = self._examples(core, a, b)
        expression = self._facts(core, None, a, b, includes) if core else None
        for opening, closing in groups:
            expression = self._remark(expression, opening + 1, closing)
        if expression is None:
            return self._understood(a, b)
        return self._unread(expression, a, b)

    def _unread(self, expression: Expression, a: int, b: int) -> Expression:
        """A comparator that nothing was made of must not be lost: the member is left open."""
        read = {t for q in self.quantities for t in range(q.start, q.end)}
        lost = [i for i in range(a, b) if self.words.is_operator(i) and i not in read]
        unbound = [q for q in self.quantities if a <= q.start < b and q.explicit and not self.maker.used(q)]
        if not lost and not unbound:
            return expression
        return self.unresolved(a, b, "ambiguous")

    def _groups(self, a: int, b: int) -> list[tuple[int, int]]:
        """The outermost brackets in a range."""
        groups = sorted((o, c) for o, c in self.regions.closing.items() if a <= o and c < b)
        outer: list[tuple[int, int]] = []
        for opening, closing in groups:
            if not outer or opening > outer[-1][1]:
                outer.append((opening, closing))
        return outer

    def _examples(self, core: list[int], a: int, b: int) -> tuple[list[int], list[int]]:
        """Split the concepts after "including" or "such as" from those before it."""
        mark = next(
            (m for m in self.top(a, b, "includes", "synonym") if self.concepts(a, m.start)), None
        )
        if mark is None:
            return [], core
        after = [i for i in core if self.mentions[i].start >= mark.end]
        before = [i for i in core if i not in after]
        return (after if mark.kind == "includes" else []), before

    def _remark(self, main: Expression | None, a: int, b: int) -> Expression | None:
        """What a bracket does to the expression before it."""
        cues = [m for m in self.marks if a <= m.start < b]
        first = cues[0] if cues and not self.concepts(a, cues[0].start) else None
        if main is None:
            inner = self.clause(a, b) if self.content(a, b) else None
            return inner if inner is not None and facts(inner) else None
        if first is not None and first.kind == "includes":
            return self._including(main, self.concepts(first.end, b))
        if first is not None and first.kind in ("exception", "unless", "condition"):
            inner = self.clause(first.end, b)
            if inner is None or not facts(inner):
                return main
            if first.kind == "condition":
                whole = self.clause(first.start, b)
                if isinstance(whole, If):
                    return If(condition=whole.condition, then=whole.then, otherwise=main)
            if first.kind == "exception":
                return self._except(main, inner)
            return (
                all_of([main, negated(inner)]) if first.kind == "unless" else all_of([inner, main])
            )
        concepts = self.concepts(a, b)
        if concepts and all(
            self.mentions[i].domain == "demographic" and self.mentions[i].name != "age"
            for i in concepts
        ):
            if any(isinstance(f, Fact) and f.value is not None for f in facts(main)):
                return all_of([any_of([self.maker.make(i) for i in concepts]), main])
            return main
        if any(self.maker.constrained(i) for i in concepts) and not self._restates(main, concepts):
            inner = self.clause(a, b)
            return main if inner is None or not facts(inner) else all_of([main, inner])
        return main

    def _restates(self, main: Expression, concepts: Sequence[int]) -> bool:
        names = {f.concept.name for f in facts(main) if f.concept.name}
        return any(self.mentions[i].name in names for i in concepts if self.mentions[i].name)

    def _including(self, main: Expression, concepts: Sequence[int]) -> Expression:
        """Give the examples to the last fact of an expression."""
        import msgspec

        if isinstance(main, Except):
            return msgspec.structs.replace(main, arg=self._including(main.arg, concepts))
        if isinstance(main, Fact):
            extra = tuple(self.maker._include(self.mentions[i]) for i in concepts)
            concept = msgspec.structs.replace(main.concept, includes=main.concept.includes + extra)
            return msgspec.structs.replace(main, concept=concept)
        return main

    def _facts(
        self,
        concepts: Sequence[int],
        domain: str | None,
        a: int,
        b: int,
        includes: Sequence[int] = (),
    ) -> Expression | None:
        """The facts of neighbouring concepts: the one told of, and the ones that stand for themselves."""
        known = [i for i in concepts if self.mentions[i].domain != "unknown" or self.maker.opened(i)]
        if domain is not None:
            known = list(concepts)
        if not known:
            return None
        known = self._without_adults(known)
        if self.maker.opened(known[0]) and self.maker.opened(known[-1]):
            known = [known[-1]]  # "inability to receive an orally-administered medication"
        heads = [known[0]]
        for previous, i in zip(known, known[1:]):
            if self._stands_alone(previous, i):
                heads.append(i)
        if len(heads) == 1 and self._says_nothing(heads[0]) and not includes:
            return self.unresolved(a, b, "vague")
        self.uncertain += sum(1 for i in heads if not self.mentions[i].known)
        made = [self.maker.make(i, domain, includes if i == heads[-1] else ()) for i in heads]
        return all_of(_sexes_as_alternatives(made))

    def _says_nothing(self, i: int) -> bool:
        """Whether a concept is only a word such as "disease", with nothing said of it."""
        mention = self.mentions[i]
        words = [k for k in self.words.keys[mention.start : mention.end] if k]
        plain = not self.maker.relations.get(i) and not self.maker.opened(i)
        vague = mention.domain == "condition" and set(words) <= _VAGUE_WORDS
        return plain and vague and not any(
            self.words.keys[first] in _GRADED for first, _ in mention.modifiers
        )

    def _without_adults(self, known: list[int]) -> list[int]:
        """ "an adult at least 18 years of age": the age says what "adult" says."""
        aged = any(self.mentions[i].name == "age" and self.maker.constrained(i) for i in known)
        rest = [i for i in known if self.words.keys[self.mentions[i].end - 1] != "adult"]
        return rest if aged and rest else known

    def _stands_alone(self, previous: int, i: int) -> bool:
        """Whether a concept is a fact of its own, not a part of what the one before it says."""
        if self.maker.constrained(i):
            return True
        first, second = self.mentions[previous], self.mentions[i]
        between = [k for k in self.words.keys[first.end : second.start] if k]
        if first.domain == "demographic" or second.domain == "demographic":
            return True
        return not any(word in _PREPOSITIONS for word in between)

    def _understood(self, a: int, b: int) -> Expression | None:
        """What to make of a range without a fact: a reason, an unknown concept, or nothing."""
        a, b = self.trim(a, b)
        if a >= b:
            return None
        for first, _, sense in self.reasons:
            if a <= first < b:
                return self.unresolved(a, b, sense.means)
        truncated = any(self.words.is_operator(i) for i in range(a, b)) and not self.quantities
        return self.unresolved(a, b, "truncated" if truncated else "unknown_concept")


def _sexes_as_alternatives(found: Sequence[Expression]) -> list[Expression]:
    """ "18 to 70 years, male and female": nobody is both, so either will do."""
    sexes = [
        part
        for part in found
        if isinstance(part, Fact)
        and part.value is None
        and part.concept.text.casefold().rstrip("s") in SEXES
    ]
    if len(sexes) < 2:
        return list(found)
    rest = [part for part in found if part not in sexes]
    return [*rest, any_of(sexes)]


def _absent(node: Expression) -> Expression:
    """ "no therapy for 3 years": what is denied is the therapy within those years."""
    import msgspec

    if (
        isinstance(node, Fact)
        and node.duration is not None
        and node.window is None
        or (
            isinstance(node, Fact)
            and node.duration is not None
            and node.window is not None
            and node.window.high is None
        )
    ):
        duration = node.duration
        if duration.low is None or duration.high is not None:
            return node
        unit: Any = duration.unit
        bounds = {
            "high": duration.low,
            "high_inclusive": duration.low_inclusive,
            "unit": unit,
            "start": duration.start,
            "end": duration.end,
        }
        window = msgspec.structs.replace(node.window or Window(), **bounds)
        return msgspec.structs.replace(node, duration=None, window=window)
    if isinstance(node, (AllOf, AnyOf)):
        return msgspec.structs.replace(node, args=tuple(_absent(arg) for arg in node.args))
    return node


def is_resolved(expression: Expression) -> bool:
    """Whether nothing in an expression is unresolved."""
    return not unresolved(expression)
