"""Where a criterion's sentences, clauses and brackets begin and end."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import Words

_OPEN, _CLOSE = frozenset("([{（"), frozenset(")]}）")


class Regions:
    """The brackets and sentences of a row of words; positions are token indices.

    `depth[i]` counts the brackets open at word `i`; `bracket[i]` is the word that opened the innermost.
    """

    def __init__(self, words: Words, start: int, stop: int) -> None:
        self.words, self.start, self.stop = words, start, stop
        self.depth: dict[int, int] = {}
        self.bracket: dict[int, int] = {}
        self.sentence: dict[int, int] = {}
        stack: list[int] = []
        sentence = 0
        closing = self._balanced()
        for i in range(start, stop):
            text = words.texts[i]
            if text in _OPEN and i in closing:
                stack.append(i)
            self.depth[i] = len(stack)
            self.bracket[i] = stack[-1] if stack else -1
            self.sentence[i] = sentence
            if text in _CLOSE and stack and closing.get(stack[-1]) == i:
                stack.pop()
            if not stack and ends_sentence(words, i):
                sentence += 1
        self.depth[stop] = 0
        self.bracket[stop] = -1
        self.sentence[stop] = sentence
        self.closing = closing

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
            if opening > outer and self.bracket[outer] == (
                self.bracket[opening - 1] if opening > self.start else -1
            ):
                return True
            opening = self.bracket[opening - 1] if opening > self.start else -1
        return False

    def same_clause(self, end: int, start: int) -> bool:
        """Whether neither a sentence nor a colon ends between two positions."""
        return self.same_sentence(end, start) and all(
            self.words.texts[i] not in (":", ";") for i in range(end, start)
        )

    def opens_clause(self, i: int) -> bool:
        """Whether a word begins the piece, a sentence, a bracket or a clause after a comma or colon."""
        at = i - 1
        while at >= self.start and (
            self.blank(at)
            or self.words.keys[at]
            in (
                "if",
                "and",
                "or",
                "who",
                "that",
                "with",
                "have",
                "has",
                "patient",
                "subject",
                "must",
                "a",
                "the",
            )
        ):
            at -= 1
        if at < self.start:
            return True
        return self.words.texts[at] in (",", ":", ";", ".", "(", "[", "-", "*")

    def remark_end(self, i: int) -> int:
        """Where a remark that begins at word `i` ends: at a comma, a bracket or a sentence's end."""
        end = self.clause_end(i)
        for at in range(i, end):
            if self.depth[at] <= self.depth[i] and (
                self.words.texts[at] == "," or self._begins_anew(at)
            ):
                return at
        return end

    def _begins_anew(self, i: int) -> bool:
        """Whether "or" or "and" at word `i` begins a new member ("or any …", "and no …")."""
        if self.words.keys[i] not in ("or", "and", "and/or") or i + 1 >= self.stop:
            return False
        return self.words.keys[i + 1] in (
            "any",
            "a",
            "an",
            "other",
            "the",
            "known",
            "active",
            "uncontrolled",
            "no",
            "not",
            "history",
            "current",
            "previous",
            "prior",
        )

    def clause_end(self, i: int) -> int:
        """Where the brackets or the sentence around word `i` end."""
        at = i
        while at < self.stop and not (
            self.words.texts[at] in _CLOSE
            and self.closing.get(self.bracket[at]) == at
            and self.bracket[at] < i
        ):
            if self.depth[at] == self.depth[min(i, self.stop)] and ends_sentence(self.words, at):
                break
            at += 1
        return at


def ends_sentence(words: Words, i: int) -> bool:
    """Whether a sentence ends with word `i`: a semicolon, or a full stop before a new beginning."""
    if words.texts[i] == ";":
        return True
    if words.texts[i] != ".":
        return False
    if i > 0 and words.keys[i - 1] in (
        "e",
        "g",
        "i",
        "vs",
        "approx",
        "max",
        "min",
        "no",
        "dr",
        "etc",
        "incl",
        "resp",
    ):
        return i > 0 and words.keys[i - 1] == "etc"
    at = i + 1
    if at < len(words) and words.starts[at] == words.ends[i]:
        return words.texts[at].isspace() and _new_beginning(words, at + 1)
    return _new_beginning(words, at)


def _new_beginning(words: Words, i: int) -> bool:
    return i >= len(words) or not words.texts[i][0].islower()
