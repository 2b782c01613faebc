"""Where a criterion's sentences, clauses and brackets begin and end."""

from __future__ import annotations

from criteria_nlp.lexicon import small_words
from criteria_nlp.pipeline.layers import Words

_OPEN, _CLOSE = frozenset("([{（"), frozenset(")]}）")
_CLAUSE_BREAKS = frozenset(",:;.([-*")
_CONJUNCTIONS = frozenset(("and", "or", "and/or"))
# Sentences end alike whatever lexicon the stages look their words up in.
_WORDS = small_words()
_ABBREVIATIONS, _CLAUSE_OPENERS = _WORDS["abbreviations"], _WORDS["clause_openers"]
_MEMBER_OPENERS = _WORDS["member_openers"]


class Regions:
    """The brackets and sentences of a row of words; positions are token indices.

    `depth[i]` counts the brackets open at word `i`; `bracket[i]` is the word that opened the
    innermost, -1 outside all; `closing` leads from an opening bracket to its closing one.
    """

    def __init__(self, words: Words, start: int, stop: int) -> None:
        self.words, self.start, self.stop = words, start, stop
        self.depth: dict[int, int] = {}
        self.bracket: dict[int, int] = {}
        self.sentence: dict[int, int] = {}
        self.closing = self._balanced()
        self._mark()

    def _balanced(self) -> dict[int, int]:
        """Opening bracket -> closing bracket, for the brackets that have both."""
        pairs: dict[int, int] = {}
        stack: list[int] = []
        for i in range(self.start, self.stop):
            if self.words.texts[i] in _OPEN:
                stack.append(i)
            elif self.words.texts[i] in _CLOSE and stack:
                pairs[stack.pop()] = i
        return pairs

    def _mark(self) -> None:
        """Note the brackets and the sentence of every word and of the position after the last."""
        stack: list[int] = []
        sentence = 0
        for i in range(self.start, self.stop):
            if i in self.closing:
                stack.append(i)
            self._place(i, stack, sentence)
            if stack and self.closing[stack[-1]] == i:
                stack.pop()
            if not stack and ends_sentence(self.words, i):
                sentence += 1
        self._place(self.stop, [], sentence)

    def _place(self, i: int, stack: list[int], sentence: int) -> None:
        self.depth[i] = len(stack)
        self.bracket[i] = stack[-1] if stack else -1
        self.sentence[i] = sentence

    def blank(self, i: int) -> bool:
        """Whether a word is white space or a hyphen."""
        return not self.words.keys[i]

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
            self.words.texts[i] not in (":", ";") for i in range(end, start)
        )

    def opens_clause(self, i: int) -> bool:
        """Whether a word begins the piece, a sentence, a bracket, or a clause after a comma."""
        at = i - 1
        while at >= self.start and (self.blank(at) or self.words.keys[at] in _CLAUSE_OPENERS):
            at -= 1
        return at < self.start or self.words.texts[at] in _CLAUSE_BREAKS

    def remark_end(self, i: int) -> int:
        """Where a remark that begins at word `i` ends: at a comma, with a bracket or sentence."""
        end = self.clause_end(i)
        for at in range(i, end):
            if self.depth[at] <= self.depth[i] and (
                self.words.texts[at] == "," or self._begins_anew(at)
            ):
                return at
        return end

    def _begins_anew(self, i: int) -> bool:
        """Whether "or" or "and" at word `i` begins a new member ("or any …", "and no …")."""
        return (
            self.words.keys[i] in _CONJUNCTIONS
            and i + 1 < self.stop
            and self.words.keys[i + 1] in _MEMBER_OPENERS
        )

    def clause_end(self, i: int) -> int:
        """Where the brackets or the sentence around word `i` end."""
        level = self.depth[min(i, self.stop)]
        for at in range(i, self.stop):
            opening = self.bracket[at]
            if opening < i and self.closing.get(opening) == at:
                return at
            if self.depth[at] == level and ends_sentence(self.words, at):
                return at
        return max(i, self.stop)


def ends_sentence(words: Words, i: int) -> bool:
    """Whether a sentence ends with word `i`: a semicolon, or a full stop before a new beginning."""
    if words.texts[i] == ";":
        return True
    if words.texts[i] != ".":
        return False
    if i > 0 and len(words.texts[i - 1]) == 1 and words.texts[i - 1].isupper():
        return False  # "H. pylori"
    before = words.keys[i - 1] if i else ""
    if before in _ABBREVIATIONS:
        return before == "etc"
    at = i + 1
    if at < len(words) and words.starts[at] == words.ends[i]:
        return words.texts[at].isspace() and _new_beginning(words, at + 1)
    return _new_beginning(words, at)


def _new_beginning(words: Words, i: int) -> bool:
    return i >= len(words) or not words.texts[i][0].islower()
