"""Tables: CSV, TSV and Parquet with a named column of texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from criteria_nlp.errors import InputError
from criteria_nlp.extras import extra
from criteria_nlp.readers.opening import Opened
from criteria_nlp.readers.source import Source, source_from_row

_OPTIONAL = ("id", "trial_id", "kind")
_DELIMITERS = (",", ";", "\t", "|")
_FIELD_LIMIT = 2**31 - 1
_BATCH = 1024

_Rows = Iterator[tuple[str, dict[str, Any] | InputError]]


def read_csv(opened: Opened, text_column: str) -> Iterator[Source | InputError]:
    """The rows of a CSV file, whose delimiter is the one that finds the text column.

    Rows are counted from 1, without the header. Raises `FormatError` if the column is not there.
    """
    return _sources(opened, "csv", text_column, _csv_rows(opened, text_column, _DELIMITERS))


def read_tsv(opened: Opened, text_column: str) -> Iterator[Source | InputError]:
    """The rows of a tab-separated file; as `read_csv`."""
    return _sources(opened, "tsv", text_column, _csv_rows(opened, text_column, ("\t",)))


def read_parquet(opened: Opened, text_column: str) -> Iterator[Source | InputError]:
    """The rows of a Parquet file, read in batches.

    Raises `FormatError` if it is no Parquet file or the text column is not there, and
    `MissingExtraError` without pyarrow.
    """
    return _sources(opened, "parquet", text_column, _parquet_rows(opened, text_column))


def _sources(
    opened: Opened, format: str, text_column: str, rows: _Rows
) -> Iterator[Source | InputError]:
    for place, row in rows:
        if isinstance(row, InputError):
            yield row
            continue
        try:
            yield source_from_row(row, text_column, opened.origin(format, place))
        except ValueError as error:
            yield opened.fault(str(error), place)


def _csv_rows(opened: Opened, text_column: str, delimiters: tuple[str, ...]) -> _Rows:
    # The module's limit of 131,072 characters a field would refuse long texts.
    csv.field_size_limit(max(csv.field_size_limit(), _FIELD_LIMIT))
    stream = opened.text()
    line = stream.readline()
    header, delimiter = _header(line, text_column, delimiters)
    _check_column(opened, header, text_column)
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    for number, row in enumerate(_parsed(reader), 1):
        place = f"row {number}"
        yield place, _named(opened, header, row, place)


def _header(line: str, text_column: str, delimiters: tuple[str, ...]) -> tuple[list[str], str]:
    candidates = [(_cells(line, delimiter), delimiter) for delimiter in delimiters]
    good = (found for found in candidates if text_column in found[0])
    return next(good, max(candidates, key=lambda found: len(found[0])))


def _cells(line: str, delimiter: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _parsed(reader: Any) -> Iterator[list[str] | csv.Error]:
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield error
        else:
            if row:
                yield row


def _named(
    opened: Opened, header: list[str], row: list[str] | csv.Error, place: str
) -> dict[str, Any] | InputError:
    if isinstance(row, csv.Error):
        return opened.fault(f"not CSV: {row}", place)
    if len(row) != len(header):
        # A comma outside quotes cuts a text in two: better no text than half of one.
        return opened.fault(f"has {len(row)} fields where the header has {len(header)}", place)
    return dict(zip(header, row, strict=True))


def _parquet_rows(opened: Opened, text_column: str) -> _Rows:
    arrow = extra("pyarrow")
    try:
        file = extra("pyarrow.parquet").ParquetFile(
            opened.local or io.BytesIO(opened.stream.read())
        )
        names = list(file.schema_arrow.names)
        _check_column(opened, names, text_column)
        columns = [name for name in names if name in (text_column, *_OPTIONAL)]
        first = 1
        for batch in file.iter_batches(batch_size=_BATCH, columns=columns, use_threads=False):
            for number, row in enumerate(batch.to_pylist(), first):
                yield f"row {number}", row
            first += batch.num_rows
    except arrow.ArrowException as error:
        reason = str(error).partition("\n")[0]
        raise opened.refusal(f"not Parquet, or damaged: {reason}") from None


def _check_column(opened: Opened, names: list[str], text_column: str) -> None:
    if names.count(text_column) != 1:
        found = ", ".join(map(repr, names)) or "none"
        many = "more than one column" if text_column in names else "no column"
        raise opened.refusal(f"has {many} {text_column!r} (columns: {found})")
