"""Numbers as people write them, in digits and in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from criteria_nlp.lexicon import key, load_lexicon
from criteria_nlp.pipeline.numbers import Number, parse_list, parse_number, read_number

DIGITS = {
    "integer": ("42", 42.0),
    "decimal point": ("0.25", 0.25),
    "no leading digit": (".5", 0.5),
    "decimal comma": ("6,5", 6.5),
    "decimal comma, two places": ("37,25", 37.25),
    "decimal comma after zero": ("0,125", 0.125),
    "thousands": ("100,000", 100_000.0),
    "millions": ("1,250,000", 1_250_000.0),
    "thousands and decimals": ("1,500.5", 1500.5),
    "European thousands": ("1.500.000", 1_500_000.0),
    "European thousands and decimals": ("1.500,5", 1500.5),
    "word": ("seven", None),
    "unit": ("mg", None),
    "list": ("0,1,2", None),
}


@pytest.mark.parametrize(("text", "expected"), DIGITS.values(), ids=DIGITS)
def test_digits(text: str, expected: float | None) -> None:
    assert parse_number(text) == expected


@given(st.integers(0, 10**9))
def test_every_integer_with_thousands(number: int) -> None:
    assert parse_number(str(number)) == parse_number(f"{number:,}") == number


@given(st.decimals(0, 9999, places=2, allow_nan=False))
def test_every_decimal_comma(number: object) -> None:
    assert parse_number(str(number).replace(".", ",")) == float(str(number))


LISTS = {
    "two": ("0,1", (0.0, 1.0)),
    "three": ("0,1,2", (0.0, 1.0, 2.0)),
    "decimal": ("12,5", ()),
    "one": ("4", ()),
}


@pytest.mark.parametrize(("text", "expected"), LISTS.values(), ids=LISTS)
def test_glued_lists(text: str, expected: tuple[float, ...]) -> None:
    assert parse_list(text) == expected


# A number, and how many of its tokens it takes.
READ = {
    "digits": ("8 weeks", 8.0, 1),
    "word": ("seven days", 7.0, 1),
    "tens": ("forty mg", 40.0, 1),
    "tens and digit": ("twenty-four hours", 24.0, 3),
    "tens and digit, apart": ("thirty six hours", 36.0, 2),
    "said twice": ("three (3) doses", 3.0, 4),
    "two numbers": ("three (4) doses", 3.0, 1),
    "dozen": ("dozen seizures", 12.0, 1),
    "hundred": ("two hundred mg", 200.0, 2),
    "million": ("5 million cells", 5_000_000.0, 2),
    "vulgar fraction": ("½ tablet", 0.5, 1),
    "number and fraction": ("2½ years", 2.5, 2),
    "power": ("10^5 copies", 100_000.0, 3),
    "decimal comma": ("6,5 %", 6.5, 1),
    "word that is none": ("seizure", None, 0),
}


def number_at_start(nlp: Language, text: str) -> Number | None:
    texts = [token.text for token in nlp.make_doc(text)]
    keys = [key(word) for word in texts]
    return read_number(texts, keys, 0, len(texts), load_lexicon().numerals)


@pytest.mark.parametrize(("text", "value", "length"), READ.values(), ids=READ)
def test_reads(nlp: Language, text: str, value: float | None, length: int) -> None:
    number = number_at_start(nlp, text)
    assert (number.value, number.end) == (value, length) if number else value is None
