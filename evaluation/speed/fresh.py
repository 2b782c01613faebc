"""What a fresh process takes: CPU seconds from its start to its first record, and memory."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence

_FRESH = """
import json, resource, sys, time
import criteria_nlp
imported = time.process_time()
criteria_nlp.parse("Age more or egal 18 years")
first = time.process_time()
criteria_nlp.parse("No known gout")
cued = time.process_time()
for line in json.load(sys.stdin):
    criteria_nlp.parse(line)
kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
kilobytes = kilobytes / 1024 if sys.platform == "darwin" else kilobytes
print(json.dumps([imported, first, cued, kilobytes / 1024]))
"""
_NAMES = ("import_seconds", "first_record_seconds", "first_negation_seconds", "peak_megabytes")


def start_up(lines: Sequence[str], times: int) -> dict[str, dict[str, float]]:
    """Medians of fresh processes, the first time on a machine and later.

    The first time, the lexicon is compiled from its TOML files and kept for later. medspaCy is
    imported at the first cue that has a scope, so the first negation has a figure of its own.
    """
    later = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}  # as an installed package has it
    with tempfile.TemporaryDirectory() as folder:
        later["CRITERIA_NLP_CACHE"] = folder
        _run(lines, later)  # writes bytecode and the compiled lexicon
        found = {"later": _medians([_run(lines, later) for _ in range(times)])}
    never = later | {"CRITERIA_NLP_CACHE": ""}
    found["first_time"] = _medians([_run(lines, never) for _ in range(times)])
    return found


def _medians(rows: Sequence[Sequence[float]]) -> dict[str, float]:
    columns = zip(*rows, strict=True)
    return dict(zip(_NAMES, map(statistics.median, columns), strict=True))


def _run(lines: Sequence[str], environment: dict[str, str]) -> list[float]:
    done = subprocess.run(
        [sys.executable, "-c", _FRESH],
        input=json.dumps(lines),
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    figures: list[float] = json.loads(done.stdout)
    return figures
