"""Where the data lie, where results go, and the lines of text files."""

from __future__ import annotations

import gzip
import json
import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
RESULTS = _HERE / "results"


def data_root() -> Path:
    """The folder in CRITERIA_NLP_DATA, else `shared/data` next to the checkout."""
    given = os.environ.get("CRITERIA_NLP_DATA")
    return Path(given) if given else _HERE.parents[1] / "shared" / "data"


def data_path(*parts: str) -> Path:
    """A file or folder of the data; ends the program with a message where it is not there."""
    path = data_root().joinpath(*parts)
    if not path.exists():
        sys.exit(f"{path} is not there: set CRITERIA_NLP_DATA to the folder of evaluation data")
    return path


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, compressed or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def write_result(name: str, result: dict[str, Any]) -> Path:
    """Write a result, with the versions it was made with, as `results/<name>.json`."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    made_with = {"python": platform.python_version(), "spacy": version("spacy")}
    path = RESULTS / f"{name}.json"
    content = json.dumps({**result, "made_with": made_with}, indent=2, ensure_ascii=False)
    path.write_text(content + "\n", encoding="utf-8")
    return path
