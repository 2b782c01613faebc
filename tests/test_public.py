"""The public surface: its names, and that importing it costs little."""

import subprocess
import sys
from pathlib import Path

import pytest

import criteria_nlp

ROOT = Path(__file__).resolve().parents[1]

PUBLIC = [
    "CriteriaNlpError",
    "Criterion",
    "Expression",
    "Fact",
    "Parser",
    "Record",
    "dumps",
    "from_notation",
    "json_schema",
    "load",
    "loads",
    "parse",
    "read",
    "to_notation",
]

# What takes seconds to import, and what the doors must therefore leave alone.
HEAVY = {"spacy", "medspacy", "torch", "transformers"}

HELP = (
    "sys.argv = ['criteria-nlp', '--help']; runpy.run_module('criteria_nlp', run_name='__main__')"
)

# Runs `{code}` and prints, whatever way it ends, which of the heavy modules were loaded.
PROBE = """
import runpy, sys
try:
    {code}
except SystemExit as end:
    assert not end.code, end.code
print("loaded:", *sorted({heavy!r} & set(sys.modules)))
"""


def test_names() -> None:
    assert criteria_nlp.__all__ == PUBLIC
    assert sorted(criteria_nlp.__all__) == criteria_nlp.__all__
    assert set(PUBLIC) <= set(dir(criteria_nlp))


@pytest.mark.parametrize("name", PUBLIC)
def test_name_resolves(name: str) -> None:
    assert getattr(criteria_nlp, name) is not None


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'perse'"):
        _ = criteria_nlp.perse


@pytest.mark.parametrize("code", ["import criteria_nlp", "from criteria_nlp import *", HELP])
def test_start_is_light(code: str) -> None:
    probe = PROBE.format(code=code, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].split() == ["loaded:"]
