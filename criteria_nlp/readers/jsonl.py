"""JSON Lines: one row a line, an object with the text and, if wanted, ids and a kind."""

from __future__ import annotations

from collections.abc import Iterator

from criteria_nlp.errors import InputError
from criteria_nlp.readers.json_values import lines
from criteria_nlp.readers.opening import Opened
from criteria_nlp.readers.source import Source, source_from_row


def read_rows(opened: Opened, text_column: str) -> Iterator[Source | InputError]:
    """The rows of the file, an `InputError` for each line that is no good row.

    A line in a wrong encoding is a bad row too: lines stand alone, and the others are still good.
    """
    for place, row in lines(opened):
        if isinstance(row, InputError):
            yield row
        elif not isinstance(row, dict):
            yield opened.fault("the line is JSON, but not an object", place)
        else:
            try:
                yield source_from_row(row, text_column, opened.origin("jsonl", place))
            except ValueError as error:
                yield opened.fault(str(error), place)
