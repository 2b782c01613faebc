"""Numbers as people write them: 5,0 and 100,000; twenty-four; three (3); 10^9; ½."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_EUROPEAN = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}")
_DECIMAL = re.compile(r"\d*\.\d+|\d+")
_COMMA_DECIMAL = re.compile(r"\d+,\d+")
_LIST = re.compile(r"\d(?:,\d)+")
_STAGE_PART = re.compile(r"(I{1,3}|IV)[A-Ca-c]\d?")
_STAGES = tuple(whole + part for whole in ("I", "II", "III", "IV") for part in ("", *"ABC"))
ORDINAL_ENDS = frozenset(("st", "nd", "rd", "th"))
# Numerals that never stand after tens: there is no "twenty once".
_NO_DIGITS = frozenset(("a", "an", "single", "once", "twice", "thrice"))


def parse_number(text: str) -> float | None:
    """The number a token of digits means; null where it is none, or a list ("0,1,2").

    One comma before other than three digits is a decimal comma; groups of three are thousands.
    """
    if _THOUSANDS.fullmatch(text) and not text.startswith("0,"):
        return float(text.replace(",", ""))
    if _DECIMAL.fullmatch(text):
        return float(text)
    if _EUROPEAN.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _COMMA_DECIMAL.fullmatch(text):
        return float(text.replace(",", "."))
    return None


def parse_list(text: str) -> tuple[float, ...]:
    """The single digits of a glued list ("0,1,2" or "0,1"); empty where it is none."""
    return tuple(float(part) for part in text.split(",")) if _LIST.fullmatch(text) else ()


class Number(NamedTuple):
    """A number in a row of words: its value and the word it ends before."""

    value: float
    end: int
    written: str


def read_number(
    texts: Sequence[str],
    keys: Sequence[str],
    start: int,
    stop: int,
    numerals: Mapping[str, Mapping[str, float]],
) -> Number | None:
    """The number that begins at word `start`, in digits or in words."""
    text, word = texts[start], keys[start]
    if text[0].isdigit() or (text[0] == "." and len(text) > 1):
        value = parse_number(text)
        if value is None:
            return None
        return _after_digits(value, texts, keys, start, stop, numerals)
    if word in numerals["fraction"]:
        return Number(numerals["fraction"][word], start + 1, "fraction")
    if word in numerals["tens"]:
        value, end = _after_tens(numerals["tens"][word], keys, start + 1, stop, numerals)
        return _after_word(value, texts, keys, end, stop, numerals)
    if word in numerals["numeral"]:
        return _after_word(numerals["numeral"][word], texts, keys, start + 1, stop, numerals)
    return None


def _after_tens(
    tens: float,
    keys: Sequence[str],
    end: int,
    stop: int,
    numerals: Mapping[str, Mapping[str, float]],
) -> tuple[float, int]:
    """Tens with the digit that may follow ("twenty-four"), and the word they end before."""
    after = end + 1 if end < stop and not keys[end] else end
    digit = numerals["numeral"].get(keys[after], 0) if after < stop else 0
    if 1 <= digit <= 9 and keys[after] not in _NO_DIGITS:
        return tens + digit, after + 1
    return tens, end


def _after_digits(
    value: float,
    texts: Sequence[str],
    keys: Sequence[str],
    start: int,
    stop: int,
    numerals: Mapping[str, Mapping[str, float]],
) -> Number:
    """A number in digits with its power, its fraction or its scale: "10^9", "1½", "50 thousand"."""
    end = start + 1
    if end + 1 < stop and texts[end] in ("^", "**") and texts[end + 1].isdecimal() and value == 10:
        return Number(value ** int(texts[end + 1]), end + 2, "digits")
    if end < stop and keys[end] in ORDINAL_ENDS:
        return Number(value, end + 1, "digits")  # "the 5th to the 85th percentile"
    if end < stop and keys[end] in numerals["fraction"]:
        return Number(value + numerals["fraction"][keys[end]], end + 1, "digits")
    if end < stop and keys[end] in numerals["scale"]:
        return Number(value * numerals["scale"][keys[end]], end + 1, "digits")
    return Number(value, end, "digits")


def _after_word(
    value: float,
    texts: Sequence[str],
    keys: Sequence[str],
    end: int,
    stop: int,
    numerals: Mapping[str, Mapping[str, float]],
) -> Number:
    """A number in words with its scales, and with itself in digits: "two hundred", "three (3)"."""
    while end < stop and keys[end] in numerals["scale"]:
        value, end = value * numerals["scale"][keys[end]], end + 1
    bracketed = end + 2 < stop and texts[end] == "(" and texts[end + 2] == ")"
    if bracketed and parse_number(texts[end + 1]) == value:
        end += 3  # "three (3)": the same number twice
    return Number(value, end, "word")


def is_stage_part(text: str) -> bool:
    """Whether a word is a part of a stage: "IIIB", "IB2"."""
    return text[0] == "I" and _STAGE_PART.fullmatch(text) is not None


def stages_between(first: str, last: str) -> tuple[str, ...]:
    """All stages and their parts from one to another: II to IIIA; empty where one is unknown.

    A whole stage at the end has all of its parts.
    """
    low, high = first.upper(), last.upper()
    if low not in _STAGES or high not in _STAGES:
        return ()
    end = max(i for i, stage in enumerate(_STAGES) if high in (stage, stage.rstrip("ABC")))
    return _STAGES[_STAGES.index(low) : end + 1]
