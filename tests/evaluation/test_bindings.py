"""Scoring of bindings, on a document in BRAT standoff made by hand."""

import pytest

from criteria_nlp.readers.annotated.brat import document
from criteria_nlp.scoring import Counts
from evaluation.bindings import Found, Judged, Read, counts_of, errors, places, read, report
from evaluation.lct import gold_of

TEXT = (
    "Inclusion:\r\n"
    "- Age ≥ 18 and ≤ 70 years\r\n"
    "- Haemoglobin (Hb) > 9 g/dL\r\n"
    "- stroke, angina or bleeding within 6 months\r\n"
    "- treatment with ibuprofen for 3 weeks, previously\r\n"
    "- at least two falls\r\n"
)

ENTITIES = {
    "T1": ("Age", "Age"),
    "T2": ("Eq-Comparison", "≥ 18"),
    "T3": ("Eq-Comparison", "≤ 70 years"),
    "T4": ("Eq-Value", "18"),
    "T5": ("Eq-Value", "70"),
    "T6": ("Observation", "Haemoglobin"),
    "T7": ("Observation-Name", "Haemoglobin"),
    "T8": ("Observation", "Hb"),
    "T9": ("Eq-Comparison", "> 9 g/dL"),
    "T10": ("Eq-Value", "9"),
    "T11": ("Condition", "stroke"),
    "T12": ("Condition", "bleeding"),
    "T13": ("Eq-Comparison", "within 6 months"),
    "T14": ("Eq-Value", "6"),
    "T15": ("Procedure", "treatment"),
    "T16": ("Drug", "ibuprofen"),
    "T17": ("Eq-Comparison", "for 3 weeks"),
    "T18": ("Eq-Temporal-Unit", "weeks"),
    "T19": ("Eq-Comparison", "previously"),
    "T20": ("Eq-Temporal-Period", "previously"),
    "T21": ("Condition", "falls"),
    "T22": ("Eq-Comparison", "at least two"),
    "T23": ("Eq-Value", "two"),
}

EVENTS = """\
E1\tAge:T1 Numeric-Filter:E2 Numeric-Filter2:E3
E2\tEq-Comparison:T2 Value:T4
E3\tEq-Comparison:T3 Value:T5
E4\tObservation:T6 Name:T7
E5\tObservation:T8 Numeric-Filter:E6
E6\tEq-Comparison:T9 Value:T10
E7\tCondition:T11
E8\tCondition:T12 Temporality:E9
E9\tEq-Comparison:T13 Value:T14
E10\tProcedure:T15 Duration:E12 Temporality:E13
E11\tDrug:T16
E12\tEq-Comparison:T17 Temporal-Unit:T18
E13\tEq-Comparison:T19 Temporal-Period:T20
E14\tCondition:T21 Minimum-Count:E15
E15\tEq-Comparison:T22 Value:T23
R1\tAbbrev-Of Arg1:E5 Arg2:T7
R2\tOr Arg1:E7 Arg2:E8
R3\tUsing Arg1:E10 Arg2:E11
A1\tEq-Operator-Value T2 GTEQ
"""


def span(words, text=TEXT):
    start = text.index(words)
    return start, start + len(words)


def annotation():
    rows = []
    for name, (label, words) in ENTITIES.items():
        start, end = span(words)
        rows.append(f"{name}\t{label} {start} {end}\t{words}")
    return "\n".join(rows) + "\n" + EVENTS


@pytest.fixture(name="doc")
def one_document():
    return document("TRIAL", TEXT, annotation())


def found(value, name, role, **fields):
    return Found(span(value), span(name), role, **fields)


def score(doc, *rows, lenient=True, **options):
    said = Read(list(rows), [row.value for row in rows])
    return counts_of(Judged(doc, places(gold_of(doc, lenient=lenient), said)), **options)


RIGHT = (
    found("≥ 18 and ≤ 70 years", "Age", "value"),
    found("> 9 g/dL", "Hb", "value"),
    found("within 6 months", "bleeding", "window"),
    found("3 weeks", "treatment", "duration"),
    found("at least two", "falls", "count"),
)


def test_the_gold_has_comparisons_with_a_number_or_a_unit_of_time(doc):
    told = [(TEXT[slice(*row.value)], TEXT[slice(*row.names[0])], row.role) for row in gold_of(doc)]
    assert told == [
        ("≥ 18", "Age", "value"),
        ("≤ 70 years", "Age", "value"),
        ("> 9 g/dL", "Hb", "value"),
        ("within 6 months", "bleeding", "window"),
        ("for 3 weeks", "treatment", "duration"),
        ("at least two", "falls", "count"),
    ]


def test_a_perfect_answer(doc):
    # One value spans both bounds of the age: they are one pair.
    assert score(doc, *RIGHT) == Counts(5, 0, 0)


@pytest.mark.parametrize(
    ("row", "lenient", "strict"),
    [
        (found("> 9 g/dL", "Haemoglobin", "value"), Counts(1, 0, 5), Counts(0, 1, 6)),
        (found("3 weeks", "ibuprofen", "duration"), Counts(1, 0, 5), Counts(0, 1, 6)),
        (found("≥ 18", "years", "value", is_age=True), Counts(1, 0, 5), Counts(0, 1, 6)),
        (found("within 6 months", "stroke", "window"), Counts(0, 0, 6), Counts(0, 1, 6)),
        (found("within 6 months", "angina", "window"), Counts(0, 1, 6), Counts(0, 1, 6)),
        (found("previously", "treatment", "window"), Counts(0, 0, 6), Counts(0, 0, 6)),
        (found("at least two", "falls", "value"), Counts(1, 0, 5), Counts(1, 0, 5)),
    ],
)
def test_one_binding(doc, row, lenient, strict):
    assert score(doc, row) == lenient
    fewer = score(doc, row, lenient=False)
    assert fewer == strict


def test_a_value_bound_twice_is_right_once(doc):
    rows = (RIGHT[4], found("at least two", "bleeding", "count"))
    assert score(doc, *rows) == Counts(1, 1, 5)


def test_roles_and_values_that_were_read(doc):
    rows = (RIGHT[2], found("at least two", "bleeding", "count"))
    assert score(doc, *rows, given_value=True) == Counts(1, 1, 1)
    assert score(doc, *rows, role="window") == Counts(1, 0, 0)
    assert score(doc, *rows, role="count") == Counts(0, 1, 1)


def test_the_report_and_the_errors(doc):
    rows = [*RIGHT[:4], found("at least two", "bleeding", "value")]
    judged = [Judged(doc, places(gold_of(doc), Read(rows, [row.value for row in rows])))]
    result = report(judged, judged)
    assert result["all"]["tp"] == 4
    assert result["roles"]["count"]["f1"] == 0
    assert result["same_role"] == {"right": 4, "of": 4, "figure": 1.0}
    lines = errors(judged)
    assert (
        lines[0].strip() == "1  count: bound to another concept, before it, the right one after it"
    )
    assert "'at least two' → 'falls', not 'bleeding'" in lines[1]


def test_what_the_pipeline_says():
    import criteria_nlp

    text = "- Haemoglobin > 9 g/dL\r\n"
    said = read(criteria_nlp.load()(text))
    (row,) = said.found
    assert (text[slice(*row.value)], text[slice(*row.name)]) == ("> 9 g/dL", "Haemoglobin")
    assert row.value in said.values
    assert row.role == "value"
