"""Files that cannot be read at all, and odd ones that can."""

import gzip
import io
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria_nlp.errors import CriteriaNlpError, FormatError, InputError
from criteria_nlp.readers import FORMATS, Source, read

Write = Callable[[str, str | bytes], Path]


@pytest.mark.parametrize(
    ("name", "content", "options", "reason"),
    [
        ("empty.txt", b"", {}, "is empty"),
        ("empty.txt.gz", gzip.compress(b""), {}, "is empty"),
        ("blank.txt", b" \r\n\t", {}, "holds no text"),
        ("a.txt", b"Age", {"format": "docx"}, "unknown format 'docx' .known: csv, ctgov_v2"),
        ("a.txt", b"Age", {"encoding": "klingon"}, "unknown encoding 'klingon'"),
        ("a.txt", b"Age", {"encoding": "base64"}, "unknown encoding 'base64'"),
        ("a.txt", b"Age \xe9 18", {}, "byte 0xE9 at offset 4 is not utf-8"),
        ("a.txt", b"\xef\xbb\xbfAge \xe9", {}, "byte 0xE9 at offset 7 is not utf-8"),
        ("a.txt", b"x" * 200_001 + b"\xff", {}, "byte 0xFF at offset 200001 is not utf-8"),
        ("a.txt", "µ".encode() + b"\xc3", {}, "byte 0xC3 at offset 2 is not utf-8"),
        ("a.txt", "µ".encode(), {"encoding": "ascii"}, "byte 0xC2 at offset 0 is not ascii"),
        ("a.json", b'{"protocolSection": "\xe9"}', {}, "byte 0xE9 at offset 21"),
        ("a.csv", b"id,text\n1," + b"x" * 99_990 + b"\xe9", {}, "byte 0xE9 at offset 100000"),
        ("a.txt.gz", gzip.compress(b"Age" * 99)[:-9], {}, "gzip data are damaged or cut off"),
        ("a.txt.gz", b"\x1f\x8bAge", {}, "gzip data are damaged or cut off"),
        ("a.pdf", b"%PDF-1.7", {}, "is a PDF document"),
        ("a.docx", b"PK\x03\x04", {}, "is a ZIP archive or an Office document"),
    ],
)
def test_a_file_that_cannot_be_read_raises(
    write: Write, name: str, content: bytes, options: dict[str, Any], reason: str
) -> None:
    path = write(name, content)
    with pytest.raises(InputError, match=reason) as raised:
        list(read(path, **options))
    assert "\n" not in str(raised.value)
    if not options:
        assert raised.value.path == str(path)
    again = pickle.loads(pickle.dumps(raised.value))
    assert str(again) == str(raised.value)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("missing.txt", "no such file"), (".", "is a directory"), ("a\x00b", "null byte")],
)
def test_no_file(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read(f"{tmp_path}/{name}")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xef\xbb\xbfAge", "Age"),
        ("Age µ".encode("utf-16"), "Age µ"),
        (b"\xfe\xff" + "Age µ".encode("utf-16-be"), "Age µ"),
        ("Age µ".encode("utf-32"), "Age µ"),
        (gzip.compress("Age µ".encode()), "Age µ"),
        (b"Age\r\n18\r", "Age\r\n18\r"),
        (b"Age \x00\x07\x1b[31m 18", "Age \x00\x07\x1b[31m 18"),
        (
            "Critères d'inclusion : âge ≥ 18 ans\n入选标准 年龄≥18岁".encode(),
            "Critères d'inclusion : âge ≥ 18 ans\n入选标准 年龄≥18岁",
        ),
    ],
)
def test_plain_text_is_given_as_it_is(write: Write, content: bytes, expected: str) -> None:
    (source,) = read(write("a.txt", content))
    assert isinstance(source, Source)
    assert (source.text, source.id, source.kind) == (expected, None, "unknown")


def test_latin_1_is_read_when_named(write: Write) -> None:
    (source,) = read(write("a.txt", "âge".encode("latin-1")), encoding="latin-1")
    assert isinstance(source, Source)
    assert source.text == "âge"


LONG = "Age > 18; " * 500_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", LONG),
        ("a.jsonl", json.dumps({"text": LONG})),
        ("a.csv", f"id,text\n1,{LONG}\n"),
        (
            "a",
            json.dumps({"protocolSection": {"eligibilityModule": {"eligibilityCriteria": LONG}}}),
        ),
        (
            "a.xml",
            f"<clinical_study><eligibility><criteria><textblock>{LONG}</textblock></criteria>"
            "</eligibility></clinical_study>",
        ),
    ],
    ids=["text", "jsonl", "csv", "ctgov_v2", "ctgov_xml"],
)
def test_five_megabytes_in_one_line(write: Write, name: str, content: str) -> None:
    (source,) = read(write(name, content))
    assert isinstance(source, Source)
    assert source.text == LONG


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("content", "format"),
    [
        ("Age > 18", "plaintext"),
        ('{"text": "Age > 18"}\n', "jsonl"),
        ("id,text\n1,Age > 18\n", "csv"),
        (
            '{"protocolSection":{"eligibilityModule":{"eligibilityCriteria":"Age > 18"}}}',
            "ctgov_v2",
        ),
        (
            "<clinical_study><eligibility><criteria><textblock>Age &gt; 18</textblock></criteria>"
            "</eligibility></clinical_study>",
            "ctgov_xml",
        ),
    ],
)
def test_standard_input_is_sniffed(content: str, format: str, packed: bool) -> None:
    data = content.encode()
    stdin = io.BytesIO(gzip.compress(data) if packed else data)
    (source,) = read("-", stdin=stdin)
    assert isinstance(source, Source)
    assert source.text == "Age > 18"
    assert (source.origin["path"], source.origin["format"]) == ("<stdin>", format)
    assert not stdin.closed


def test_parquet_on_standard_input() -> None:
    pyarrow = pytest.importorskip("pyarrow", exc_type=ImportError)
    buffer = io.BytesIO()
    pytest.importorskip("pyarrow.parquet").write_table(pyarrow.table({"text": ["Age"]}), buffer)
    (source,) = read("-", stdin=io.BytesIO(buffer.getvalue()))
    assert isinstance(source, Source)
    assert source.text == "Age"


@pytest.mark.parametrize("format", sorted(FORMATS))
@settings(max_examples=60, deadline=None)
@given(data=st.one_of(st.binary(min_size=1), st.text(min_size=1).map(str.encode)))
def test_no_bytes_raise_anything_but_our_errors(format: str, data: bytes) -> None:
    try:
        found = list(read("-", format=format, stdin=io.BytesIO(data)))
    except CriteriaNlpError:
        return
    assert all(isinstance(item, (Source, InputError)) for item in found)


def test_a_format_error_is_an_input_error() -> None:
    assert issubclass(FormatError, InputError)
