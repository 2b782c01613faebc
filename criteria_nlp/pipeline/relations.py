"""Relations: each value, count, change, window and duration tied to the concept it belongs to.

Nearest first, within the brackets and the sentence; then what a list shares is given to each of its
members ("ALT and AST <= 3 x ULN", "stroke or infarction within 6 months").
"""

from collections.abc import Sequence

import msgspec
from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.lexicon import Lexicon, load_lexicon
from criteria_nlp.pipeline.layers import (
    Assertion,
    Mention,
    Quantity,
    Relation,
    Stretch,
    Words,
    pieces,
    read_layer,
    set_extensions,
    words_of,
    write_layer,
)
from criteria_nlp.pipeline.regions import Regions

_EVENTS = frozenset(("condition", "drug", "procedure", "observation", "device"))
_NEAR = 6  # words between a concept and its value
_LIST_WORDS = frozenset(
    (
        "and",
        "or",
        "and/or",
        ",",
        "/",
        "both",
        "either",
        "as",
        "well",
        "",
        "(",
        ")",
        "any",
        "other",
        "a",
        "an",
        "the",
        "nor",
        "&",
    )
)
PART = "part"  # the domain of a mention that belongs to another fact
METHOD_CUES = frozenset(
    (
        "confirmed by",
        "documented by",
        "as documented by",
        "as confirmed by",
        "based on",
        "according to",
        "per",
        "as per",
        "determined by",
        "as determined by",
        "measured by",
    )
    + (
        "as measured by",
        "as assessed by",
        "diagnosed by",
        "proven by",
        "as demonstrated by",
        "demonstrated by",
    )
)
_PARTS = frozenset(("grade", "dose", "dosage", "grading", "toxicity grade"))
_OLDER = frozenset(("older", "younger", "elder"))
_AGE_WORDS = ("old", "young", "elder", "age")


class CriteriaRelations:
    """Writes the layer `relations`, and adds to `mentions` the ages that no word names."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or load_lexicon()
        set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        words = words_of(doc)
        mentions = read_layer(doc, "mentions", Mention)
        quantities = read_layer(doc, "quantities", Quantity)
        stretches = read_layer(doc, "stretches", Stretch)
        assertions = read_layer(doc, "assertions", Assertion)
        binder = _Binder(words, mentions, quantities, stretches, assertions, self.lexicon)
        for start, stop in pieces(doc, words):
            binder.bind(start, stop)
        write_layer(doc, "mentions", binder.mentions)
        write_layer(doc, "relations", binder.relations)
        return doc


@Language.factory("criteria_relations", default_config={})
def create_relations(nlp: Language, name: str) -> CriteriaRelations:
    """Makes the relation component of a pipeline."""
    return CriteriaRelations()


class _Binder:
    def __init__(
        self,
        words: Words,
        mentions: Sequence[Mention],
        quantities: Sequence[Quantity],
        stretches: Sequence[Stretch],
        assertions: Sequence[Assertion],
        lexicon: Lexicon,
    ) -> None:
        self.words, self.lexicon = words, lexicon
        self.mentions = list(mentions)
        self.quantities, self.stretches, self.assertions = quantities, stretches, assertions
        self.relations: list[Relation] = []

    # --- one piece -----------------------------------------------------------------------------

    def bind(self, start: int, stop: int) -> None:
        """Bind everything between two tokens."""
        self.start, self.stop = start, stop
        self.regions = Regions(self.words, start, stop)
        self.first_relation = len(self.relations)
        inside = [i for i, m in enumerate(self.mentions) if start <= m.start < stop]
        stretches = [(i, s) for i, s in enumerate(self.stretches) if start <= s.start < stop]
        timed = {s.quantity for _, s in stretches if s.quantity}
        away = {t for _, s in stretches for t in range(s.start, s.end)}
        self.candidates = [
            i
            for i in inside
            if not (self.mentions[i].start in away and self.mentions[i].end - 1 in away)
        ]
        named = [i for i in self.candidates if self.mentions[i].domain != "unknown"]
        self.candidates = named or self.candidates
        self._leave_out_examples(start, stop)
        self._leave_out_remarks(start, stop)
        self._leave_out_synonyms()
        changes = list(self.lexicon.table("changes").find(self.words.keys, start, stop))
        for i, quantity in enumerate(self.quantities):
            if start <= quantity.start < stop and (quantity.start, quantity.end) not in timed:
                self._quantity(i, quantity, changes)
        for i, stretch in stretches:
            self._stretch(i, stretch)
        self._grades_of_conditions()
        self._guards()
        self._categories(start, stop)
        self._glued_signs(start, stop)
        self._share_categories()
        self._share_values()
        self._share_stretches()

    def _leave_out_examples(self, start: int, stop: int) -> None:
        """Examples of a concept ("including A and B") take no values of their own."""
        self.examples: set[int] = set()
        for cue in self.assertions:
            if cue.category in ("includes", "synonym") and start <= cue.start < stop:
                end = self.regions.clause_end(cue.end)
                if self.regions.depth[cue.start]:
                    self.examples.update(range(cue.start, end))
                self.candidates = [
                    i for i in self.candidates if not (cue.end <= self.mentions[i].start < end)
                ]

    def _leave_out_remarks(self, start: int, stop: int) -> None:
        """What makes no difference ("with or without X") and how a thing was found are no facts."""
        for cue in self.assertions:
            if not start <= cue.start < stop or cue.category not in (
                "regardless",
                "relative",
                "definition",
            ):
                continue
            method = cue.category == "definition"
            if (
                method
                and " ".join(t.casefold() for t in self.words.texts[cue.start : cue.end])
                not in METHOD_CUES
            ):
                continue
            end = self.regions.remark_end(cue.end)
            told = [
                i
                for i, m in enumerate(self.mentions)
                if cue.end <= m.start < end and m.domain != PART
            ]
            valued = any(
                cue.end <= q.start < end and q.explicit and q.dimension != "time"
                for q in self.quantities
            )
            if (
                told
                and not (valued and cue.category != "regardless")
                and (
                    cue.category == "regardless"
                    or any(self.mentions[i].end <= cue.start for i in self.candidates)
                )
            ):
                if cue.category == "relative":
                    self._describe(cue.start, end)
                for i in told:
                    self._remove(i)

    def _describe(self, start: int, end: int) -> None:
        """Keep a remark as a modifier of the concept before it."""
        before = [i for i in self.candidates if self.mentions[i].end <= start]
        if before:
            nearest = max(before, key=lambda i: self.mentions[i].end)
            self._add(nearest, "modifier", start, end, -1, "", "relations#remark")

    def _leave_out_synonyms(self) -> None:
        """ "International Normalized Ratio, INR": the second name is the first one's."""
        ordered = sorted(self.candidates, key=lambda i: self.mentions[i].start)
        for first, second in zip(ordered, ordered[1:]):
            a, b = self.mentions[first], self.mentions[second]
            between = [k for k in self.words.keys[a.end : b.start] if k]
            if (
                a.name
                and a.name == b.name
                and between in ([","], ["/"], [":"], ["or"], [])
                and not self._quantity_between(a.end, b.start)
            ):
                self._remove(second)

    def _quantity_between(self, end: int, start: int) -> bool:
        return any(end <= q.start < start for q in self.quantities)

    def _remove(self, i: int) -> None:
        """Make a mention a part of another: it stays in the layer, and becomes no fact."""
        self.mentions[i] = msgspec.structs.replace(self.mentions[i], domain=PART)
        self.candidates = [c for c in self.candidates if c != i]

    def _add(
        self, mention: int, role: str, start: int, end: int, index: int, layer: str, source: str
    ) -> None:
        self.relations.append(
            Relation(
                mention=mention,
                role=role,
                start=start,
                end=end,
                index=index,
                layer=layer,
                source=source,
            )
        )

    def _has(self, mention: int, *roles: str) -> bool:
        return any(
            r.mention == mention and r.role in roles for r in self.relations[self.first_relation :]
        )

    # --- neighbours ----------------------------------------------------------------------------

    def _left(self, at: int) -> int | None:
        """The nearest concept that ends at or before word `at`, in its brackets, else around them."""
        found = [
            i
            for i in self.candidates
            if self.mentions[i].end <= at
            and self.regions.same_sentence(self.mentions[i].start, at - 1)
        ]
        same = [i for i in found if self.regions.same_brackets(self.mentions[i].start, at)]
        outer = [i for i in found if self.regions.encloses(self.mentions[i].start, at)]
        return max(same or outer, key=lambda i: self.mentions[i].end, default=None)

    def _past_people(self, at: int, left: int | None) -> int | None:
        """The measurement before the people a value is for: "Hb < 12 for men, < 11 for women"."""
        if left is None or self.mentions[left].domain != "demographic" or self.mentions[left].name == "age":
            return left
        before = self._left(self.mentions[left].start)
        return before if before is not None and self._has(before, "value") else left

    def _right(self, at: int) -> int | None:
        found = [
            i
            for i in self.candidates
            if self.mentions[i].start >= at
            and self.regions.same_sentence(at - 1, self.mentions[i].start)
            and self.regions.same_brackets(at, self.mentions[i].start)
        ]
        return min(found, key=lambda i: self.mentions[i].start, default=None)

    def _gap(self, end: int, start: int) -> int:
        """The words between two positions; bracketed remarks and blanks do not count."""
        return sum(
            1
            for i in range(end, start)
            if not self.regions.blank(i) and self.regions.depth[i] == self.regions.depth[start]
        )

    def _separated(self, end: int, start: int) -> bool:
        return any(
            self.words.keys[i] in ("and", "or", ",", "and/or", "/", "but")
            and self.regions.depth[i] <= self.regions.depth[start]
            for i in range(end, start)
        )

    # --- quantities ----------------------------------------------------------------------------

    def _quantity(
        self, index: int, quantity: Quantity, changes: Sequence[tuple[int, int, list]]
    ) -> None:  # type: ignore[type-arg]
        left, right = self._left(quantity.start), self._right(quantity.end)
        told = " ".join(self.words.texts[quantity.start : quantity.end]).casefold()
        aged = quantity.unit is None and any(word in told.split() for word in _OLDER)
        if (quantity.dimension == "time" or aged) and quantity.reference is None:
            found = self._time_target(quantity, left, right)
        else:
            found = self._value_target(quantity, self._past_people(quantity.start, left), right)
        if found is None:
            return
        mention, role = found
        self._add(
            mention,
            role,
            quantity.start,
            quantity.end,
            index,
            "quantities",
            quantity.source or "quantities",
        )
        if role == "value":
            self._change(mention, quantity, changes)
            self._bound_before(mention, index, quantity)

    def _value_target(
        self, quantity: Quantity, left: int | None, right: int | None
    ) -> tuple[int, str] | None:
        if (
            left is not None
            and self.mentions[left].name == "age"
            and quantity.unit is None
            and self._gap(self.mentions[left].end, quantity.start) <= _NEAR
        ):
            return left, "value"
        graded = next(
            (i for i in self.candidates if quantity.start <= self.mentions[i].start < quantity.end),
            None,
        )
        if graded is not None and self.mentions[graded].domain == "measurement":
            return graded, "value"
        plain = quantity.unit is None and quantity.reference is None and not quantity.category
        follows = right is not None and self._follows(quantity, right)
        measured = left is not None and self._measures(left, quantity)
        apart = left is not None and self._separated(self.mentions[left].end, quantity.start)
        if (
            follows
            and right is not None
            and plain
            and (not measured or apart)
            and self._counts(right)
        ):
            return right, "count"
        if (
            follows
            and right is not None
            and not measured
            and self.mentions[right].domain == "measurement"
        ):
            if quantity.explicit or quantity.dimension or self._near_change(quantity):
                return right, "value"
        if left is not None and measured:
            return left, "count" if self.mentions[left].countable and plain else "value"
        if left is not None and self._value_of_event(left, quantity, plain):
            counted = plain and quantity.explicit and not self._graded(left, quantity)
            return left, "count" if counted else "value"
        if (
            quantity.explicit
            and right is not None
            and self.mentions[right].domain == "measurement"
            and self._gap(quantity.end, self.mentions[right].start) <= _NEAR
        ):
            return right, "value"
        return None

    def _follows(self, quantity: Quantity, right: int) -> bool:
        """Whether a concept comes right after a quantity, adjectives aside."""
        mention = self.mentions[right]
        start = mention.modifiers[0][0] if mention.modifiers else mention.start
        return self._gap(quantity.end, start) <= 3 and not self._separated(quantity.end, start)

    def _counts(self, i: int) -> bool:
        mention = self.mentions[i]
        return mention.countable or mention.domain in _EVENTS

    def _measures(self, left: int, quantity: Quantity) -> bool:
        """Whether the concept at the left is measured by a quantity."""
        mention = self.mentions[left]
        if mention.domain != "measurement" and not (
            quantity.category or self._graded(left, quantity)
        ):
            return False
        gap = self._gap(mention.end, quantity.start)
        if quantity.explicit or quantity.pair or quantity.category:
            return gap <= 2 * _NEAR and (
                not self._separated(mention.end, quantity.start)
                or not self._mention_between(mention.end, quantity.start)
            )
        return (
            gap <= 3
            and not self._separated(mention.end, quantity.start)
            and not self._has(left, "value")
        )

    def _mention_between(self, end: int, start: int) -> bool:
        return any(
            end <= m.start < start
            for m in self.mentions
            if m.known and m.domain not in (PART, "demographic")
        )

    def _graded(self, left: int, quantity: Quantity) -> bool:
        """Whether the value is a grade, stage or class of the concept before it."""
        words = self.words.keys[self.mentions[left].end - 1 : quantity.start + 2]
        return any(word in ("grade", "stage", "class", "score", "type") for word in words)

    def _value_of_event(self, left: int, quantity: Quantity, plain: bool) -> bool:
        mention = self.mentions[left]
        near = self._gap(mention.end, quantity.start) <= _NEAR and not self._mention_between(
            mention.end, quantity.start
        )
        return (
            near
            and (quantity.explicit or quantity.dimension is not None)
            and mention.domain != "demographic"
            and not (plain and not quantity.explicit)
        )

    def _near_change(self, quantity: Quantity) -> bool:
        previous = [q for q in self.quantities if q.end <= quantity.start and q.start >= self.start]
        return bool(previous) and self.words.keys[quantity.start - 1] in ("or", "and", ",")

    # --- stretches of time without words of time ------------------------------------------------

    def _time_target(
        self, quantity: Quantity, left: int | None, right: int | None
    ) -> tuple[int, str] | None:
        age = self._age(quantity, left, right)
        if age is not None:
            return age, "value"
        if (
            left is not None
            and self._gap(self.mentions[left].end, quantity.start) <= _NEAR
            and not self._mention_between(self.mentions[left].end, quantity.start)
        ):
            return left, self._time_role(left, quantity)
        if right is not None and self._follows(quantity, right):
            return right, "value" if self.mentions[right].domain == "measurement" else "duration"
        return None

    def _time_role(self, left: int, quantity: Quantity) -> str:
        mention = self.mentions[left]
        between = self.words.keys[mention.end - 1 : quantity.start]
        if any(word in ("duration", "length", "since", "evolution") for word in between):
            return "duration"
        if mention.domain in ("measurement", "observation", "demographic") or quantity.unit not in (
            "a",
            "mo",
            "wk",
            "d",
            "h",
            "min",
            "{half-life}",
        ):
            return "value"
        if quantity.low is None:
            return "window"
        return "window" if mention.domain == "procedure" else "duration"

    def _age(self, quantity: Quantity, left: int | None, right: int | None) -> int | None:
        """The age a quantity is of: named on either side, or told by "older" or by standing alone."""
        for i in (left, right):
            if i is not None and self.mentions[i].name == "age":
                gap = (
                    self._gap(self.mentions[i].end, quantity.start)
                    if i == left
                    else self._gap(quantity.end, self.mentions[i].start)
                )
                if (
                    gap <= 8
                    and not (i == right and gap > 3)
                    and not (
                        i == left
                        and self._has(i, "value")
                        and self._mention_between(self.mentions[i].end, quantity.start)
                    )
                ):
                    return i
        for i in self.candidates:
            if (
                self.mentions[i].name == "age"
                and quantity.start <= self.mentions[i].start < quantity.end
            ):
                return i
        told = " ".join(self.words.texts[quantity.start : quantity.end + 2]).casefold()
        alone = (
            quantity.unit == "a"
            and (left is None or self.mentions[left].domain == "demographic")
            and (
                right is None
                or not self._follows(quantity, right)
                or self.mentions[right].domain == "demographic"
            )
        )
        if not any(word in told for word in _AGE_WORDS) and not alone:
            return None
        named = (quantity.unit_start, quantity.unit_end)
        if named[0] is None or named[1] is None:
            named = (quantity.start, quantity.end)
        self.mentions.append(
            Mention(
                start=named[0],
                end=named[1],
                domain="demographic",
                name="age",
                source="relations#age",
            )
        )
        self.candidates.append(len(self.mentions) - 1)
        return len(self.mentions) - 1

    def _bound_before(self, i: int, index: int, quantity: Quantity) -> None:
        """ "a minimum life expectancy of 12 months": the bound stands before the concept."""
        mention = self.mentions[i]
        first = mention.modifiers[0][0] if mention.modifiers else mention.start
        word = self.words.keys[first - 1] if first > self.start else ""
        inside = self.words.keys[first]
        for key, operator in (("minimum", ">="), ("minimal", ">="), ("maximum", "<="), ("maximal", "<=")):
            if key in (word, inside) and not quantity.explicit:
                self._add(i, "bound", quantity.start, quantity.end, index, operator, "relations#bound")

    # --- changes and categories ----------------------------------------------------------------

    def _change(
        self, mention: int, quantity: Quantity, changes: Sequence[tuple[int, int, list]]
    ) -> None:  # type: ignore[type-arg]
        """Whether a value is the size of a change: "an increase of at least 1 point"."""
        for first, end, senses in changes:
            named = self.mentions[mention]
            inside = any(m.start <= first < m.end for m in self.mentions) and not (
                named.domain == "condition" and named.start < first < named.end
            )
            before = 0 <= quantity.start - end <= 3 or (
                end <= self.mentions[mention].start and 0 <= self.mentions[mention].start - end <= 3
            )
            after = 0 <= first - quantity.end <= 2
            if (
                not inside
                and (before or after)
                and not self._separated(min(end, quantity.end), max(first, quantity.start))
            ):
                self._add(
                    mention,
                    "change",
                    quantity.start,
                    quantity.end,
                    first,
                    senses[0].means,
                    senses[0].source,
                )
                return
        if not quantity.explicit:
            self._inherit_change(mention, quantity)

    def _inherit_change(self, mention: int, quantity: Quantity) -> None:
        """ "an increase of >= 1 point (if ...) or 0.5 point (if ...)": the second is a change as well."""
        name = self.mentions[mention].name
        for relation in reversed(self.relations[self.first_relation :]):
            if (
                relation.role == "change"
                and relation.mention != mention
                and self.mentions[relation.mention].name == name
            ):
                self._add(
                    mention,
                    "change",
                    quantity.start,
                    quantity.end,
                    relation.index,
                    relation.layer,
                    relation.source,
                )
                self._add(
                    mention,
                    "operator_from",
                    relation.start,
                    relation.end,
                    -1,
                    "quantities",
                    relation.source,
                )
                return

    def _categories(self, start: int, stop: int) -> None:
        named = {
            t for i in self.candidates for t in range(self.mentions[i].start, self.mentions[i].end)
        }
        for first, end, senses in self.lexicon.table("categories").find(
            self.words.keys, start, stop
        ):
            if first in named:
                continue
            target = self._category_target(first, end)
            if target is not None and not self._has(target, "value"):
                self._add(target, "category", first, end, first, senses[0].means, senses[0].source)

    def _glued_signs(self, start: int, stop: int) -> None:
        """ "HIV+": a plus sign glued to a name says that it is positive."""
        for i in list(self.candidates):
            end = self.mentions[i].end
            if start < end < stop and self.words.texts[end] == "+" and not self._has(i, "value", "category"):
                glued = self.words.starts[end] == self.words.ends[end - 1]
                free = end + 1 >= stop or self.words.starts[end + 1] > self.words.ends[end] or not self.words.texts[end + 1][0].isalnum()
                if glued and free:
                    self._add(i, "category", end, end + 1, end, "positive", "categories#positive")

    def _category_target(self, first: int, end: int) -> int | None:
        right, left = self._right(end), self._left(first)
        if (
            self.words.keys[end - 1] in ("for", "of")
            and right is not None
            and self._gap(end, self.mentions[right].start) <= 6
        ):
            return right  # "positive for hepatitis B"
        for i in (right, left):
            if i is None or self.mentions[i].domain != "measurement":
                continue
            span = (end, self.mentions[i].start) if i == right else (self.mentions[i].end, first)
            if self._gap(*span) <= (1 if i == right else 3) and not self._separated(*span):
                return i
        return None

    # --- windows and durations -----------------------------------------------------------------

    def _stretch(self, index: int, stretch: Stretch) -> None:
        left, right = self._left(stretch.start), self._right(stretch.end)
        opens = self.regions.opens_clause(stretch.start)
        if right is None and left is None and self.regions.depth[stretch.start]:
            right = self._right_of_brackets(stretch)
        if stretch.binds == "right":
            target = right if right is not None else left
        elif right is not None and (
            left is None
            or (opens and not stretch.quantity)
            or (opens and not self.regions.same_clause(self.mentions[left].end, stretch.start))
        ):
            target = right
        else:
            target = left if left is not None else right
        if target is None or stretch.start in self.examples:
            return
        target = self._head(target, stretch)
        role = "duration" if stretch.role == "duration" else "window"
        self._add(target, role, stretch.start, stretch.end, index, "stretches", stretch.source)

    def _right_of_brackets(self, stretch: Stretch) -> int | None:
        """ "current use (within 30 days) of drugs": the concept follows the brackets."""
        after = self.regions.closing.get(self.regions.bracket[stretch.start], stretch.end) + 1
        return self._right(after) if after < self.stop else None

    # --- grades, doses, guards -----------------------------------------------------------------

    def _grades_of_conditions(self) -> None:
        """The grade of a toxicity and the dose of a drug are values of the toxicity and the drug."""
        for relation in self.relations[self.first_relation :]:
            part = self.mentions[relation.mention]
            if (
                relation.role != "value"
                or part.domain != "measurement"
                or self.words.keys[part.end - 1] not in _PARTS
            ):
                continue
            whole = self._whole(
                relation.mention,
                "drug" if self.words.keys[part.end - 1] in ("dose", "dosage") else "condition",
            )
            if whole is not None:
                self.relations[self.relations.index(relation)] = msgspec.structs.replace(
                    relation, mention=whole
                )
                self._remove(relation.mention)

    def _whole(self, part: int, domain: str) -> int | None:
        mention = self.mentions[part]
        near = [
            i
            for i in self.candidates
            if self.mentions[i].domain == domain and not self._has(i, "value")
        ]
        near = [
            i for i in near if self.regions.same_brackets(self.mentions[i].start, mention.start)
        ]
        left = [
            i
            for i in near
            if self.mentions[i].end <= mention.start
            and not self._separated(self.mentions[i].end, mention.start)
            and self.regions.same_sentence(self.mentions[i].start, mention.start)
        ]
        if left:
            return max(left, key=lambda i: self.mentions[i].end)
        right = [
            i
            for i in near
            if self.mentions[i].start >= mention.end
            and not self._separated(mention.end, self.mentions[i].start)
            and self._gap(mention.end, self.mentions[i].start) <= 4
        ]
        return min(right, key=lambda i: self.mentions[i].start, default=None)

    def _guards(self) -> None:
        """A value for some patients only: "> 102 cm for men and > 88 cm for women"."""
        values = [r for r in self.relations[self.first_relation :] if r.role == "value"]
        for relation in values:
            if self.mentions[relation.mention].domain != "measurement":
                continue
            people = self._people_after(relation.end)
            if people is None:
                people = self._people_before(relation.start, relation.mention)
            if people is not None:
                several = sum(r.mention == relation.mention for r in values) > 1
                if (
                    several
                    or self.regions.depth[self.mentions[people].start]
                    > self.regions.depth[relation.start]
                    or self.words.keys[relation.end] in ("for", "in", "if")
                ):
                    self._add(
                        relation.mention,
                        "guard",
                        relation.start,
                        relation.end,
                        people,
                        "mentions",
                        relation.source,
                    )
        for index in {r.index for r in self.relations[self.first_relation :] if r.role == "guard"}:
            self._remove(index)

    def _people(self) -> list[int]:
        return [
            i
            for i in self.candidates
            if self.mentions[i].domain == "demographic" and self.mentions[i].name != "age"
        ]

    def _people_after(self, end: int) -> int | None:
        for i in self._people():
            start = self.mentions[i].start
            between = [k for k in self.words.keys[end:start] if k]
            if (
                start >= end
                and len(between) <= 3
                and all(k in ("for", "in", "if", "(", "the", "adult", "of") for k in between)
            ):
                return i
        return None

    def _people_before(self, start: int, measured: int) -> int | None:
        for i in self._people():
            mention = self.mentions[i]
            between = [k for k in self.words.keys[mention.end : start] if k]
            if (
                mention.start >= self.mentions[measured].end
                and mention.end <= start
                and len(between) <= 2
                and all(k in (":", "-", "=", "is", ")", "with", "have") for k in between)
            ):
                return i
        return None

    def _head(self, target: int, stretch: Stretch) -> int:
        """ "lesions at MRI within 12 months": the window is of the lesions, not of the method."""
        mention = self.mentions[target]
        if mention.domain not in ("procedure", "device") or mention.end > stretch.start:
            return target
        before = [
            i
            for i in self.candidates
            if self.mentions[i].end <= mention.start
            and self.regions.same_clause(self.mentions[i].end, mention.start)
        ]
        if not before:
            return target
        previous = max(before, key=lambda i: self.mentions[i].end)
        between = [k for k in self.words.keys[self.mentions[previous].end : mention.start] if k]
        return (
            previous
            if between
            and between[0] in ("at", "on", "by", "in", "via", "per", "with")
            and len(between) <= 3
            else target
        )

    # --- what lists share ----------------------------------------------------------------------

    def _listed(self, first: int, second: int) -> bool:
        """Whether two concepts are neighbours in a list: only list words and adjectives between."""
        a, b = self.mentions[first], self.mentions[second]
        modifiers = {t for start, end in b.modifiers for t in range(start, end)}
        cues = {
            t
            for c in self.assertions
            if c.category
            not in ("negation", "prohibition", "exception", "unless", "condition", "includes")
            for t in range(c.start, c.end)
        }
        between = [
            i
            for i in range(a.end, b.start)
            if i not in modifiers
            and i not in cues
            and not self.regions.blank(i)
            and self.regions.depth[i] == self.regions.depth[b.start]
        ]
        return bool(between) and all(self.words.keys[i] in _LIST_WORDS for i in between)

    def _share_values(self) -> None:
        """Give the value at the end of a list of measurements to the members before it."""
        ordered = sorted(
            (i for i in self.candidates if self.mentions[i].domain == "measurement"),
            key=lambda i: self.mentions[i].start,
        )
        for first, second in zip(reversed(ordered[:-1]), reversed(ordered[1:])):
            if self._has(first, "value", "count", "category") or not self._listed(first, second):
                continue
            for relation in [
                r
                for r in self.relations[self.first_relation :]
                if r.mention == second and r.role in ("value", "category", "change")
            ]:
                if relation.start >= self.mentions[second].end:
                    self.relations.append(msgspec.structs.replace(relation, mention=first))

    def _share_categories(self) -> None:
        """ "negative result of the HIV, hepatitis B and hepatitis C tests": of each of them."""
        ordered = sorted(self.candidates, key=lambda i: self.mentions[i].start)
        for first, second in zip(ordered[:-1], ordered[1:], strict=True):
            told = [
                r
                for r in self.relations[self.first_relation :]
                if r.mention == first and r.role == "category" and r.end <= self.mentions[first].start
            ]
            if told and self._listed(first, second) and not self._has(second, "value", "category"):
                if self.words.keys[told[0].end - 1] in ("for", "of"):
                    self.relations.append(msgspec.structs.replace(told[0], mention=second))

    def _share_stretches(self) -> None:
        """Give a window or duration after a list to all its members, one before it likewise."""
        ordered = sorted(
            (
                i
                for i in self.candidates
                if self.mentions[i].domain in _EVENTS or self.mentions[i].domain == "measurement"
            ),
            key=lambda i: self.mentions[i].start,
        )
        levels: dict[int, list[int]] = {}
        for i in ordered:
            levels.setdefault(self.regions.bracket[self.mentions[i].start], []).append(i)
        for level in levels.values():
            for first, second in zip(reversed(level[:-1]), reversed(level[1:])):
                self._share(second, first, after=True)
            for first, second in zip(level[:-1], level[1:]):
                self._share(first, second, after=False)

    def _share(self, owner: int, other: int, *, after: bool) -> None:
        a, b = self.mentions[owner], self.mentions[other]
        if self._has(other, "window", "duration"):
            return
        low, high = (b, a) if after else (a, b)
        linked = (
            self.regions.same_clause(low.end, high.start)
            and self.regions.same_brackets(low.start, high.start)
            and self._coordinated(low.end, high.start)
        )
        if not linked:
            return
        for relation in [
            r
            for r in self.relations[self.first_relation :]
            if r.mention == owner and r.role in ("window", "duration")
        ]:
            placed = relation.start >= a.end if after else relation.end <= a.start
            quantity = relation.layer == "quantities"
            if (
                placed
                and (relation.role == "window" or quantity)
                and self._shareable(owner, other, relation)
            ):
                self.relations.append(msgspec.structs.replace(relation, mention=other))

    def _shareable(self, owner: int, other: int, relation: Relation) -> bool:
        """Events share windows; a measurement with a value shares one only with its like."""
        stretch = self.stretches[relation.index] if relation.layer == "stretches" else None
        if (
            stretch is not None
            and stretch.planned
            and any(
                other in c.targets for c in self.assertions if c.category in ("current", "history")
            )
        ):
            return False
        if relation.layer == "quantities":
            return self._listed(min(owner, other), max(owner, other))
        values = [self._has(i, "value", "count", "change") for i in (owner, other)]
        return values[0] == values[1]

    def _planned(self, i: int) -> bool:
        return any(i in cue.targets for cue in self.assertions if cue.category == "planned")

    def _coordinated(self, end: int, start: int) -> bool:
        keys = [self.words.keys[i] for i in range(end, start)]
        return any(key in ("and", "or", ",", "and/or", "/") for key in keys)
