"""Every format gives a text back exactly as it was written into it."""

import csv
import io
import json
import re
from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from criteria_nlp.readers import Source, read

TEXTS = st.text(
    st.one_of(st.sampled_from('\r\n\t ,;"\\<>&≥µ'), st.characters(exclude_categories=["Cs"])),
    min_size=1,
).filter(str.strip)


def as_csv(text: str) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows([["id", "text"], ["1", text]])
    return stream.getvalue()


def as_tsv(text: str) -> str:
    stream = io.StringIO()
    csv.writer(stream, dialect="excel-tab").writerows([["id", "text"], ["1", text]])
    return stream.getvalue()


def as_xml(text: str) -> str:
    block = escape(text, {"\r": "&#xD;"})
    return (
        f"<clinical_study><eligibility><criteria><textblock>{block}</textblock></criteria>"
        "</eligibility></clinical_study>"
    )


WRITERS: dict[str, Callable[[str], str]] = {
    "csv": as_csv,
    "ctgov_v2": lambda text: json.dumps(
        {"protocolSection": {"eligibilityModule": {"eligibilityCriteria": text}}}
    ),
    "ctgov_xml": as_xml,
    "jsonl": lambda text: json.dumps({"text": text}, ensure_ascii=False),
    "tsv": as_tsv,
}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@pytest.mark.parametrize("format", sorted(WRITERS))
@settings(max_examples=60)
@given(text=TEXTS)
@example(text='\r\nInclusion\r\n\r  - Age \\>= 18, "adult" & <60>')
def test_round_trip(format: str, text: str) -> None:
    if format == "ctgov_xml":
        text = _NOT_XML.sub("?", text)
    stdin = io.BytesIO(WRITERS[format](text).encode())
    (source,) = read("-", format=format, stdin=stdin)
    assert isinstance(source, Source)
    assert source.text == text


@settings(max_examples=60)
@given(text=TEXTS.filter(lambda text: not text.startswith("\ufeff")))
def test_round_trip_of_plain_text(text: str) -> None:
    (source,) = read("-", format="plaintext", stdin=io.BytesIO(text.encode()))
    assert isinstance(source, Source)
    assert source.text == text
