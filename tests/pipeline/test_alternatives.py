"""Items that "or" joins: their owner, its expression, and the items around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from criteria_nlp.pipeline.sectionizer import split_sections
from criteria_nlp.schema import Record, to_notation

Read = Callable[..., Record]
# text, its top-level criteria
JOINED = {
    "or at the end": ("* eGFR > 50 mL/min; or\n* creatinine < 2 mg/dL\n* No gout\n",
                      ["any_of(eGFR > 50 mL/min, creatinine < 2 mg/dL)", "not(gout)"]),
    "or at the beginning": ("* Gout\n* or asthma\n* INR < 2\n",
                            ["any_of(Gout, asthma)", "INR < 2"]),
    "or between": ("* Gout\n  OR\n* Asthma\n", ["any_of(Gout, Asthma)"]),
    "three": ("1. Gout, OR\n2. Asthma, OR\n3. Epilepsy\n", ["any_of(Gout, Asthma, Epilepsy)"]),
    "a whole list": ("* Patients who have had:\n  - gout; or\n  - asthma\n* INR < 2\n",
                     ["any_of(gout, asthma)", "INR < 2"]),
    "a part of a list": ("* Renal function:\n  - eGFR > 50; or\n  - creatinine < 2 mg/dL\n"
                         "  - no dialysis\n",
                         ["all_of(any_of(eGFR > 50, creatinine < 2 mg/dL), not(dialysis))"]),
    "with a list of its own": ("1. Gout with any of:\n   - pain\n   - fever\n   OR\n2. Asthma\n",
                               ["any_of(all_of(Gout, any_of(pain, fever)), Asthma)"]),
    "a word that ends so": ("* Pacemaker or defibrillator\n* Donor\n* Asthma\n",
                            ["any_of(Pacemaker, defibrillator)", "Donor", "Asthma"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), JOINED.values(), ids=JOINED)
def test_any_of_them_will_do(read: Read, text: str, expected: list[str]) -> None:
    criteria = read(text, "inclusion").criteria
    assert [to_notation(c.expression) for c in criteria if c.parent is None] == expected


def test_in_an_exclusion_every_item_is_enough(read: Read) -> None:
    criteria = read("* Gout; or\n* Asthma\n", "exclusion").criteria
    assert [(c.parent, to_notation(c.expression)) for c in criteria] == [
        (None, "Gout"),
        (None, "Asthma"),
    ]


@pytest.mark.parametrize("text", [text for text, _ in JOINED.values()], ids=JOINED)
def test_an_owner_covers_what_it_owns(text: str) -> None:
    items = split_sections(text, "inclusion").items
    for i, item in enumerate(items):
        owner: Any = None if item.parent is None else items[item.parent]
        assert owner is None or (item.parent < i and owner.start <= item.start)
        assert owner is None or item.end <= owner.end
    assert {text[item.start : item.end] for item in items if item.body_start < item.body_end}


def test_a_heading_parts_them(read: Read) -> None:
    text = "Inclusion Criteria:\n* Gout; or\nRenal function:\n* eGFR > 50 mL/min\n"
    assert [c.parent for c in read(text).criteria] == [None, None]
