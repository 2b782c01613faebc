"""Where a criterion's sentences, clauses and brackets begin and end."""

from __future__ import annotations

from criteria_nlp.lexicon import small_words
from criteria_nlp.pipeline.layers import Words

_OPEN, _CLOSE = frozenset("([{（"), frozenset(")]}）")
_STOPS = frozenset(";.")
_SIGNS = _OPEN | _CLOSE | _STOPS
_CLAUSE_BREAKS = frozenset(",:;.([-*")
_CONJUNCTIONS = frozenset(("and", "or", "and/or"))
# Sentences end alike whatever lexicon the stages look their words up in.
_WORDS = small_words()
_ABBREVIATIONS, _CLAUSE_OPENERS = _WORDS["abbreviations"], _WORDS["clause_openers"]
_MEMBER_OPENERS = _WORDS["member_openers"]


def regions_of(words: Words, start: int, stop: int) -> Regions:
    """The regions of a row of words, found once for all who ask."""
    regions: Regions | None = words.regions.get((start, stop))
    if regions is None:
        regions = words.regions[start, stop] = Regions(words, start, stop)
    return regions


class Regions:
    """The brackets and sentences of a row of words; positions are token indices.

    `depth[i]` counts the brackets open at word `i`; `bracket[i]` is the word that opened the
    innermost, -1 outside all; `closing` leads from an opening bracket to its closing one, and
    `opening` back.
    """

    def __init__(self, words: Words, start: int, stop: int) -> None:
        self.texts, self.keys, self.start, self.stop = words.texts, words.keys, start, stop
        places = range(start, stop + 1)
        self.depth = dict.fromkeys(places, 0)
        self.bracket = dict.fromkeys(places, -1)
        self.sentence = dict.fromkeys(places, 0)
        signs = [i for i in range(start, stop) if words.texts[i] in _SIGNS]
        self.closing = self._balanced(signs) if signs else {}
        self.stops = {i for i in signs if ends_sentence(words, i)}
        self.opening = {closing: opening for opening, closing in self.closing.items()}
        if signs:
            self._mark(signs[0])

    def _balanced(self, signs: list[int]) -> dict[int, int]:
        """Opening bracket -> closing bracket, for the brackets that have both."""
        pairs: dict[int, int] = {}
        stack: list[int] = []
        for i in signs:
            if self.texts[i] in _OPEN:
                stack.append(i)
            elif self.texts[i] in _CLOSE and stack:
                pairs[stack.pop()] = i
        return pairs

    def _mark(self, first: int) -> None:
        """Note the brackets and the sentence of every word from the first sign on, and beyond."""
        stack: list[int] = []
        sentence = 0
        for i in range(first, self.stop):
            if i in self.closing:
                stack.append(i)
            if stack:
                self.depth[i], self.bracket[i] = len(stack), stack[-1]
                if self.closing[stack[-1]] == i:
                    stack.pop()
            self.sentence[i] = sentence
            if not stack and i in self.stops:
                sentence += 1
        self.sentence[self.stop] = sentence

    def blank(self, i: int) -> bool:
        """Whether a word is white space or a hyphen."""
        return not self.keys[i]

    def same_sentence(self, first: int, second: int) -> bool:
        """Whether no sentence ends between two words."""
        low, high = max(first, self.start), min(second, self.stop)
        return self.sentence[low] == self.sentence[high]

    def same_brackets(self, first: int, second: int) -> bool:
        """Whether two words stand in the same innermost brackets."""
        return self.bracket[max(first, self.start)] == self.bracket[min(second, self.stop)]

    def encloses(self, outer: int, inner: int) -> bool:
        """Whether the brackets around `inner` stand inside those around `outer`."""
        opening = self.bracket[min(inner, self.stop)]
        while opening != -1:
            around = self.bracket[opening - 1] if opening > self.start else -1
            if opening > outer and self.bracket[outer] == around:
                return True
            opening = around
        return False

    def same_clause(self, end: int, start: int) -> bool:
        """Whether neither a sentence nor a colon ends between two positions."""
        return self.same_sentence(end, start) and all(
            self.texts[i] not in (":", ";") for i in range(end, start)
        )

    def opens_clause(self, i: int) -> bool:
        """Whether a word begins the piece, a sentence, a bracket, or a clause after a comma."""
        at = i - 1
        while at >= self.start and (self.blank(at) or self.keys[at] in _CLAUSE_OPENERS):
            at -= 1
        return at < self.start or self.texts[at] in _CLAUSE_BREAKS

    def remark_end(self, i: int) -> int:
        """Where a remark that begins at word `i` ends: at a comma, with a bracket or sentence."""
        end = self.clause_end(i)
        for at in range(i, end):
            if self.depth[at] <= self.depth[i] and (self.texts[at] == "," or self._begins_anew(at)):
                return at
        return end

    def _begins_anew(self, i: int) -> bool:
        """Whether "or" or "and" at word `i` begins a new member ("or any …", "and no …")."""
        return (
            self.keys[i] in _CONJUNCTIONS
            and i + 1 < self.stop
            and self.keys[i + 1] in _MEMBER_OPENERS
        )

    def clause_end(self, i: int) -> int:
        """Where the brackets or the sentence around word `i` end."""
        level = self.depth[min(i, self.stop)]
        for at in range(i, self.stop):
            opening = self.bracket[at]
            if opening < i and self.closing.get(opening) == at:
                return at
            if self.depth[at] == level and at in self.stops:
                return at
        return max(i, self.stop)


def ends_sentence(words: Words, i: int) -> bool:
    """Whether a sentence ends with word `i`: a semicolon, or a full stop before a new beginning."""
    if words.texts[i] == ";":
        return True
    if words.texts[i] != ".":
        return False
    if _is_initial(words, i - 1):
        return False
    before = words.keys[i - 1] if i else ""
    if before in _ABBREVIATIONS:
        return before == "etc"
    at = i + 1
    if at < len(words) and words.starts[at] == words.ends[i]:
        return words.texts[at].isspace() and _new_beginning(words, at + 1)
    return _new_beginning(words, at)


def _is_initial(words: Words, i: int) -> bool:
    """Whether a word is a single capital, "H. pylori", and no unit: "2 g/L. Patients"."""
    if i < 0 or len(words.texts[i]) != 1 or not words.texts[i].isupper():
        return False
    return i == 0 or words.texts[i - 1] != "/"


def _new_beginning(words: Words, i: int) -> bool:
    return i >= len(words) or not words.texts[i][0].islower()
