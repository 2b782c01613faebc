"""Windows and durations: which stretches of time say *when* a thing is true, and which *how long*.

Words before a stretch ("within the last", "for", "since") and after it ("prior to", "ago", "since
treatment with") decide; the moment it is counted from is looked up, or is the concept that follows.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.lexicon import Lexicon, Sense, load_lexicon
from criteria_nlp.pipeline.layers import (
    Mention,
    Quantity,
    Stretch,
    Words,
    pieces,
    read_layer,
    set_extensions,
    text_of,
    words_of,
    write_layer,
)
from criteria_nlp.pipeline.quantities import PAST_WORDS
from criteria_nlp.schema import Window

_WEAK_LEADS = frozenset(
    ("in", "over", "on", "during", "into", "throughout", "in the", "over a", "during the", "inside")
)
_SKIPPED = frozenset(
    (
        "the",
        "their",
        "his",
        "her",
        "of",
        "a",
        "an",
        "this",
        "time",
        "date",
        "day",
        "any",
        "each",
        "with",
        "planned",
        "scheduled",
    )
)
_TO_COME = frozenset(("screening", "last_dose", "end_of_study", "first_dose"))
_WINDOW_UNITS = frozenset(("a", "mo", "wk", "d", "h", "min", "{half-life}"))


class CriteriaWindows:
    """Writes the layer `stretches`."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or load_lexicon()
        set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        words = words_of(doc)
        quantities = read_layer(doc, "quantities", Quantity)
        mentions = read_layer(doc, "mentions", Mention)
        found: list[Stretch] = []
        for start, stop in pieces(doc, words):
            inside = [q for q in quantities if start <= q.start < stop]
            near = [m for m in mentions if start <= m.start < stop]
            found += _Reader(doc.text, words, start, stop, near, self.lexicon).stretches(inside)
        write_layer(doc, "stretches", found)
        return doc


@Language.factory("criteria_windows", default_config={})
def create_windows(nlp: Language, name: str) -> CriteriaWindows:
    """Makes the window component of a pipeline."""
    return CriteriaWindows()


class _Anchor(NamedTuple):
    name: str
    start: int
    end: int
    concept: tuple[int, int] | None = None


class _Reader:
    def __init__(
        self,
        text: str,
        words: Words,
        start: int,
        stop: int,
        mentions: Sequence[Mention],
        lexicon: Lexicon,
    ) -> None:
        self.text, self.words, self.start, self.stop = text, words, start, stop
        self.mentions, self.lexicon = mentions, lexicon

    def stretches(self, quantities: Sequence[Quantity]) -> list[Stretch]:
        found = []
        timed = [q for q in quantities if q.unit in _WINDOW_UNITS and not q.reference]
        for i, quantity in enumerate(timed):
            following = timed[i + 1] if i + 1 < len(timed) else None
            stretch = self._timed(quantity, following, found[-1] if found else None)
            if stretch is not None:
                found.append(stretch)
        found += self._moments(found)
        return sorted(found, key=lambda s: s.start)

    # --- a stretch of time ---------------------------------------------------------------------

    def _timed(
        self, quantity: Quantity, following: Quantity | None, previous: Stretch | None
    ) -> Stretch | None:
        lead = self._lead(quantity.start)
        tail = self._tail(quantity.end)
        if tail is None and following is not None and self._alternative(quantity, following):
            tail = self._tail(following.end)
        if (
            lead is None
            and previous is not None
            and previous.quantity
            and self._alternative_span(previous.quantity[1], quantity.start)
        ):
            lead = (
                quantity.start,
                "past" if previous.role == "window" else "duration",
                previous.source,
            )
        if self._calque(quantity):
            lead = (
                lead[0] if lead else quantity.start,
                "past",
                lead[2] if lead else "windows#lead-1",
            )
        role = self._role(lead, tail, quantity)
        if role is None:
            return None
        return self._build(role, quantity, lead, tail)

    def _role(
        self,
        lead: tuple[int, str, str] | None,
        tail: tuple[int, str, str] | None,
        quantity: Quantity,
    ) -> str | None:
        """window, since or duration; null where the words around say nothing of time."""
        after = tail[1] if tail else None
        if lead is not None:
            before = lead[1]
            if before in ("past", "future"):
                return "window"
            if before == "within":
                weak = " ".join(self.words.keys[lead[0] : quantity.start]) in _WEAK_LEADS
                return "window" if after or not weak else None
            if before == "duration":
                if self.words.keys[lead[0]] == "from":
                    one_sided = quantity.explicit and (
                        quantity.low is None or quantity.high is None
                    )
                    return "since" if after == "since" else "duration" if one_sided else None
                return "duration"
        if after in ("before", "after", "ago"):
            return "window"
        if after == "since":
            return "since"
        return self._told(quantity)

    def _told(self, quantity: Quantity) -> str | None:
        """A duration told by the words after it: "2-week history of", "6 months duration", "a year of therapy"."""
        keys, at = self.words.keys, quantity.end
        if at < self.stop and keys[at] in ("duration", "history", "consecutive", "continuous"):
            return "duration"
        if (
            at + 1 < self.stop
            and keys[at] in ("of", "in")
            and keys[at + 1]
            in (
                "duration",
                "length",
                "history",
                "continuous",
                "stable",
                "prior",
                "previous",
                "treatment",
                "therapy",
                "attempted",
            )
        ):
            return "duration"
        follows = at + 1 < self.stop and keys[at] == "of" and keys[at + 1] not in ("age", "life")
        return (
            "duration"
            if follows
            and any(m.start in (at + 1, at + 2) and m.name != "age" for m in self.mentions)
            else None
        )

    def _build(self, role: str, quantity: Quantity, lead: Any, tail: Any) -> Stretch:
        start = lead[0] if lead else quantity.start
        end, anchor, direction = quantity.end, None, "before"
        if tail is not None and role != "since":
            end = tail[0]
            anchor = self._anchor(end) if tail[1] != "ago" else None
            direction = "after" if tail[1] == "after" else "before"
            if anchor is not None:
                end = anchor.end
            elif tail[1] in ("before", "after"):
                concept = self._concept_anchor(end, start)
                if (
                    concept is None
                    and self._starts_concept(end)
                    and role == "window"
                    and tail[1] == "after"
                ):
                    role, end, direction = "since", tail[0], "before"
                anchor, end = concept, concept.end if concept else end
        elif tail is not None:
            end = tail[0]
            anchor = self._anchor(end)
            role, end = (
                ("window", anchor.end) if anchor and not self._starts_concept(end) else (role, end)
            )
        if (
            role == "window"
            and "first" in self.words.keys[max(self.start, quantity.start - 2) : quantity.start]
        ):
            direction = "after"  # "during the first 2 weeks of the study"
            anchor = anchor or _Anchor("enrollment", quantity.start, quantity.end)
        future = lead is not None and lead[1] == "future"
        direction = "after" if future else direction
        source = (tail or lead or (0, "", "windows#told"))[2]
        if role == "duration":
            return self._duration(
                quantity, start, quantity.end if anchor is None else end, anchor, source
            )
        return self._window(role, quantity, start, end, anchor, direction, source)

    def _duration(
        self, quantity: Quantity, start: int, end: int, anchor: _Anchor | None, source: str
    ) -> Stretch:
        interval = quantity.interval(
            start=self.words.starts[quantity.start], end=self.words.ends[quantity.end - 1]
        )
        if not quantity.explicit:
            interval = quantity.interval(
                high=None, high_inclusive=False, start=interval.start, end=interval.end
            )
        window = None
        if anchor is not None:
            window = self._anchored(Window(direction="before"), anchor)
        binds = "right" if source == "windows#told" else None
        return Stretch(
            start=start,
            end=end,
            role="duration",
            interval=interval,
            window=window,
            binds=binds,
            quantity=(quantity.start, quantity.end),
            source=source,
        )

    def _window(
        self,
        role: str,
        quantity: Quantity,
        start: int,
        end: int,
        anchor: _Anchor | None,
        direction: Any,
        source: str,
    ) -> Stretch:
        bounds = (quantity.low, quantity.low_inclusive, quantity.high, quantity.high_inclusive)
        if not quantity.explicit:
            value = quantity.high
            bounds = (value, True, None, False) if role == "since" else (None, False, value, True)
        unit: Any = quantity.unit
        window = Window(
            low=bounds[0],
            low_inclusive=bounds[1],
            high=bounds[2],
            high_inclusive=bounds[3],
            unit=unit,
            direction=direction,
            which="last" if role == "since" or bounds[2] is None else "any",
            start=self.words.starts[start],
            end=self.words.ends[end - 1],
        )
        window = self._anchored(window, anchor)
        return Stretch(
            start=start,
            end=end,
            role="window",
            window=window,
            binds="right" if role == "since" else None,
            planned=direction == "after" and window.anchor in _TO_COME,
            quantity=(quantity.start, quantity.end),
            source=source,
            anchor_concept=anchor.concept if anchor else None,
        )

    def _anchored(self, window: Window, anchor: _Anchor | None) -> Window:
        import msgspec

        if anchor is None:
            return window
        name: Any = anchor.name
        text = text_of(self.text, self.words, anchor.start, anchor.end)
        return msgspec.structs.replace(window, anchor=name, anchor_text=text)

    # --- the words around ----------------------------------------------------------------------

    def _lead(self, end: int) -> tuple[int, str, str] | None:
        """The longest phrase that ends right before word `end`: its first word, its role, its entry."""
        table = self.lexicon.table("leads")
        for first in range(max(self.start, end - 8), end):
            match = table.at(self.words.keys, first, end) if self.words.keys[first] else None
            if match is not None and self._only_fillers(match[0], end):
                sense: Sense = match[1][0]
                return first, sense.means, sense.source
        return None

    def _only_fillers(self, start: int, end: int) -> bool:
        return all(
            self.words.keys[i]
            in (
                "",
                "the",
                "a",
                "an",
                "approximately",
                "about",
                "at",
                "least",
                "period",
                "of",
                "(",
                "or",
                "first",
            )
            for i in range(start, end)
        )

    def _tail(self, start: int) -> tuple[int, str, str] | None:
        """The phrase right after a stretch: the word it ends before, its role, its entry."""
        at = start
        while (
            at < self.stop
            and (
                self.words.keys[at]
                in (
                    "",
                    ")",
                    "immediately",
                    "or",
                    "more",
                    "must",
                    "just",
                    "at",
                    "least",
                    "period",
                    "duration",
                    "directly",
                )
            )
            and at - start < 3
        ):
            match = (
                self.lexicon.table("tails").at(self.words.keys, at, self.stop)
                if self.words.keys[at]
                else None
            )
            if match is not None:
                break
            at += 1
        match = (
            self.lexicon.table("tails").at(self.words.keys, at, self.stop)
            if at < self.stop and self.words.keys[at]
            else None
        )
        if match is None:
            return None
        senses = {sense.means: sense for sense in match[1]}
        anchored = self._anchor(match[0]) is not None
        weak = self.words.keys[at] in ("of", "from", "to", "up to", "until") and match[0] - at == 1
        order = (
            ("before", "after", "since", "ago")
            if anchored
            else ("since", "before", "after", "ago")
            if self._starts_concept(match[0])
            else ("ago", "since", "before", "after")
        )
        if (
            weak
            and not anchored
            and not (
                "since" in senses
                and self._starts_concept(match[0])
                and self.words.keys[at] == "from"
            )
        ):
            return None
        for role in order:
            if role in senses:
                return match[0], role, senses[role].source
        return None

    def _anchor(self, start: int) -> _Anchor | None:
        """The moment named at word `start`, articles skipped."""
        table, at = self.lexicon.table("anchors"), start
        while at < self.stop and at - start < 5:
            match = table.at(self.words.keys, at, self.stop) if self.words.keys[at] else None
            if match is not None:
                return _Anchor(match[1][0].means, at, match[0])
            if self.words.keys[at] not in _SKIPPED and not self.words.texts[at].isspace():
                return None
            at += 1
        return None

    def _starts_concept(self, start: int) -> bool:
        """Whether a concept begins at word `start`, or a few empty words behind it."""
        return self._concept_at(start) is not None

    def _concept_at(self, start: int) -> Mention | None:
        for mention in self.mentions:
            if start <= mention.start <= start + 4:
                first = mention.modifiers[0][0] if mention.modifiers else mention.start
                if all(
                    self.words.texts[i].isspace() or self.words.texts[i].isalpha()
                    for i in range(start, min(first, mention.start))
                ):
                    return mention
        return None

    def _concept_anchor(self, at: int, start: int) -> _Anchor | None:
        """The concept that a window is counted from, if the thing it dates stands before the window."""
        mention = self._concept_at(at)
        if mention is None or not any(
            self._same_clause(m, start) for m in self.mentions if m.end <= start
        ):
            return None
        name = (
            "surgery"
            if mention.domain == "procedure" and "surg" in (mention.source + (mention.name or ""))
            else "event"
        )
        return _Anchor(name, mention.start, mention.end, (mention.start, mention.end))

    def _same_clause(self, mention: Mention, start: int) -> bool:
        return all(text not in (".", ";", ":") for text in self.words.texts[mention.end : start])

    def _calque(self, quantity: Quantity) -> bool:
        return any(
            self.words.keys[i] in PAST_WORDS - {"consecutive", "full", "complete", "calendar"}
            for i in range(quantity.start, quantity.end)
        )

    def _alternative(self, first: Quantity, second: Quantity) -> bool:
        return self._alternative_span(first.end, second.start)

    def _alternative_span(self, end: int, start: int) -> bool:
        """Whether only "or" stands between two stretches: "within 4 weeks or 5 half-lives"."""
        between = [
            self.words.keys[i]
            for i in range(end, start)
            if self.words.keys[i] not in ("", ",", "(", "within", "at", "least", "whichever", ")")
        ]
        return 0 <= start - end <= 5 and between in (["or"], ["and"], ["or", "in"])

    # --- moments -------------------------------------------------------------------------------

    def _moments(self, found: Sequence[Stretch]) -> list[Stretch]:
        """Windows without a number: "at screening", "prior to randomization", "during the study"."""
        taken = {i for s in found for i in range(s.start, s.end)}
        moments = []
        for first, end, senses in self.lexicon.table("stretches").find(
            self.words.keys, self.start, self.stop
        ):
            if first not in taken:
                moments.append(
                    self._moment(
                        first,
                        end,
                        "during",
                        _Anchor("event", first, end),
                        senses[0].source,
                        planned=True,
                    )
                )
                taken.update(range(first, end))
        for first, end, senses in self.lexicon.table("moments").find(
            self.words.keys, self.start, self.stop
        ):
            anchor = self._anchor(end) if first not in taken else None
            if anchor is not None and anchor.start not in taken:
                moments.append(
                    self._moment(first, anchor.end, senses[0].means, anchor, senses[0].source)
                )
                taken.update(range(first, anchor.end))
        return moments

    def _moment(
        self,
        start: int,
        end: int,
        direction: Any,
        anchor: _Anchor,
        source: str,
        *,
        planned: bool = False,
    ) -> Stretch:
        window = Window(
            direction=direction, start=self.words.starts[start], end=self.words.ends[end - 1]
        )
        return Stretch(
            start=start,
            end=end,
            role="window",
            window=self._anchored(window, anchor),
            planned=planned,
            source=source,
        )
