"""Quantities: bounds, ranges and their ends, pairs, enumerations, scales, lost signs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from criteria_nlp.pipeline.layers import Quantity
from criteria_nlp.pipeline.sheet import read_layer
from criteria_nlp.schema.notation import interval_line

Run = Callable[..., Doc]


def quantities(doc: Doc) -> list[Quantity]:
    return read_layer(doc, "quantities", Quantity)


def lines(doc: Doc) -> str:
    """The quantities of a text; a bare number is marked with `~`, names stand in braces."""
    return "; ".join(
        "{" + ", ".join(q.category) + "}"
        if q.category
        else ("" if q.explicit else "~") + interval_line(q.interval())
        for q in quantities(doc)
    )


BOUNDS = {
    "symbol": ("ferritin < 15 ng/mL", "< 15 ng/mL"),
    "calque": ("lactate superior or egal to 2 mmol/L", ">= 2 mmol/L"),
    "calque, strict": ("albumin inferior to 30 g/L", "< 30 g/L"),
    "suffix": ("weight of 45 kg or more", ">= 45 kg"),
    "suffix, age": ("aged 50 years and over", ">= 50 a"),
    "plus": ("aged 65+", ">= 65"),
    "flipped before the name": ("60 mL/min > creatinine clearance", "< 60 mL/min"),
    "decimal comma": ("HbA1c above 7,5 %", "> 7.5 %"),
    "thousands": ("platelets at least 75,000 /mm3", ">= 75000 /mm3"),
    "number word": ("at least three seizures", ">= 3"),
    "said twice": ("no more than two (2) previous surgeries", "<= 2"),
    "negative": ("T-score less than -2.5", "< -2.5"),
    "million": ("more than 1 million copies/mL", "> 1000000 {copies}/mL"),
    "power": ("viral load > 10^4 copies/mL", "> 10000 {copies}/mL"),
    "not less": ("LVEF not less than 45 %", ">= 45 %"),
    "not more": ("weight not more than 120 kg", "<= 120 kg"),
    "up to": ("up to 4 cycles", "<= 4"),
    "glued": ("lesion ≥7mm", ">= 7 mm"),
    "thousands behind a comma and a blank": ("platelets > 100, 000/mm3", "> 100000 /mm3"),
    "minus behind a colon": ("T-score: -2.5", "~= -2.5"),
    "a second one": ("a second malignancy", ""),
    "raised digit": ("age over 18 years ³ 5", "> 18 a; >= 5"),
    "unit behind a gap": (
        "lesion of at least 7      mm, platelets > 100   x 10^9/L",
        ">= 7 mm; > 100 10*9/L",
    ),
    "letter behind a gap": ("asthma for more than 3    a cough", "> 3"),
    "stage": ("T2-4 bladder cancer, haemoglobin > 9 g/dL", "> 9 g/dL"),
    "after a name with a digit": ("CD4-350 cells/uL", "~= 350 /uL"),
}
RANGES = {
    "tolerance": ("haemoglobin 12 ± 1.5 g/dL", ">= 10.5 <= 13.5 g/dL"),
    "tolerance in letters": ("heart rate 70 +/- 10", ">= 60 <= 80"),
    "two stops": ("age 18..65", ">= 18 <= 65"),
    "upper end out": ("age 18-65 (65 not included)", ">= 18 < 65"),
    "lower end out": ("age 18 to 65, 18 not included", "> 18 <= 65"),
    "bound out": ("age up to 65 not included", "< 65"),
    "another not included": ("age 18-65, not included in a registry", ">= 18 <= 65"),
    "weeks and days": ("from 24+0 to 36+6 weeks", ">= 24 <= 36.8571 wk"),
    "to": ("BMI 19 to 35 kg/m2", ">= 19 <= 35 kg/m2"),
    "from one, in words": ("between one and three relapses", ">= 1 <= 3"),
    "hyphenated": ("one-to-three lesions", ">= 1 <= 3"),
    "hyphenated digits": ("aged 18-to-65 years", ">= 18 <= 65 a"),
    "dash": ("aged 18-55 years", ">= 18 <= 55 a"),
    "en dash": ("aged 18 – 55 years", ">= 18 <= 55 a"),
    "tilde": ("aged 18~75 years", ">= 18 <= 75 a"),
    "between and": ("age between 40 and 80 years", ">= 40 <= 80 a"),
    "between dash": ("age between 18-55", ">= 18 <= 55"),
    "between to": ("age between 18 to 65", ">= 18 <= 65"),
    "from up to": ("from 12 up to 50 years of age", ">= 12 <= 50 a"),
    "comprised": ("BMI comprised between 18 and 30 kg/m2", ">= 18 <= 30 kg/m2"),
    "included between": ("age included between 18 and 70 years", ">= 18 <= 70 a"),
    "included": ("aged 18 to 60 years (included)", ">= 18 <= 60 a"),
    "included, no brackets": ("aged 18-65 included", ">= 18 <= 65"),
    "both ends inclusive": ("aged 20 to 65 (both ends inclusive)", ">= 20 <= 65"),
    "limits excluded": ("pH 7.2 to 7.4 (limits excluded)", "> 7.2 < 7.4"),
    "unit on both sides": ("HbA1c between 7.0% and 11.0%", ">= 7 <= 11 %"),
    "two comparators": ("BMI >= 18 to <= 35", ">= 18 <= 35"),
    "in brackets": ("adults (>= 18 to <= 75)", ">= 18 <= 75"),
    "and": ("BMI > 18.5 and < 40 kg/m2", "> 18.5 < 40 kg/m2"),
    "but": ("LVEF at least 25 % but less than 40 %", ">= 25 < 40 %"),
    "comma": ("BMI >= 20, <= 30", ">= 20 <= 30"),
    "upper bound first": ("weight < 120 kg and > 50 kg", "> 50 < 120 kg"),
    "two units of time": ("aged 8 months to 7 years", ">= 0.6667 <= 7 a"),
    "decimal commas": ("potassium 3,5 to 5,5 mmol/L", ">= 3.5 <= 5.5 mmol/L"),
    "from the upper end": ("67 to 31 letters", ">= 31 <= 67 {letters}"),
    "between, from the upper end": ("between 67 and 31 letters", ">= 31 <= 67 {letters}"),
    "a dash from the upper end": ("67-31 letters", "~= 67; ~= 31 {letters}"),
    "fractions": ("visual acuity from 20/32 to 20/320", ">= 0.0625 <= 0.625"),
    "fractions, a dash": ("Snellen 20/32-20/320", ">= 0.0625 <= 0.625"),
    "percentiles": ("BMI between the 5th and 85th percentile", ">= 5 <= 85 {percentile}"),
    "metres": ("vision < 6/60", "< 0.1"),
    "no acuity": ("pain 6/10", "~= 6; ~= 10"),
    "extent of a scale": ("pain > 4 on a 0-10 numeric scale", "> 4"),
    "an equivalent": ("prednisone > the equivalent of 20 mg", "> 20 mg"),
    "no range": ("visit 2 or HbA1c above 8 %", "> 8 %"),
}
ORDINALS = {
    "roman range": ("NYHA class II-IV", ">= 2 <= 4"),
    "roman to": ("NYHA class II to III", ">= 2 <= 3"),
    "roman or": ("NYHA class III or IV", ">= 3 <= 4"),
    "roman comparator": ("NYHA class >= III", ">= 3"),
    "roman suffix": ("NYHA class III or higher", ">= 3"),
    "roman alone": ("NYHA class IV", "= 4"),
    "part of a stage": ("stage IIIB", "{IIIB}"),
    "parts or": ("melanoma stage IIIb, IIIc or IV", "{IIIb, IIIc, IV}"),
    "parts, range": ("stage IIIB-IV", "{IIIB, IIIC, IV, IVA, IVB, IVC}"),
    "whole to part": ("stage II to IIIA", "{II, IIA, IIB, IIC, III, IIIA}"),
    "parts of parts": ("stage IB2-IIA", ""),
    "part of no stage": ("vitamin IIIB", ""),
    "letters or": ("Child-Pugh class B or C", "{B, C}"),
    "letters slash": ("Child-Pugh A/B", "{A, B}"),
    "letters range": ("Child-Pugh A-C", "{A, B, C}"),
    "enumeration": ("ECOG 0, 1 or 2", ">= 0 <= 2"),
    "enumeration, or": ("ECOG performance status of 0 or 1", ">= 0 <= 1"),
    "glued list": ("ECOG 0,1", ">= 0 <= 1"),
    "level": ("ECOG rating of level 0, 1 or 2", ">= 0 <= 2"),
    "arabic range": ("ECOG 0-2", ">= 0 <= 2"),
    "grade": ("neuropathy grade >= 2", ">= 2"),
}
REFERENCES = {
    "x": ("ALT > 3 x ULN", "> 3 x ULN"),
    "glued": ("AST <= 2.5xULN", "<= 2.5 x ULN"),
    "no sign": ("bilirubin >= 5ULN", ">= 5 x ULN"),
    "alone": ("lipase > ULN", "> 1 x ULN"),
    "in words": ("GGT less than 4 times the upper limit of normal", "< 4 x ULN"),
    "institutional": ("INR <= 1.5 times the upper limit of the institutional normal",
                      "<= 1.5 x ULN"),
    "lower": ("haemoglobin below the lower limit of normal", "< 1 x LLN"),
    "two alternatives": ("TSH > 1.2 ULN or < 0.8 LLN", "> 1.2 x ULN; < 0.8 x LLN"),
    "decimal comma": ("ALT superior to 2,5 Top Normal Limit", "> 2.5 x ULN"),
    "of groups": ("bilirubin < 1.5 x ULN for age and sex", "< 1.5 x ULN"),
    "predicted": ("FEV1 < 70 % predicted", "< 70 x predicted %"),
}  # fmt: skip
CASES = {
    f"{name}: {case}": row
    for name, table in (
        ("bound", BOUNDS),
        ("range", RANGES),
        ("ordinal", ORDINALS),
        ("reference", REFERENCES),
    )
    for case, row in table.items()
}


# Known faults of the pipeline; a test that begins to pass must leave this table.
FAULTS = {
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_quantities(run: Run, text: str, expected: str) -> None:
    assert lines(run(text)) == expected


def test_a_pair_keeps_both_numbers(run: Run) -> None:
    (pair,) = quantities(run("blood pressure above 150/95 mmHg"))
    assert pair.pair
    assert pair.numbers == (150.0, 95.0)
    assert pair.unit == "mm[Hg]"


def test_acuity_is_no_pair(run: Run) -> None:
    assert not any(q.pair for q in quantities(run("visual acuity of 20/40 or better")))


NAMES = [
    "psychosis by ICD-10", "depression (DSM 5)",
    "type 2 diabetes", "COVID-19", "hepatitis B", "phase 3 study", "visit 4", "factor VIII",
    "CYP3A4 inhibitors", "since 2012", "HLA-B27", "vitamin B12 deficiency", "Part 2", "IL-6",
    "at least two of the following", "COX-2 inhibitors", "16q abnormality",
    "2nd remission", "intermediate-1 risk", "CTCAE v4.03",
    "RECIST 1.1", "CTCAE version 4.0", "ABT-751 treatment", "ABI-009",
    "COVID-19-associated pneumonia",
]  # fmt: skip


@pytest.mark.parametrize("text", NAMES)
def test_digits_of_names_are_no_quantity(run: Run, text: str) -> None:
    assert lines(run(text)) == ""


# Lost or doubtful signs are kept as they are and said aloud: text, reading, code of the warning.
LOST = {
    "question mark": ("BMI ? 30 kg/m2", "BMI = 30 kg/m2", "lost_comparator"),
    "inverted question mark": ("BMI ¿ 30 kg/m2", "BMI = 30 kg/m2", "lost_comparator"),
    "equality": ("BMI = 30 kg/m2", "BMI = 30 kg/m2", "bare_equality"),
    "nothing": ("PaO2/FiO2 250 mmHg", "PaO2/FiO2 = 250 mm[Hg]", "bare_threshold"),
}


@pytest.mark.parametrize(("text", "line", "code"), LOST.values(), ids=LOST)
def test_lost_signs_warn(run: Run, reading: Callable[..., str], text: str, line: str, code: str):
    criterion = run(text)._.criteria.criteria[0]
    assert reading(text, line) == line
    assert [warning.code for warning in criterion.warnings] == [code]
    warning = criterion.warnings[0]
    assert any(digit.isdigit() for digit in text[warning.start : warning.end])


@pytest.mark.parametrize("text", ["ALT > 3 x ULN", "ECOG 0-2", "aged 18 to 60 years", "BMI ≥ 30"])
def test_plain_signs_do_not_warn(run: Run, text: str) -> None:
    assert run(text)._.criteria.criteria[0].warnings == ()
