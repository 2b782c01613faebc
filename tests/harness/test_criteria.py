"""Several criteria of one text as one, and how sure the whole is."""

import msgspec
import pytest

from criteria_nlp.harness import joined, judge_criterion
from criteria_nlp.harness.criteria import NOTHING
from criteria_nlp.schema import AllOf, AnyOf, Concept, Criterion, Fact
from criteria_nlp.scoring import GoldItem

TEXT = "fever cough"


def fact(start, end):
    return Fact(concept=Concept(text=TEXT[start:end], start=start, end=end))


FEVER, COUGH = fact(0, 5), fact(6, 11)


def criterion(name, expression, **fields):
    return Criterion(
        id=name, start=0, end=11, text=TEXT, normalized_text=TEXT, status="computable",
        expression=expression, **{"kind": "inclusion", **fields},
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "join"), [("inclusion", AllOf), ("exclusion", AnyOf)])
def test_several_criteria_are_joined(kind, join):
    rows = [
        criterion("1", FEVER, kind=kind, confidence=0.9),
        criterion("2", COUGH, kind=kind, confidence=0.5),
    ]
    found = joined(rows)
    assert (found.kind, found.expression) == (kind, join(args=(FEVER, COUGH)))
    assert found.confidence == 0.5
    assert joined(rows[:1]).expression == FEVER
    assert joined(()) == NOTHING


def test_sub_items_are_left_out():
    first = criterion("1", FEVER)
    child = msgspec.structs.replace(criterion("2", COUGH), parent="1")
    assert joined((first, child)).expression == FEVER


def test_an_item_without_a_trial_is_its_own_group():
    item = GoldItem(id="X", kind_gold="inclusion", text=TEXT, expression=FEVER)
    assert judge_criterion(item, NOTHING).group == "X"
    assert judge_criterion(msgspec.structs.replace(item, trial="T"), NOTHING).group == "T"
