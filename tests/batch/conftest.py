"""What the tests of batches share: small inputs, and a parser that needs no pipeline."""

from collections.abc import Callable
from pathlib import Path

import pytest

import criteria_nlp
from criteria_nlp.schema import Concept, Criterion, Fact, Interval, Record

Fill = Callable[[int], list[str]]

LONG = " and more" * 3_000  # three of these are a chunk


def _parse(text: str, **fields: object) -> Record:
    """One criterion of one fact, whatever the text says; "FAIL" fails."""
    if text.startswith("FAIL"):
        raise RuntimeError("failed")
    fact = Fact(concept=Concept(text=text[:4]), value=Interval(low=float(len(text)), unit="a"))
    criterion = Criterion(
        id="I1",
        kind="inclusion",
        start=0,
        end=4,
        text=text[:4],
        normalized_text=text[:4],
        status="computable",
        expression=fact,
    )
    origin = {"source": fields["source"], "id": fields["id"], "trial_id": fields["trial_id"]}
    return Record(criteria=(criterion,), **origin)


@pytest.fixture
def fill(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Fill:
    """Fills a folder with texts, of which every tenth fails; gives the arguments."""
    monkeypatch.setattr(criteria_nlp, "parse", _parse, raising=False)
    monkeypatch.chdir(tmp_path)

    def write(count: int) -> list[str]:
        (tmp_path / "in").mkdir(exist_ok=True)
        for number in range(count):
            text = ("FAIL" if number % 10 == 9 else f"{number:04}") + LONG
            (tmp_path / "in" / f"{number:04}.txt").write_text(text)
        return ["in"]

    return write
