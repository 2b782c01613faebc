"""Amounts: a number, its sign, its unit or reference."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from criteria_nlp.pipeline.layers import Quantity
from criteria_nlp.pipeline.numbers import Number, read_number
from criteria_nlp.pipeline.quantities.piece import DASHES, MINUS_SIGNS, Piece
from criteria_nlp.pipeline.units import read_reference, read_unit

_STOPPED_THOUSANDS = re.compile(r"\d{1,3}\.000|\d{1,3}\.\d00")
_CELL_UNITS = frozenset(("/mm3", "/uL", "{copies}/mL", "[IU]/mL", "[iU]/mL", "/mL"))
_LEADING_DIGITS = re.compile(r"[1-9]\d{0,2}")
_THREE_DIGITS = re.compile(r"\d{3}")
# A unit of time, the one it goes on in, and how many of those it has.
_SMALLER = {"a": ("mo", 12), "wk": ("d", 7)}
_LONGEST_DISTANCE = 20  # feet from which a chart is read
# Numbers that are such only where they lead on to a higher one: "one or two", "zero to two".
_LOWEST, _LEADING_ON = ("one", "zero"), ("or", "and")
_SUFFIX_OPENINGS = ("or", "and", "+", "plus", "/", "as ")


class Amount(NamedTuple):
    """A number with what it is measured in or a multiple of; offsets are tokens."""

    value: float
    start: int
    end: int
    unit: str | None = None
    dimension: str | None = None
    unit_span: tuple[int, int] | None = None
    reference: str | None = None
    source: str = ""

    @property
    def bare(self) -> bool:
        """Whether it has neither a unit nor a reference."""
        return self.unit is None and self.reference is None

    def quantity(self, start: int, end: int, **fields: Any) -> Quantity:
        """The quantity between two tokens that is measured as this amount."""
        unit_start, unit_end = self.unit_span or (None, None)
        return Quantity(
            start=start,
            end=end,
            unit=self.unit,
            unit_start=unit_start,
            unit_end=unit_end,
            dimension=self.dimension,
            reference=self.reference,
            source=self.source,
            **fields,
        )


def read_amount(piece: Piece, i: int) -> Amount | None:
    """The number at word `i` with its unit or reference; null where it is only an article."""
    if i >= piece.stop or i in piece.blocked:
        return None
    words = piece.words
    number = read_number(words.texts, words.keys, i, piece.stop, piece.lexicon.numerals)
    if number is None:
        return None
    if piece.acuity:
        number = _as_fraction(piece, number) or number
    negative = _is_negative(piece, i)
    value, start = (-number.value, i - 1) if negative else (number.value, i)
    amount = _with_thousands(piece, read_measure(piece, Amount(value, start, number.end)))
    amount = _with_smaller_unit(piece, amount)
    # An article counts times alone, and "a second malignancy" is none.
    counted = amount.dimension != "time" or amount.unit in ("s", "{cycle}")
    article = words.keys[i] in ("a", "an") and counted
    if article or (amount.bare and _is_only_a_word(piece, i, amount.end)):
        return None
    return amount


def _as_fraction(piece: Piece, number: Number) -> Number | None:
    """A visual acuity as the fraction of Snellen's chart: "20/40" is 0.5."""
    words, at = piece.words, number.end
    if at + 1 >= piece.stop or words.texts[at] != "/" or number.written != "digits":
        return None
    below = read_number(words.texts, words.keys, at + 1, piece.stop, piece.lexicon.numerals)
    if below is None or not 0 < number.value <= _LONGEST_DISTANCE or below.value < 1:
        return None
    return Number(round(number.value / below.value, 4), below.end, "fraction")


def _with_thousands(piece: Piece, amount: Amount) -> Amount:
    """An amount whose thousands a stop or a blank parts: "10.000/mm3", "100 000 IU/mL"."""
    words, i = piece.words, amount.end - 1
    text = words.texts[i]
    if _STOPPED_THOUSANDS.fullmatch(words.texts[amount.start]) and amount.unit in _CELL_UNITS:
        return amount._replace(value=amount.value * 1000)
    if not amount.bare or not _LEADING_DIGITS.fullmatch(text) or amount.end >= piece.stop:
        return amount
    following = words.texts[amount.end]
    at = amount.end
    if following == "," and words.starts[at] == words.ends[i] and at + 1 < piece.stop:
        i, at = at, at + 1  # "12, 000"
        following = words.texts[at]
    spaced = words.starts[at] == words.ends[i] + 1
    if not spaced or not _THREE_DIGITS.fullmatch(following):
        return amount
    whole = read_measure(
        piece, amount._replace(value=amount.value * 1000 + int(following), end=at + 1)
    )
    return amount if whole.unit is None else whole


def _with_smaller_unit(piece: Piece, amount: Amount) -> Amount:
    """An amount of time that goes on in a smaller unit: "37 weeks 6 days", "24 + 6 weeks"."""
    words, at = piece.words, amount.end
    plus = at < piece.stop and words.texts[at] == "+"
    if plus and amount.bare and not piece.is_comparator(at) and words.texts[at - 1].isdigit():
        return _with_days(piece, amount, at + 1)
    if amount.unit not in _SMALLER or at >= piece.stop:
        return amount
    rest = _rest(piece, at + plus)
    smaller, most = _SMALLER[amount.unit]
    if rest is None or rest.unit != smaller or not 0 <= rest.value < most:
        return amount
    return amount._replace(value=round(amount.value + rest.value / most, 4), end=rest.end)


def _with_days(piece: Piece, amount: Amount, at: int) -> Amount:
    """ "24 + 6 weeks": the number after the sign is of days."""
    rest = _rest(piece, at)
    if rest is None or not 0 <= rest.value < 7:
        return amount
    behind = read_amount(piece, rest.end + 1) if rest.bare else rest  # "from 24+0 to 36+6 weeks"
    if behind is None or behind.unit != "wk":
        return amount
    return rest._replace(value=round(amount.value + rest.value / 7, 4), start=amount.start)


def _rest(piece: Piece, at: int) -> Amount | None:
    """The amount in digits at word `at`, without what may go on behind it."""
    if at >= piece.stop or not piece.words.texts[at].isdecimal():
        return None
    number = Amount(float(piece.words.texts[at]), at, at + 1)
    return read_measure(piece, number)


def _is_only_a_word(piece: Piece, i: int, end: int) -> bool:
    """Whether a word such as "one" or "a", with nothing measured, is no number here."""
    if not piece.is_small_word(i, "doubtful_numbers"):
        return False
    compared = (i > piece.start and piece.words.is_operator(i - 1)) or (
        piece.is_comparator(end) and is_suffix(piece, end)
    )
    return not compared and not _begins_range(piece, i)


def _begins_range(piece: Piece, i: int) -> bool:
    """Whether a number goes on to a higher one: "one to three", "one-to-three", "one or two"."""
    words = piece.words
    at = _past_dashes(piece, i + 1)
    if words.keys[i] not in _LOWEST or at >= piece.stop:
        return False
    if words.keys[at] not in _LEADING_ON and not piece.is_small_word(at, "range_joiners"):
        return False
    at = _past_dashes(piece, at + 1)
    if at >= piece.stop:
        return False
    higher = read_number(words.texts, words.keys, at, piece.stop, piece.lexicon.numerals)
    return higher is not None and higher.value > 1


def _past_dashes(piece: Piece, at: int) -> int:
    while at < piece.stop and piece.words.texts[at] in DASHES:
        at += 1
    return at


def _is_negative(piece: Piece, i: int) -> bool:
    """Whether a sign stands before word `i`: a hyphen glued to it and not to the word before."""
    words, sign = piece.words, i - 1
    if sign <= piece.start or words.texts[sign] not in MINUS_SIGNS:
        return False
    if words.ends[sign] != words.starts[i]:
        return False
    before = words.texts[sign - 1]
    if words.is_operator(sign - 1) or before in ("(", ":"):
        return True
    return words.ends[sign - 1] < words.starts[sign] and before.isalpha()


def read_measure(piece: Piece, amount: Amount) -> Amount:
    """An amount with the unit or the reference that follows it, maybe on the next line."""
    at = amount.end
    if not _breaks_line(piece, at):
        return _measured(piece, amount)
    measured = _measured(piece, amount._replace(end=at + 1))
    return measured if measured.end > at + 1 else amount


def _breaks_line(piece: Piece, at: int) -> bool:
    """Whether at word `at` only a blank stands before more than a letter ("3\\n a history of")."""
    texts = piece.words.texts
    if at + 1 >= piece.stop or not texts[at].isspace():
        return False
    return len(texts[at + 1]) > 1 or not texts[at + 1].isalpha() or texts[at + 1] in "xX"


def _measured(piece: Piece, amount: Amount) -> Amount:
    words, at = piece.words, amount.end
    spanned = _read_time_behind_joint(piece, amount)
    if spanned is not None:
        return spanned
    reference = read_reference(words, at, piece.stop, piece.lexicon)
    if reference is not None:
        return amount._replace(end=reference.end, reference=reference.name, source=reference.source)
    unit = read_unit(words, at, piece.stop, piece.lexicon)
    if unit is None:
        return amount
    amount = amount._replace(
        end=unit.end,
        unit=unit.ucum,
        dimension=unit.dimension,
        unit_span=(at, unit.end),
        source=unit.source,
    )
    return _read_share(piece, amount) if unit.dimension == "percent" else amount


def _read_time_behind_joint(piece: Piece, amount: Amount) -> Amount | None:
    """An amount of time with a word between number and unit: "6-month", "the 3 last months"."""
    words, at = piece.words, amount.end
    if at + 1 >= piece.stop:
        return None
    hyphen = words.texts[at] in DASHES and words.ends[at] == words.starts[at + 1]
    calque = piece.is_small_word(at, "past_words") or piece.is_small_word(at, "whole_words")
    if not (hyphen or calque):
        return None
    unit = read_unit(words, at + 1, piece.stop, piece.lexicon)
    if unit is None or unit.dimension != "time":
        return None
    return amount._replace(
        end=unit.end, unit=unit.ucum, dimension="time", unit_span=(at + 1, unit.end)
    )


def _read_share(piece: Piece, amount: Amount) -> Amount:
    """A percentage with what it is a share of: "50% of the normal value"."""
    reference = read_reference(piece.words, amount.end, piece.stop, piece.lexicon)
    if reference is None:
        return amount
    return amount._replace(end=reference.end, reference=reference.name)


def is_suffix(piece: Piece, i: int) -> bool:
    """Whether the comparator `i` belongs to the number before it ("or more", "and over", "+")."""
    text = piece.words.texts[i].casefold()
    if text.startswith(_SUFFIX_OPENINGS):
        return True
    return text[0].isalpha() and no_amount_after(piece, i)


def no_amount_after(piece: Piece, i: int) -> bool:
    """Whether no amount follows word `i`, empty words skipped."""
    at = i + 1
    while at < piece.stop and piece.is_small_word(at, "before_amount"):
        at += 1
    return at >= piece.stop or read_amount(piece, at) is None
