"""`criteria-nlp train`: from our own corpus to a model that is loaded and used."""

import json
from pathlib import Path

import pytest
import spacy
from typer.testing import CliRunner

from criteria_nlp.cli.app import app
from criteria_nlp.training.curve import learning_curve

ROOT = Path(__file__).parents[2]
QUICK = ("--set", "training.max_steps=4", "--set", "training.eval_frequency=2")


def run(*arguments):
    return CliRunner().invoke(app, ["train", *map(str, arguments)])


def test_our_corpus_gives_a_model(tmp_path):
    output = tmp_path / "build" / "model"  # in a fresh clone, there is no such folder yet
    done = run("en_criteria_sm", "--data", ROOT / "corpora/criteria", "-o", output, *QUICK)
    assert done.exit_code == 0, done.output
    nlp = spacy.load(output)
    assert {"condition", "drug"} <= set(nlp.get_pipe("criteria_tagger").labels)
    assert nlp.get_pipe("criteria_tagger").calibration != (1.0, 0.0)
    log = [json.loads(line) for line in (output / "training.jsonl").read_text().splitlines()]
    assert [row["step"] for row in log] == [0, 2, 4]
    assert (output / "training.svg").read_text().startswith("<svg")
    # Nothing of the machine it was made on.
    assert set(nlp.config["paths"].values()) == {None}
    assert "relaxed F1" in done.output


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("no_such_model", "-o", "out"), "models at hand: en_criteria_sm"),
        (("en_criteria_sm", "-o", "out", "--data", "nowhere"), "nowhere: there is no such folder"),
        (("en_criteria_sm", "-o", "out", "--data", "."), "no file for train"),
        (("en_criteria_sm", "-o", "."), "exists already"),
    ],
)
def test_what_cannot_be_trained_is_refused(tmp_path, monkeypatch, arguments, reason):
    monkeypatch.chdir(tmp_path)
    if "--data" not in arguments:
        arguments = (*arguments, "--data", str(ROOT / "corpora/criteria"))
    refused = run(*arguments)
    assert refused.exit_code == 2
    assert reason in " ".join(refused.output.split())


def test_a_curve_needs_a_row_and_shows_each_score():
    rows = [{"step": step, "scores": {"a & b": 10.0 * step}} for step in range(3)]
    picture = learning_curve(rows)
    assert "a &amp; b 20.0" in picture and picture.count("<polyline") == 1
    with pytest.raises(ValueError, match="eval_frequency"):
        learning_curve([])
