"""What a run over the whole registry sample takes, and whether it survives what befalls it.

    python -m evaluation.batch [--limit N] [--compared N] [--workers N] [--kills N] [--seed N]

Annotates some texts with one process and with several, which must give the same bytes. Then all
texts once without interruption, and once killed (SIGKILL) at random moments and resumed; again both
must give the same bytes. Then a folder of whole registry records of which one in twenty is damaged:
all others must be annotated, and each damaged one be a row of the errors file. Writes
results/batch.json; the exit code is 1 where anything is not as it must be.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from criteria_nlp.batch.chunks import chunks
from criteria_nlp.batch.inputs import Inputs
from evaluation.data import data_path, json_lines, write_result

_GARBAGE = (b"", b"{", b"\xff\xfe\x00garbage", b"PK\x03\x04", b"<clinical_study>", b"<a/>")


def command(source: Path, output: Path, workers: int, *more: str) -> list[str]:
    """The command line of a run."""
    program = [sys.executable, "-m", "criteria_nlp", "annotate", str(source)]
    return [*program, "-o", str(output), "--workers", str(workers), *more]


def uninterrupted(source: Path, output: Path, workers: int) -> dict[str, Any]:
    """Runs to the end: seconds, and the most memory that a process of the run ever held."""
    begun, peak = time.perf_counter(), 0.0
    process = subprocess.Popen(command(source, output, workers), stderr=subprocess.PIPE, text=True)
    while process.poll() is None:
        peak = max(peak, *map(_peak_megabytes, _family(process.pid)))
        time.sleep(0.5)
    seconds = time.perf_counter() - begun
    assert process.stderr is not None
    summary = process.stderr.read().strip().splitlines()[-1]
    return {"seconds": seconds, "peak_megabytes_of_a_process": peak, "summary": summary}


def compared(source: Path, folder: Path, workers: int) -> dict[str, Any]:
    """The same texts by one process and by several: seconds on the wall and of processors."""
    runs, outputs = {}, []
    for number in (1, workers):
        before = _processor_seconds()
        output = folder / f"by_{number}.jsonl"
        seconds = uninterrupted(source, output, number)["seconds"]
        outputs.append(_digest(output))
        runs[number] = {"seconds": seconds, "processor_seconds": _processor_seconds() - before}
    ratio = runs[1]["seconds"] / runs[workers]["seconds"]
    return {"by_workers": runs, "times_as_fast": ratio, "same_bytes": len(set(outputs)) == 1}


def interrupted(
    source: Path, output: Path, workers: int, kills: int, chance: random.Random
) -> list[int]:
    """Runs to the end with kills on the way; gives how many chunks were done at each."""
    total = sum(1 for _ in chunks(Inputs([str(source)]).sources()))
    moments = sorted(chance.sample(range(total), min(kills, total)))
    parts = Path(f"{output}.parts")
    for moment in moments:
        process = subprocess.Popen(
            command(source, output, workers, "--resume"), stderr=subprocess.DEVNULL
        )
        while process.poll() is None and len(list(parts.glob("*.part"))) < moment:
            time.sleep(0.05 + chance.random() / 2)
        process.kill()
        process.wait()
    subprocess.run(command(source, output, workers, "--resume"), stderr=subprocess.DEVNULL)
    return moments


def damaged(folder: Path, chance: random.Random, share: float = 0.05) -> set[str]:
    """Copies the whole records to a folder, a share of them spoilt; gives the names of these."""
    records = sorted(data_path("registry").glob("*/*.*"))
    spoilt = chance.sample(records, round(share * len(records)))
    for path in records:
        content = path.read_bytes()
        if path in spoilt:
            content = chance.choice([*_GARBAGE, content[: len(content) // 2]])
        (folder / path.name).write_bytes(content)
    return {path.name for path in spoilt}


def survivors(folder: Path, output: Path, spoilt: set[str]) -> dict[str, Any]:
    """Annotates the folder; whether records and errors are those of the good and the bad files."""
    subprocess.run(command(folder, output, 1), stderr=subprocess.DEVNULL)
    good = {Path(row["source"]["path"]).name for row in json_lines(output)}
    errors = Path(f"{output}".removesuffix(".jsonl") + ".errors.jsonl")
    bad = {Path(row["path"]).name for row in json_lines(errors)}
    names = {path.name for path in folder.iterdir()}
    return {
        "files": len(names),
        "damaged": len(spoilt),
        "as_expected": (good, bad) == (names - spoilt, spoilt),
    }


def _family(pid: int) -> Iterator[int]:
    """A process and those that it started, which there are on Linux only."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    yield from map(int, children)


def _peak_megabytes(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return max((int(line.split()[1]) / 1024 for line in lines if "VmHWM" in line), default=0.0)


def _processor_seconds() -> float:
    """Of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _texts(limit: int | None, folder: Path) -> Path:
    """The texts to annotate: the whole file, or its first rows in a file of their own."""
    whole = data_path("criteria_text.jsonl.gz")
    if limit is None:
        return whole
    path = folder / f"first_{limit}.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in islice(json_lines(whole), limit))
    return path


def measured(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """All figures; outputs and inputs of our own lie in the folder."""
    chance = random.Random(given.seed)
    source = _texts(given.limit, folder)
    once, again = folder / "once.jsonl.gz", folder / "again.jsonl.gz"
    result: dict[str, Any] = {"workers": given.workers, "load_before": os.getloadavg()[0]}
    some = _texts(given.compared, folder)
    result["compared"] = {"texts": given.compared, **compared(some, folder, given.workers)}
    print(result["compared"])
    result["uninterrupted"] = uninterrupted(source, once, given.workers)
    print(result["uninterrupted"])
    result["killed_at_chunks"] = interrupted(source, again, given.workers, given.kills, chance)
    result["same_bytes"] = _digest(once) == _digest(again)
    (folder / "records").mkdir()
    spoilt = damaged(folder / "records", chance)
    result["folder"] = survivors(folder / "records", folder / "folder.jsonl", spoilt)
    return result


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and write the result."""
    options = argparse.ArgumentParser(description="A run over the unannotated texts, with faults.")
    options.add_argument("--limit", type=int, help="only the first texts")
    options.add_argument("--compared", type=int, default=2000, help="texts for the comparison")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--kills", type=int, default=3)
    options.add_argument("--seed", type=int, default=20)
    given = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        result = measured(given, Path(folder))
    print(json.dumps(result, indent=2))
    write_result("batch", result)
    good = (result["compared"]["same_bytes"], result["same_bytes"], result["folder"]["as_expected"])
    sys.exit(not all(good))


if __name__ == "__main__":
    main()
