"""Comparators: symbols, damaged symbols and phrases in front of a number or behind it.

A phrase is a comparator only beside a number: "inferior wall" and "over the counter" stay words.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from criteria_nlp.lexicon import Lexicon, symbol_operator
from criteria_nlp.pipeline.layers import OPERATORS, Words
from criteria_nlp.pipeline.numbers import parse_number

_SUFFIX_REACH = 6  # words between a number and its suffix: "18 years of age or older"
_LIST_ENDS = ("following", "of", "the", "these", "below")
_PREPOSITIONS = ("under", "over", "above", "below", "up")
_AFTER_UNIT = ("of", "age", "old", "point", "score")
_ODD_SYMBOLS = "³âÃ"  # damaged symbols that begin like a word or a number
_UNIT_SIGNS = ("/", "^", ")", "*")


class Comparator(NamedTuple):
    """A comparator in a row of words: where it stands and its operator."""

    start: int
    end: int
    operator: str


def find_comparators(
    words: Words, lexicon: Lexicon, starts: Collection[int] = ()
) -> list[Comparator]:
    """The comparators in a row of words, from left to right, not overlapping.

    `starts` are words that begin an item of their own: none reaches over them ("or above 2. Gout").
    """
    found: list[Comparator] = []
    passed = _passed(words, lexicon)
    at = 0
    for i in sorted({*_openings(words, lexicon), *passed}):
        if i < at:
            continue
        if i in passed:
            at = passed[i]
            continue
        comparator = (
            _read_symbol(words, i, lexicon)
            or _read_prefix(words, i, lexicon, starts)
            or _read_suffix(words, i, lexicon, starts)
        )
        if comparator is not None:
            found.append(comparator)
            at = comparator.end
    return found


def _openings(words: Words, lexicon: Lexicon) -> list[int]:
    """Where a comparator may begin, by the look of one word: most words begin none."""
    prefix, suffix = lexicon.table("prefix").root, lexicon.table("suffix").root
    return [
        i
        for i, (text, key) in enumerate(zip(words.texts, words.keys, strict=True))
        if key in prefix or key in suffix or not text[0].isalnum() or text[0] in _ODD_SYMBOLS
    ]


def _passed(words: Words, lexicon: Lexicon) -> dict[int, int]:
    """Phrases that compare nothing: "one or more of the following", "lower limit of normal"."""
    lists = {
        first: end
        for first, end, _ in lexicon.table("combiners").find(words.keys)
        if words.keys[end - 1] in _LIST_ENDS or end == len(words)
    }
    limits = {
        first: end
        for first, end, _ in lexicon.table("references").find(words.keys)
        if end > first + 1
    }
    return lists | limits


def _read_symbol(words: Words, i: int, lexicon: Lexicon) -> Comparator | None:
    operator = _symbol(words, i, lexicon)
    return None if operator is None else Comparator(i, i + 1, operator)


def _read_prefix(
    words: Words, i: int, lexicon: Lexicon, starts: Collection[int]
) -> Comparator | None:
    """A phrase before a number; glued to a stroke it is part of a name."""
    if i > 0 and words.texts[i - 1] in ("/", ".", "·") and words.ends[i - 1] == words.starts[i]:
        return None
    match = lexicon.table("prefix").at(words.keys, i) if words.keys[i] else None
    if match is None:
        return None
    operator = match[1][0].operator
    end = _past_its_symbol(words, match[0], operator, lexicon)
    if end in starts or not _number_follows(words, end, lexicon):
        return None
    return Comparator(i, end, operator)


def _past_its_symbol(words: Words, at: int, operator: str, lexicon: Lexicon) -> int:
    """The word behind the symbol of a comparator in brackets: "greater than or equal to (>=)"."""
    bracketed = words.texts[at : at + 3 : 2] == ["(", ")"]
    return at + 3 if bracketed and _symbol(words, at + 1, lexicon) == operator else at


def _read_suffix(
    words: Words, i: int, lexicon: Lexicon, starts: Collection[int]
) -> Comparator | None:
    """A phrase behind a number: "or more", "and over", "+"."""
    match = lexicon.table("suffix").at(words.keys, i) if words.keys[i] else None
    if match is None or not (match[0] in starts or _closes(words, i, match[0], lexicon)):
        return None
    if not _number_before(words, i, lexicon) or _is_plus_of_grade(words, i, lexicon):
        return None
    return Comparator(i, match[0], match[1][0].operator)


def _symbol(words: Words, i: int, lexicon: Lexicon) -> str | None:
    """The operator of a token of symbols, also of a damaged one between blanks before a digit."""
    text = words.texts[i]
    first = text[0]
    if first.isalnum() and first not in _ODD_SYMBOLS:
        return None
    comparison = symbol_operator(lexicon, text)
    if comparison is not None:
        return comparison.operator
    damaged = lexicon.damaged.get(text)
    if damaged is None or i == 0 or not _has_digit(words, i + 1):
        return None
    free = words.ends[i - 1] < words.starts[i] and words.ends[i] < words.starts[i + 1]
    return damaged.operator if free else None


def _has_digit(words: Words, i: int) -> bool:
    return i < len(words) and words.texts[i][0].isdigit()


def _is_number(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether a number stands at word `i`; an article is one before a unit of time."""
    text, key = words.texts[i], words.keys[i]
    if text[0].isdigit() or (text[0] == "." and len(text) > 1):
        return True
    if key in ("a", "an"):
        return _is_time_unit(words, i + 1, lexicon)
    return any(key in lexicon.numerals[table] for table in ("numeral", "tens", "fraction"))


def _is_time_unit(words: Words, i: int, lexicon: Lexicon) -> bool:
    if i >= len(words) or not words.keys[i]:
        return False
    match = lexicon.table("units").at(words.keys, i)
    return match is not None and match[1][0][1] == "time"


def _number_follows(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether a number or a reference stands at word `i` or behind a few empty words."""
    for at in range(i, min(i + 4, len(words))):
        if words.texts[at].isspace():
            continue
        if _is_comparable(words, at, lexicon):
            return True
        if words.keys[at] not in lexicon.small_words["before_number"]:
            return lexicon.table("references").at(words.keys, at) is not None
    return False


def _is_comparable(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether a number, signed or not, a reference or another comparator stands at word `i`."""
    if _is_number(words, i, lexicon):
        return True
    if words.texts[i] in ("-", "−", "+") and _has_digit(words, i + 1):
        return True
    if words.norms[i] in OPERATORS or _symbol(words, i, lexicon):
        return True
    return len(words.texts[i]) > 1 and lexicon.table("references").at(words.keys, i) is not None


def _number_before(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether a number stands before word `i`, with at most its unit between."""
    units, numerals = lexicon.table("units"), lexicon.numerals
    for at in range(i - 1, max(-1, i - 1 - _SUFFIX_REACH), -1):
        text, key = words.texts[at], words.keys[at]
        numeral = key in numerals["numeral"] and key not in ("a", "an")
        roman = text in numerals["roman"] and len(text) > 1
        if text[0].isdigit() or numeral or roman or key in numerals["tens"]:
            return True
        unit = not key or text in _UNIT_SIGNS or units.at(words.keys, at) is not None
        if not unit and key not in _AFTER_UNIT:
            return False
    return False


def _closes(words: Words, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a suffix ends its comparison: "or less" does, "and less than 4" does not."""
    if end >= len(words):
        return True
    following, text = words.keys[end], words.texts[end]
    if following == "to" and _has_digit(words, end + 1):
        return False  # "2 and inferior to 8"
    if following in ("than", "then", "that", "or") or text[0].isdigit():
        return words.texts[start] == "+"
    if words.keys[end - 1] in _PREPOSITIONS and text[0].isalpha():
        return following in lexicon.function_words
    return True


def _is_plus_of_grade(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether "+" is a laboratory grade ("2+") and not "or more" ("18+")."""
    if words.texts[i] != "+":
        return False
    number = parse_number(words.texts[i - 1]) if i else None
    following = words.texts[i + 1] if i + 1 < len(words) else " "
    glued = i > 0 and words.ends[i - 1] == words.starts[i]
    if number is not None and glued and _is_time_unit(words, i + 1, lexicon):
        return False  # "3+ months"
    small = number is None or (number < 10 and float(number).is_integer())
    return small or not glued or following[0].isdigit()
