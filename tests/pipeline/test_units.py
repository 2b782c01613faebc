"""Units in all their spellings, as one UCUM code; references such as ULN."""

from __future__ import annotations

import pytest
from spacy.language import Language

from criteria_nlp.lexicon import load_lexicon
from criteria_nlp.pipeline.layers import words_of
from criteria_nlp.pipeline.units import read_reference, read_unit

# UCUM code -> spellings after a number. The whole spelling must be taken.
SPELLINGS = {
    "10*9/L": ["x 10^9/L", "x10^9/L", "×10⁹/L", "x109/L", "x 10 9/L", "x 10e9/L", "x 10E9/L",
               "* 10^9/L", "x 10*9/L", "x 10^9 / L", "x10^9/l", "Giga/L"],
    "10*3/uL": ["x 10^3/uL", "x10^3/µL", "x103/μL", "x 1000/uL", "x 10^3/mcL"],
    "10*12/L": ["x 10^12/L", "x1012/L"],
    "/mm3": ["/mm3", "/mm^3", "/mm³", "/cubic millimeter"],
    "/uL": ["/uL", "/µL", "/μL", "/mcL", "/mcl", "/microliter"],
    "mL/min/{1.73_m2}": ["mL/min/1.73m2", "mL/min/1.73 m2", "mL/min/1.73m^2", "mL/min/1.73 m²",
                         "ml/min/1,73m²", "ml/min per 1.73 m2", "mL/minute/1.73m2",
                         "mL/min 1.73 m2", "mL/min/1.73 m^2"],
    "mL/min": ["mL/min", "ml/min", "mL/minute", "ml per minute", "cc/min"],
    "mg/dL": ["mg/dL", "mg/dl", "mg / dL", "mg%", "mg per dl"],
    "g/dL": ["g/dL", "g/dl", "gm/dL", "gr/dl"],
    "g/L": ["g/L", "g/l", "gram/L"],
    "mmol/L": ["mmol/L", "mmol/l", "mM", "mmol per liter"],
    "umol/L": ["µmol/L", "μmol/L", "umol/L", "micromol/L", "μM"],
    "ng/mL": ["ng/mL", "ng/ml"],
    "mg/kg/d": ["mg/kg/day", "mg/kg per day", "mg/kg daily"],
    "mg/d": ["mg/day", "mg per day", "mg daily", "mg/d", "mg a day"],
    "kg/m2": ["kg/m2", "kg/m^2", "kg/m²", "kg / m2"],
    "mm[Hg]": ["mmHg", "mm Hg", "mm of mercury", "mm-Hg"],
    "cm": ["cm", "centimeters", "centimetres"],
    "mm": ["mm", "millimeters"],
    "%": ["%", "percent", "per cent", "％"],
    "a": ["years", "year", "yrs", "yr", "y", "years old"],
    "mo": ["months", "month", "mos"],
    "wk": ["weeks", "wks", "week"],
    "d": ["days", "day"],
    "h": ["hours", "hrs", "hr", "h"],
    "min": ["minutes", "min", "mins"],
    "{half-life}": ["half-lives", "half lives", "half-life"],
    "Cel": ["°C", "degrees Celsius"],
    "10*9": ["x 10^9", "x109"],
}  # fmt: skip
CASES = [(text, code) for code, texts in SPELLINGS.items() for text in texts]


# Known faults of the pipeline; a test that begins to pass must leave this table.
FAULTS = {
    "test_spellings[mg/kg daily-mg/kg/d]": "'daily' divides plain masses only",
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), CASES)
def test_spellings(nlp: Language, text: str, code: str) -> None:
    words = words_of(nlp.make_doc(f"5 {text}"))
    unit = read_unit(words, 1, len(words), load_lexicon())
    assert unit is not None
    assert (unit.ucum, unit.end) == (code, len(words))


@pytest.mark.parametrize("text", ["lesions", "or 3", "x ULN", "(included)", "and", ""])
def test_words_that_are_no_unit(nlp: Language, text: str) -> None:
    words = words_of(nlp.make_doc(f"5 {text}"))
    assert read_unit(words, 1, len(words), load_lexicon()) is None


REFERENCES = {
    "ULN": ["x ULN", "xULN", "ULN", "× ULN", "times ULN", "times the ULN", "* ULN",
            "times the upper limit of normal", "times upper limit of normal",
            "x upper limit of normal (ULN)", "times the upper normal limit", "Top Normal Limit",
            "x IULN", "times the upper limit of the institutional normal", "x the ULN"],
    "LLN": ["x LLN", "times the lower limit of normal", "LLN"],
    "baseline": ["x baseline", "times baseline"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "name"), [(t, n) for n, ts in REFERENCES.items() for t in ts])
def test_references(nlp: Language, text: str, name: str) -> None:
    words = words_of(nlp.make_doc(f"5 {text}"))
    found = read_reference(words, 1, len(words), load_lexicon())
    assert found is not None
    assert found[0] == name
