"""The judged disagreements with the LCT corpus: their form, and that their places exist."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from evaluation import data, disagreements
from evaluation.disagreements import Disagreement, sample

JUDGED = tomllib.loads(
    Path(disagreements.__file__).with_name("lct_judged.toml").read_text(encoding="utf-8")
)["judged"]
FIELDS = {"benchmark", "document", "start", "end", "verdict", "why"}


def test_every_case_has_its_fields_and_a_verdict():
    for row in JUDGED:
        pairs = {"gold", "ours"} if row["benchmark"] == "comparisons" else set()
        assert set(row) == FIELDS | pairs, row
        assert row["verdict"] in ("gold", "ours", "open")
        assert 0 <= row["start"] < row["end"]
        assert row["why"].strip()


def test_as_many_of_each_benchmark_and_none_twice():
    assert Counter(row["benchmark"] for row in JUDGED) == {"comparisons": 40, "bindings": 40}
    places = [(row["benchmark"], row["document"], row["start"], row["end"]) for row in JUDGED]
    assert len(set(places)) == len(places)


def test_the_table_of_the_readme_counts_them():
    verdicts = Counter((row["benchmark"], row["verdict"]) for row in JUDGED)
    readme = Path(disagreements.__file__).with_name("README.md").read_text(encoding="utf-8")
    for name in ("comparisons", "bindings"):
        counts = " | ".join(str(verdicts[name, verdict]) for verdict in ("gold", "ours", "open"))
        assert f"| {name} | {counts} |" in readme


@pytest.mark.skipif(
    not (data.data_root() / "lct" / "brat").exists(), reason="the LCT corpus is not here"
)
def test_every_place_holds_text_of_its_document():
    folder = data.data_path("lct", "brat")
    for row in JUDGED:
        path = folder / f"{row['document']}.txt"
        text = path.read_bytes().decode("utf-8")
        assert text[row["start"] : row["end"]].strip(), row


def test_a_sample_is_the_same_for_the_same_seed_in_any_order():
    rows = [Disagreement("bindings", f"N{i}", i, i + 1, "", "", "") for i in range(30)]
    drawn = sample(rows, 5, seed=1)
    assert drawn == sample(rows[::-1], 5, seed=1)
    assert len(drawn) == 5
    assert drawn != sample(rows, 5, seed=2)
