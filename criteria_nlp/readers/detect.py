"""Which format an input has: told by its content, with the suffix as a hint."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from types import MappingProxyType

FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "csv": "comma- (or semicolon-) separated values with a header line",
        "ctgov_v2": "ClinicalTrials.gov API v2: JSON or JSON Lines of studies",
        "ctgov_xml": "ClinicalTrials.gov legacy XML",
        "jsonl": 'JSON Lines of {"text", "id"?, "trial_id"?, "kind"?}',
        "parquet": "Parquet with a column of texts",
        "plaintext": "one eligibility text",
        "tsv": "tab-separated values with a header line",
    }
)
"""Names of the formats `read` knows, with a line on each."""

_BY_SUFFIX = {
    ".csv": "csv",
    ".json": "ctgov_v2",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".tsv": "tsv",
    ".txt": "plaintext",
    ".xml": "ctgov_xml",
}

SUFFIXES = tuple(_BY_SUFFIX)
"""The suffixes that hint at a format; each may be followed by ".gz" or ".zst"."""

_FOREIGN = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
)

_XML = re.compile(r"<(\?xml|!DOCTYPE|!--|[A-Za-z_][\w.:-]*[\s/>])")
_JSON = re.compile(r'\{\s*("|\}|$)|\[\s*[\[{\]]')
_STUDY = re.compile(r'"(protocolSection|studies)"\s*:')
_STUDY_XML = re.compile(r"<clinical_study[\s>]")


def foreign(head: bytes) -> str | None:
    """What the content is if it is a kind of file nothing here reads ("a PDF document")."""
    return next((name for magic, name in _FOREIGN if head.startswith(magic)), None)


def detect(
    head: bytes, *, suffix: str = "", encoding: str = "utf-8", text_column: str = "text"
) -> str:
    """The name of the format in `FORMATS` that the first bytes of an input have.

    Content that can only be one format decides; else the suffix (lower case, with its dot);
    else what the content looks like; else it is plain text.
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    text = head.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")
    return (
        _certain(text, text_column)
        or _BY_SUFFIX.get(suffix)
        or _likely(text)
        or _table(text, text_column)
        or "plaintext"
    )


def _certain(text: str, text_column: str) -> str | None:
    if _JSON.match(text):
        if _STUDY.search(text):
            return "ctgov_v2"
        if re.search(rf'"{re.escape(text_column)}"\s*:', _first_line(text)):
            return "jsonl"
    if text.startswith("<?xml") or (text.startswith("<") and _STUDY_XML.search(text)):
        return "ctgov_xml"
    return None


def _likely(text: str) -> str | None:
    if _XML.match(text):
        return "ctgov_xml"
    if _JSON.match(text):
        # A document has its first line break inside the value, a row at its end.
        return "jsonl" if _first_line(text).rstrip().endswith("}") else "ctgov_v2"
    return None


def _table(text: str, text_column: str) -> str | None:
    """CSV or TSV, where the first line is a header that names the text column among others."""
    for name, delimiter in (("tsv", "\t"), ("csv", ","), ("csv", ";")):
        cells = _cells(_first_line(text), delimiter)
        if len(cells) > 1 and text_column in cells:
            return name
    return None


def _cells(header: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([header], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _first_line(text: str) -> str:
    return re.split(r"[\r\n]", text, maxsplit=1)[0]
