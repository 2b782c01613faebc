"""`show`, `explain` and `schema`: what a person sees."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from criteria_nlp.schema import json_schema

Run = Callable[..., Result]

TEXT = "Criteria\nrenal failure\nsecond"


@pytest.mark.parametrize(
    "line",
    [
        "--text, text 1",
        "heading unknown [0:8]",
        "residual (leftover) [0:1]",
        "C1 unknown (inferred, 0.75) partial [9:22]",
        "renal failure",
        "all_of",
        "renal < 60 mL/min condition modifiers: severe",
        'concept "renal" [9:14]',
        'value "renal failure" [9:22]',
        "not",
        "except",
        "of: renal < 60 mL/min condition modifiers: severe",
        'but not: unresolved (vague) "renal failure" [9:22]',
        'warning looks-odd: look here "renal failure" [9:22]',
        "C2 unknown (inferred, 0.75) partial [23:29]",
    ],
)
def test_the_tree_says(run: Run, line: str) -> None:
    result = run("show", "--text", TEXT)
    assert result.exit_code == 0, result.output
    assert line in [shown.strip("│├└─ ") for shown in result.stdout.splitlines()]


def test_a_sub_item_hangs_below_its_item(run: Run) -> None:
    lines = run("show", "--text", TEXT).stdout.splitlines()
    depths = [line.index(name) for name in ("C1 ", "C2 ") for line in lines if name in line]
    assert depths == [4, 8]


@pytest.mark.parametrize(
    ("options", "coloured"), [((), False), (("--color",), True), (("--no-color",), False)]
)
def test_colour(run: Run, options: tuple[str, ...], coloured: bool) -> None:
    assert ("\x1b[" in run("show", "--text", TEXT, *options).stdout) == coloured


@pytest.mark.parametrize("command", ["show", "explain"])
def test_the_text_cannot_command_the_terminal(run: Run, command: str) -> None:
    text = "eGFR \x1b]0;title\x07 [bold]x[/bold] \u202e < 60"
    args = ("show", "--text", text) if command == "show" else ("explain", text)
    result = run(*args)
    assert result.exit_code == 0, result.output
    assert not set("\x1b\x07\u202e") & set(result.stdout)
    assert "\\x1b]0;title\\x07 [bold]x[/bold] \\u202e < 60" in result.stdout


def test_files(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "a", "id": "i", "trial_id": "T"}\n{}\n', "utf-8")
    result = run("show", "in.jsonl", "missing.txt")
    assert result.exit_code == 1
    assert result.stdout.startswith("T i (in.jsonl, line 1)\n")
    assert result.stderr.splitlines() == [
        "criteria-nlp: error: in.jsonl: line 2: the row has no field 'text' (fields: none)",
        "criteria-nlp: error: missing.txt: no such file",
    ]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("show",), "give either INPUT or --text"),
        (("show", "a.txt", "--text", "b"), "give either INPUT or --text"),
        (("show", "missing.txt"), "missing.txt: no such file"),
        (("show", "--text", " "), "the text is blank"),
        (("show", "--text", "FAIL"), "the pipeline failed: RuntimeError: two lines"),
        (("explain", ""), "the text is blank"),
        (("explain", "FAIL"), "the pipeline failed: RuntimeError: two lines"),
        (("explain", "a", "--kind", "both"), "'both' is not one of"),
        (("bogus",), "No such command 'bogus'"),
    ],
)
def test_failure_is_one_line_and_exit_code_2(run: Run, args: tuple[str, ...], message: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert message in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.output


def test_explain(run: Run) -> None:
    result = run("explain", "eGFR < 60", "--kind", "exclusion")
    assert result.exit_code == 0, result.output
    head, *table = result.stdout.splitlines()
    assert head.startswith("C1 exclusion partial: all_of(eGFR < 60 mL/min, not(")
    cells = [[cell.strip() for cell in row.split("│")[1:-1]] for row in table if "│" in row]
    assert ["eGFR", "concept", "eGFR", "0:4", "conditions: fake"] in cells
    assert ["", "value", "eGFR < 60", "0:9", "rule: fake"] in cells
    assert ["unresolved", "vague", "eGFR < 60", "0:9", ""] in cells
    assert "warning looks-odd: look here" in table


def test_schema(run: Run) -> None:
    result = run("schema")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == json.loads(json.dumps(json_schema()))
    assert result.stdout.count("\n") > 100
