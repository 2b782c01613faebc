"""Two bounds that belong together: `>= 18 and <= 75 years`."""

from __future__ import annotations

import msgspec

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import Quantity, Words


def join_bounds(
    words: Words, found: list[Quantity], named: set[int], lexicon: Lexicon
) -> list[Quantity]:
    """Join a lower and an upper bound of one thing; `named` are the words concepts begin with."""
    joined: list[Quantity] = []
    for quantity in found:
        if joined and _shares_unit(words, joined[-1], quantity):
            joined[-1] = _measured_alike(joined[-1], quantity)
        if joined and _goes_on(words, joined[-1], quantity, lexicon):
            quantity = _compared_alike(joined[-1], quantity)
        counts = quantity.unit is None and quantity.reference is None and quantity.end in named
        if joined and not counts and _are_one(words, joined[-1], quantity, lexicon):
            joined[-1] = _join(joined[-1], quantity)
        else:
            joined.append(quantity)
    return joined


def _goes_on(words: Words, first: Quantity, second: Quantity, lexicon: Lexicon) -> bool:
    """Whether a bare amount takes the comparator before it: "> 1.5 mg/dL (male) or 1.4 mg/dL"."""
    between = {words.keys[i] for i in range(first.end, second.start) if words.keys[i]}
    people = lexicon.small_words["group_joiners"]
    one_sided = first.explicit and (first.low is None) != (first.high is None)
    alike = second.unit is not None and first.unit == second.unit and not first.pair
    bare = not second.explicit and not second.pair and second.dimension != "time"
    return one_sided and alike and bare and bool(between & {"or", "and"}) and between <= people


def _compared_alike(first: Quantity, second: Quantity) -> Quantity:
    value = second.high
    low, high = (value, None) if first.low is not None else (None, value)
    return msgspec.structs.replace(
        second,
        low=low,
        low_inclusive=first.low_inclusive,
        high=high,
        high_inclusive=first.high_inclusive,
        explicit=True,
    )


def _shares_unit(words: Words, first: Quantity, second: Quantity) -> bool:
    """Whether a bound without a unit takes that of the next: "< 90 or > 180 mmHg"."""
    between = [words.keys[i] for i in range(first.end, second.start) if words.keys[i]]
    bare = first.unit is None and first.reference is None and not first.category and first.explicit
    return bare and second.explicit and bool(second.unit or second.reference) and between == ["or"]


def _measured_alike(first: Quantity, second: Quantity) -> Quantity:
    return msgspec.structs.replace(
        first,
        unit=second.unit,
        unit_start=second.unit_start,
        unit_end=second.unit_end,
        dimension=second.dimension,
        reference=second.reference,
    )


def _are_one(words: Words, first: Quantity, second: Quantity, lexicon: Lexicon) -> bool:
    """Whether two bounds stand side by side, measure alike and leave room between them."""
    joiners = lexicon.small_words["bound_joiners"]
    if any(key and key not in joiners for key in words.keys[first.end : second.start]):
        return False
    if first.unit and second.unit and first.unit != second.unit:
        return False
    if first.reference != second.reference or first.pair or second.pair:
        return False
    lower, upper = _ordered(first, second)
    if lower.low is None or lower.high is not None or upper.low is not None or upper.high is None:
        return False
    return lower.low < upper.high


def _ordered(first: Quantity, second: Quantity) -> tuple[Quantity, Quantity]:
    """The bound from below, then the other."""
    return (first, second) if first.low is not None else (second, first)


def _join(first: Quantity, second: Quantity) -> Quantity:
    lower, upper = _ordered(first, second)
    return msgspec.structs.replace(
        second if second.unit else first,
        start=first.start,
        end=second.end,
        low=lower.low,
        low_inclusive=lower.low_inclusive,
        high=upper.high,
        high_inclusive=upper.high_inclusive,
        warnings=first.warnings + second.warnings,
    )
