"""What labels mean: the files of the package, texts with our labels, and files that are wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from criteria_nlp.errors import InputError
from criteria_nlp.readers.annotated import (
    AnnotatedText,
    Mention,
    Relabelling,
    Relation,
    Target,
    load_labels,
)
from criteria_nlp.readers.annotated.labels import ATTRIBUTES, DOMAINS, KNOWN

Write = Callable[[str, "str | bytes"], Path]

TYPES = """Condition Device Drug Measurement Mood Multiplier Negation Observation Person Procedure
Qualifier Reference_point Temporal Value Visit"""


def test_the_files_of_the_package() -> None:
    assert KNOWN == ("chia", "lct")
    for name in KNOWN:
        means = load_labels(name).meanings.values()
        assert {"condition", "drug", "procedure", "measurement", "negation"} <= set(means)


def test_the_types_of_chia_are_those_of_its_published_spans() -> None:
    wanted = {*DOMAINS, *ATTRIBUTES}
    meanings = load_labels("chia").meanings
    types = {label for (_, label), means in meanings.items() if means in wanted}
    assert types == set(TYPES.split())


CHIA = AnnotatedText(
    id="a",
    text="No cancer in 5 years, willing",
    mentions=(
        Mention("Negation", ((0, 2),)),
        Mention("Condition", ((3, 9),)),
        Mention("Line", ((0, 20),)),
        Mention("Temporal", ((10, 20),)),
        Mention("Post-eligibility", ((22, 29),)),
    ),
    relations=(
        Relation("Has_negation", (1, 0)),
        Relation("Has_temporal", (1, 3)),
        Relation("AND", (1, 4)),
    ),
)


@pytest.mark.parametrize(
    ("target", "labels", "relations", "left_out"),
    [
        (
            "all",
            ["negation", "condition", "window", "unresolved:administrative"],
            [("Has_negation", (1, 0)), ("Has_temporal", (1, 2)), ("AND", (1, 3))],
            {"Line"},
        ),
        ("domains", ["condition"], [], {"Negation", "Line", "Temporal", "Post-eligibility"}),
        (
            "types",
            ["Negation", "Condition", "Temporal"],
            [("Has_negation", (1, 0)), ("Has_temporal", (1, 2))],
            {"Line", "Post-eligibility"},
        ),
    ],
)
def test_texts_with_our_labels(
    target: Target, labels: list[str], relations: list[object], left_out: set[str]
) -> None:
    relabelling = Relabelling(load_labels("chia"), target)
    found = relabelling(CHIA)
    assert (found.id, found.text) == (CHIA.id, CHIA.text)
    assert [mention.label for mention in found.mentions] == labels
    assert [(r.label, r.members) for r in found.relations] == relations
    assert set(relabelling.left_out) == left_out
    assert relabelling.relations_left_out == len(CHIA.relations) - len(relations)


def test_a_comparison_is_what_its_role_says() -> None:
    words = ("Hb", "≥ 9", "two", "falls", "for years", "lately")
    text = " ".join(words)
    places = [(text.index(word), text.index(word) + len(word)) for word in words]
    labels = ["Observation", *["Eq-Comparison"] * 2, "Condition", *["Eq-Comparison"] * 2]
    annotated = AnnotatedText(
        id="a",
        text=text,
        mentions=tuple(
            Mention(label, (place,)) for label, place in zip(labels, places, strict=True)
        ),
        relations=(
            Relation("Numeric-Filter", (0, 1)),
            Relation("Minimum-Count", (3, 2)),
            Relation("Duration", (3, 4)),
            Relation("Temporality", (3, 5)),
        ),
    )
    found = Relabelling(load_labels("lct"))(annotated)
    told = [mention.label for mention in found.mentions]
    assert told == ["measurement", "value", "count", "condition", "duration", "window"]


def test_a_label_without_a_meaning_is_refused() -> None:
    text = AnnotatedText(id="a", text="Hb", mentions=(Mention("Lab", ((0, 2),)),))
    with pytest.raises(InputError, match=r"chia\.toml: does not say what the label 'Lab' of a mea"):
        Relabelling(load_labels("chia"))(text)


GOOD = '[[meaning]]\nlabels = ["Lab"]\nmeans = "measurement"\nreason = "a test"\n'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (GOOD + GOOD, "meaning 2: 'Lab' is given twice"),
        (GOOD.replace("measurement", "lab"), "meaning 1: means 'lab', not one of condition, drug"),
        (GOOD.replace("a test", " "), "meaning 1: has no reason"),
        (GOOD.replace("reason", "because"), "meaning 1: Object contains unknown field `because`"),
        (GOOD.replace("measurement", "unresolved"), "meaning 1: means 'unresolved', not one of"),
        ("[[label]]\n", "holds something else than [[meaning]] entries"),
        ("[[meaning", "cannot be read: "),
        (b"\xff", "cannot be read: "),
    ],
)
def test_a_file_that_is_wrong(write: Write, content: str | bytes, reason: str) -> None:
    path = write("labels.toml", content)
    with pytest.raises(InputError) as raised:
        load_labels(path)
    assert str(raised.value).startswith(f"{path}: {reason}")


def test_a_file_of_ones_own_and_one_that_is_not_there(write: Write) -> None:
    meanings = load_labels(write("labels.toml", GOOD)).meanings
    assert meanings == {(None, "Lab"): "measurement"}
    with pytest.raises(InputError, match=r"n2c2: cannot be read: .*\(known: chia, lct\)"):
        load_labels("n2c2")
