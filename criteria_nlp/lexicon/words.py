"""Words as the lexicon sees them: where they begin and end in a text, and the key they match on.

The tokenizer, the lexicon's phrases and the matcher all use these two functions, so a phrase
matches in a text exactly when it is cut and folded in the same way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

V = TypeVar("V")
WORD = r"[^\W\d_][^\W_]*(?:_\d[^\W_]*)?(?:['’][^\W_]+)*"  # "FEV_1" is a word
NUMBER = r"\d+(?:[.,]\d+)*|(?<![\w.])\.\d+"
# One word, "first", and no number; a percentile is its number.
ORDINAL = r"\b(?i:1st|2nd|3rd|4th|5th)\b(?!\s*(?:(?:and|or|to|[-–])\s*\d+\w*\s*)?(?:per)?centile)"
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}
_GLUED_NUMBER = re.compile(r"([A-Za-z]{4,})(\d+)|([xX×])(10\d*|[ULN]{3,5})")
_APOSTROPHES = str.maketrans("’ʼ`´", "''''")
_REMEMBERED = 500_000  # words whose parts and keys are kept
_UNFOLDED_PLURALS = ("ss", "us", "is", "as", "os")


def symbol_pattern(phrase: str) -> str:
    """A regex for a comparator symbol: blanks and escaping backslashes may stand inside it."""
    parts = []
    for char in phrase:
        if char == " ":
            parts.append(r"\s{0,2}")
        elif char.isalnum() or char in "&#;":
            parts.append(re.escape(char))
        else:
            parts.append(r"\\{0,2}" + re.escape(char) + r"\s?")
    body = "".join(parts).removesuffix(r"\s?")
    body = r"\\{0,2}" + body if phrase.startswith("&") else body
    return body + r"(?![A-Za-z])" if phrase[-1].isalnum() else body


class Scanner:
    """Cuts a text into words, numbers, comparator symbols and single other characters."""

    def __init__(self, symbols: Iterable[str], glued: dict[str, str]) -> None:
        ordered = sorted(set(symbols), key=lambda phrase: (-len(phrase), phrase))
        symbol = "|".join(symbol_pattern(phrase) for phrase in ordered)
        # Most tokens begin with no symbol: one look at their first character tells.
        first = "".join({re.escape(phrase[0]) for phrase in ordered} | {r"\\"})
        self._token = re.compile(
            rf"(?![{first}]){WORD}|(?=[{first}])(?:{symbol})|{ORDINAL}|{NUMBER}|{WORD}|\S"
            if symbol
            else rf"{WORD}|{ORDINAL}|{NUMBER}|\S"
        )
        self._glued = glued
        self._parts = Memo(self._split)

    def tokens(self, text: str) -> list[str]:
        """The tokens of a text in order; only blanks stand between them."""
        found: list[str] = []
        for word in self._token.findall(text):
            found += self._parts[word]
        return found

    def keys(self, phrase: str) -> tuple[str, ...]:
        """The keys of a phrase's words, hyphens left out."""
        return tuple(word for word in map(key, self.tokens(phrase)) if word)

    def _split(self, word: str) -> tuple[str, ...]:
        cut = self._cut(word) if len(word) > 2 else 0
        return (word[:cut], word[cut:]) if cut else (word,)

    def _cut(self, word: str) -> int:
        """How many characters the first of two glued words has; 0 where the word is one."""
        head = self._glued.get(word.lower())
        if head is not None:
            return len(head)
        match = _GLUED_NUMBER.fullmatch(word)
        return len(match[1] or match[3]) if match else 0


class Memo(dict[str, V]):
    """What a function makes of a word, kept for the first half million words."""

    def __init__(self, make: Callable[[str], V]) -> None:
        self._make = make

    def __missing__(self, word: str) -> V:
        made = self._make(word)
        if len(self) < _REMEMBERED:
            self[word] = made
        return made


def key(word: str) -> str:
    """What a word is matched on: case, accents, width, simple plurals folded; '' for a hyphen."""
    return KEYS[word]


def _fold(word: str) -> str:
    if word in ("-", "‐", "‑", "–", "—", "­") or word.isspace():
        return ""
    text = word if word in "½¼¾⅓⅔" else unicodedata.normalize("NFKD", word.casefold())
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = text.replace("µ", "μ").translate(_APOSTROPHES)
    text = _ORDINALS.get(text) or text.removesuffix("'s").replace("_", "")
    if word.isupper():
        return text  # an acronym has no plural in capitals: CRPS is not CRP
    if len(text) > 3 and text.endswith("s") and not text.endswith(_UNFOLDED_PLURALS):
        return _singular(text)
    return text


def _singular(text: str) -> str:
    if text.endswith("ies") and len(text) > 4:
        return text[:-3] + "y"
    if text.endswith(("ses", "xes", "ches", "shes")):
        return text[:-2] if text.endswith(("sses", "xes", "ches", "shes")) else text[:-1]
    return text[:-1]


KEYS = Memo(_fold)
"""The key of every word."""
