"""What the run over gold criteria prints."""

from criteria_nlp.harness import Judgement, Note, Result
from criteria_nlp.scoring import Counts
from evaluation.gold_dev import mistakes, summary


def judged(name, wrong):
    return Judgement(
        id=name,
        group=name,
        text="No  fever\nor cough",
        tally={"logic": {"": Counts(2, wrong, 0)}, "kind": {"inclusion": Counts(1, 0, 0)}},
        notes=(Note("gold", "inclusion: not(fever)"), Note("found", "inclusion: fever")),
    )


def test_errors_show_text_gold_and_what_was_found():
    lines = mistakes([judged("X1", 1), judged("X2", 0), judged("X3", 2)])
    assert lines[:5] == [
        "X3  logic 2",
        "  text   No fever or cough",
        "  gold   inclusion: not(fever)",
        "  found  inclusion: fever",
        "",
    ]
    assert [line.split()[0] for line in lines if line[:1] == "X"] == ["X3", "X1"]


def test_a_line_a_score():
    result = Result("gold", "found", [judged("X1", 2), judged("X2", 0)])
    assert summary(result.figures) == [
        "kind             1.000  (1.000 to 1.000)   tp 2, fp 0, fn 0",
        "logic            0.800  (0.667 to 1.000)   tp 4, fp 2, fn 0",
    ]
