"""Learning the resolver's weights on a small made corpus: what it is told, and the same again."""

import json

import numpy as np
import pytest

from criteria_nlp.pipeline.resolver import Place
from criteria_nlp.readers.annotated import AnnotatedText, Mention, Relation
from criteria_nlp.training import relation_weights
from criteria_nlp.training.relation_weights import examples, learn, main, prepared

NAMES = ("ALT", "AST", "GGT", "eGFR", "urea", "iron")


def line(number, name, value):
    """A value behind its measurement, or before it with "of" between."""
    before = number % 2
    words = (value, " of ", name) if before else (name, " ", value)
    text = "".join(words)
    first, second = (0, len(words[0])), (len(text) - len(words[2]), len(text))
    labels = ("Value", "Measurement") if before else ("Measurement", "Value")
    mentions = (
        Mention(labels[0], (first,)),
        Mention(labels[1], (second,)),
        Mention("Line", (first,)),
    )
    members = (1, 0) if before else (0, 1)
    return AnnotatedText(
        id=f"x{number}", text=text, mentions=mentions, relations=(Relation("Has_value", members),)
    )


@pytest.fixture
def texts():
    return [line(n, NAMES[n % 6], f"{n} U/L") for n in range(240)]


def test_a_line_as_classes(texts):
    kept, classes = prepared(texts[0])
    assert kept.labels == ["Measurement", "Value"] and classes == {(0, 1): "Has_value>"}
    assert prepared(texts[1])[1] == {(0, 1): "Has_value<"}


def test_it_learns_and_learns_the_same_again(texts):
    models = []
    for _ in range(2):
        numbers = {}
        models.append(learn(list(examples(texts, numbers)), numbers))
    assert models[0].classes == models[1].classes == ("none", "Has_value>", "Has_value<")
    assert np.array_equal(models[0].weights, models[1].weights)
    first, second = Place("Value", 0, 2), Place("Measurement", 6, 9)
    row = models[0].probabilities(
        relation_weights.pair_features(relation_weights.Line("5 of ALT", [first, second]), 0, 1)
    )
    assert row[2] > 0.8


def test_rare_relations_are_none(texts):
    numbers = {}
    rows = list(examples(texts, numbers))
    rows += [row._replace(relation="multi>") for row in rows[:5]]
    rows += [row._replace(relation="none") for row in rows[:120]]
    assert "multi>" not in learn(rows, numbers).classes


def test_only_the_training_trials_are_read(tmp_path, capsys):
    for trial in ("NCT00000001", "NCT00000002"):
        tmp_path.joinpath(f"{trial}_inc.txt").write_text("ALT > 40\n" * 60, newline="\n")
        rows = []
        for n in range(60):
            at = 9 * n
            rows += [
                f"T{2 * n}\tMeasurement {at} {at + 3}\tALT",
                f"T{2 * n + 1}\tValue {at + 4} {at + 8}\t> 40",
            ]
            rows.append(f"R{n}\tHas_value Arg1:T{2 * n} Arg2:T{2 * n + 1}")
        tmp_path.joinpath(f"{trial}_inc.ann").write_text("\n".join(rows) + "\n")
    splits = {"train": ["NCT00000001"], "val": ["NCT00000002"]}
    tmp_path.joinpath("split.json").write_text(json.dumps(splits))
    main(str(tmp_path), str(tmp_path / "weights.txt"))
    # sixty of a relation are too few to learn it
    assert capsys.readouterr().out.startswith("60 pairs,")
    assert tmp_path.joinpath("weights.txt").read_text().split("\n")[1] == "none"
