"""A run in this process: what it writes, what it keeps, and with what it refuses to go on."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from criteria_nlp.batch import Inputs, Listener, Reading, Run, Tally
from criteria_nlp.errors import InputError

Fill = Callable[[int], list[str]]

OUTPUTS = [
    ("out.jsonl", None),
    ("out.jsonl.gz", None),
    ("out.jsonl.zst", None),
    ("out.parquet", None),
    ("out.parquet", "flat"),
    ("out.duckdb", None),
]


class Interruption(Listener):
    """Stops a run after so many parts."""

    def __init__(self, after: int) -> None:
        self.left = after

    def on_part(self, tally: Tally) -> None:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt


def contents(path: Path) -> object:
    """The bytes of a file or of all files of a folder; the rows of a database."""
    if path.suffix == ".duckdb":
        # DuckDB writes numbers drawn at random into its files.
        with pytest.importorskip("duckdb").connect(str(path)) as database:
            names = [name for (name,) in database.sql("SHOW TABLES").fetchall()]
            return {name: database.sql(f"FROM {name}").fetchall() for name in names}
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [(file.name if path.is_dir() else "", file.read_bytes()) for file in files]


@pytest.mark.parametrize(("output", "layout"), OUTPUTS)
def test_an_interrupted_run_ends_with_the_same_bytes(
    fill: Fill, tmp_path: Path, output: str, layout: str | None
) -> None:
    pytest.importorskip("pyarrow", exc_type=ImportError)
    inputs = Inputs(fill(25))
    assert Run(inputs, "whole" + output, layout=layout).annotate().records == 23
    for after in (2, 5):
        run = Run(inputs, output, layout=layout, resume=True, listener=Interruption(after))
        with pytest.raises(KeyboardInterrupt):
            run.annotate()
        assert Path(run.parts).is_dir() and not (tmp_path / output).exists()
    tally = Run(inputs, output, layout=layout, resume=True).annotate()
    assert (tally.records, tally.errors, tally.statuses) == (23, 2, {"computable": 23})
    assert contents(tmp_path / output) == contents(tmp_path / f"whole{output}")
    assert contents(tmp_path / "out.errors.jsonl") == contents(tmp_path / "wholeout.errors.jsonl")
    assert not list(tmp_path.glob("*.parts"))


def interrupted(inputs: Inputs, **options: object) -> Run:
    run = Run(inputs, "out.jsonl", listener=Interruption(3), **options)
    with pytest.raises(KeyboardInterrupt):
        run.annotate()
    return run


def refusal(run: Run) -> str:
    with pytest.raises(InputError) as raised:
        run.annotate()
    return str(raised.value)


def test_a_changed_input_is_refused(fill: Fill, tmp_path: Path) -> None:
    run = interrupted(Inputs(fill(25)))
    (tmp_path / "in" / "0004.txt").write_text("changed")
    reason = refusal(Run(Inputs(["in"]), "out.jsonl", resume=True))
    assert reason.startswith(f"{run.parts}: the run cannot go on, from in/0003.txt, text 1 on, the")


def test_a_shorter_input_is_refused(fill: Fill, tmp_path: Path) -> None:
    interrupted(Inputs(fill(25)))
    for path in sorted((tmp_path / "in").iterdir())[6:]:
        path.unlink()
    reason = refusal(Run(Inputs(["in"]), "out.jsonl", resume=True))
    assert "4 chunks are done, of 2 of the input" in reason


def test_a_longer_input_is_read_on(fill: Fill) -> None:
    interrupted(Inputs(fill(25)))
    tally = Run(Inputs(fill(30)), "out.jsonl", resume=True).annotate()
    assert (tally.records, tally.errors) == (27, 3)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"inputs": Inputs(["in", "in"])}, "inputs was ['in'], and is ['in', 'in']"),
        ({"inputs": Inputs(["in"], Reading(text_column="x"))}, "options was {'format': None"),
    ],
)
def test_other_arguments_are_refused(fill: Fill, change: dict[str, Inputs], reason: str) -> None:
    interrupted(Inputs(fill(25)))
    assert reason in refusal(Run(**{"output": "out.jsonl", "resume": True, **change}))


def test_another_program_is_refused(fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupted(Inputs(fill(25)))
    monkeypatch.setattr("criteria_nlp.batch.run._program", lambda: "another")
    assert "program was " in refusal(Run(Inputs(["in"]), "out.jsonl", resume=True))


def test_an_unfinished_run_is_not_thrown_away(fill: Fill) -> None:
    run = interrupted(Inputs(fill(25)))
    assert "go on with --resume, or remove it" in refusal(Run(run.inputs, "out.jsonl"))


def test_where_nothing_is_done_a_run_begins(fill: Fill) -> None:
    run = interrupted(Inputs(fill(25)))
    for part in Path(run.parts).glob("*.part"):
        part.unlink()
    assert Run(run.inputs, "out.jsonl").annotate().records == 23


def test_a_damaged_part_is_made_again(fill: Fill) -> None:
    run = interrupted(Inputs(fill(25)))
    part = sorted(Path(run.parts).glob("*.part"))[1]
    part.write_bytes(part.read_bytes()[:100])
    assert Run(run.inputs, "out.jsonl", resume=True).annotate().records == 23


def test_somebody_elses_folder_is_left_alone(fill: Fill, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl.parts").mkdir()
    (tmp_path / "out.jsonl.parts" / "letter.txt").write_text("dear")
    run = Run(Inputs(fill(3)), "out.jsonl", resume=True)
    assert "is no folder of an unfinished run" in refusal(run)
    assert (tmp_path / "out.jsonl.parts" / "letter.txt").read_text() == "dear"


def test_a_folder_of_tables_replaces_only_its_like(fill: Fill, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", exc_type=ImportError)
    inputs = Inputs(fill(3))
    for _ in range(2):
        assert Run(inputs, "out.parquet", layout="flat").annotate().records == 3
    assert len(list((tmp_path / "out.parquet").iterdir())) == 5
    (tmp_path / "out.parquet" / "letter.txt").write_text("dear")
    assert "is a directory" in refusal(Run(inputs, "out.parquet", layout="flat"))
    assert "is a directory" in refusal(Run(inputs, "out.parquet"))


def test_a_folder_of_which_some_is_damaged(fill: Fill, tmp_path: Path) -> None:
    inputs = fill(40)
    damaged = [tmp_path / "in" / f"{number:04}.txt" for number in (3, 17)]
    for path in damaged:
        path.write_bytes(b"\xff\xfe\x00")
    tally = Run(Inputs(inputs), "out.jsonl").annotate()
    rows = [json.loads(line) for line in (tmp_path / "out.errors.jsonl").open()]
    assert (tally.records, tally.errors, len(rows)) == (34, 6, 6)
    failed = {f"in/{number:04}.txt" for number in (3, 9, 17, 19, 29, 39)}
    assert {row["path"] for row in rows} == failed
    written = [json.loads(line)["source"]["path"] for line in (tmp_path / "out.jsonl").open()]
    assert written == sorted({f"in/{number:04}.txt" for number in range(40)} - failed)


def test_a_stream_cannot_be_resumed(fill: Fill) -> None:
    assert "is a stream" in refusal(Run(Inputs(fill(1)), "-", resume=True))
