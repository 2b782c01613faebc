"""The run over gold criteria, with a stand-in for `parse`."""

import pytest

from criteria_nlp.schema import AllOf, AnyOf, Not
from criteria_nlp.scoring import GoldItem
from evaluation.gold_dev import figures, joined, judge, mistakes, summary

TEXT = "No fever or cough"


@pytest.fixture
def item(fact):
    args = (fact(TEXT, "fever"), fact(TEXT, "cough"))
    gold = Not(arg=AnyOf(args=args))
    return GoldItem(id="X1", kind="unknown", kind_gold="inclusion", text=TEXT, expression=gold)


@pytest.mark.parametrize(("kind", "join"), [("inclusion", AllOf), ("exclusion", AnyOf)])
def test_several_criteria_are_joined(record, fact, kind, join):
    args = (fact(TEXT, "fever"), fact(TEXT, "cough"))
    made = record(TEXT, *args, kind=kind)
    assert joined(made.criteria) == (kind, join(args=args))
    assert joined(made.criteria[:1]) == (kind, args[0])
    assert joined(()) == ("unknown", AllOf(args=()))


def test_sub_items_are_left_out(record, fact):
    import msgspec

    first, second = record(TEXT, fact(TEXT, "fever"), fact(TEXT, "cough")).criteria
    child = msgspec.structs.replace(second, parent=first.id)
    assert joined((first, child)) == ("inclusion", first.expression)


def test_a_perfect_prediction(record, item):
    judged = judge([item], lambda text, kind: record(text, item.expression))
    assert mistakes(judged) == []
    assert {row["figure"] for row in figures(judged).values()} == {1.0}
    assert len(summary(judged)) == 6


def test_errors_show_text_gold_and_prediction(record, fact, item):
    worse = record(TEXT, fact(TEXT, "fever"), kind="exclusion")
    better = record(TEXT, item.expression.arg)
    answers = iter((better, worse))
    other = GoldItem(id="X2", kind_gold="inclusion", text=TEXT, expression=item.expression)
    lines = mistakes(judge([item, other], lambda text, kind: next(answers)))
    assert [line.split()[0] for line in lines if line[:1] == "X"] == ["X2", "X1"]
    assert any("gold  inclusion: not(any_of(fever @observation" in line for line in lines)
    assert any("pred  exclusion: fever @observation" in line for line in lines)


@pytest.mark.parametrize(("kind_from", "told"), [("gold", "exclusion"), ("none", "unknown")])
def test_the_kind_that_parse_is_told(record, fact, kind_from, told):
    heard = []
    gold = fact(TEXT, "fever")
    item = GoldItem(id="X", kind="exclusion", kind_gold="exclusion", text=TEXT, expression=gold)

    def parse(text, kind):
        heard.append(kind)
        return record(text, gold)

    judge([item], parse, kind_from=kind_from)
    assert heard == [told]
