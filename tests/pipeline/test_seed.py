"""The text that the project began with: its kinds, its lists, and every comparison it makes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from criteria_nlp.schema import Criterion, Record

Holds = Callable[[Record, str], bool]
SEED = "seed/NCT02403947.txt"


@pytest.fixture(scope="module")
def seed(data: Callable[[str], Path], read: Callable[..., Record]) -> Record:
    """The record of the seed, read as a page shows it."""
    text = data(SEED).read_bytes().decode()
    return read(text, "unknown")


def item(record: Record, words: str, n: int = 0) -> Criterion:
    """The n-th criterion whose text, its marker aside, begins with these words."""
    found = [c for c in record.criteria if c.text.lstrip("* ").startswith(words)]
    return found[n]


# In reading order: how a criterion begins, its kind, and how the list it belongs to begins.
CRITERIA = [
    ("Disease duration", "inclusion", None),
    ("Diagnosis of", "inclusion", None),
    ("Relapsing remitting", "inclusion", None),
    ("more or egal 1 clin", "inclusion", "Relapsing remitting"),
    ("more or egal 2 clin", "inclusion", "Relapsing remitting"),
    ("more or egal 1 GEL", "inclusion", "Relapsing remitting"),
    ("Secondary progressive", "inclusion", None),
    ("With more or egal 1", "inclusion", "Secondary progressive"),
    ("Without on-going", "inclusion", "Secondary progressive"),
    ("Primary progressive", "inclusion", None),
    ("an increase", "inclusion", "Primary progressive"),
    ("more or egal 1 GEL", "inclusion", "Primary progressive"),
    ("Positive cerebrospinal", "inclusion", "Primary progressive"),
    ("EDSS", "inclusion", None),
    ("Women of childbearing", "inclusion", None),
    ("Inferior to 3 months", "exclusion", None),
    ("Inferior or egal to 1 month", "exclusion", None),
    ("Corticosteroid", "exclusion", None),
    ("Relapse inferior", "exclusion", None),
    ("Any active or chronic", "exclusion", None),
    ("Previous history", "exclusion", None),
    ("Severely limited", "exclusion", None),
    ("History of previous", "exclusion", None),
    ("Pregnancy or risk", "exclusion", None),
    ("eGFR", "exclusion", None),
    ("Inability to give", "exclusion", None),
]


def test_criteria_kinds_and_parents(seed: Record) -> None:
    names = {c.id: c.text.lstrip("* ") for c in seed.criteria}
    assert len(seed.criteria) == len(CRITERIA)
    for criterion, (words, kind, owner) in zip(seed.criteria, CRITERIA, strict=True):
        assert criterion.text.lstrip("* ").startswith(words)
        assert (criterion.kind, words) == (kind, words)
        assert (criterion.parent is None) == (owner is None)
        assert owner is None or names[criterion.parent].startswith(owner)


def test_the_lost_heading_is_inferred_and_said_so(seed: Record) -> None:
    sources = {kind: {c.kind_source for c in seed.criteria if c.kind == kind} for kind in KINDS}
    assert sources == {"inclusion": {"heading"}, "exclusion": {"inferred"}}
    assert all(0.5 <= c.kind_confidence <= 1 for c in seed.criteria if c.kind == "exclusion")


KINDS = ("inclusion", "exclusion")
GUARDED = (
    "any_of(all_of(EDSS <= 5 window(during enrollment),"
    " EDSS increase(>= 1) window(<= 12 mo before screening)),"
    " all_of(EDSS >= 5.5 window(during enrollment),"
    " EDSS increase(>= 0.5) window(<= 12 mo before screening)))"
)
# How a criterion begins (and which of those), and a fact or a part that must be in it.
FACTS = {
    "disease duration": ("Disease duration", "Disease duration(>= 2 <= 10 a)"),
    "one relapse": ("more or egal 1 clin", "relapse count(>= 1) window(<= 12 mo before screening)"),
    "two relapses": ("more or egal 2 clin",
                     "relapses count(>= 2) window(<= 24 mo before screening)"),
    "relapse of SPMS": ("With more or egal 1",
                        "relapse count(>= 1) window(<= 12 mo before screening)"),
    "GEL of RRMS": ("more or egal 1 GEL", "GEL count(>= 1) window(<= 12 mo before screening)"),
    "GEL of SPMS": ("Without on-going", "GEL count(>= 1) window(<= 12 mo before screening)"),
    "no relapse": ("Without on-going", "not(relapses)"),
    "year of therapy": ("Relapsing remitting", "attempted therapy duration(>= 1 a)"),
    "low EDSS": ("an increase", "EDSS <= 5 window(during enrollment)"),
    "EDSS by 1": ("an increase", "EDSS increase(>= 1) window(<= 12 mo before screening)"),
    "high EDSS": ("an increase", "EDSS >= 5.5 window(during enrollment)"),
    "EDSS by half": ("an increase", "EDSS increase(>= 0.5) window(<= 12 mo before screening)"),
    "guarded alternatives": ("an increase", GUARDED),
    "EDSS range": ("EDSS", "EDSS >= 3 <= 6.5"),
    "women": ("Women of childbearing",
              "all_of(Women of childbearing age, effective contraception)"),
    "immunosuppressive therapy": (
        "Inferior to 3 months",
        "immunosuppressive therapy window(< 3 mo before screening, last)"
        " includes(natalizumab, fingolimod)",
    ),
    "interferon": ("Inferior or egal to 1 month",
                   "interferon-beta window(<= 1 mo before screening, last)"),
    "glatiramer acetate": ("Inferior or egal to 1 month",
                           "glatiramer acetate window(<= 1 mo before screening, last)"),
    "corticosteroid": ("Corticosteroid",
                       "Corticosteroid treatment window(<= 30 d before screening)"),
    "relapse": ("Relapse inferior", "Relapse window(<= 60 d before screening)"),
    "remission": ("Previous history", "remission duration(> 1 a)"),
    "eGFR": ("eGFR", "eGFR < 60 mL/min/{1.73_m2}"),
    "three-way or": (
        "eGFR",
        "any_of(eGFR < 60 mL/min/{1.73_m2}, renal failure [confirmed],"
        " inability to undergo MRI examination)",
    ),
    "consent": ("Inability to give", 'unresolved("Inability to give", administrative)'),
}  # fmt: skip


# Known faults of the pipeline; a test that begins to pass must leave this table.
FAULTS = {
}  # fmt: skip


@pytest.mark.parametrize(("words", "line"), FACTS.values(), ids=FACTS)
def test_facts(seed: Record, holds: Holds, words: str, line: str) -> None:
    assert holds(Record(criteria=(item(seed, words),)), line)


def test_gel_of_ppms(seed: Record, holds: Holds) -> None:
    criterion = item(seed, "more or egal 1 GEL", 1)
    line = "GEL count(>= 1) window(<= 12 mo before screening)"
    assert holds(Record(criteria=(criterion,)), line)


LEAD_INS = {
    "RRMS": ("Relapsing remitting", "any_of(relapse count(>= 1) window(<= 12 mo before screening),"
             " relapses count(>= 2) window(<= 24 mo before screening),"
             " GEL count(>= 1) window(<= 12 mo before screening))"),
    "PPMS": ("Primary progressive", GUARDED),
}  # fmt: skip


@pytest.mark.parametrize(("words", "line"), LEAD_INS.values(), ids=LEAD_INS)
def test_lead_ins_hold_their_lists(seed: Record, holds: Holds, words: str, line: str) -> None:
    assert holds(Record(criteria=(item(seed, words),)), line)


def test_both_of_spms(seed: Record) -> None:
    """The members of "both" are flattened into the lead-in's own and."""
    expression = item(seed, "Secondary progressive").expression
    members = [member for child in (8, 9) for member in _members(seed.criteria[child - 1])]
    assert expression.args[-len(members) :] == tuple(members)


def _members(criterion: Criterion) -> tuple[object, ...]:
    return getattr(criterion.expression, "args", (criterion.expression,))


def test_exception(seed: Record) -> None:
    found = item(seed, "Previous history").expression
    assert type(found).__name__ == "Except"
    assert found.arg.concept.text == "malignancy"
    assert found.arg.temporality == "history"


def test_both_exceptions(seed: Record, holds: Holds) -> None:
    """As the contract's worked example: the remission belongs to the carcinoma in situ."""
    criterion = item(seed, "Previous history")
    assert len(criterion.expression.exceptions) == 2
    line = "basal cell carcinoma of the skin"
    assert holds(Record(criteria=(criterion,)), line)
    assert holds(Record(criteria=(criterion,)), "carcinoma in situ duration(> 1 a)")
