"""The command line as a process of its own: start-up, pipes, signals."""

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Start = Callable[..., "subprocess.Popen[bytes]"]

ROOT = Path(__file__).resolve().parents[2]
ROW = '{"text": "eGFR ≥ 60"}\n'


@pytest.mark.parametrize("module", ["criteria_nlp", "criteria_nlp.cli"])
@pytest.mark.parametrize("args", [("--help",), ("annotate", "--help"), ("schema",), ("--version",)])
def test_modules_run(start: Start, module: str, args: tuple[str, ...]) -> None:
    process = start("-m", module, *args)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert out


def test_help_loads_nothing_heavy(start: Start) -> None:
    process = start("-X", "importtime", "-m", "criteria_nlp.cli", "--help")
    _, err = process.communicate(timeout=60)
    loaded = {line.rpartition("|")[2].strip() for line in err.decode().splitlines()}
    heavy = {"spacy", "medspacy", "numpy", "pyarrow", "rich", "torch", "duckdb", "thinc"}
    assert "criteria_nlp.readers" in loaded
    assert not heavy & loaded


def test_a_missing_file_is_one_line(start: Start) -> None:
    process = start("-m", "criteria_nlp", "show", "missing.txt")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, b"")
    assert err == b"criteria-nlp: error: missing.txt: no such file\n"


@pytest.mark.parametrize(
    "args", [("annotate", "in.jsonl", "-o", "-"), ("show", "in.jsonl"), ("schema",)]
)
def test_a_broken_pipe_is_quiet(
    start: Start, fake: str, tmp_path: Path, args: tuple[str, ...]
) -> None:
    (tmp_path / "in.jsonl").write_text(ROW * 3000, "utf-8")
    process = start(fake, *args)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    # A short output may fit the pipe before it is closed.
    assert process.wait(timeout=60) in ((0, 141) if args == ("schema",) else (141,))
    process.stderr.close()


def test_an_interrupt_leaves_no_file_behind(start: Start, fake: str, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(ROW + '{"text": "WAIT"}\n', "utf-8")
    process = start(fake, "annotate", "in.jsonl", "-o", "out.jsonl")
    parts = tmp_path / "out.jsonl.parts" / "manifest.json"
    deadline = time.monotonic() + 60
    while not parts.exists():
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err == b"criteria-nlp: error: interrupted\n"
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_terminal_without_unicode(start: Start, fake: str, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(ROW, "utf-8")
    process = start(fake, "show", "in.jsonl", env={"PYTHONIOENCODING": "ascii"})
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert b"eGFR \\u2265 60" in out


def test_output_is_utf_8_whatever_the_terminal(start: Start, fake: str, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(ROW, "utf-8")
    process = start(fake, "annotate", "in.jsonl", "-o", "-", env={"PYTHONIOENCODING": "ascii"})
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert json.loads(out)["criteria"][0]["text"] == "eGFR ≥ 60"


def test_progress_is_for_terminals(fake: str, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(ROW * 500, "utf-8")
    command = [sys.executable, fake, "annotate", "in.jsonl", "-o", "out.jsonl"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    leader, follower = pty.openpty()
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=follower)
    os.close(follower)
    shown = b""
    with contextlib.suppress(OSError):  # the end of a terminal is an error
        while part := os.read(leader, 65_536):
            shown += part
    os.close(leader)
    assert process.wait(timeout=60) == 0
    assert b"records" in shown and b"\x1b[" in shown
    assert b"500 records, 500 criteria" in shown
