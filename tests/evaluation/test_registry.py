"""What must be true of every record, and the run that looks for it."""

import msgspec
import pytest

import criteria_nlp
from criteria_nlp.schema import (
    AllOf,
    Evidence,
    Heading,
    Include,
    Interval,
    Residual,
    Unresolved,
    Warning,
)
from evaluation import registry
from evaluation.invariants import problems

TEXT = "Heparin within 3 days, and more"


def replaced(node, **fields):
    return msgspec.structs.replace(node, **fields)


def test_nothing_is_wrong(record, fact):
    rest = Unresolved(text="and more", reason="vague", start=23, end=31)
    good = AllOf(args=(fact(TEXT, "Heparin", duration=Interval(high=3, start=8, end=21)), rest))
    assert problems(TEXT, record(TEXT, good)) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda f: replaced(f, concept=replaced(f.concept, end=5)), "concept quoted wrongly"),
        (lambda f: replaced(f, concept=replaced(f.concept, end=99)), "concept outside the text"),
        (lambda f: replaced(f, concept=replaced(f.concept, start=None)), "concept without offsets"),
        (
            lambda f: replaced(
                f, concept=replaced(f.concept, includes=(Include(text="x", start=0, end=1),))
            ),
            "include quoted wrongly",
        ),
        (lambda f: replaced(f, value=Interval(low=1, start=5, end=40)), "value outside the text"),
        (lambda f: replaced(f, count=Interval(low=1, start=5, end=5)), "count is empty"),
        (
            lambda f: replaced(f, evidence=(Evidence(role="x", source="y", start=-1, end=2),)),
            "evidence outside the text",
        ),
        (
            lambda f: Unresolved(text="Heparins", reason="vague", start=0, end=8),
            "unresolved quoted wrongly",
        ),
    ],
)
def test_what_is_wrong_in_an_expression(record, fact, change, kind):
    made = record(TEXT, change(fact(TEXT, "Heparin")))
    assert [problem.partition(":")[0] for problem in problems(TEXT, made)] == [kind]


def test_dropped_text(record, fact):
    made = record(TEXT, fact(TEXT, "Heparin"))
    short = msgspec.structs.replace(made.criteria[0], start=8, end=21, text=TEXT[8:21])
    gaps = problems(TEXT, msgspec.structs.replace(made, criteria=(short,)))
    assert gaps == ["dropped text: at 0, 'Heparin'", "dropped text: at 21, ', and more'"]
    covered = msgspec.structs.replace(
        made,
        criteria=(short,),
        headings=(Heading(start=0, end=8, text=TEXT[:8], kind="unknown"),),
        residual=(Residual(start=21, end=31, text=TEXT[21:], reason="x"),),
    )
    assert problems(TEXT, covered) == []


def test_families(record, fact):
    made = record(TEXT, fact(TEXT, "Heparin"), fact(TEXT, "more"))
    first, second = made.criteria
    twins = (first, msgspec.structs.replace(second, id=first.id))
    assert problems(TEXT, msgspec.structs.replace(made, criteria=twins)) == [
        "criterion named twice: I1"
    ]
    orphan = (msgspec.structs.replace(first, parent="I9"),)
    assert problems(TEXT, msgspec.structs.replace(made, criteria=orphan)) == [
        "parent is not there: I9 of I1"
    ]


def test_an_exception_is_an_outcome_and_not_the_end(monkeypatch, record, fact):
    def parse(text, trial_id):
        if text == "bad":
            raise KeyError("x")
        return record(text, fact(text, "Heparin"), warnings=(Warning(code="w", message="m"),))

    monkeypatch.setattr(criteria_nlp, "parse", parse, raising=False)
    found = [registry.check(("A", "bad")), registry.check(("B", "Heparin\n\nor more"))]
    result = registry.summary(found, 2.0)
    assert found[0].problems[0].startswith("exception KeyError at ")
    assert (result["records"], result["lines"], result["records_with_problems"]) == (2, 3, 1)
    assert result["criteria"] == {"number": 1, "computable": 1.0}
    assert result["warnings"] == {"w": 1}
    assert result["records_per_second"] == 1.0
    assert set(result["slowest"]) == {"A", "B"}
