"""`annotate`: order, ids, error rows, exit codes, and a file that is whole or not there."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from criteria_nlp.schema import loads

Run = Callable[..., Result]

GOOD = '{"id": "a", "trial_id": "T", "kind": "exclusion", "text": "Criteria\\r\\n eGFR < 60 µ"}\n'
BAD = '{"id": "b"}\n'
FAIL = '{"id": "c", "text": "FAIL"}\n'


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_records_in_order_with_their_ids(run: Run, tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text(GOOD + GOOD.replace('"a"', '"b"'), "utf-8")
    (tmp_path / "two.txt").write_text("eGFR < 60", "utf-8")
    result = run("annotate", "one.jsonl", "two.txt", "one.jsonl", "-o", "out.jsonl")
    assert result.exit_code == 0, result.output
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    records = [loads(line) for line in lines]
    assert [record.id for record in records] == ["a", "b", None, "a", "b"]
    assert records[0].trial_id == "T"
    assert records[0].source == {"path": "one.jsonl", "format": "jsonl", "place": "line 1"}
    assert records[0].criteria[0].kind == "exclusion"
    assert result.stdout == ""
    assert result.stderr.startswith(
        "5 records, 5 criteria (0.0% computable, 100.0% partial, 0.0% non_computable), "
        "5 warnings, 0 errors, "
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.jsonl", "out.jsonl", "two.txt"]


@pytest.mark.parametrize(
    ("content", "code", "places"),
    [
        (GOOD, 0, None),
        (GOOD + BAD, 1, ["line 2"]),
        (FAIL + GOOD + "{\n" + BAD, 1, ["line 1", "line 3", "line 4"]),
        (BAD, 2, ["line 1"]),
        (FAIL, 2, ["line 1"]),
        ("", 2, [None]),
    ],
)
def test_exit_codes_and_error_rows(
    run: Run, tmp_path: Path, content: str, code: int, places: list[str | None] | None
) -> None:
    (tmp_path / "in.jsonl").write_text(content, "utf-8")
    result = run("annotate", "in.jsonl", "-o", "out.jsonl")
    assert result.exit_code == code
    assert (tmp_path / "out.jsonl").exists() == (code != 2)
    errors = tmp_path / "out.errors.jsonl"
    assert errors.exists() == (places is not None)
    if places is not None:
        found = rows(errors.read_text("utf-8"))
        assert [row["place"] for row in found] == places
        assert all(set(row) == {"path", "place", "reason"} for row in found)
        assert {row["path"] for row in found} == {"in.jsonl"}


@pytest.mark.parametrize(
    ("command", "content"),
    [
        (("annotate", "-", "-o", "out.jsonl"), "\n\n"),
        (("annotate", "-", "-o", "out.jsonl", "--format", "csv"), "id,text\n"),
        (("show", "-", "--format", "csv"), "id,text\n"),
    ],
)
def test_no_row_at_all(run: Run, command: tuple[str, ...], content: str) -> None:
    result = run(*command, *(() if "csv" in command else ("--format", "jsonl")), input=content)
    assert result.exit_code == 2
    assert "criteria-nlp: error: the input holds no eligibility text\n" in result.stderr


def test_a_pipeline_that_raises_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(FAIL, "utf-8")
    run("annotate", "in.jsonl", "-o", "out.jsonl", "--errors", "bad.jsonl")
    (row,) = rows((tmp_path / "bad.jsonl").read_text("utf-8"))
    assert row["reason"] == "the pipeline failed: RuntimeError: two\nlines"


def test_standard_output_and_error(run: Run) -> None:
    result = run("annotate", "-", "-o", "-", input=GOOD + BAD)
    assert result.exit_code == 1
    (line,) = result.stdout.splitlines()
    assert loads(line).criteria[0].text == "eGFR < 60 µ"
    row, summary = result.stderr.splitlines()
    assert json.loads(row)["place"] == "line 2"
    assert summary.startswith("1 record, 1 criterion (0.0% computable, 100.0% partial")


def test_files_that_fail_are_rows_and_lines(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("eGFR < 60", "utf-8")
    (tmp_path / "latin.txt").write_bytes(b"\xff")
    (tmp_path / "empty").mkdir()
    result = run("annotate", "missing.txt", "good.txt", "latin.txt", "empty", "-o", "out.jsonl")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[:-1] == [
        "criteria-nlp: error: missing.txt: no such file",
        "criteria-nlp: error: latin.txt: byte 0xFF at offset 0 is not utf-8 (invalid start byte)",
        "criteria-nlp: error: empty: holds no file of a known format",
    ]
    assert len(rows((tmp_path / "out.errors.jsonl").read_text("utf-8"))) == 3


def test_a_stale_error_file_is_removed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(GOOD, "utf-8")
    (tmp_path / "out.errors.jsonl").write_text(BAD, "utf-8")
    assert run("annotate", "in.jsonl", "-o", "out.jsonl").exit_code == 0
    assert not (tmp_path / "out.errors.jsonl").exists()


def test_a_run_that_fails_leaves_the_earlier_output(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("earlier", "utf-8")
    assert run("annotate", "missing.txt", "-o", "out.jsonl").exit_code == 2
    assert (tmp_path / "out.jsonl").read_text("utf-8") == "earlier"


def test_a_link_stays_a_link(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(GOOD, "utf-8")
    (tmp_path / "real").mkdir()
    (tmp_path / "out.jsonl").symlink_to(tmp_path / "real" / "out.jsonl")
    assert run("annotate", "in.jsonl", "-o", "out.jsonl").exit_code == 0
    assert (tmp_path / "out.jsonl").is_symlink()
    assert len(rows((tmp_path / "real" / "out.jsonl").read_text("utf-8"))) == 1


def test_a_device_is_written_to_and_not_replaced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(GOOD + BAD, "utf-8")
    assert run("annotate", "in.jsonl", "-o", "/dev/null", "--errors", "/dev/null").exit_code == 1
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("in.jsonl", "-o", "in.jsonl"), "is an input and cannot be written to"),
        (("in.jsonl", "-o", "./in.jsonl"), "is an input and cannot be written to"),
        (("in.jsonl", "-o", "x.jsonl", "--errors", "in.jsonl"), "is an input and cannot be"),
        (("in.jsonl", "-o", "x.jsonl", "--errors", "x.jsonl"), "both the records and the errors"),
        (("in.jsonl", "-o", "no/such/out.jsonl"), "directory to write to does not exist"),
        (("in.jsonl", "-o", "."), "is a directory"),
        (("in.jsonl",), "Missing option '--output'"),
        (("-o", "out.jsonl"), "Missing argument 'INPUT"),
        (("in.jsonl", "-o", "x", "--format", "docx"), "'docx' is none of csv, ctgov_v2"),
        (("in.jsonl", "-o", "x", "--encoding", "klingon"), "'klingon' is not a known encoding"),
        (("in.jsonl", "-o", "x", "--bogus"), "No such option"),
    ],
)
def test_wrong_use(run: Run, tmp_path: Path, args: tuple[str, ...], message: str) -> None:
    (tmp_path / "in.jsonl").write_text(GOOD, "utf-8")
    result = run("annotate", *args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert (tmp_path / "in.jsonl").read_text("utf-8") == GOOD
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_options_reach_the_reader(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes("nr,criteria\n1,âge\n".encode("latin-1"))
    options = ("--format", "csv", "--text-column", "criteria", "--encoding", "latin-1")
    result = run("annotate", "in", "-o", "-", *options)
    assert result.exit_code == 0, result.output
    assert loads(result.stdout).criteria[0].text == "âge"


def test_a_folder_to_tables(run: Run, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", exc_type=ImportError)
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "one.jsonl").write_text(GOOD, "utf-8")
    (tmp_path / "in" / "notes.md").write_text("Dear reader", "utf-8")
    result = run("annotate", "in", "-o", "out.parquet", "--layout", "flat")
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("passed over 1 file of no known suffix, such as in/notes.md\n")
    facts = parquet.read_table(tmp_path / "out.parquet" / "facts.parquet").to_pylist()
    assert [(row["concept"], row["value_high"], row["negated"]) for row in facts] == [
        ("eGFR", 60.0, False),
        ("eGFR", 60.0, True),
        ("eGFR", 60.0, False),
    ]
