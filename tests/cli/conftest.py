"""What the tests of the command line share: the application over a fake pipeline."""

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import criteria_nlp
from criteria_nlp.cli import app

FAKE = Path(__file__).with_name("fake_pipeline.py")
ROOT = Path(__file__).resolve().parents[2]


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """Runs the command line in this process, in an empty folder, with the fake pipeline."""
    monkeypatch.setattr(criteria_nlp, "parse", _load(FAKE).parse, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)

    def invoke(*args: str, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, list(args), input=input, prog_name="criteria-nlp")

    return invoke


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., "subprocess.Popen[bytes]"]:
    """Starts a script or module as a process of its own, in an empty folder."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # A shell starts what runs in its background like this, and a process inherits it.
        signal.signal(signal.SIGINT, signal.default_int_handler)

    def popen(*args: str, **more: Any) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, *args],
            cwd=tmp_path,
            env={**environment, **more.pop("env", {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **more,
        )

    return popen


@pytest.fixture
def fake() -> str:
    """The script that is the command line over the fake pipeline."""
    return str(FAKE)
