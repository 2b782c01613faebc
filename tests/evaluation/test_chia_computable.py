"""What Chia says of a line, and how a reading of it is judged."""

import pytest

from criteria_nlp.readers.annotated import AnnotatedText, Mention
from criteria_nlp.readers.annotated.labels import load_labels
from criteria_nlp.readers.annotated.relabelling import Relabelling
from criteria_nlp.schema import AnyOf, Record, Unresolved
from criteria_nlp.scoring import Counts
from evaluation.chia_computable import gold_class, run

TEXT = "asthma or, as the investigator thinks, unfit"
PLACES = {"Condition": (0, 6), "Subjective_judgement": (11, 44)}


def line(id, *labels):
    mentions = tuple(Mention(label, (PLACES.get(label, (0, 44)),)) for label in labels)
    text = AnnotatedText(id=id, trial_id="T" + id, text=TEXT, kind="exclusion", mentions=mentions)
    return Relabelling(load_labels("chia"))(text)


CLASSES = [
    (("Condition", "Qualifier"), "computable"),
    (("Condition", "Subjective_judgement"), "partial"),
    (("Condition", "Pregnancy_considerations"), "computable"),
    (("Non-query-able",), "non_computable"),
    (("Informed_consent", "Negation"), "non_computable"),
    (("Temporal", "Parsing_Error"), None),
    ((), None),
]


@pytest.mark.parametrize(("labels", "expected"), CLASSES)
def test_what_chia_says(labels, expected):
    assert gold_class(line("1", *labels)) == expected


@pytest.fixture
def parsers(record, fact):
    """Three readings of any text: all of it, both of its halves, nothing of it."""
    condition = fact(TEXT, "asthma")
    thought = Unresolved(text="the investigator", reason="subjective", start=14, end=30)
    read = {"all": condition, "halves": AnyOf(args=(condition, thought)), "nothing": thought}
    return {
        name: lambda text, *, kind, made=made: record(text, made, kind=kind)
        for name, made in read.items()
    }


@pytest.mark.parametrize(
    ("reading", "right", "places"),
    [
        ("all", "computable", Counts(0, 0, 2)),
        ("halves", "partial", Counts(2, 1, 0)),
        ("nothing", "non_computable", Counts(2, 1, 0)),
    ],
)
def test_a_run(parsers, reading, right, places):
    lines = [
        line("1", "Condition"),
        line("2", "Condition", "Subjective_judgement"),
        line("3", "Non-query-able"),
        line("4"),
    ]
    result = run(lines, parsers[reading], "reader")
    rows = {(row.family, row.label): row.counts for row in result.figures}
    assert len(result.judgements) == 3
    assert rows["computability", right] == Counts(1, 2, 0)
    assert rows["computability", "all"] == Counts(1, 2, 2)
    assert rows["entity_relaxed", "unresolved"] == places


def test_no_criterion_at_all_cannot_be_computed():
    result = run([line("1", "Non-query-able")], lambda text, *, kind: Record(criteria=()), "x")
    assert result.figures[0].counts == Counts(1, 0, 0)
