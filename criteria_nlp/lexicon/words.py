"""Words as the lexicon sees them: where they begin and end in a text, and the key they match on.

The tokenizer, the lexicon's phrases and the matcher all use these two functions, so a phrase
matches in a text exactly when it is cut and folded in the same way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

WORD = r"[^\W\d_][^\W_]*(?:['’][^\W_]+)*"
NUMBER = r"\d+(?:[.,]\d+)*|(?<![\w.])\.\d+"
_GLUED_NUMBER = re.compile(r"([A-Za-z]{4,})(\d+)|([xX×])(10\d*|[ULN]{3,5})")
_APOSTROPHES = str.maketrans("’ʼ`´", "''''")
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
        self._token = re.compile(
            rf"{symbol}|{NUMBER}|{WORD}|\S" if symbol else f"{NUMBER}|{WORD}|\\S"
        )
        self._glued = glued

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The half-open character offsets of the tokens of a text; blanks belong to none."""
        found: list[tuple[int, int]] = []
        for match in self._token.finditer(text):
            start, end = match.span()
            cut = self._cut(match[0]) if end - start > 2 else 0
            if cut:
                found.append((start, start + cut))
                start += cut
            found.append((start, end))
        return found

    def _cut(self, word: str) -> int:
        """How many characters the first of two glued words has; 0 where the word is one."""
        head = self._glued.get(word.lower())
        if head is not None:
            return len(head)
        match = _GLUED_NUMBER.fullmatch(word)
        return len(match[1] or match[3]) if match else 0


_KEYS: dict[str, str] = {}


def key(word: str) -> str:
    """What a word is matched on: case, accents, width, simple plurals folded; '' for a hyphen."""
    folded = _KEYS.get(word)
    if folded is None:
        folded = _fold(word)
        if len(_KEYS) < 500_000:
            _KEYS[word] = folded
    return folded


def _fold(word: str) -> str:
    if word in ("-", "‐", "‑", "–", "—", "­") or word.isspace():
        return ""
    text = word if word in "½¼¾⅓⅔" else unicodedata.normalize("NFKD", word.casefold())
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = text.replace("µ", "μ").translate(_APOSTROPHES)
    text = text.removesuffix("'s")
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
