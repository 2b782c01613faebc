"""Unannotated text to learn from: the criteria of registry texts, one line each.

    python -m criteria_nlp.training.raw_text criteria_text.jsonl.gz lines.txt [--without split.json]

Reads {"trial_id", "text"} lines (JSON Lines, gzipped or not) or plain text, one paragraph a line.
Trials named in the file of `--without` are left out: what a model is measured on must not be in
what it was pretrained on.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from criteria_nlp.errors import InputError
from criteria_nlp.pipeline.sectionizer import split_sections

SHORTEST = 12  # characters of a line worth learning from
_TRIAL = re.compile(r"NCT\d{8}")


def read_lines(path: str | Path, without: frozenset[str] = frozenset()) -> Iterator[str]:
    """The criteria of a file, white space folded; raises `InputError` with file and line."""
    for number, line in _numbered(Path(path)):
        if line.startswith("{"):
            yield from _criteria(_row(line, path, number), without)
        elif not any(trial in without for trial in _TRIAL.findall(line)):
            yield from _worthy([line])


def trials_of(path: str | Path) -> frozenset[str]:
    """Every registry number that occurs in a file, such as that of a split."""
    return frozenset(_TRIAL.findall(Path(path).read_text(encoding="utf-8")))


def _numbered(path: Path) -> Iterator[tuple[int, str]]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as file:
            yield from enumerate(file, start=1)
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", str(path)) from None


def _row(line: str, path: str | Path, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
        return {"trial_id": row.get("trial_id"), "text": str(row["text"])}
    except (ValueError, KeyError) as error:
        raise InputError(f"no JSON with a text: {error}", str(path), f"line {number}") from None


def _criteria(row: dict[str, Any], without: frozenset[str]) -> Iterator[str]:
    if row["trial_id"] not in without:
        text = row["text"]
        items = split_sections(text).items
        yield from _worthy(text[item.body_start : item.body_end] for item in items)


def _worthy(texts: Iterator[str] | Sequence[str]) -> Iterator[str]:
    for text in texts:
        folded = " ".join(text.split())
        if len(folded) >= SHORTEST:
            yield folded


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the lines of the given files to one file."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("sources", type=Path, nargs="+")
    options.add_argument("output", type=Path)
    options.add_argument("--without", type=Path, help="a file that names trials to leave out")
    given = options.parse_args(arguments)
    without = trials_of(given.without) if given.without else frozenset()
    with given.output.open("w", encoding="utf-8") as file:
        for source in given.sources:
            file.writelines(f"{line}\n" for line in read_lines(source, without))


if __name__ == "__main__":
    main()
