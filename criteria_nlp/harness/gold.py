"""The gold that predictions are measured on: criteria with their logic, or annotated texts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, get_args

from criteria_nlp.errors import InputError
from criteria_nlp.readers.annotated import AnnotatedText, read_annotated, read_split, split_lines
from criteria_nlp.scoring import GoldItem, read_gold
from criteria_nlp.scoring.corpus import Split, load_corpus


class Gold(NamedTuple):
    """The items of a gold corpus: one of `criteria` and `texts` is empty.

    `cut` mentions go on in the next line, `lost` relations have members in several.
    """

    criteria: tuple[GoldItem, ...] = ()
    texts: tuple[AnnotatedText, ...] = ()
    cut: int = 0
    lost: int = 0


def load_gold(path: Path, split: str | None = None) -> Gold:
    """The gold of a file or folder, of one part of it if `split` is given.

    A folder with `annotation/*.toml` is a corpus of ours, JSON Lines with expressions are gold
    criteria; everything else is what `read_annotated` reads, line by line. Raises `InputError`.
    """
    if path.joinpath("annotation").is_dir():
        return _checked(Gold(criteria=tuple(load_corpus(path, _split_of_ours(split, path)))), path)
    if holds_criteria(path):
        if split is not None:
            raise InputError("a file of criteria has no splits", str(path))
        return _checked(Gold(criteria=tuple(read_gold(path))), path)
    return _checked(_annotated(path, split), path)


def holds_criteria(path: Path) -> bool:
    """Whether the first row of a file is a criterion or a record, not an annotated text."""
    return path.is_file() and not {"expression", "criteria"}.isdisjoint(_first_row(path))


def lines_of(texts: Iterable[AnnotatedText]) -> Gold:
    """The texts, each line of a longer one as a text of its own."""
    made: list[AnnotatedText] = []
    cut = lost = 0
    for text in texts:
        if "\n" not in text.text and "\r" not in text.text:
            made.append(text)
            continue
        lines = split_lines(text)
        made += lines.texts
        cut, lost = cut + lines.cut, lost + lines.lost
    return Gold(texts=tuple(made), cut=cut, lost=lost)


def _first_row(path: Path) -> dict[str, Any]:
    """The first row of JSON Lines; an empty one where the file is something else."""
    try:
        with path.open(encoding="utf-8") as lines:
            row = json.loads(next(line for line in lines if line.strip()))
    except (OSError, ValueError, StopIteration):
        return {}
    return row if isinstance(row, dict) else {}


def _split_of_ours(split: str | None, path: Path) -> Split | None:
    for name in get_args(Split):
        if split in (None, name):
            return None if split is None else name
    raise InputError(f"has no split {split!r}, but {', '.join(get_args(Split))}", str(path))


def _annotated(path: Path, split: str | None) -> Gold:
    return lines_of(read_annotated(path) if split is None else read_split(path, split))


def _checked(gold: Gold, path: Path) -> Gold:
    """The gold; raises `InputError` where there is none, or an id stands for two items."""
    seen: set[str] = set()
    for name in [*(item.id for item in gold.criteria), *(text.id for text in gold.texts)]:
        if name in seen:
            raise InputError(f"the id {name!r} is there twice", str(path))
        seen.add(name)
    if not seen:
        raise InputError("holds nothing to measure on", str(path))
    return gold
