"""A line that is no criterion any more is kept whole and unread, in a bounded time."""

from __future__ import annotations

import pytest

import criteria_nlp
from criteria_nlp.pipeline.layers import LONGEST
from criteria_nlp.schema import Unresolved


@pytest.mark.parametrize("characters", [LONGEST + 1, 1_100_000])
def test_single_line(characters: int) -> None:
    text = ("gout or haemoglobin >= 9 g/dL, " * (characters // 30 + 1))[:characters].strip()
    record = criteria_nlp.parse(text, kind="exclusion")
    (criterion,) = record.criteria
    assert isinstance(criterion.expression, Unresolved)
    assert criterion.expression.text == text
    assert [warning.code for warning in criterion.warnings] == ["too_long"]


def test_neighbours_of_a_long_line_are_read() -> None:
    line = "gout or asthma, " * 1_000
    record = criteria_nlp.parse(f"Exclusion Criteria:\n* Gout\n* {line}\n* Asthma")
    assert [c.status for c in record.criteria] == ["computable", "non_computable", "computable"]
