"""Windows and durations: when a thing is true, counted from which moment, and how long it lasts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from criteria_nlp.pipeline.layers import Stretch
from criteria_nlp.pipeline.sheet import read_layer
from criteria_nlp.schema.notation import interval_line, window_line

Run = Callable[..., Doc]


def stretches(doc: Doc) -> list[Stretch]:
    return read_layer(doc, "stretches", Stretch)


def line(stretch: Stretch) -> str:
    if stretch.role == "duration" and stretch.interval is not None:
        return f"lasts {interval_line(stretch.interval)}"
    assert stretch.window is not None
    return window_line(stretch.window)


PAST = {
    "within": ("stroke within 6 months", "<= 6 mo before screening"),
    "within the last": ("stroke within the last 6 months", "<= 6 mo before screening"),
    "before an ordinal": ("stroke within 6 months before 1st dose", "<= 6 mo before first_dose"),
    "within the past": ("stroke within the past 12 weeks", "<= 12 wk before screening"),
    "in the last": ("surgery in the last 30 days", "<= 30 d before screening"),
    "in the past year": ("fracture in the past year", "<= 1 a before screening"),
    "in last": ("two falls in last 12 months", "<= 12 mo before screening"),
    "during the previous": ("fever during the previous 48 hours", "<= 48 h before screening"),
    "over the past": ("seizures over the past 3 months", "<= 3 mo before screening"),
    "number words": ("stroke in the last twelve months", "<= 12 mo before screening"),
    "within a year": ("stroke within a year", "<= 1 a before screening"),
    "last month": ("stroke during the last month", "<= 1 mo before screening"),
    "said twice": ("stroke within three (3) months", "<= 3 mo before screening"),
    "ago": ("stroke less than 3 months ago", "< 3 mo before screening"),
    "ago, at least": ("stroke at least 9 months ago", ">= 9 mo before screening, last"),
    "calque, 3 last": ("the 3 last months without seizure", "<= 3 mo before screening"),
    "calque, two previous": ("in the two previous years", "<= 2 a before screening"),
    "calque, precedent": ("relapse in the 6 precedent months", "<= 6 mo before screening"),
    "less than, before": ("surgery less than 4 weeks before screening",
                          "< 4 wk before screening"),
    "half-lives": ("biologics within 5 half-lives", "<= 5 {half-life} before screening"),
    "decimal comma": ("stroke within 1,5 years", "<= 1.5 a before screening"),
}  # fmt: skip
ANCHORS = {
    "prior to randomization": ("stroke within 8 weeks prior to randomization",
                               "<= 8 wk before randomization"),
    "prior to enrolment": ("biopsy within 60 days prior to enrolment", "<= 60 d before enrollment"),
    "of enrollment": ("infarction within 90 days of enrollment", "<= 90 d before enrollment"),
    "before inclusion": ("chemotherapy within 3 weeks before inclusion",
                         "<= 3 wk before enrollment"),
    "before the first dose": ("live vaccine within 4 weeks before the first dose of study drug",
                              "<= 4 wk before first_dose"),
    "prior to dosing": ("alcohol within 48 hours prior to dosing", "<= 48 h before first_dose"),
    "before study entry": ("stroke within 1 year before study entry", "<= 1 a before enrollment"),
    "before signing consent": ("surgery within 2 months before signing informed consent",
                               "<= 2 mo before consent"),
    "at screening": ("fever at screening", "during screening"),
    "at inclusion": ("fever at inclusion", "during enrollment"),
    "prior to randomization, no number": ("stable prior to randomization",
                                          "before randomization"),
    "first weeks": ("transfusion during the first 2 weeks of the study",
                    "<= 2 wk after enrollment"),
}  # fmt: skip
SINCE = {
    "interval": ("at least a 4 week interval since surgery", ">= 4 wk before screening, last"),
    "inferior since": ("Inferior to 4 months since treatment with rituximab",
                       "< 4 mo before screening, last"),
    "at least since": ("at least 6 months since surgery", ">= 6 mo before screening, last"),
    "less than since last": ("less than 2 weeks since last dose of warfarin",
                             "< 2 wk before screening, last"),
    "more than since": ("more than 28 days since prior chemotherapy",
                        "> 28 d before screening, last"),
    "bare since": ("3 weeks since radiotherapy", ">= 3 wk before screening, last"),
    "inferior or egal": ("Inferior or egal to 2 months since last treatment with methotrexate",
                         "<= 2 mo before screening, last"),
    "from": ("at least 12 months from the last chemotherapy", ">= 12 mo before screening, last"),
}  # fmt: skip
DURATIONS = {
    "for at least": ("asthma for at least 12 months", "lasts >= 12 mo"),
    "for, bare": ("stable dose for 3 months", "lasts >= 3 mo"),
    "since, calque": ("psoriasis since 6 months", "lasts >= 6 mo"),
    "since at least": ("hypertension since at least 1 year", "lasts >= 1 a"),
    "from more than, calque": ("epilepsy from more than 2 months", "lasts > 2 mo"),
    "for more than": ("cough for more than eight weeks", "lasts > 8 wk"),
    "history of": ("a 2-week history of cough", "lasts >= 2 wk"),
    "duration after": ("migraine of 12 months duration", "lasts >= 12 mo"),
    "a year of": ("at least a year of immunotherapy", "lasts >= 1 a"),
    "lasting": ("headache lasting more than 72 hours", "lasts > 72 h"),
    "consecutive": ("metformin for 8 consecutive weeks", "lasts >= 8 wk"),
}
CASES = {
    f"{name}: {case}": row
    for name, table in (
        ("past", PAST),
        ("anchor", ANCHORS),
        ("since", SINCE),
        ("duration", DURATIONS),
    )
    for case, row in table.items()
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_stretches(run: Run, text: str, expected: str) -> None:
    assert " | ".join(line(stretch) for stretch in stretches(run(text))) == expected


NONE = [
    "aged 18 to 70 years",
    "children of 6 years or older",
    "life expectancy of at least 6 months",
    "over 12 years of age",
    "expected survival > 3 months",
    "wound of 3 cm",
]


@pytest.mark.parametrize("text", NONE)
def test_other_times_are_no_stretch(run: Run, text: str) -> None:
    assert [line(stretch) for stretch in stretches(run(text))] == []


def test_a_duration_after_an_anchor(run: Run) -> None:
    (stretch,) = stretches(run("contraception for 90 days after the last dose of study drug"))
    assert line(stretch) == "lasts >= 90 d"
    assert stretch.window is not None
    assert window_line(stretch.window) == "after last_dose"


ALTERNATIVES = ["within 4 weeks or 5 half-lives", "within 28 days or 5 half-lives"]


@pytest.mark.parametrize("text", ALTERNATIVES)
def test_alternative_windows(run: Run, text: str) -> None:
    first, second = (line(stretch) for stretch in stretches(run(f"biologics {text}")))
    assert first in ("<= 4 wk before screening", "<= 28 d before screening")
    assert second == "<= 5 {half-life} before screening"


QUOTED = {
    "anchor": ("stroke within 8 weeks before the first dose of study drug", "first dose"),
    "randomization": ("surgery within 4 weeks prior to randomisation", "randomisation"),
}


@pytest.mark.parametrize(("text", "anchor"), QUOTED.values(), ids=QUOTED)
def test_anchors_are_quoted(run: Run, text: str, anchor: str) -> None:
    (stretch,) = stretches(run(text))
    assert stretch.window is not None
    assert anchor in (stretch.window.anchor_text or "")
    assert "within" in text[stretch.window.start : stretch.window.end]


# A plan is after or during the study: its direction, and the temporality of its fact.
PLANNED = {
    "during the study": ("pregnancy planned during the study", "during"),
    "during study": ("need for dialysis during the study period", "during"),
}


@pytest.mark.parametrize(("text", "direction"), PLANNED.values(), ids=PLANNED)
def test_plans(run: Run, text: str, direction: str) -> None:
    (stretch,) = stretches(run(text))
    assert stretch.window is not None
    assert stretch.window.direction == direction
    assert stretch.planned
