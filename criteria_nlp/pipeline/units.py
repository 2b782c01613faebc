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


class Unit(NamedTuple):
    """A unit in a row of words: UCUM code (null where dimensionless), dimension, word it ends before."""

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
    if power is not None and (whole is None or whole.end <= power[1]):
        first: Unit | None = Unit(f"10*{power[0]}", "count", power[1], "units#power of ten")
    elif whole is None and words.texts[start] == "/":
        first = Unit(None, "count", start)
    else:
        first = whole
    if first is None:
        return None
    composed = _compose(words, first, stop, lexicon)
    return composed if composed.end > start else None


def _compose(words: Words, unit: Unit, stop: int, lexicon: Lexicon) -> Unit:
    """Take in what the unit is divided by: "/ kg / day", "per week", "daily"."""
    if unit.ucum is None and unit.end < stop:
        power = _power(words, unit.end, stop)
        if power is not None:  # "cells x 10^9/L"
            unit = Unit(f"10*{power[0]}", "count", power[1], unit.source)
    while unit.end < stop:
        joiner, after = words.texts[unit.end], unit.end + 1
        if words.keys[unit.end] == "daily" and unit.dimension in (
            "mass",
            "volume",
            "amount",
            "dose",
            "count",
        ):
            return Unit(f"{unit.ucum or ''}/d", "dose", after, unit.source)
        if joiner != "/" and words.keys[unit.end] not in ("per", "each", "every"):
            if not (words.keys[unit.end] == "a" and unit.dimension != "time"):
                break
        if words.texts[after : after + 1] == ["24"] and words.keys[after + 1 : after + 2] in (
            ["h"],
            ["hr"],
            ["hour"],
        ):
            return Unit(f"{unit.ucum or ''}/d", "rate", after + 2, unit.source)
        divisor = _atom(words, after, stop, lexicon) if after < stop else None
        if divisor is None or (divisor.ucum or "").startswith("/"):
            break
        if divisor.ucum and divisor.ucum[0].isdigit() and divisor.ucum != "1":
            break
        part = "" if divisor.ucum in (None, "1") else f"/{divisor.ucum}"
        dimension = "concentration" if unit.dimension != "count" or unit.ucum else "count"
        unit = Unit(
            f"{unit.ucum or ''}{part}" or None,
            dimension,
            divisor.end,
            unit.source or divisor.source,
        )
    if unit.ucum == "mL/min" and unit.end + 1 < stop and words.texts[unit.end] in ("1.73", "1,73"):
        if words.keys[unit.end + 1] in ("m2", "m"):  # a lost stroke: "mL/min 1.73 m2"
            return Unit("mL/min/{1.73_m2}", unit.dimension, unit.end + 2, unit.source)
    return unit


def _atom(words: Words, start: int, stop: int, lexicon: Lexicon) -> Unit | None:
    for end, payloads in (
        lexicon.table("units").all_at(words.keys, start, stop) if words.keys[start] else ()
    ):
        written = "".join(words.texts[start:end])
        fitting = [p for p in payloads if p[2] is not None and p[2].replace(" ", "") == written]
        fitting += [p for p in payloads if p[2] is None]
        if fitting:
            ucum, dimension, _, source = fitting[0]
            return Unit(None if ucum == "1" else ucum, dimension, end, source)
    return None


def _power(words: Words, start: int, stop: int) -> tuple[int, int] | None:
    """A power of ten in any of its spellings: x 10^9, x109, 10e9, 10 9, ×10⁹: exponent and end."""
    i = start
    multiplied = words.keys[i] in _TIMES or words.texts[i] in _TIMES
    if multiplied:
        i += 1
    if i >= stop:
        return None
    text = words.texts[i].translate(_SUPERSCRIPTS)
    glued = _GLUED_POWER.fullmatch(text)
    if glued and multiplied and int(glued[1]) in _EXPONENTS:
        return int(glued[1]), i + 1
    if multiplied and words.texts[i] in ("1000", "1,000"):
        return 3, i + 1
    if words.texts[i] != "10" or not multiplied:
        return None
    i += 1
    if i < stop and (words.texts[i] in ("^", "**", "*", "\\") or words.keys[i] == "e"):
        i += 2 if words.texts[i] == "\\" else 1
    if i < stop:
        digits = words.texts[i].translate(_SUPERSCRIPTS).lower().removeprefix("e")
        if digits.isdecimal() and int(digits) in _EXPONENTS:
            return int(digits), i + 1
    return None


def read_reference(
    words: Words, start: int, stop: int, lexicon: Lexicon, *, bare: bool = False
) -> tuple[str, int, str] | None:
    """The reference that a number at its left is a multiple of: its name, its end, its entry.

    With `bare`, the reference alone ("> ULN"), without a word such as "times" before it.
    """
    if start >= stop:
        return None
    references, times = lexicon.table("references"), lexicon.table("times")
    match = references.at(words.keys, start, stop) if words.keys[start] else None
    if match is not None and len(words.texts[start]) > 1 and match[1][0].means != "baseline":
        return match[1][0].means, match[0], match[1][0].source
    if bare:
        return None
    joined = (
        times.at(words.keys, start, stop)
        if words.keys[start]
        else times.at(words.keys, start + 1, stop)
        if start + 1 < stop
        else None
    )
    if joined is None or joined[0] >= stop:
        return None
    match = references.at(words.keys, joined[0], stop)
    if match is None and words.keys[joined[0]] == "normal":
        return "normal", joined[0] + 1, "references#normal"
    if match is None:
        return None
    return match[1][0].means, match[0], match[1][0].source
