"""The work on a chunk: from its texts to a part of the output."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec

from criteria_nlp.batch.chunks import Chunk
from criteria_nlp.batch.parsing import fault, parsed
from criteria_nlp.batch.tally import Tally
from criteria_nlp.errors import InputError
from criteria_nlp.exports import Export
from criteria_nlp.readers import Source
from criteria_nlp.schema import Record


class Part(msgspec.Struct, frozen=True):
    """What a chunk gave: counts, rows on bad records as JSON Lines, and the encoded records."""

    tally: Tally
    errors: bytes
    body: bytes


def work(chunk: Chunk, export: Export, deadly: dict[int, str], at: Callable[[int], None]) -> Part:
    """The part of a chunk. `deadly` says which items must not be parsed, and why.

    `at` is told the index of each item before it is parsed, and the number of items at the end.
    """
    tally = Tally()
    records: list[tuple[int, Record]] = []
    errors: list[str] = []
    for index, item in enumerate(chunk.items):
        at(index)
        result = _result(item, deadly.get(index))
        if isinstance(result, InputError):
            tally.errors += 1
            errors.append(_row(result))
        else:
            tally.add(result)
            records.append((chunk.first + index, result))
    at(len(chunk.items))
    return Part(tally, "".join(errors).encode(), export.encode(records))


def _result(item: Source | InputError, deadly: str | None) -> Record | InputError:
    if isinstance(item, InputError):
        return item
    return fault(item, deadly) if deadly else parsed(item)


def _row(error: InputError) -> str:
    row = {"path": error.path, "place": error.place, "reason": error.reason}
    line = json.dumps(row, ensure_ascii=False) + "\n"
    # The name of a file need not be text.
    return line.encode("utf-8", "backslashreplace").decode()
