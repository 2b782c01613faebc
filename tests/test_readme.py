"""The tutorial of the README: what it says is printed is what is printed."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from criteria_nlp.cli import app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_question_and_its_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow", exc_type=ImportError)
    found = re.search(
        r"\$ criteria-nlp (annotate [^\n]*)\n.*?```sql\n(.*?)```.*?```\n(.*?)\n```",
        README,
        re.DOTALL,
    )
    assert found is not None
    command, query, printed = found.groups()
    (tmp_path / "corpora").symlink_to(ROOT / "corpora")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, command.split())
    assert result.exit_code == 0, result.output
    with duckdb.connect("examples.duckdb") as database:
        assert str(database.sql(query)).strip() == printed
