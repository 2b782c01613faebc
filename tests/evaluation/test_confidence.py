"""The weights of confidence, learned from criteria that were right or wrong."""

import random

import pytest

from criteria_nlp.pipeline.logic import confidence as model
from criteria_nlp.pipeline.logic.confidence import WEIGHTS, Evidence
from criteria_nlp.scoring import Answer, calibration
from criteria_nlp.scoring.corpus import load_corpus
from evaluation import confidence
from evaluation.confidence import CORPUS, Outcome, fit, outcomes, write

TRUE = dict(zip(WEIGHTS, (1.5, -0.8, -2.0, -1.0, -0.2, 0.0), strict=True))


@pytest.fixture
def weights(monkeypatch):
    """Makes the pipeline weigh with weights by name, until the test ends."""

    def use(told):
        monkeypatch.setattr(model, "weights", lambda: tuple(told[name] for name in WEIGHTS))

    return use


@pytest.fixture
def drawn(weights):
    """Two thousand criteria that are right as often as weights of ours say."""
    weights(TRUE)
    chance = random.Random(0)
    found = []
    for _ in range(2000):
        evidence = Evidence(chance.randrange(6), *(chance.randrange(3) for _ in range(4)))
        found.append(Outcome(evidence, chance.random() < model.confidence(evidence)))
    return found


def test_the_weights_are_found_again(drawn, weights):
    found = fit(drawn)
    assert found == pytest.approx(TRUE, abs=0.3)
    weights(found)
    answers = [Answer(model.confidence(row.evidence), row.right) for row in drawn]
    assert calibration([answers]).ece.figure < 0.03


def test_without_evidence_each_thing_costs_something():
    found = fit([Outcome(Evidence(1, 0, 0, 0, 0), right) for right in (True, False)])
    assert all(found[name] == -0.5 for name in ("guessed", "unknown", "open", "warnings"))


def test_new_weights_replace_the_rows_of_the_file(tmp_path, monkeypatch):
    path = tmp_path / model.FILE
    path.write_text("# a comment\nconstant = 9\n")
    monkeypatch.setattr(model, "__file__", str(tmp_path / "confidence.py"))
    write({"constant": 1.5, "facts": -0.25})
    assert path.read_text() == "# a comment\nconstant = 1.5\nfacts = -0.25\n"


def test_outcomes_are_of_items_read_as_one_criterion():
    items = load_corpus(CORPUS, "train")[:12]
    found = list(outcomes(items))
    assert 0 < len(found) <= len(items)
    assert {type(row.right) for row in found} == {bool}
    assert confidence.model.weights() == model.weights()
