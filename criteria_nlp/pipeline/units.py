"""Units and references after a number: spellings from the lexicon, composed into one UCUM code."""

from __future__ import annotations

import re
from typing import NamedTuple

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import Words

_TIMES = frozenset(("x", "×", "*", "•", "·", "⋅", "∙"))
_GLUED_POWER = re.compile(r"10(\d{1,2})")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_EXPONENTS = range(1, 13)
_HOURS = ("h", "hr", "hour")
# Small words that divide a dose by a time, and the unit of the time.
_PERIODS = (("a_day", "d"), ("a_week", "wk"), ("a_month", "mo"))
_DOSED = ("mass", "volume", "amount", "dose", "count")  # dimensions that "daily" makes a dose


class Unit(NamedTuple):
    """A unit in a row of words: UCUM code (null where none), dimension, word it ends before."""

    ucum: str | None
    dimension: str
    end: int
    source: str = ""


def read_unit(words: Words, start: int, stop: int, lexicon: Lexicon) -> Unit | None:
    """The unit that begins at word `start`: an entry, a power of ten, or a quotient of them."""
    if start >= stop:
        return None
    whole = _atom(words, start, stop, lexicon)
    power = _power(words, start, stop)
    first = whole
    if power is not None and (whole is None or whole.end <= power[1]):
        first = Unit(f"10*{power[0]}", "count", power[1], "units#power of ten")
    elif whole is None and words.texts[start] == "/":
        first = Unit(None, "count", start)
    if first is None:
        return None
    composed = _compose(words, first, stop, lexicon)
    return composed if composed.end > start else None


def _compose(words: Words, unit: Unit, stop: int, lexicon: Lexicon) -> Unit:
    """Take in what the unit is divided by: "/ kg / day", "per week", "daily"."""
    unit = _with_power(words, unit, stop)
    while unit.end < stop:
        daily = _per_day(words, unit, lexicon)
        if daily is not None:
            return daily
        divided = _divided(words, unit, stop, lexicon)
        if divided is None:
            break
        unit = divided
    return _with_surface(words, unit, stop)


def _with_power(words: Words, unit: Unit, stop: int) -> Unit:
    """A name that a power of ten follows: "cells x 10^9/L"."""
    power = _power(words, unit.end, stop) if unit.ucum is None and unit.end < stop else None
    return unit if power is None else Unit(f"10*{power[0]}", "count", power[1], unit.source)


def _per_day(words: Words, unit: Unit, lexicon: Lexicon) -> Unit | None:
    """The unit a day, where a word or "24 h" says so: "mg daily", "g/24 h"."""
    joiner, after = words.keys[unit.end], unit.end + 1
    for name, period in _PERIODS if unit.dimension in _DOSED else ():
        if joiner in lexicon.small_words[name]:
            return Unit(f"{unit.ucum or ''}/{period}", "dose", after, unit.source)
    hours = after + 1 < len(words) and words.texts[after] == "24"
    if hours and words.keys[after + 1] in _HOURS and _divides(words, unit):
        return Unit(f"{unit.ucum or ''}/d", "rate", after + 2, unit.source)
    return None


def _divides(words: Words, unit: Unit) -> bool:
    """Whether the word after a unit divides it; "a" does unless the unit is one of time."""
    joiner = words.keys[unit.end]
    if words.texts[unit.end] == "/" or joiner in ("per", "each", "every"):
        return True
    return joiner == "a" and unit.dimension != "time"


def _divided(words: Words, unit: Unit, stop: int, lexicon: Lexicon) -> Unit | None:
    """The unit with one more divisor, if one follows."""
    after = unit.end + 1
    if after >= stop or not _divides(words, unit):
        return None
    divisor = _atom(words, after, stop, lexicon)
    if divisor is None or (divisor.ucum or "").startswith("/"):
        return None
    if divisor.ucum and divisor.ucum[0].isdigit() and divisor.ucum != "1":
        return None
    ucum = unit.ucum or ""
    if divisor.ucum not in (None, "1"):
        ucum += f"/{divisor.ucum}"
    dimension = "concentration" if unit.dimension != "count" or unit.ucum else "count"
    return Unit(ucum or None, dimension, divisor.end, unit.source or divisor.source)


def _with_surface(words: Words, unit: Unit, stop: int) -> Unit:
    """A clearance whose stroke before the body surface was lost: "mL/min 1.73 m2"."""
    at = unit.end
    if unit.ucum != "mL/min" or at + 1 >= stop or words.texts[at] not in ("1.73", "1,73"):
        return unit
    if words.keys[at + 1] not in ("m2", "m"):
        return unit
    return Unit("mL/min/{1.73_m2}", unit.dimension, at + 2, unit.source)


def _atom(words: Words, start: int, stop: int, lexicon: Lexicon) -> Unit | None:
    """The longest entry at word `start`; a spelling that must be exact goes before any other."""
    if not words.keys[start]:
        return None
    for end, payloads in lexicon.table("units").all_at(words.keys, start, stop):
        written = "".join(words.texts[start:end])
        fitting = [p for p in payloads if p[2] is not None and p[2].replace(" ", "") == written]
        fitting += [p for p in payloads if p[2] is None]
        if fitting:
            ucum, dimension, _, source = fitting[0]
            return Unit(None if ucum == "1" else ucum, dimension, end, source)
    return None


def _power(words: Words, start: int, stop: int) -> tuple[int, int] | None:
    """A power of ten in any of its spellings: x 10^9, x109, 10e9, 10 9, ×10⁹: exponent and end."""
    if words.keys[start] not in _TIMES and words.texts[start] not in _TIMES:
        return None
    i = start + 1
    if i >= stop:
        return None
    glued = _GLUED_POWER.fullmatch(words.texts[i].translate(_SUPERSCRIPTS))
    if glued and int(glued[1]) in _EXPONENTS:
        return int(glued[1]), i + 1
    if words.texts[i] in ("1000", "1,000"):
        return 3, i + 1
    return _exponent(words, i + 1, stop) if words.texts[i] == "10" else None


def _exponent(words: Words, i: int, stop: int) -> tuple[int, int] | None:
    """The exponent of a ten right before word `i`, behind a sign or none, and its end."""
    if i < stop and (words.texts[i] in ("^", "**", "*", "\\") or words.keys[i] == "e"):
        i += 2 if words.texts[i] == "\\" else 1
    if i >= stop:
        return None
    digits = words.texts[i].translate(_SUPERSCRIPTS).lower().removeprefix("e")
    found = digits.isdecimal() and int(digits) in _EXPONENTS
    return (int(digits), i + 1) if found else None


class Reference(NamedTuple):
    """A reference in a row of words: its name, the word it ends before, the entry it comes from."""

    name: str
    end: int
    source: str


def read_reference(
    words: Words, start: int, stop: int, lexicon: Lexicon, *, bare: bool = False
) -> Reference | None:
    """The reference that a number at its left is a multiple of.

    With `bare`, the reference alone ("> ULN"), without a word such as "times" before it.
    """
    if start >= stop:
        return None
    found = _reference(words, start, stop, lexicon) if words.keys[start] else None
    if found is None or len(words.texts[start]) == 1 or found.name == "baseline":
        found = None if bare else _multiple(words, start, stop, lexicon)
    return None if found is None else found._replace(end=_past_groups(words, found, stop, lexicon))


def _past_groups(words: Words, reference: Reference, stop: int, lexicon: Lexicon) -> int:
    """Where a reference ends with the groups that it is of: "ULN for age and sex"."""
    groups, end = lexicon.small_words["norm_groups"], reference.end
    if end >= stop or words.keys[end] != "for":
        return end
    at = next((i for i in range(end + 1, stop) if words.keys[i] not in groups), stop)
    while at > end + 1 and words.keys[at - 1] in ("and", "or", "/"):
        at -= 1
    return at if at > end + 1 else end


def _multiple(words: Words, start: int, stop: int, lexicon: Lexicon) -> Reference | None:
    """The reference behind a word such as "times" at word `start`, or behind a hyphen there."""
    first = start if words.keys[start] else start + 1
    joined = lexicon.table("times").at(words.keys, first, stop) if first < stop else None
    if joined is None or joined[0] >= stop:
        return None
    at = joined[0] if words.keys[joined[0]] else joined[0] + 1  # past the end of a line
    reference = _reference(words, at, stop, lexicon) if at < stop else None
    if reference is None and at < stop and words.keys[at] == "normal":
        return Reference("normal", at + 1, "references#normal")
    return reference


def _reference(words: Words, start: int, stop: int, lexicon: Lexicon) -> Reference | None:
    match = lexicon.table("references").at(words.keys, start, stop)
    return Reference(match[1][0].means, match[0], match[1][0].source) if match else None
