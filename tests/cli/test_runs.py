"""Runs as processes: interrupted at any point, they end with the same bytes as one that was not."""

import json
import os
import random
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Start = Callable[..., "subprocess.Popen[bytes]"]
Annotate = Callable[..., "subprocess.CompletedProcess[bytes]"]

LONG = "x" * 30_000  # three of these are a chunk


@pytest.fixture
def annotate(start: Start, fake: str) -> Annotate:
    """Runs `annotate` over the fake pipeline to its end."""

    def run(*args: str, **more: Any) -> "subprocess.CompletedProcess[bytes]":
        process = start(fake, "annotate", *args, **more)
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(args, process.returncode, out, err)

    return run


def write_rows(path: Path, count: int, *, every: int = 7) -> None:
    """Rows that take a moment, every seventh of them no good."""
    with path.open("w") as file:
        for number in range(count):
            row = {"id": number, "text": f"Criteria\nSLOW {number} {LONG}"}
            file.write((json.dumps(row) if number % every else "{broken") + "\n")


def kill_after(process: "subprocess.Popen[bytes]", parts: Path, count: int) -> None:
    """Kills a process that has more to do, once it has added so many parts."""
    before = len(list(parts.glob("*.part")))
    while len(list(parts.glob("*.part"))) < before + count:
        assert process.poll() is None, process.communicate()
        time.sleep(0.002)
    process.kill()
    process.communicate()


def test_killed_three_times_and_resumed(
    start: Start, fake: str, annotate: Annotate, tmp_path: Path
) -> None:
    write_rows(tmp_path / "in.jsonl", 60)
    done = annotate("in.jsonl", "-o", "whole.jsonl.gz")
    assert done.returncode == 1, done.stderr
    chance = random.Random(5)
    for workers in ("2", "1", "2"):
        process = start(
            fake, "annotate", "in.jsonl", "-o", "out.jsonl.gz", "-w", workers, "--resume"
        )
        kill_after(process, tmp_path / "out.jsonl.gz.parts", chance.randint(2, 6))
    assert not (tmp_path / "out.jsonl.gz").exists()
    resumed = annotate("in.jsonl", "-o", "out.jsonl.gz", "-w", "2", "--resume")
    assert resumed.returncode == 1, resumed.stderr
    assert resumed.stderr.startswith(b"51 records, 51 criteria")
    for suffix in ("jsonl.gz", "errors.jsonl"):
        whole, out = (tmp_path / f"{name}.{suffix}" for name in ("whole", "out"))
        assert whole.read_bytes() == out.read_bytes()
    assert not list(tmp_path.glob("*.parts")) and not list(tmp_path.glob(".*"))


def test_an_interrupt_keeps_what_is_done(
    start: Start, fake: str, annotate: Annotate, tmp_path: Path
) -> None:
    write_rows(tmp_path / "in.jsonl", 200)  # not done before the signal, however busy the machine
    process = start(
        fake, "annotate", "in.jsonl", "-o", "out.jsonl", "-w", "2", start_new_session=True
    )
    while not list(tmp_path.glob("out.jsonl.parts/*.part")):
        time.sleep(0.01)
    # As a terminal does it: the signal reaches the workers as well.
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    hint, interrupted = err.decode().splitlines()
    assert hint.endswith("out.jsonl.parts: go on with --resume") and "interrupted" in interrupted
    assert not (tmp_path / "out.jsonl").exists()
    refused = annotate("in.jsonl", "-o", "out.jsonl")
    assert refused.returncode == 2
    assert b"out.jsonl.parts: holds what an unfinished run has done" in refused.stderr
    assert annotate("in.jsonl", "-o", "out.jsonl", "--resume").returncode == 1


def test_the_order_and_bytes_are_those_of_one_process(annotate: Annotate, tmp_path: Path) -> None:
    write_rows(tmp_path / "in.jsonl", 40)
    one = annotate("in.jsonl", "-o", "-", "--errors", "one")
    two = annotate("in.jsonl", "-o", "-", "--errors", "two", "-w", "2")
    three = annotate("in.jsonl", "-o", "-", "--errors", "three", "-w", "3", "--unordered")
    assert one.stdout.count(b"\n") == 34
    assert two.stdout == one.stdout
    assert sorted(three.stdout.splitlines()) == sorted(one.stdout.splitlines())
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_record_that_kills_is_an_error(annotate: Annotate, tmp_path: Path) -> None:
    texts = ["one", "KILL", "two", "KILL", "three"]
    rows = [json.dumps({"id": text, "text": f"{text} {LONG}"}) for text in texts]
    (tmp_path / "in.jsonl").write_text("\n".join(rows))
    done = annotate("in.jsonl", "-o", "out.jsonl", "-w", "2")
    assert done.returncode == 1, done.stderr
    records = [json.loads(line)["id"] for line in (tmp_path / "out.jsonl").open()]
    errors = [json.loads(line) for line in (tmp_path / "out.errors.jsonl").open()]
    assert records == ["one", "two", "three"]
    assert [row["place"] for row in errors] == ["line 2", "line 4"]
    assert {row["reason"] for row in errors} == {
        "the process that read it died, twice (exit code -9)"
    }


def test_a_process_killed_by_chance_is_replaced(annotate: Annotate, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "one"}\n{"text": "ONCE"}\n')
    done = annotate("in.jsonl", "-o", "out.jsonl", "-w", "2")
    assert (done.returncode, (tmp_path / "ONCE").exists()) == (0, True), done.stderr
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("limit", "workers"), [(100_000, "2"), (500_000, "1")], ids=["a part", "the output"]
)
def test_a_full_disk(annotate: Annotate, tmp_path: Path, limit: int, workers: str) -> None:
    write_rows(tmp_path / "in.jsonl", 20)
    assert annotate("in.jsonl", "-o", "whole.jsonl").returncode == 1

    def shrink() -> None:
        # No file may grow further, as on a disk that is full.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    options = ("in.jsonl", "-o", "out.jsonl", "-w", workers, "--resume")
    full = annotate(*options, preexec_fn=shrink)
    assert full.returncode == 2
    assert b"criteria-nlp: error: [Errno 27] File too large" in full.stderr
    assert b"Traceback" not in full.stderr
    assert not (tmp_path / "out.jsonl").exists()
    assert annotate(*options).returncode == 1
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
