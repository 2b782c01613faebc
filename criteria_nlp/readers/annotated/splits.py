"""The parts of a corpus: `split.json`, in its folder or beside it, lists the trials of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from criteria_nlp.errors import InputError
from criteria_nlp.readers.annotated.dispatch import read_annotated
from criteria_nlp.readers.annotated.texts import AnnotatedText

_FILE = "split.json"


def read_split(path: Path, split: str, format: str | None = None) -> Iterator[AnnotatedText]:
    """The texts of a corpus whose trial is in a split; raises `InputError` where there is none."""
    listed = next((at for at in (path / _FILE, path.parent / _FILE) if at.is_file()), None)
    if listed is None:
        raise InputError(f"no {_FILE} in the folder or beside it", str(path))
    splits = _splits(listed)
    if not isinstance(splits.get(split), list):
        raise InputError(f"has no split {split!r}, but {', '.join(splits)}", str(listed))
    trials = set(splits[split])
    return (text for text in read_annotated(path, format) if text.trial_id in trials)


def _splits(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", str(path)) from None
    if not isinstance(content, dict):
        raise InputError("is no JSON object of splits", str(path))
    return content
