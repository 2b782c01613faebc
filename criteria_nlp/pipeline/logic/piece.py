"""A piece: one row of words read as a statement, and what its ranges hold.

A range is a half-open pair of token indices. The rules of the grammar are functions of a piece and
a range; those that others come back to are reached through the piece (`piece.clause`), so that
the modules of the grammar import each other in one direction only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import STRUCTURAL_CUES, Assertion, Mention, covered
from criteria_nlp.pipeline.logic.combine import all_of, any_of, negated
from criteria_nlp.pipeline.logic.facts import FactMaker
from criteria_nlp.pipeline.logic.findings import Findings
from criteria_nlp.pipeline.logic.marks import Mark, ReasonMark, find_marks, find_reasons
from criteria_nlp.pipeline.logic.reaches import Place, settled
from criteria_nlp.pipeline.regions import regions_of
from criteria_nlp.schema import Expression, If, Unresolved

Rule = Callable[["Piece", int, int], "Expression | None"]

_WITHIN_NAMES = frozenset("-\u2010\u2011\u20130123456789")
_JOINING = frozenset(("and", "or", "but", "comma", "with"))
# Domains whose names say nothing of consent, language or travel.
_NAMED = frozenset(("condition", "drug", "measurement"))
_OF = ("of", "from")  # "free of X" denies what follows
_RESULTS = frozenset(("value", "count", "category"))
# A value stands so near behind the negation that denies it: "must not be > 3".
_NEAR_VALUE = 2
# A negation opens a range if at most so many words stand before it ("patients must have no …").
_OPENING_WORDS = 4


class Grammar(NamedTuple):
    """The rules that tighter rules come back to."""

    clause: Rule
    listed: Rule


class Piece:
    """The words, marks and concepts of one piece, and what was learnt while reading it.

    `restated` says that its wording was turned round; `negations` and `conditions` count those
    around the range being read, `uncertain` the concepts that were only guessed; `open` holds the
    ranges whose clauses are being read.
    """

    def __init__(
        self,
        findings: Findings,
        lexicon: Lexicon,
        grammar: Grammar,
        span: tuple[int, int],
        kind: str,
    ) -> None:
        self.findings, self.words, self.mentions = findings, findings.words, findings.mentions
        self.lexicon, self.kind, self._grammar = lexicon, kind, grammar
        self.start, self.stop = span
        self.maker = FactMaker(findings)
        self.regions = regions_of(self.words, self.start, self.stop)
        start, stop = span
        self.operators = [i for i in range(*span) if self.words.is_operator(i)]
        self.quantities = [q for q in findings.quantities if start <= q.start < stop]
        self._find_marks()
        self.restated = False
        self.negations = 0
        self.conditions = 0
        self.uncertain = 0
        self.open: set[tuple[int, int]] = set()

    def _find_marks(self) -> None:
        """Find the words that shape the logic, and the mentions that are not only such words."""
        a, b = self.start, self.stop
        mentions = [(i, m) for i, m in enumerate(self.mentions) if a <= m.start < b]
        cues = [c for c in self.findings.assertions if a <= c.start < b]
        timed = covered([(s.start, s.end) for s in self.findings.stretches if a <= s.start < b])
        taken = timed | covered([(m.start, m.end) for _, m in mentions])
        taken |= covered([(q.start, q.end) for q in self.quantities])
        marks = find_marks(self.words, self.regions, cues, self.lexicon, taken)
        place = Place(self.words, a, b, self.lexicon.small_words, marks)
        self.marks = settled(place, self.kind)
        self._kinds = {m.kind for m in self.marks}
        self._joining = covered([(m.start, m.end) for m in self.marks if m.kind in _JOINING])
        names = covered([(m.start, m.end) for _, m in mentions if _has_own_name(m)])
        self.reasons = find_reasons(self.words, self.regions, self.lexicon, timed | names)
        told = [
            (i, mention.start)
            for i, mention in mentions
            if mention.domain != "part"
            and not (mention.start in timed and mention.end - 1 in timed)
            and not _only_a_cue(mention, cues)
        ]
        self._concepts = sorted(told, key=itemgetter(1))
        self._cues = cues

    @cached_property
    def read(self) -> set[int]:
        """The words that a value, a window, a cue or a relation has."""
        found = self.findings
        spans = [(c.start, c.end) for c in self._cues if c.category not in STRUCTURAL_CUES]
        spans += [(q.start, q.end) for q in self.quantities]
        spans += [(s.start, s.end) for s in found.stretches if self.start <= s.start < self.stop]
        for relation in (r for i, _ in self._concepts for r in found.relations(i)):
            told = self.mentions[relation.index] if relation.role == "guard" else relation
            spans.append((told.start, told.end))
        spans += [(at.start, at.stop) for i, _ in self._concepts if (at := self.without(i))]
        return covered(spans)

    @cached_property
    def asking(self) -> list[int]:
        """Where something is asked of what stands before: verbs such as "must", and colons."""
        span = slice(self.start, self.stop)
        keys, texts = self.words.keys[span], self.words.texts[span]
        words = self.lexicon.small_words["obliging"]
        if words.isdisjoint(keys) and ":" not in texts:
            return []
        both = enumerate(zip(keys, texts, strict=True), self.start)
        return [i for i, (key, text) in both if text == ":" or key in words]

    @cached_property
    def limiting(self) -> list[int]:
        """Where "for", "in" or "required of" stands, which patients may follow."""
        keys, required = self.words.keys, self.lexicon.small_words["required"]
        places = range(self.start, self.stop)
        return [
            i
            for i in places
            if keys[i] in ("for", "in") or (keys[i] == "of" and keys[i - 1] in required)
        ]

    @cached_property
    def _says_free(self) -> bool:
        return "free" in self.words.keys[self.start : self.stop]

    # --- rules to come back to -----------------------------------------------------------------

    def clause(self, a: int, b: int) -> Expression | None:
        """A range as a statement of its own."""
        return self._grammar.clause(self, a, b)

    def condition(self, a: int, b: int) -> Expression | None:
        """A range as the condition of a statement."""
        self.conditions += 1
        try:
            return self.clause(a, b)
        finally:
            self.conditions -= 1

    def clause_if_told(self, a: int, b: int) -> Expression | None:
        """A range as a statement, if it says anything of its own."""
        return self._grammar.clause(self, a, b) if self.content(a, b) else None

    def listed(self, a: int, b: int) -> Expression | None:
        """A range as a list, without looking for conditions and the like."""
        return self._grammar.listed(self, a, b)

    def fact(
        self,
        i: int,
        domain: str | None = None,
        includes: Sequence[int] = (),
        qualifiers: Sequence[tuple[int, int]] = (),
    ) -> Expression:
        """The fact of a concept, with what stands here for some patients only put so."""
        return self.maker.make(i, self.guarded, domain, includes, qualifiers)

    # --- what a range holds --------------------------------------------------------------------

    def trim(self, a: int, b: int) -> tuple[int, int]:
        """The range without blanks, punctuation and connectives at its ends."""
        skip = self._joining
        while a < b and (a in skip or not self.wordy(a)) and not self._starts_group(a, b):
            a += 1
        while b > a and (b - 1 in skip or not self.wordy(b - 1)) and not self._ends_group(a, b):
            b -= 1
        if a < b and self._starts_group(a, b) and self.regions.closing.get(a) == b - 1:
            return self.trim(a + 1, b - 1)
        return a, b

    def _starts_group(self, a: int, b: int) -> bool:
        return a in self.regions.closing and self.regions.closing[a] < b

    def _ends_group(self, a: int, b: int) -> bool:
        opening = self.regions.opening.get(b - 1)
        return opening is not None and opening >= a

    def wordy(self, i: int) -> bool:
        """Whether a token is a word, a number or a comparator."""
        return self.words.is_wordy(i)

    def concepts(self, a: int, b: int) -> list[int]:
        """The mentions in a range, in reading order."""
        return [i for i, start in self._concepts if a <= start < b]

    def reasons_in(self, a: int, b: int) -> list[ReasonMark]:
        """The reasons in a range."""
        return [reason for reason in self.reasons if a <= reason.start < b]

    def content(self, a: int, b: int) -> bool:
        """Whether a range says anything of its own: a concept or a reason, not only a value."""
        return any(a <= start < b for _, start in self._concepts) or bool(self.reasons_in(a, b))

    def leads_to_value(self, mark: Mark, b: int) -> bool:
        """Whether something measurable is said of the first concept after a mark."""
        following = self.concepts(mark.end, b)[:1]
        return bool(following) and self.findings.constrained(following[0])

    def qualified(self, a: int, b: int) -> bool:
        """Whether a range holds an adjective that may qualify a concept."""
        return bool(list(self.lexicon.table("modifiers").find(self.words.keys, a, b)))

    def replaces(self, a: int, b: int) -> bool:
        """Whether a range holds a value that replaces that of a concept before it."""
        return any(a <= at < b for at in self._replacing(self.start, a))

    def replacing(self, a: int, b: int) -> int | None:
        """Where in a range, outside its brackets, a value replaces that of a concept before it."""
        depth = self.regions.depth
        places = (at for at in self._replacing(a, b) if a < at < b and depth[at] == depth[a])
        return min(places, default=None)

    def _replacing(self, a: int, b: int) -> Iterator[int]:
        """Where the values stand that replace those of the concepts in a range."""
        if "alternative" in self.findings.said:
            for i in self.concepts(a, b):
                yield from (r.start for r in self.findings.roles(i).get("alternative", ()))

    def signs(self, a: int, b: int, *signs: str) -> list[int]:
        """Where in a range these signs stand, in the same brackets as its first word."""
        texts, depth = self.words.texts, self.regions.depth
        return [i for i in range(a + 1, b) if texts[i] in signs and depth[i] == depth[a]]

    def top(self, a: int, b: int, *kinds: str) -> list[Mark]:
        """The marks of these kinds in a range, not inside brackets that open within it."""
        if self._kinds.isdisjoint(kinds):
            return []
        found = [m for m in self.marks if a <= m.start < b and m.kind in kinds]
        if not found or not self.regions.closing:
            return found
        depth = self.regions.depth
        floor = min([depth[i] for i in range(a, b)])
        return [m for m in found if depth[m.start] == floor]

    def groups(self, a: int, b: int) -> list[tuple[int, int]]:
        """The outermost brackets in a range: where they open and close."""
        outer: list[tuple[int, int]] = []
        for opening, closing in (
            sorted(self.regions.closing.items()) if self.regions.closing else ()
        ):
            if a <= opening and closing < b and (not outer or opening > outer[-1][1]):
                outer.append((opening, closing))
        return outer

    # --- what its words mean -------------------------------------------------------------------

    def among(self, name: str, i: int) -> bool:
        """Whether a token is in a list of the small words."""
        return self.words.keys[i] in self.lexicon.small_words[name]

    def meaningful(self, i: int) -> bool:
        """Whether a token is a word that can be part of a concept's name."""
        key = self.words.keys[i]
        return key[:1].isalpha() and key not in self.lexicon.function_words

    def nameable(self, i: int) -> bool:
        """Whether a token can stand within a concept's name: such a word, a number or a dash."""
        return self.meaningful(i) or self.words.texts[i][0] in _WITHIN_NAMES

    def denies_value(self, mark: Mark, a: int) -> bool:
        """Whether a negation stands between a concept and its value: "X must not be > 3"."""
        return self.has_result(a, mark.start, range(mark.end, mark.end + _NEAR_VALUE))

    def has_result(self, a: int, b: int, places: range) -> bool:
        """Whether a value, count or category of the concepts in a range begins at some place."""
        said = (r for i in self.concepts(a, b) for r in self.findings.relations(i))
        return any(r.role in _RESULTS and r.start in places for r in said)

    def without(self, i: int) -> range:
        """The tokens that deny a concept behind it, if any do: "seizure-free", "tobacco free"."""
        if not self._says_free:
            return range(0)
        keys, end = self.words.keys, self.mentions[i].end
        at = end if end >= self.stop or keys[end] else end + 1
        if at >= self.stop or keys[at] != "free" or self.regions.bracket[end] == end:
            return range(0)
        goes_on = at + 1 < self.stop and (self.meaningful(at + 1) or keys[at + 1] in _OF)
        return range(0) if goes_on else range(end, at + 1)

    def is_exemption(self, permission: Mark) -> bool:
        """Whether words say that something need not be: "is not mandatory"."""
        return any(self.among("required", i) for i in range(permission.start, permission.end))

    def takes_part(self, permission: Mark) -> bool:
        """Whether words say, in an inclusion, who takes part: "are eligible"."""
        told = " ".join(self.words.keys[permission.start : permission.end])
        words = self.lexicon.small_words["participation"]
        return self.kind == "inclusion" and any(word in told for word in words)

    def is_vacuous(self, condition: Mark) -> bool:
        """Whether a condition asks only that there is such a thing: "if applicable"."""
        following = range(condition.end, min(condition.end + 1, self.stop))
        return any(self.among("vacuous", i) for i in following)

    def names_sex(self, keys: Iterable[str]) -> bool:
        """Whether words name people of a sex and nothing else: "male", "female patients"."""
        told = {key for key in keys if key}
        sexes = told & self.lexicon.small_words["sexes"]
        return bool(sexes) and told - sexes <= self.lexicon.function_words

    def domains(self, concepts: Sequence[int]) -> set[str]:
        """The domains of some mentions."""
        return {self.mentions[i].domain for i in concepts}

    def denied_at(self, a: int, position: int) -> bool:
        """Whether a negation that opens the range from `a` on reaches over a position."""
        return any(
            m.kind in ("negation", "prohibition")
            and m.start - a <= _OPENING_WORDS
            and m.reach > position
            and not self.concepts(a, m.start)
            for m in self.marks
            if a <= m.start < position
        )

    def denies(self) -> bool:
        """Whether what is being read is denied: inside an odd number of negations."""
        return self.negations % 2 == 1

    def excludes(self) -> bool:
        """Whether each of several things being read is enough to exclude."""
        return self.kind == "exclusion" and not self.denies()

    def keeps_out(self) -> bool:
        """Whether who fulfils what is being read is kept out: it excludes or is denied."""
        return self.kind == "exclusion" or self.denies()

    def guarded(self, guard: Expression, statement: Expression) -> Expression:
        """A statement for some patients only: who excludes or is denied must be one of them."""
        if self.keeps_out():
            return all_of([guard, statement])
        return If(condition=guard, then=statement)

    def spared(self, statement: Expression, unless: Expression) -> Expression:
        """A statement unless something else holds, which includes and excludes not."""
        if self.kind == "inclusion" and not self.denies() and not self.conditions:
            return any_of([statement, unless])
        return all_of([statement, negated(unless)])

    def unresolved(self, a: int, b: int, reason: Any) -> Expression:
        """The range as a part that is not understood."""
        first, end = self.trim(a, b)
        if first >= end:
            first, end = a, b
        text = self.findings.quote(first, end)
        return Unresolved(text=text, reason=reason, **self.findings.place(first, end))


def _has_own_name(mention: Mention) -> bool:
    """Whether the words of a mention mean nothing else: "Eastern Cooperative Oncology Group"."""
    return mention.known and mention.domain in _NAMED and mention.end - mention.start > 1


def _only_a_cue(mention: Mention, cues: Sequence[Assertion]) -> bool:
    """Whether an unknown mention is only the words of a cue."""
    return not mention.known and any(
        cue.start <= mention.start and mention.end <= cue.end for cue in cues
    )
