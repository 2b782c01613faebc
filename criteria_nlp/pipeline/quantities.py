"""Quantities: numbers with their comparators, ranges, units and references.

A stage of small readers, from the inside out: an amount (number, unit, reference), a bound (comparator
and amount, on either side), a range, an enumeration, and at last two bounds that belong together.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.lexicon import Lexicon, load_lexicon
from criteria_nlp.pipeline.layers import (
    Mention,
    Quantity,
    Words,
    pieces,
    read_layer,
    set_extensions,
    words_of,
    write_layer,
)
from criteria_nlp.pipeline.numbers import parse_list, read_number
from criteria_nlp.pipeline.units import read_reference, read_unit

_FILLERS = frozenset(
    (
        "the",
        "of",
        "about",
        "approximately",
        "approx",
        "~",
        "around",
        "age",
        "than",
        "to",
        "only",
        "or",
        ".",
        ":",
        "value",
        "score",
        "total",
        "≈",
        "grade",
        "stage",
        "class",
        "level",
        "a",
        "an",
    )
)
_DASHES = frozenset(("-", "–", "—", "‐", "‑", "−", "~", "～", "∼", "÷", "_"))
_MINUS = frozenset(("-", "−", "–"))
_TO = frozenset(("to", "through", "till", "until", "upto", "thru"))
_OPENERS = frozenset(("between", "from", "range", "ranging", "comprised", "ranged"))
_FLIP = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "?": "?"}
_ROMAN_SCALES = frozenset(
    (
        "class",
        "stage",
        "grade",
        "type",
        "nyha",
        "classification",
        "functional",
        "ccs",
        "figo",
        "category",
    )
)
PAST_WORDS = frozenset(
    (
        "last",
        "past",
        "previous",
        "preceding",
        "precedent",
        "consecutive",
        "full",
        "complete",
        "calendar",
    )
)
_SMALL_WORDS = frozenset(
    ("a", "an", "one", "single", "half", "once", "twice", "thrice", "un", "dozen", "zero")
)


class CriteriaQuantities:
    """Writes the layer `quantities`."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or load_lexicon()
        set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        words = words_of(doc)
        mentions = read_layer(doc, "mentions", Mention)
        found: list[Quantity] = []
        for start, stop in pieces(doc, words):
            inside = [m for m in mentions if start <= m.start < stop]
            found += find_quantities(words, start, stop, inside, self.lexicon)
        write_layer(doc, "quantities", found)
        return doc


@Language.factory("criteria_quantities", default_config={})
def create_quantities(nlp: Language, name: str) -> CriteriaQuantities:
    """Makes the quantity component of a pipeline."""
    return CriteriaQuantities()


def find_quantities(
    words: Words, start: int, stop: int, mentions: Sequence[Mention], lexicon: Lexicon
) -> list[Quantity]:
    """The quantities between two tokens, in reading order, not overlapping."""
    reader = _Reader(words, start, stop, mentions, lexicon)
    found: list[Quantity] = []
    i = start
    while i < stop:
        quantity = reader.quantity(i)
        if quantity is None:
            i += 1
        else:
            found.append(quantity)
            i = max(quantity.end, i + 1)
    return _join_bounds(words, found)


class _Amount(NamedTuple):
    value: float
    start: int
    end: int
    unit: str | None = None
    dimension: str | None = None
    unit_span: tuple[int, int] | None = None
    reference: str | None = None
    source: str = ""
    digits: bool = True


class _Reader:
    def __init__(
        self, words: Words, start: int, stop: int, mentions: Sequence[Mention], lexicon: Lexicon
    ) -> None:
        self.words, self.start, self.stop, self.lexicon = words, start, stop, lexicon
        self.blocked = self._blocked(mentions)
        self.mention_at = {m.end: m for m in mentions}

    def _blocked(self, mentions: Sequence[Mention]) -> set[int]:
        """Tokens whose digits are names, not numbers: "type 2 diabetes", "at least two of the following"."""
        blocked = {
            i
            for m in mentions
            if m.name != "age" and m.domain != "unknown"
            for i in range(m.start, m.end)
        }
        for first, end, _ in self.lexicon.table("combiners").find(
            self.words.keys, self.start, self.stop
        ):
            blocked.update(range(first, end))
        return blocked

    def quantity(self, i: int) -> Quantity | None:
        """The quantity that begins at word `i`."""
        if i in self.blocked:
            return None
        if self.words.is_operator(i):
            return self._after_operator(i)
        roman = self._ordinals(i)
        if roman is not None:
            return roman
        amount = self._amount(i)
        if amount is None:
            return None
        return self._range(amount, None, i) or self._enumeration(amount) or self._single(amount)

    # --- amounts -------------------------------------------------------------------------------

    def _amount(self, i: int) -> _Amount | None:
        """A number with its unit or reference."""
        if i >= self.stop or i in self.blocked:
            return None
        words = self.words
        number = read_number(words.texts, words.keys, i, self.stop, self.lexicon.numerals)
        if number is None:
            return None
        value, start = number.value, i
        if i > self.start and self._is_minus(i - 1):
            value, start = -value, i - 1
        amount = self._measured(
            _Amount(value, start, number.end, digits=number.written == "digits")
        )
        if words.keys[i] in _SMALL_WORDS and amount.unit is None and amount.reference is None:
            operator_before = i > self.start and words.is_operator(i - 1)
            suffix = (
                amount.end < self.stop
                and words.is_operator(amount.end)
                and self._is_suffix(amount.end)
            )
            if words.keys[i] in ("a", "an") or not (operator_before or suffix):
                return None
        return amount

    def _is_minus(self, i: int) -> bool:
        """Whether a hyphen is a sign: glued to the number and not to the word before it."""
        words = self.words
        if words.texts[i] not in _MINUS or words.ends[i] != words.starts[i + 1]:
            return False
        if i == self.start:
            return False
        before = words.texts[i - 1]
        detached = words.ends[i - 1] < words.starts[i]
        return (
            words.is_operator(i - 1)
            or before == "("
            or (
                detached
                and (before in ("to", "and", "between", "from") or not before[0].isdigit())
                and before.isalpha()
            )
        )

    def _measured(self, amount: _Amount) -> _Amount:
        words, at = self.words, amount.end
        if (
            at < self.stop
            and words.texts[at] in _DASHES
            and at + 1 < self.stop
            and words.ends[at] == words.starts[at + 1]
        ):
            unit = read_unit(words, at + 1, self.stop, self.lexicon)
            if unit is not None and unit.dimension == "time":
                return amount._replace(
                    end=unit.end, unit=unit.ucum, dimension="time", unit_span=(at + 1, unit.end)
                )
        if at + 1 < self.stop and words.keys[at] in PAST_WORDS:  # "the 3 last months"
            unit = read_unit(words, at + 1, self.stop, self.lexicon)
            if unit is not None and unit.dimension == "time":
                return amount._replace(
                    end=unit.end, unit=unit.ucum, dimension="time", unit_span=(at + 1, unit.end)
                )
        reference = read_reference(words, at, self.stop, self.lexicon)
        if reference is not None:
            return amount._replace(end=reference[1], reference=reference[0], source=reference[2])
        unit = read_unit(words, at, self.stop, self.lexicon)
        if unit is None:
            return amount
        amount = amount._replace(
            end=unit.end,
            unit=unit.ucum,
            dimension=unit.dimension,
            unit_span=(at, unit.end),
            source=unit.source,
        )
        if unit.dimension == "percent":
            reference = read_reference(words, unit.end, self.stop, self.lexicon)
            if reference is not None:
                amount = amount._replace(end=reference[1], reference=reference[0])
        return amount

    # --- bounds --------------------------------------------------------------------------------

    def _after_operator(self, i: int) -> Quantity | None:
        words = self.words
        operator, at = words.norms[i], i + 1
        while (
            at < self.stop
            and at - i < 4
            and (words.keys[at] in _FILLERS or words.texts[at].isspace() or words.is_operator(at))
        ):
            if words.is_operator(at) and words.norms[at] != operator and operator != "=":
                break
            if words.is_operator(at) and operator == "=":
                operator = words.norms[at]
            at += 1
        if (
            at < self.stop
            and words.texts[at] in _MINUS
            and at + 1 < self.stop
            and words.texts[at + 1][0].isdigit()
        ):
            at += 1
        amount = self._amount(at)
        if amount is None:
            ordinal = self._ordinals(at, operator) if at < self.stop else None
            if ordinal is not None:
                return msgspec.structs.replace(ordinal, start=i)
            return self._bare_reference(i, at, operator)
        ranged = self._range(amount, operator, i)
        if ranged is not None:
            return ranged
        pair = self._pair(amount)
        if pair is not None:
            bounds = bounds_of(operator, amount.value)
            return msgspec.structs.replace(
                pair,
                start=i,
                explicit=True,
                **{
                    "low": None,
                    "high": None,
                    "low_inclusive": False,
                    "high_inclusive": False,
                    **bounds,
                },
            )
        return self._bound(amount, operator, i)

    def _bare_reference(self, start: int, at: int, operator: str) -> Quantity | None:
        reference = (
            read_reference(self.words, at, self.stop, self.lexicon, bare=True)
            if at < self.stop
            else None
        )
        if reference is None or reference[0] not in ("ULN", "LLN", "normal"):
            return None
        return self._bound(
            _Amount(1.0, at, reference[1], reference=reference[0], source=reference[2]),
            operator,
            start,
        )

    def _bound(
        self,
        amount: _Amount,
        operator: str,
        start: int,
        end: int | None = None,
        warning: str | None = None,
    ) -> Quantity:
        bounds = bounds_of(operator, amount.value)
        warnings = [
            w
            for w in (
                warning,
                "bare_equality" if operator == "=" else None,
                "lost_comparator" if operator == "?" else None,
            )
            if w
        ]
        return self._make(amount, start, end or amount.end, warnings=tuple(warnings), **bounds)

    def _make(self, amount: _Amount, start: int, end: int, **fields: Any) -> Quantity:
        span = amount.unit_span or (None, None)
        return Quantity(
            start=start,
            end=end,
            unit=amount.unit,
            unit_start=span[0],
            unit_end=span[1],
            dimension=amount.dimension,
            reference=amount.reference,
            source=amount.source,
            **fields,
        )

    def _single(self, amount: _Amount) -> Quantity | None:
        """An amount with no comparator before it: one after it, one turned round, or none."""
        words, at = self.words, amount.end
        after = at
        while (
            after < self.stop
            and after - at < 4
            and (
                words.keys[after] in ("of", "age", "old", "in", "score", "point")
                or words.texts[after].isspace()
            )
        ):
            after += 1
        if after < self.stop and words.is_operator(after) and self._is_suffix(after):
            if amount.unit is None and amount.reference is None:  # "3+ months"
                measured = self._measured(amount._replace(end=after + 1))
                return self._bound(measured, words.norms[after], amount.start, measured.end)
            return self._bound(amount, words.norms[after], amount.start, after + 1)
        if (
            at < self.stop
            and words.is_operator(at)
            and not self._is_suffix(at)
            and self._no_number_after(at)
        ):
            return self._bound(amount, _FLIP[words.norms[at]], amount.start, at + 1)
        if self._is_label(amount):
            return None
        pair = self._pair(amount)
        if pair is not None:
            return pair
        return self._make(
            amount, amount.start, amount.end, explicit=False, **bounds_of("=", amount.value)
        )

    def _is_suffix(self, i: int) -> bool:
        """Whether a comparator belongs to the number before it ("or more", "and over", "+")."""
        text = self.words.texts[i].casefold()
        if text.startswith(("or", "and", "+", "plus", "/", "as ")):
            return True
        return text[0].isalpha() and self._no_number_after(i)

    def _no_number_after(self, i: int) -> bool:
        at = i + 1
        while at < self.stop and self.words.keys[at] in _FILLERS:
            at += 1
        return at >= self.stop or self._amount(at) is None

    def _is_label(self, amount: _Amount) -> bool:
        """Whether a bare number names something ("visit 1", "phase 2", a year) instead of measuring it."""
        words, i = self.words, amount.start
        if amount.unit or amount.reference:
            return False
        before = words.keys[i - 1] if i > self.start else ""
        year = (
            1900 <= amount.value <= 2100 and len(words.texts[i]) == 4 and words.texts[i].isdigit()
        )
        glued = (
            i > self.start
            and words.ends[i - 1] == words.starts[i]
            and words.texts[i - 1][-1].isalpha()
        )
        return year or glued or before in self.lexicon.labels

    # --- ranges --------------------------------------------------------------------------------

    def _range(self, low: _Amount, operator: str | None, start: int) -> Quantity | None:
        """`2 to 10`, `between 2 and 10`, `>= 18 to <= 75`, `18-65 years`."""
        words, at = self.words, low.end
        while at < self.stop and words.texts[at].isspace():
            at += 1
        if at >= self.stop:
            return None
        dash, to = (
            words.texts[at] in _DASHES,
            words.keys[at] in _TO or words.texts[at].casefold() in ("up to", "upto"),
        )
        joined = words.keys[at] == "and" and self._opened(start)
        if not (dash or to or joined):
            return None
        at += 1
        second = None
        while at < self.stop and (
            words.is_operator(at)
            or words.keys[at] in ("up", "to", "the", "age", "of")
            or words.texts[at].isspace()
        ):
            if words.is_operator(at):
                second = words.norms[at]
            at += 1
        high = self._amount(at)
        if high is None or not low.value < high.value * _same_scale(low, high):
            return None
        if operator in ("<", "<=", "=", "?") and not (operator == "=" or second is None):
            return None
        return self._ranged(low, high, operator, second, start)

    def _ranged(
        self, low: _Amount, high: _Amount, operator: str | None, second: str | None, start: int
    ) -> Quantity:
        end, excluded = self._ends(high.end)
        first = self._opening(start) if operator is None else start
        bounds: dict[str, Any] = {
            "low": low.value,
            "low_inclusive": operator != ">" and not excluded,
            "high": high.value,
            "high_inclusive": second != "<" and not excluded,
        }
        if operator in ("<", "<="):
            bounds.update(low=None, low_inclusive=False, high_inclusive=operator == "<=")
        amount = (
            high
            if high.unit or high.reference
            else high._replace(
                unit=low.unit,
                dimension=low.dimension,
                unit_span=low.unit_span,
                reference=low.reference,
            )
        )
        if (
            low.unit
            and high.unit
            and low.unit != high.unit
            and low.dimension == high.dimension == "time"
        ):
            bounds["low"] = convert_time(low.value, low.unit, high.unit)
        return self._make(amount, first, end, **bounds)

    def _opened(self, start: int) -> bool:
        return any(self.words.keys[i] in _OPENERS for i in range(max(self.start, start - 4), start))

    def _opening(self, start: int) -> int:
        """Where a range begins: at its "between", "from" or "comprised between"."""
        first = start
        for i in range(start - 1, max(self.start, start - 4) - 1, -1):
            if self.words.keys[i] in _OPENERS:
                first = i
            elif self.words.keys[i] not in ("of", "the", "age", "in", "value"):
                break
        return first

    def _ends(self, end: int) -> tuple[int, bool]:
        """A remark on the ends after a range: "(included)", "inclusive", "(limits excluded)"."""
        words = self.words
        nearby = " ".join(words.keys[end : min(end + 7, self.stop)])
        at = end
        if at < self.stop and words.texts[at] in ("(", ","):
            at += 1
        for i in range(at, min(at + 5, self.stop)):
            if words.keys[i] in ("included", "inclusive", "inclusively", "including", "incl"):
                return self._close(
                    i,
                    end,
                    (
                        "both",
                        "bound",
                        "end",
                        "value",
                        "limit",
                        "extreme",
                        "critical",
                        "boundary",
                        "of",
                        "the",
                    ),
                ), False
            if words.keys[i] in ("excluded", "exclusive") and "limit" in nearby + " bound end":
                if any(k in ("limit", "bound", "end", "exclusive") for k in words.keys[at : i + 1]):
                    return self._close(i, end, ("limit", "bound")), True
            if words.keys[i] not in (
                "both",
                "end",
                "bound",
                "limit",
                "range",
                "the",
                "value",
                "extreme",
                "",
            ):
                break
        return end, False

    def _close(self, i: int, end: int, allowed: tuple[str, ...]) -> int:
        words, at = self.words, i + 1
        if words.keys[i] == "including" and not any(k in allowed for k in words.keys[at : at + 2]):
            return end
        while at < self.stop and words.keys[at] in allowed:
            at += 1
        return at + 1 if at < self.stop and words.texts[at] == ")" else at

    # --- enumerations, pairs, ordinals ---------------------------------------------------------

    def _enumeration(self, first: _Amount) -> Quantity | None:
        """`0, 1 or 2`, `0,1`, `2 or 3`: numbers that follow each other are a range."""
        words = self.words
        numbers = [first.value]
        at, last = first.end, first
        glued = parse_list(words.texts[first.start])
        if glued and self._after_scale(first.start):
            numbers, at = list(glued), first.start + 1
            last = first._replace(value=glued[-1], end=at)
        while (
            at < self.stop
            and words.texts[at] in (",", "/")
            or at < self.stop
            and words.keys[at] in ("or", "and/or")
        ):
            step = at + 1
            if step < self.stop and words.texts[at] == "," and words.keys[step] in ("or", "and"):
                step += 1
            amount = self._amount(step)
            listed = words.texts[at] in (",", "/")
            if (
                amount is None
                or amount.value != numbers[-1] + 1
                or (listed and not self._after_scale(first.start))
            ):
                break
            numbers.append(amount.value)
            last, at = amount, amount.end
        if len(numbers) < 2 or not all(n.is_integer() for n in numbers):
            return None
        if at < self.stop and words.is_operator(at):
            return None
        return self._make(
            last,
            first.start,
            at,
            low=numbers[0],
            low_inclusive=True,
            high=numbers[-1],
            high_inclusive=True,
            numbers=tuple(numbers),
        )

    def _after_scale(self, i: int) -> bool:
        """Whether a measurement stands right before word `i`."""
        for at in range(i, max(self.start, i - 5), -1):
            mention = self.mention_at.get(at)
            if mention is not None:
                return mention.domain == "measurement" or self.words.keys[at - 1] in _ROMAN_SCALES
            if at <= i and self.words.keys[at - 1] not in (
                "of",
                "is",
                "score",
                "class",
                "grade",
                "status",
                ":",
                "(",
                "=",
                "",
                "stage",
                "be",
                "a",
                "performance",
            ):
                return False
        return False

    def _pair(self, first: _Amount) -> Quantity | None:
        """`140/90`: two numbers with one unit."""
        words, at = self.words, first.end
        if at + 1 >= self.stop or words.texts[at] != "/" or not words.texts[at + 1][0].isdigit():
            return None
        second = self._amount(at + 1)
        if second is None or not (60 <= first.value <= 300 and 30 <= second.value < first.value):
            return None
        return self._make(
            second,
            first.start,
            second.end,
            explicit=False,
            pair=True,
            numbers=(first.value, second.value),
            **bounds_of("=", first.value),
        )

    def _ordinals(self, i: int, operator: str | None = None) -> Quantity | None:
        """Roman numerals and letters after a scale: `III-IV`, `I or II`, `A/B`."""
        if not self._scaled(i):
            return None
        roman = self.lexicon.numerals["roman"]
        found = [self.words.texts[i]] if self._is_ordinal(i) else []
        if not found:
            return None
        at, span = i + 1, False
        while at + 1 < self.stop:
            join = self.words.texts[at]
            step = at + 2 if join == "," and self.words.keys[at + 1] in ("or", "and") else at + 1
            if join not in (",", "/", *_DASHES) and self.words.keys[at] not in (
                "or",
                "and",
                "to",
                "through",
                "and/or",
            ):
                break
            if step >= self.stop or not self._is_ordinal(step):
                break
            span = span or join in _DASHES or self.words.keys[at] in ("to", "through")
            found.append(self.words.texts[step])
            at = step + 1
        if (
            at < self.stop
            and self.words.is_operator(at)
            and self._is_suffix(at)
            and operator is None
        ):
            operator, at = self.words.norms[at], at + 1
        if all(text in roman for text in found):
            return self._roman(i, at, [roman[text] for text in found], span, operator)
        if operator is not None and operator != "=":
            return None
        names = _letters_between(found[0], found[-1]) if span and len(found) == 2 else tuple(found)
        return Quantity(start=i, end=at, category=names, source="numerals#letters")

    def _roman(
        self, start: int, end: int, numbers: list[float], span: bool, operator: str | None
    ) -> Quantity:
        if operator and len(numbers) == 1:
            return Quantity(
                start=start, end=end, source="numerals#roman", **bounds_of(operator, numbers[0])
            )
        joined = span or all(b == a + 1 for a, b in zip(numbers, numbers[1:]))
        if joined:
            return Quantity(
                start=start,
                end=end,
                low=numbers[0],
                low_inclusive=True,
                high=numbers[-1],
                high_inclusive=True,
                source="numerals#roman",
            )
        return Quantity(
            start=start, end=end, category=tuple(f"{n:g}" for n in numbers), source="numerals#roman"
        )

    def _is_ordinal(self, i: int) -> bool:
        text = self.words.texts[i]
        if i in self.blocked and i not in self.mention_at:
            return False
        return text in self.lexicon.numerals["roman"] or (len(text) == 1 and text in "ABCDE")

    def _scaled(self, i: int) -> bool:
        """Whether word `i` follows a scale, at most a few empty words away."""
        if i >= self.stop or not self._is_ordinal(i):
            return False
        for at in range(i - 1, max(self.start - 1, i - 5), -1):
            mention = self.mention_at.get(at + 1)
            if mention is not None and (
                mention.domain == "measurement" or self.words.keys[at] in _ROMAN_SCALES
            ):
                return True
            if self.words.keys[at] in _ROMAN_SCALES:
                return True
            if not (
                self.words.is_operator(at)
                or self.words.keys[at]
                in ("of", "is", ":", "(", "", "score", "the", "a", "with", "be")
            ):
                return False
        return False


def bounds_of(operator: str, value: float) -> dict[str, Any]:
    """The bounds that a comparator and a number make."""
    if operator in (">", ">="):
        return {"low": value, "low_inclusive": operator == ">="}
    if operator in ("<", "<="):
        return {"high": value, "high_inclusive": operator == "<="}
    return {"low": value, "low_inclusive": True, "high": value, "high_inclusive": True}


_DAYS = {"a": 365.25, "mo": 365.25 / 12, "wk": 7.0, "d": 1.0, "h": 1 / 24, "min": 1 / 1440}


def convert_time(value: float, unit: str, to: str) -> float:
    """A stretch of time in another unit; twelve months are a year, seven days a week."""
    if unit not in _DAYS or to not in _DAYS:
        return value
    return round(value * _DAYS[unit] / _DAYS[to], 4)


def _same_scale(low: _Amount, high: _Amount) -> float:
    """What to multiply the upper number by before comparing it with the lower one."""
    if (
        low.unit
        and high.unit
        and low.unit != high.unit
        and low.unit in _DAYS
        and high.unit in _DAYS
    ):
        return _DAYS[high.unit] / _DAYS[low.unit]
    return 1.0


def _letters_between(first: str, last: str) -> tuple[str, ...]:
    return (
        tuple(chr(c) for c in range(ord(first), ord(last) + 1))
        if len(first) == len(last) == 1
        else (first, last)
    )


_JOINERS = frozenset(("and", "but", "to", "", ",", "&", "also"))


def _join_bounds(words: Words, found: list[Quantity]) -> list[Quantity]:
    """Join a lower and an upper bound of one thing: `>= 18 and <= 75 years`."""
    joined: list[Quantity] = []
    for quantity in found:
        if joined and _complementary(words, joined[-1], quantity):
            joined[-1] = _joined(joined[-1], quantity)
        else:
            joined.append(quantity)
    return joined


def _complementary(words: Words, first: Quantity, second: Quantity) -> bool:
    if any(words.keys[i] not in _JOINERS for i in range(first.end, second.start)):
        return False
    if first.unit and second.unit and first.unit != second.unit:
        return False
    if first.reference != second.reference or first.pair or second.pair:
        return False
    if (
        first.high is None
        and second.low is None
        and first.low is not None
        and second.high is not None
    ):
        return first.low < second.high
    if (
        first.low is None
        and second.high is None
        and first.high is not None
        and second.low is not None
    ):
        return second.low < first.high
    return False


def _joined(first: Quantity, second: Quantity) -> Quantity:
    lower, upper = (first, second) if first.low is not None else (second, first)
    named = second if second.unit else first
    return msgspec.structs.replace(
        named,
        start=first.start,
        end=second.end,
        low=lower.low,
        low_inclusive=lower.low_inclusive,
        high=upper.high,
        high_inclusive=upper.high_inclusive,
        warnings=first.warnings + second.warnings,
    )
