"""How sure a criterion is: every thing that may be wrong makes it less so."""

from __future__ import annotations

import math
import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_nlp.pipeline.logic import confidence as module
from criteria_nlp.pipeline.logic.confidence import WEIGHTS, Evidence, confidence, weights
from criteria_nlp.pipeline.logic.criteria import ReadItem, evidence
from criteria_nlp.schema import AllOf, Concept, Fact, Unresolved, Warning

COUNT = st.integers(0, 40)
EVIDENCE = st.builds(Evidence, *[COUNT] * len(Evidence._fields))


@given(EVIDENCE, st.sampled_from(Evidence._fields))
def test_one_more_of_anything_never_makes_it_surer(found, name):
    more = found._replace(**{name: getattr(found, name) + 1})
    assert 0 <= confidence(more) <= confidence(found) <= 1


def test_the_file_holds_what_is_weighed_and_nothing_else():
    table = tomllib.loads(resources.files(module.__package__).joinpath(module.FILE).read_text())
    assert tuple(table) == WEIGHTS
    assert weights() == tuple(table.values())


def test_the_odds_are_the_weighed_sum():
    constant, parts, guessed, unknown, *_ = weights()
    odds = constant + parts * math.log(3) + guessed + unknown
    assert confidence(Evidence(2, 1, 1, 0, 0)) == pytest.approx(1 / (1 + math.exp(-odds)), abs=1e-3)


def test_what_speaks_against_a_reading():
    gout = Fact(concept=Concept(text="gout"))
    left = (Unresolved(text="zorblatt", reason="unknown_concept"),)
    left += (Unresolved(text="unfit", reason="subjective"), Unresolved(text="ill", reason="vague"))
    warned = (Warning(code="bare_equals", message="=", start=0, end=1),)
    read = ReadItem(AllOf(args=(gout, gout, *left)), False, 1, warned)
    assert evidence(read) == Evidence(facts=2, guessed=1, unknown=1, open=2, warnings=1)
