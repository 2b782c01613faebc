"""Formats are told by content first, by suffix second."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_nlp.readers import FORMATS
from criteria_nlp.readers.detect import detect

STUDY = '{"protocolSection": {}}'
XML = "<clinical_study><eligibility/></clinical_study>"


@pytest.mark.parametrize(
    ("content", "suffix", "expected"),
    [
        # Content that can only be one thing wins over any suffix.
        (STUDY, "", "ctgov_v2"),
        (STUDY, ".txt", "ctgov_v2"),
        (STUDY, ".jsonl", "ctgov_v2"),
        ('\n {"studies": [], "nextPageToken": "x"}', "", "ctgov_v2"),
        (f"[{STUDY}]", ".xml", "ctgov_v2"),
        (XML, "", "ctgov_xml"),
        (XML, ".txt", "ctgov_xml"),
        (f"<studies>{XML}</studies>", ".json", "ctgov_xml"),
        ('<?xml version="1.0"?><a/>', ".csv", "ctgov_xml"),
        ("PAR1\x00", ".csv", "parquet"),
        ('{"id": "1", "text": "Age > 18"}', "", "jsonl"),
        ('{"id": "1", "text": "Age > 18"}', ".json", "jsonl"),
        # The suffix decides what could be anything.
        ("text\nAge > 18", ".csv", "csv"),
        ("id,text\n1,Age", ".txt", "plaintext"),
        ("<Age 18 years", ".txt", "plaintext"),
        ("not JSON at all", ".jsonl", "jsonl"),
        ("", ".json", "ctgov_v2"),
        # Without one, the looks.
        ("id,text\n1,Age", "", "csv"),
        ("id;text\r\n1;Age", "", "csv"),
        ("id\ttext\n1\tAge", ".unknown", "tsv"),
        ('"id","text"\n', "", "csv"),
        ('{"a": 1}\n{"a": 2}', "", "jsonl"),
        ('{\n "a": 1\n}', "", "ctgov_v2"),
        ("<studies><a/></studies>", "", "ctgov_xml"),
        # Criteria that begin like something else.
        ("text", "", "plaintext"),
        ("< 18 years", "", "plaintext"),
        ("<18 years", "", "plaintext"),
        ("[Inclusion] Age", "", "plaintext"),
        ("{Inclusion} Age", "", "plaintext"),
        ("Age, sex, text of consent\n", "", "plaintext"),
        ("\ufeffInclusion Criteria", "", "plaintext"),
    ],
)
def test_detect(content: str, suffix: str, expected: str) -> None:
    assert detect(content.encode(), suffix=suffix) == expected


def test_the_name_of_the_text_column_counts() -> None:
    assert detect(b"nr,criteria\n1,Age", text_column="criteria") == "csv"


@given(st.binary(), st.sampled_from(["", ".json", ".csv", ".txt"]))
def test_any_bytes_have_some_format(head: bytes, suffix: str) -> None:
    assert detect(head, suffix=suffix) in FORMATS
