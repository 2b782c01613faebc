"""The sectionizer: what is an item, whose it is, of which kind, and that nothing is lost."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria_nlp.lexicon.headings import Entry, Example, Sentences, load_headings
from criteria_nlp.pipeline.sectionizer import (
    HeadingSpan,
    Item,
    Layout,
    ResidualSpan,
    split_sections,
)
from criteria_nlp.pipeline.sectionizer.evidence import log_odds, weights
from criteria_nlp.pipeline.sectionizer.headings import heading_at, residual_reason
from criteria_nlp.pipeline.sectionizer.markers import roman

SEED = "seed/NCT02403947.txt"


def data(name: str) -> Path:
    """A file under CRITERIA_NLP_DATA; skips the test where it is not there."""
    root = os.environ.get("CRITERIA_NLP_DATA")
    base = Path(root) if root else Path(__file__).parents[3] / "shared" / "data"
    if not (base / name).exists():
        pytest.skip(f"{name} is not under CRITERIA_NLP_DATA")
    return base / name


def drawing(text: str, layout: Layout) -> list[str]:
    """The layout as lines: "#x heading", "~ residual", and items indented by depth, "x body"."""
    rows = [(h.start, f"#{h.kind[0]} {flat(text[h.start : h.end])}") for h in layout.headings]
    rows += [(r.start, f"~ {flat(text[r.start : r.end])}") for r in layout.residual]
    depths: list[int] = []
    for item in layout.items:
        depths.append(0 if item.parent is None else depths[item.parent] + 1)
        body = flat(text[item.body_start : item.body_end])
        rows.append((item.start, f"{'  ' * depths[-1]}{item.kind[0]} {body}"))
    return [row for _, row in sorted(rows)]


def spans(layout: Layout) -> list[Item | HeadingSpan | ResidualSpan]:
    return [*layout.items, *layout.headings, *layout.residual]


def flat(text: str) -> str:
    return " ".join(text.split())


LAYOUTS = {
    "registry v2, nested, escaped": (
        "Inclusion Criteria:\n\n* Age \\>= 18\n* Organ function:\n\n  * ANC \\> 1.5\n  * Hb \\> 9\n"
        "* Consent\n\nExclusion Criteria:\n\n1\\. Asthma\n2\\. Gout\n",
        ["#i Inclusion Criteria:", "i Age \\>= 18", "i Organ function:", "  i ANC \\> 1.5",
         "  i Hb \\> 9", "i Consent", "#e Exclusion Criteria:", "e Asthma", "e Gout"],
    ),
    "legacy, hard-wrapped": (
        "Inclusion Criteria:\n\n          -  Adults with asthma that was confirmed by a"
        " physician more than\n             six months ago\n\n          -  Able to inhale\n\n"
        "        Exclusion Criteria:\n\n          -  Smokers\n",
        ["#i Inclusion Criteria:",
         "i Adults with asthma that was confirmed by a physician more than six months ago",
         "i Able to inhale", "#e Exclusion Criteria:", "e Smokers"],
    ),
    "one criterion a line": (
        "Inclusion Criteria:\nType 2 diabetes\nHbA1c above 7 %\nExclusion Criteria:\nSmoker\n",
        ["#i Inclusion Criteria:", "i Type 2 diabetes", "i HbA1c above 7 %",
         "#e Exclusion Criteria:", "e Smoker"],
    ),
    "paragraphs wrapped without indent": (
        "Patients with newly diagnosed asthma of any severity who have been treated with an\n"
        "inhaled steroid for at least three months and who are still symptomatic at the time\n"
        "of screening despite good adherence.\n\nSigned consent of the patient.\n",
        ["i Patients with newly diagnosed asthma of any severity who have been treated with an"
         " inhaled steroid for at least three months and who are still symptomatic at the time of"
         " screening despite good adherence.", "i Signed consent of the patient."],
    ),
    "all on one line, numbered": (
        "Inclusion Criteria: 1. Age 18 to 65 years 2. Diagnosis of asthma for a year 3. Signed"
        " consent Exclusion Criteria: 1. Pregnancy 2. Known allergy to any of the study drugs or to"
        " their excipients",
        ["#i Inclusion Criteria:", "i Age 18 to 65 years", "i Diagnosis of asthma for a year",
         "i Signed consent", "#e Exclusion Criteria:", "e Pregnancy",
         "e Known allergy to any of the study drugs or to their excipients"],
    ),
    "all on one line, dashes": (
        "Inclusion Criteria: - Adults of either sex with stable asthma - Signed informed consent"
        " form before any procedure - Able to swallow",
        ["#i Inclusion Criteria:", "i Adults of either sex with stable asthma",
         "i Signed informed consent form before any procedure", "i Able to swallow"],
    ),
    "all on one line, tildes": (
        "Inclusion Criteria:~Aged 18~75~Asthma~Exclusion Criteria:~Gout",
        ["#i Inclusion Criteria:~", "i Aged 18~75", "i Asthma",
         "#e Exclusion Criteria:~", "e Gout"],
    ),
    "markers of two kinds": (
        "Inclusion Criteria:\n1. Women of childbearing age:\na) a negative test\nb) contraception\n"
        "2. Consent\n(i) written\n(ii) informed\n",
        ["#i Inclusion Criteria:", "i Women of childbearing age:", "  i a negative test",
         "  i contraception", "i Consent", "  i written", "  i informed"],
    ),
    "inline heading": (
        "Inclusion Criteria:A subject with gout\nExclusion criteria - no drug tolerated\n",
        ["#i Inclusion Criteria:", "i A subject with gout", "#e Exclusion criteria -",
         "e no drug tolerated"],
    ),
    "topics and boilerplate": (
        "**Age**:\n\n* 18 and over\n\nHepatic:\n\n* ALT below 2 x ULN\n\n"
        "Other protocol-defined inclusion/exclusion criteria may apply.\n",
        ["#u **Age**:", "i 18 and over", "#u Hepatic:", "i ALT below 2 x ULN",
         "~ Other protocol-defined inclusion/exclusion criteria may apply."],
    ),
    "telegraphic": (
        "DISEASE CHARACTERISTICS: Histologically confirmed carcinoma of the bladder No metastases"
        " outside of the pelvis\n\nPATIENT CHARACTERISTICS: Age: 18 and over Performance status:"
        " ECOG 0-2 Other: Not pregnant Fertile patients must use contraception\n",
        ["#u DISEASE CHARACTERISTICS:", "i Histologically confirmed carcinoma of the bladder",
         "i No metastases outside of the pelvis", "#u PATIENT CHARACTERISTICS:", "#u Age:",
         "i 18 and over", "#u Performance status:", "i ECOG 0-2", "#u Other:", "i Not pregnant",
         "i Fertile patients must use contraception"],
    ),
    "continuation paragraph": (
        "Inclusion Criteria:\n* Stable angina\n\n  as documented by a cardiologist\n* Consent\n",
        ["#i Inclusion Criteria:", "i Stable angina as documented by a cardiologist", "i Consent"],
    ),
    "doubled markers": (
        "Exclusion Criteria:\n* • Asthma\n* • Gout\n",
        ["#e Exclusion Criteria:", "e Asthma", "e Gout"],
    ),
    "a bare or": (
        "Exclusion Criteria:\n* Bilirubin above 2\n* OR\n* ALT above 100\n",
        ["#e Exclusion Criteria:", "e Bilirubin above 2 * OR", "e ALT above 100"],
    ),
    "choice is a lead-in, not a heading": (
        "Inclusion Criteria:\n\nPatients must meet at least one of the following criteria:\n\n"
        "* Gout\n* Asthma\n",
        ["#i Inclusion Criteria:", "i Patients must meet at least one of the following criteria:",
         "  i Gout", "  i Asthma"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout(name: str) -> None:
    text, expected = LAYOUTS[name]
    assert drawing(text, split_sections(text)) == expected


OWNED = {
    "closed by a full stop": ("one or more of the following:", ["a", "b", "c.", "d", "e"], 3),
    "closed after or": ("any of the following:", ["fever or", "cough", "Weight 50 kg", "Rash"], 2),
    "both": ("as shown by both:", ["fever", "cough", "weight", "rash"], 2),
    "top-level topic": ("one of:", ["fever", "cough", "Signed informed consent"], 2),
}


@pytest.mark.parametrize("name", OWNED)
def test_flat_list_after_lead_in(name: str) -> None:
    lead, bodies, count = OWNED[name]
    rows = ["Inclusion Criteria", "* Adult", f"Active disease with {lead}"]
    layout = split_sections("\n".join([*rows, *(f"* {body}" for body in bodies)]))
    owned = [item for item in layout.items if item.parent is not None]
    assert len(owned) == count
    assert all(item.parent == 1 and item.parent_confidence < 1 for item in owned)


def test_seed_trial() -> None:
    text = data(SEED).read_text("utf-8")
    layout = split_sections(text)
    first = [flat(text[i.body_start : i.body_end])[:24] for i in layout.items]
    owners = [first[i.parent] for i in layout.items if i.parent is not None]
    assert [owners.count(o) for o in dict.fromkeys(owners)] == [3, 2, 3]
    top = {f: i for f, i in zip(first, layout.items, strict=True) if i.parent is None}
    assert top["EDSS (Expanded Disabilit"].kind == top["Women of childbearing ag"].kind
    turn = list(top).index("Inferior to 3 months sin")
    kinds = [item.kind for item in top.values()]
    assert kinds == ["inclusion"] * turn + ["exclusion"] * (len(kinds) - turn)
    sources = {item.kind: item.kind_source for item in top.values()}
    assert sources == {"inclusion": "heading", "exclusion": "inferred"}


def test_tail_of_an_item_after_its_sub_items() -> None:
    text = "* Fever:\n  * high\n  * long\n\n  unless treated\n* Cough\n"
    fever = split_sections(text).items[0]
    assert text[fever.body_start : fever.body_end] == "Fever:"
    assert fever.tail_start is not None
    assert text[fever.tail_start : fever.tail_end] == "unless treated"
    assert text[fever.start : fever.end].endswith("unless treated")


def examples() -> list[tuple[Entry | Sentences, Example]]:
    lexicon = load_headings()
    tables: list[Entry | Sentences] = [*lexicon.entries, lexicon.sentences]
    return [(entry, example) for entry in tables for example in entry.examples]


@pytest.mark.parametrize(("entry", "example"), examples(), ids=lambda v: getattr(v, "text", ""))
def test_heading_lexicon(entry: Entry | Sentences, example: Example) -> None:
    found = heading_at(example.text, 0, len(example.text))
    assert (found.kind if found else "none") == example.expect
    assert found is None or found.end == len(example.text)


@pytest.mark.parametrize(
    "example", [x for e in load_headings().residuals for x in e.examples], ids=lambda x: x.text
)
def test_residual_lexicon(example: Example) -> None:
    assert residual_reason(example.text, 0, len(example.text)) == example.expect


@pytest.mark.parametrize(
    "line",
    [
        "Meets DSM-IV criteria for depression",
        "Inclusion of patients with gout is allowed.",
        "Patients who do not meet the inclusion criteria",
        "Women with any of the following cardiac conditions:",
        "Excluded medication within 4 weeks",
    ],
)
def test_no_heading(line: str) -> None:
    assert heading_at(line, 0, len(line)) is None


@pytest.mark.parametrize("kind", ["inclusion", "exclusion"])
def test_kind_given_by_the_caller(kind: str) -> None:
    items = split_sections("* Gout\n* Asthma:\n  * mild", kind).items  # type: ignore[arg-type]
    assert {(i.kind, i.kind_source, i.kind_confidence) for i in items} == {(kind, "default", 1.0)}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Inclusion Criteria\n* Age 18 or older\n* Able to give informed consent\n"
         "* Pregnancy or breast feeding\n* History of drug abuse\n* Known allergy to aspirin",
         ["inclusion"] * 2 + ["exclusion"] * 3),
        ("* Age 18 to 60\n* Signed informed consent\n* Pregnant women\n* History of stroke",
         ["inclusion"] * 2 + ["exclusion"] * 2),
        ("Inclusion Criteria\n* Age 18 or older\n* Able to give informed consent",
         ["inclusion"] * 2),
    ],
)  # fmt: skip
def test_turn_without_a_heading(given: str, expected: list[str]) -> None:
    assert [item.kind for item in split_sections(given).items] == expected


def test_weights_are_sorted_and_few() -> None:
    names = list(weights())
    assert names == sorted(names) and len(names) <= 3000
    assert log_odds("History of drug abuse") > 0 > log_odds("Able to give informed consent")


@pytest.mark.parametrize(("numeral", "value"), [("iv", 4), ("ix", 9), ("viii", 8), ("c", 0)])
def test_roman(numeral: str, value: int) -> None:
    assert roman(numeral) == value


# ---------------------------------------------------------------------- nothing is lost

_BITS = st.sampled_from(
    ["Inclusion Criteria:", "exclusion criteria", "* ", "- ", "1. ", "2) ", "(a) ", "i. ", "o ",
     "\\- ", "1\\. ", "**Age**:", "one of the following:", "DISEASE CHARACTERISTICS: No x No y",
     "\n", "\r\n", "\n\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\t", "  ", "          ",
     "~", "Criteria:~", "or", "Gout", "patients must not:", ":", "\x00", "\x1f", "İ", "(", ")"]
)  # fmt: skip
_TEXTS = st.one_of(st.text(), st.lists(_BITS, max_size=40).map("".join))


@settings(max_examples=400, deadline=None)
@given(_TEXTS)
def test_every_character_has_a_place(text: str) -> None:
    layout = split_sections(text)
    covered = bytearray(len(text))
    for span in spans(layout):
        assert 0 <= span.start < span.end <= len(text)
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    assert all(covered[i] or c.isspace() for i, c in enumerate(text))


@settings(max_examples=400, deadline=None)
@given(_TEXTS)
def test_items_nest_in_reading_order(text: str) -> None:
    items = split_sections(text).items
    for index, item in enumerate(items):
        assert item.start <= item.body_start <= item.body_end <= item.end
        assert item.body_start < item.body_end or item.alternatives
        assert (
            text[item.body_start : item.body_end] == text[item.body_start : item.body_end].strip()
        )
        assert index == 0 or _comes_before(items[index - 1], item)
        if item.parent is not None:
            owner = items[item.parent]
            assert item.parent < index and _comes_before(owner, item) and item.end <= owner.end
            assert owner.body_end <= item.start and owner.kind == item.kind


def _comes_before(first: Item, second: Item) -> bool:
    """An item without words of its own begins where the first of its members does."""
    wordless = first.body_start == first.body_end
    return first.start < second.start or (wordless and first.start == second.start)


_SIZE = 300_000


@pytest.mark.parametrize(
    "unit",
    ["a", "word ", "\n", " ", "* ", "*", "1. ", "Inclusion Criteria: ", "inclusion criteria ", "(",
     "(\n", "* a\n", "x any of the following:\n", "* x one of:\n", "1", "Ab c ", "a~", "\\", "- a ",
     "a\u2028", "* a\nor\n", "Key ", "DISEASE CHARACTERISTICS: No x ", "Age: ", "_", "\r", "a. B"],
)  # fmt: skip
def test_time_is_linear(unit: str) -> None:
    """Twelve times the text takes less than sixty times as long (a square law takes 144)."""
    small, large = unit * (_SIZE // 12 // len(unit)), unit * (_SIZE // len(unit))
    start = time.process_time()
    split_sections(small)
    middle = time.process_time()
    split_sections(large)
    spent = time.process_time() - middle
    assert spent < max(0.5, 60 * (middle - start))


RUN_IN = {
    "behind a bullet": ("- 1. Aged 18 years or above 2. Asthma for 2 years 3. No gout\n",
                        ["1. Aged 18 years or above", "2. Asthma for 2 years", "3. No gout"]),
    "two are no list": ("- 1. Aged 18 years or above 2. Asthma for 2 years\n",
                        ["- 1. Aged 18 years or above 2. Asthma for 2 years"]),
    "letters behind a colon": ("* One of these: a) Gout, b) Asthma and c) Epilepsy\n",
                               ["* One of these: a) Gout, b) Asthma and c) Epilepsy",
                                "a) Gout,", "b) Asthma and", "c) Epilepsy"]),
    "numerals behind a colon": ("f) Any of these on the ECG: i) PR > 210 ms ii) QT > 500 ms\n",
                                ["f) Any of these on the ECG: i) PR > 210 ms ii) QT > 500 ms",
                                 "i) PR > 210 ms", "ii) QT > 500 ms"]),
    "a number goes on as a letter": ("1. Gout\n2. A test that cannot be repeated. c) Asthma\n",
                                     ["1. Gout", "2. A test that cannot be repeated.",
                                      "c) Asthma"]),
    "letters without a colon": ("* Patients who have either a) gout, b) asthma or c) pain\n",
                                ["* Patients who have either a) gout, b) asthma or c) pain"]),
    "letters that refer": ("* As in (a) and (b) above: all patients with gout for years\n",
                           ["* As in (a) and (b) above: all patients with gout for years"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RUN_IN.values(), ids=RUN_IN)
def test_numbers_and_letters_in_a_line_begin_items(text: str, expected: list[str]) -> None:
    items = split_sections(text, "inclusion").items
    assert [text[item.start : item.end] for item in items] == expected
