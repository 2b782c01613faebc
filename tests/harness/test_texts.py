"""Judgements of annotated texts: relations only where any are looked for, notes, certainty."""

from criteria_nlp.harness import Findings, judge_text
from criteria_nlp.readers.annotated import AnnotatedText, Mention, Relation
from criteria_nlp.scoring import Answer, Counts

TEXT = AnnotatedText(
    id="x",
    text="eGFR < 60 or dialysis",
    mentions=(Mention("Measurement", ((0, 4),)), Mention("Value", ((5, 9),))),
    relations=(Relation("Has_value", (0, 1)),),
)
SAME = tuple((mention.label, mention.spans) for mention in TEXT.mentions)


def test_without_relations():
    judged = judge_text(TEXT, Findings(SAME))
    assert set(judged.tally) == {"entity_strict", "entity_relaxed"}
    assert judged.faults == {} and judged.notes == ()


def test_missed_and_invented_relations_are_noted():
    judged = judge_text(TEXT, Findings(SAME, (("Has_temporal", (0, 1)),)))
    assert judged.tally["relation_strict"] == {
        "Has_temporal": Counts(0, 1, 0),
        "Has_value": Counts(0, 0, 1),
    }
    assert [tuple(note) for note in judged.notes] == [
        ("missed", "Has_value: eGFR → < 60"),
        ("invented", "Has_temporal: eGFR → < 60"),
    ]


def test_how_sure_each_mention_is():
    found = (*SAME, ("Value", ((13, 21),)))
    judged = judge_text(TEXT, Findings(found, scores=(0.9, 0.8, 0.7)))
    assert judged.answers == (
        ("mention", Answer(0.9, True)),
        ("mention", Answer(0.8, True)),
        ("mention", Answer(0.7, False)),
    )
