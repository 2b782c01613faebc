"""Measures that only a heading names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from criteria_nlp.schema import Record, facts, to_notation

Read = Callable[..., Record]
# text, its top-level criteria, the names of their measures
HEADED = {
    "an age": ("Age:\n\n  - 16 and over\n", ["16 >= 16 a"], ["age"]),
    "before a heading in its line": (
        "PATIENT CHARACTERISTICS: Age: 16 and over Performance status: WHO 0-2 Life expectancy:"
        " At least 10 weeks",
        ["16 >= 16 a", "0 >= 0 <= 2", "weeks >= 10 wk"],
        ["age", "performance status", "life expectancy"],
    ),
    "a range of ages": ("Ages:\n\n  - 20 to 65\n", ["20 >= 20 <= 65 a"], ["age"]),
    "months": ("Life expectancy:\n\n  - At least 10 weeks\n", ["weeks >= 10 wk"],
               ["life expectancy"]),
    "a score": ("Performance status:\n\n  - 0-2\n", ["0 >= 0 <= 2"], ["performance status"]),
    "a lead-in": ("- Age\n  - 20 to 65\n- ECOG 0-1\n", ["20 >= 20 <= 65 a", "ECOG >= 0 <= 1"],
                  ["age", "ECOG performance status"]),
    "a measure of its own": ("Age:\n\n  - INR < 1.4\n", ["INR < 1.4"],
                             ["international normalized ratio"]),
    "the next heading": ("Age:\n\n  - 16 and over\n\nOther:\n\n  - 16 and over\n",
                         ["16 >= 16 a", 'unresolved("16 and over", unknown_concept)'], ["age"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "names"), HEADED.values(), ids=HEADED)
def test_a_bare_value_has_the_measure_of_its_heading(
    read: Read, text: str, expected: list[str], names: list[str]
) -> None:
    found = [c.expression for c in read(text, "inclusion").criteria if c.parent is None]
    assert [to_notation(expression) for expression in found] == expected
    told = [fact for expression in found for fact in facts(expression)]
    assert [fact.concept.name for fact in told] == names
    for fact in told:
        assert text[fact.concept.start : fact.concept.end] == fact.concept.text
