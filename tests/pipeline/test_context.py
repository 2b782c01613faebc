"""Assertion: negation and its scope, time, certainty, person; and that ConText leaves no trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from criteria_nlp.pipeline.layers import Assertion, Mention
from criteria_nlp.pipeline.sheet import read_layer
from criteria_nlp.schema import Record, facts

Run = Callable[..., Doc]
Read = Callable[..., Record]


def asserted(doc: Doc, category: str) -> str:
    """The concepts that cues of a category reach, in reading order."""
    mentions = read_layer(doc, "mentions", Mention)
    cues = [a for a in read_layer(doc, "assertions", Assertion) if a.category == category]
    reached = sorted({target for cue in cues for target in cue.targets})
    return ", ".join(doc[mentions[i].start : mentions[i].end].text for i in reached)


NEGATIONS = {
    "no": ("no epilepsy", "epilepsy"),
    "no history of": ("no history of epilepsy", "epilepsy"),
    "absence of": ("absence of ascites", "ascites"),
    "without": ("patients without ascites", "ascites"),
    "free of": ("free of ascites", "ascites"),
    "never": ("never treated with rituximab", "rituximab"),
    "list, or": ("no psoriasis, gout or asthma", "psoriasis, gout, asthma"),
    "list, nor": ("neither gout nor asthma", "gout, asthma"),
    "ends at but": ("no gout but asthma", "gout"),
    "ends at the sentence": ("No gout. Asthma is required", "gout"),
    "ends at a semicolon": ("no gout; asthma", "gout"),
    "ends at brackets": ("asthma (without eosinophilia) or gout", "eosinophilia"),
    "ends at a new value": ("no gout and haemoglobin >= 9 g/dL", "gout"),
    "none": ("gout or asthma", ""),
    "not controlled despite": ("lupus not controlled despite 3 months of prednisone", ""),
    "in a name": ("non-small cell lung cancer", ""),
    "in a name, without": ("migraine without aura", ""),
}


# Known faults of the pipeline; a test that begins to pass must leave this table.
FAULTS = {
    "test_cues[planned-planning pregnancy-pregnancy]": "'planning' before a noun is no cue",
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NEGATIONS.values(), ids=NEGATIONS)
def test_negation(run: Run, text: str, expected: str) -> None:
    assert asserted(run(text), "negation") == expected


# A negation ends before an "or" that allows something else.
ALTERNATIVES = {
    "said again": ("no prior gout, or prior gout treated by surgery", "gout"),
    "said again with an adjective": ("no gout or treated gout", "gout"),
    "of one list": ("no active gout or gout within 5 years", "gout, gout"),
    "in capitals": ("no gout or asthma OR melanoma", "gout, asthma"),
    "all in capitals": ("no gout OR melanoma", "gout, melanoma"),
}


@pytest.mark.parametrize(("text", "expected"), ALTERNATIVES.values(), ids=ALTERNATIVES)
def test_what_a_negation_leaves(run: Run, text: str, expected: str) -> None:
    assert asserted(run(text), "negation") == expected


# category -> text -> the concepts it reaches.
CUES = {
    "history": [
        ("history of gout", "gout"),
        ("previous gout or asthma", "gout, asthma"),
        ("prior treatment with rituximab", "rituximab"),
        ("has had a stroke", "stroke"),
        ("past history of epilepsy", "epilepsy"),
        ("history of gout or current asthma", "gout"),
        ("history of, or current, gout", "gout"),
        ("presence or history of gout", "gout"),
    ],
    "current": [
        ("current asthma", "asthma"),
        ("currently taking warfarin", "warfarin"),
        ("ongoing pneumonia", "pneumonia"),
        ("current smoking or history of gout", "smoking"),
        ("receiving warfarin at present", "warfarin"),
    ],
    "planned": [
        ("planned hip replacement", "hip replacement"),
        ("scheduled for hip replacement", "hip replacement"),
        ("planning pregnancy", "pregnancy"),
        ("intention to undergo liver transplantation", "liver transplantation"),
    ],
    "confirmed": [
        ("known gout", "gout"),
        ("documented asthma", "asthma"),
        ("diagnosis of psoriasis", "psoriasis"),
        ("histologically confirmed melanoma", "melanoma"),
    ],
    "suspected": [
        ("suspected tuberculosis", "tuberculosis"),
        ("suspicion of malaria", "malaria"),
        ("possible malaria", "malaria"),
        ("known or suspected gout", "gout"),
    ],
    "family": [
        ("family history of melanoma", "melanoma"),
        ("first-degree relative with schizophrenia", "schizophrenia"),
    ],
}
CASES = [(category, *row) for category, rows in CUES.items() for row in rows]


@pytest.mark.parametrize(("category", "text", "expected"), CASES)
def test_cues(run: Run, category: str, text: str, expected: str) -> None:
    assert asserted(run(text), category) == expected


# What becomes of them in the fact.
FIELDS = {
    "history": ("history of gout", "temporality", "history"),
    "current": ("current asthma", "temporality", "current"),
    "planned": ("planned hip replacement", "temporality", "planned"),
    "confirmed": ("known gout", "certainty", "confirmed"),
    "suspected": ("suspected malaria", "certainty", "suspected"),
    "family": ("family history of melanoma", "experiencer", "family"),
    "patient": ("history of melanoma", "experiencer", "patient"),
    "no certainty": ("gout", "certainty", None),
    "no time": ("gout", "temporality", None),
}


@pytest.mark.parametrize(("text", "field", "value"), FIELDS.values(), ids=FIELDS)
def test_fields_of_the_fact(read: Read, text: str, field: str, value: str | None) -> None:
    (fact,) = facts(read(text).criteria[0].expression)
    assert getattr(fact, field) == value


def test_family_does_not_reach_the_next_history(read: Read) -> None:
    text = "Family history of melanoma or personal history of gout"
    people = {f.concept.text: f.experiencer for f in facts(read(text).criteria[0].expression)}
    assert people == {"melanoma": "family", "gout": "patient"}


def test_a_negation_does_not_reach_the_next_item(read: Read) -> None:
    record = read("* No gout\n* Asthma\n")
    assert [criterion.expression.__class__.__name__ for criterion in record.criteria] == [
        "Not",
        "Fact",
    ]


def test_an_age_is_not_told_by_the_next_item(read: Read) -> None:
    pain, age = read("Pain of >= 20 minutes and <= 6 hours\n\nAge 18 - 80 years").criteria
    assert {fact.concept.text for fact in facts(pain.expression)} == {"Pain"}
    assert {fact.concept.text for fact in facts(age.expression)} == {"Age"}


def test_no_live_object_stays_on_the_doc(run: Run) -> None:
    doc = run("No history of gout, no known asthma; planned surgery. Family history of melanoma")
    assert "context_graph" not in doc.user_data
    for (_, name, _, _), value in Doc(doc.vocab).from_bytes(doc.to_bytes()).user_data.items():
        assert name.startswith("criteria_")
        assert value is None or isinstance(value, str | dict)
    assert all(isinstance(text, str) for text in doc._.criteria_layers.values())


def test_every_assertion_names_its_entry(run: Run) -> None:
    rows = read_layer(run("no history of gout"), "assertions", Assertion)
    assert rows
    assert all(row.source.startswith("cues#") for row in rows)
