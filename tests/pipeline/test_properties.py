"""Whatever is written: no error, exact offsets, nothing lost, and time that grows with the text."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from criteria_nlp.schema import Record, dumps, facts, loads, to_notation, unresolved

Read = Callable[..., Record]

FRAGMENTS = [
    "Inclusion Criteria:\n", "Exclusion Criteria:\n", "* ", "1. ", "  - ", "\n\n", "\r\n", " ",
    "gout", "asthma", "HbA1c", "EDSS", "age", "women", "warfarin", "surgery", "zorblatt",
    "≥ 5", "more or egal ", "inferior to", "ofmore", "7,5 %", "10^9/L", "2 to 10", "140/90", "= 3",
    "x ULN", "½", "III-IV", "0, 1 or 2", "+", "³ 5", "in the last 3 months", "since", "for",
    "within", "5 half-lives", "prior to randomization", "no ", "not ", "history of ", "without ",
    "suspected ", "if ", "unless ", "other than ", "except ", "including ", "are allowed", "or",
    "and", "and/or", ", ", "; ", ": ", ". ", "(", ")", "[", "]", "/", "one of the following:",
    "defined as ", "in the opinion of the investigator", "\x00", "\u200b", "\ufeff", "\x1c", "\\",
    "for women", "(women)", "(if pregnant)", "that is ", "requiring ", "lack of ", "known ", "(>=)",
    "stage IIIB-IV", "genotype other than 2", "male or female patients", "T2-4",
    "患者年龄≥18岁", "糖尿病，高血压", "возраст старше 18 лет", "Alter über 18 Jahre",
    "âge supérieur à 18 ans", "مرض", "🧪", "e\u0301", "ﬁ",
]  # fmt: skip
DRAWN = st.lists(st.sampled_from(FRAGMENTS), max_size=25)
TEXTS = DRAWN.map("".join) | DRAWN.map(" ".join)
PATIENT = settings(
    max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


# Known faults of the pipeline; a test that begins to pass must leave this table.
FAULTS = {
    "test_work_grows_with_the_text[exceptions]":
        "more than linear: twice the text takes four times the work",
}  # fmt: skip


def sound(text: str, record: Record) -> None:
    """Every offset quotes its text, nothing is lost, and the record survives JSON."""
    assert list(misquoted(text, msgspec.to_builtins(record))) == []
    assert lost(text, record) == []
    assert loads(dumps(record)) == record
    for criterion in record.criteria:
        assert to_notation(criterion.expression)
        assert 0 <= criterion.confidence <= 1
        assert criterion.status in ("computable", "partial", "non_computable")
        assert (criterion.status == "computable") == (not unresolved(criterion.expression))
        for fact in facts(criterion.expression):
            assert criterion.start <= fact.concept.start < fact.concept.end <= criterion.end


def misquoted(text: str, node: Any) -> Any:
    """The parts of a record whose text is not what stands at their offsets."""
    if isinstance(node, dict):
        start, end = node.get("start"), node.get("end")
        if (start is None) != (end is None):
            yield node
        if start is not None and not 0 <= start < end <= len(text):
            yield node
        if start is not None and node.get("text") not in (None, text[start:end]):
            yield node
        for part in node.values():
            yield from misquoted(text, part)
    elif isinstance(node, list | tuple):
        for part in node:
            yield from misquoted(text, part)


def lost(text: str, record: Record) -> list[tuple[int, str]]:
    """The characters, blanks aside, that belong to no criterion, heading or residual."""
    spans = (*record.criteria, *record.headings, *record.residual)
    covered = {i for span in spans for i in range(span.start, span.end)}
    return [(i, c) for i, c in enumerate(text) if not c.isspace() and i not in covered]


@pytest.mark.parametrize("kind", ["inclusion", "exclusion", "unknown"])
@given(text=TEXTS)
@example(text="")
@example(text="Exclusion Criteria:")
@PATIENT
def test_fragments(read: Read, kind: str, text: str) -> None:
    sound(text, read(text, kind))


@given(text=st.text(max_size=60))
@PATIENT
def test_any_text(read: Read, text: str) -> None:
    sound(text, read(text))


@given(text=st.text(st.characters(max_codepoint=0x7F), max_size=60))
@PATIENT
def test_any_ascii_text(read: Read, text: str) -> None:
    sound(text, read(text))


OTHER_LANGUAGES = [
    "纳入标准：年龄18-75岁；HbA1c≥7.0%。排除标准：怀孕或哺乳期妇女。",
    "選択基準：20歳以上の患者。除外基準：重篤な腎障害",
    "Критерии включения: возраст от 18 до 65 лет, ИМТ < 35 кг/м2",
    "معايير الاشتمال: العمر ≥ 18 سنة",
    "Einschlusskriterien: Alter ≥ 18 Jahre, keine Schwangerschaft",
    "Critères d'inclusion : âge supérieur ou égal à 18 ans, sans antécédent d'épilepsie",
    "Criterios de inclusión: edad mayor o igual a 18 años",
]


@pytest.mark.parametrize("text", OTHER_LANGUAGES)
def test_other_languages(read: Read, text: str) -> None:
    sound(text, read(text, "unknown"))


REPEATED = [
    "(", ")", "()", "((gout)", ", or ", ", or , or", "not ", "no ", ">= ", "> or = ", "1 ", "1,",
    "1-", "- ", "* ", "*\n", "a. ", "1. gout\n", ": ", "; ", "unless ", "if ", "other than ",
    "gout or ", "gout, ", "no gout or ", "gout unless ", "if gout, ", "gout other than ",
    "gout (", "within 3 months ", "HbA1c >= 5 or ", "5 x ULN ", "at least two of the following: ",
    "defined as ", "including ", "for women: ", "age ", "and/or ", "zorblatt ", "10^", "III-",
    "\\", "&gt;", "=", "？", "Inclusion Criteria:\n", "Exclusion Criteria: ", "\n  * gout:",
    "gout. ", "history of ", "in the opinion of the investigator ", "is allowed. ", "[", "/",
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_repetitions(read: Read, piece: str) -> None:
    text = piece * 200
    sound(text, read(text))


@pytest.mark.parametrize("depth", [50, 400])
def test_deep_nesting(read: Read, depth: int) -> None:
    text = "gout (" * depth + "asthma" + ")" * depth
    sound(text, read(text))


def test_deep_lists(read: Read) -> None:
    text = "Inclusion Criteria:\n" + "".join(f"{'  ' * i}* Gout with:\n" for i in range(60))
    sound(text, read(text, "unknown"))


def work(run: Callable[[], object]) -> int:
    """How many lines of Python a call takes: the same on every machine, whatever its speed."""
    count = 0

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(before)
    return count


# Twice the text may take 3.1 times the work: linear is 2, quadratic 4.
GROWING = {
    "items": "* Haemoglobin >= 9 g/dL or history of gout within 6 months\n",
    "one long line": "gout or haemoglobin >= 9 g/dL, ",
    "brackets": "(",
    "comparators": ">= ",
    "numbers": "1 ",
    "negations": "not ",
    "conjunctions": ", or ",
    "negated list": "no gout or ",
    "unless": "gout unless ",
    "exceptions": "gout other than ",
    "conditions": "if gout, asthma ",
    "windows": "gout within 3 months, ",
    "unknown words": "zorblatt ",
    "sentences": "Gout is required. ",
}


@pytest.mark.parametrize("piece", GROWING.values(), ids=GROWING)
def test_work_grows_with_the_text(read: Read, piece: str) -> None:
    read(piece * 48)  # caches are warm after this
    single, double = (work(lambda n=n: read(piece * n)) for n in (24, 48))
    assert double <= 3.1 * single
