"""`read`: opens an input, finds its format, and hands it to the reader of that format."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import BinaryIO

from criteria_nlp.errors import FormatError, InputError
from criteria_nlp.readers import ctgov_v2, ctgov_xml, jsonl, plaintext, table
from criteria_nlp.readers.detect import FORMATS, detect, foreign
from criteria_nlp.readers.opening import Opened, guarded, open_input
from criteria_nlp.readers.source import Source

Reader = Callable[[Opened, str], Iterator[Source | InputError]]

_READERS: dict[str, Reader] = {
    "csv": table.read_csv,
    "ctgov_v2": ctgov_v2.read_studies,
    "ctgov_xml": ctgov_xml.read_studies,
    "jsonl": jsonl.read_rows,
    "parquet": table.read_parquet,
    "plaintext": plaintext.read_text,
    "tsv": table.read_tsv,
}


def read(
    path: str | os.PathLike[str],
    *,
    format: str | None = None,
    text_column: str = "text",
    encoding: str = "utf-8",
    stdin: BinaryIO | None = None,
    on_bytes: Callable[[int], None] | None = None,
) -> Iterator[Source | InputError]:
    """The eligibility texts of a file, one by one, with an `InputError` for each bad record.

    "-" reads standard input (`stdin` where it is given). `format` is a name in `FORMATS`; without
    it the content decides. `text_column` names the text of a row in JSON Lines, CSV and Parquet.
    `on_bytes` is told how many bytes were taken from the file, (un)compressed as it is.
    Raises `InputError` or `FormatError` where the file as a whole cannot be read, partly at the
    call, partly while reading; a record that cannot be read is yielded, not raised.
    """
    if format is not None and format not in FORMATS:
        raise InputError(f"unknown format {format!r} (known: {', '.join(FORMATS)})")
    opened = open_input(path, encoding, stdin, on_bytes)
    try:
        name = format or _detected(opened, text_column)
    except FormatError:
        opened.stream.close()
        raise
    return guarded(_READERS[name](opened, text_column), opened)


def _detected(opened: Opened, text_column: str) -> str:
    head = opened.stream.head
    if kind := foreign(head):
        raise opened.refusal(f"is {kind}, which is not read here")
    return detect(head, suffix=opened.suffix, encoding=opened.encoding, text_column=text_column)
