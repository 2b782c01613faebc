"""The rule that the resolver is measured against, and what is measured."""

import pytest

from criteria_nlp.pipeline.resolver import Place
from criteria_nlp.readers.annotated import AnnotatedText, Mention, Relation
from evaluation.chia_relations import _measured, found, nearest, rows, run

LABELS = {"no": "Negation", "severe": "Qualifier", "> 2": "Value", "daily": "Multiplier"}


def placed(text, *words):
    made, at = [], 0
    for word in words:
        at = text.index(word, at)
        made.append(Place(LABELS.get(word, "Condition"), at, at + len(word)))
        at += len(word)
    return text, made


@pytest.mark.parametrize(
    ("text", "words", "ties"),
    [
        ("severe asthma", ("severe", "asthma"), [("Has_qualifier", 1, 0)]),
        ("ALT > 2, fever", ("ALT", "> 2", "fever"), [("Has_value", 0, 1)]),
        ("A, B or C", ("A", "B", "C"), [("OR", 0, 1), ("OR", 0, 2), ("OR", 1, 2)]),
        ("A, B", ("A", "B"), []),
        ("A and B", ("A", "B"), [("AND", 0, 1)]),
        ("> 2", ("> 2",), []),
    ],
)
def test_nearest(text, words, ties):
    assert [tuple(tie) for tie in nearest(*placed(text, *words))] == ties


TEXT = AnnotatedText(
    id="x",
    trial_id="T",
    text="no asthma",
    mentions=(
        Mention("Negation", ((0, 2),)),
        Mention("Condition", ((3, 9),)),
        Mention("Line", ((0, 9),)),
    ),
    relations=(Relation("Has_negation", (1, 0)), Relation("Has_scope", (1, 0))),
)


def test_only_the_seven_relations_and_fifteen_labels():
    kept = _measured(TEXT)
    assert [relation.label for relation in kept.relations] == ["Has_negation"]
    told = found(kept, [(m.label, m.spans) for m in kept.mentions], nearest)
    assert len(told.mentions) == 2 and told.relations == (("Has_negation", (1, 0)),)


def test_a_run():
    kept = _measured(TEXT)
    result = run([kept], [[(m.label, m.spans) for m in kept.mentions]], nearest, "rule")
    figures = rows(result)
    assert figures["relation_strict"]["Has_negation"]["f1"]["figure"] == 1
    assert set(figures) == {"relation_strict", "relation_relaxed"}
