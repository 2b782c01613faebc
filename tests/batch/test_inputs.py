"""What arguments stand for: files, folders, patterns; and how much of them was read."""

import gzip
from pathlib import Path

import pytest

from criteria_nlp.batch import Inputs, Reading
from criteria_nlp.errors import InputError
from criteria_nlp.readers import Source

FILES = ("b.txt", "a.txt", "deep/er/c.TXT.gz", "deep/notes.md", ".hidden.txt", ".git/d.txt")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, and the current one, with small files."""
    monkeypatch.chdir(tmp_path)
    for name in FILES:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(name.encode()) if name.endswith("gz") else name.encode())
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "format", "expected", "passed_over"),
    [
        (["in"], None, ["in/a.txt", "in/b.txt", "in/deep/er/c.TXT.gz"], ["in/deep/notes.md"]),
        (["in/deep"], "plaintext", ["in/deep/notes.md", "in/deep/er/c.TXT.gz"], []),
        (["in/*.txt"], None, ["in/a.txt", "in/b.txt"], []),
        (["in/**/*.md"], None, ["in/deep/notes.md"], []),
        (["in/b.txt", "in/a.txt", "in/b.txt"], None, ["in/b.txt", "in/a.txt", "in/b.txt"], []),
        (["-", "no/such"], None, ["-", "no/such"], []),
        (["*.csv"], None, ["*.csv"], []),
    ],
)
def test_arguments(
    folder: Path,
    arguments: list[str],
    format: str | None,
    expected: list[str],
    passed_over: list[str],
) -> None:
    inputs = Inputs(arguments, Reading(format))
    assert (inputs.paths, inputs.passed_over) == (expected, passed_over)


def test_a_file_with_the_name_of_a_pattern_is_a_file(folder: Path) -> None:
    (folder / "a[1].txt").write_text("Age")
    (folder / "a1.txt").write_text("Age")
    assert Inputs(["a[1].txt"]).paths == ["a[1].txt"]


def test_every_byte_is_counted(folder: Path) -> None:
    inputs = Inputs(["in", "missing.txt"])
    seen = [(item, inputs.bytes_read) for item in inputs.sources()]
    texts = [item.text for item, _ in seen if isinstance(item, Source)]
    assert texts == ["a.txt", "b.txt", "deep/er/c.TXT.gz"]
    assert isinstance(seen[-1][0], InputError)
    assert [count for _, count in seen] == sorted(count for _, count in seen)
    assert inputs.bytes_read == inputs.size() == sum(p.stat().st_size for p in _paths(inputs))


def test_standard_input_has_no_size() -> None:
    assert Inputs(["-"]).size() is None


def test_faults_are_told(folder: Path) -> None:
    told: list[InputError] = []
    found = list(Inputs(["in/deep/er", "nothing"]).sources(told.append))
    assert [type(item) for item in found] == [Source, InputError]
    assert told == found[1:]


def _paths(inputs: Inputs) -> list[Path]:
    return [path for path in map(Path, inputs.paths) if path.exists()]
