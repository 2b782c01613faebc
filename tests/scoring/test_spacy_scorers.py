"""The scorers as spaCy sees them: by name, over examples, and through `spacy evaluate`."""

import json

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.cli.evaluate import evaluate
from spacy.tokens import DocBin, Span
from spacy.training import Example
from spacy.util import registry

NLP = spacy.blank("en")


def make(text, *places, key=None):
    doc = NLP(text)
    spans = [Span(doc, start, end, label) for start, end, label in places]
    if key:
        doc.spans[key] = spans
    else:
        doc.ents = spans
    return doc


TEXT = "severe renal failure or fever"
GOLD = [(0, 3, "Condition"), (4, 5, "Condition")]
FOUND = [(1, 3, "Condition"), (4, 5, "Observation")]


def test_entities():
    score = registry.scorers.get("criteria_nlp.entities_scorer.v1")()
    found = score([Example(make(TEXT, *FOUND), make(TEXT, *GOLD))])
    assert (found["ents_p"], found["ents_r"], found["ents_f"]) == (0, 0, 0)
    assert found["ents_relaxed_p"] == found["ents_relaxed_r"] == found["ents_relaxed_f"] == 0.5
    assert found["ents_relaxed_per_type"]["Condition"] == {
        "p": 1,
        "r": 0.5,
        "f": pytest.approx(2 / 3),
    }
    assert set(found["ents_per_type"]) == {"Condition", "Observation"}


def test_overlapping_spans():
    score = registry.scorers.get("criteria_nlp.spans_scorer.v1")(spans_key="all")
    gold = make(TEXT, (0, 3, "A"), (1, 3, "A"), key="all")
    found = score([Example(make(TEXT, (0, 3, "A"), key="all"), gold)])
    assert (found["spans_all_p"], found["spans_all_r"]) == (1, 0.5)
    assert found["spans_all_relaxed_r"] == 0.5


PLACES = st.sampled_from([[], [(0, 3, "A")], [(1, 3, "A"), (4, 5, "B")], [(0, 1, "B")]])


def both(pairs):
    """The scores of examples, and of the same ones turned round."""
    score = registry.scorers.get("criteria_nlp.entities_scorer.v1")()
    docs = [(make(TEXT, *found), make(TEXT, *gold)) for found, gold in pairs]
    return score([Example(*pair) for pair in docs]), score([Example(*pair[::-1]) for pair in docs])


@settings(max_examples=20, deadline=None)
@given(pairs=st.lists(st.tuples(PLACES, PLACES), min_size=1, max_size=4))
def test_properties_of_the_scores(pairs):
    score, turned = both(pairs)
    assert score == both(pairs[::-1])[0]
    assert score == both(pairs * 2)[0]
    for name in ("ents", "ents_relaxed"):
        assert (score[f"{name}_p"], score[f"{name}_f"]) == (
            turned[f"{name}_r"],
            turned[f"{name}_f"],
        )
        perfect, _ = both([(gold, gold) for _, gold in pairs])
        assert perfect[f"{name}_f"] == 1


def test_without_annotation_there_is_no_score():
    doc = NLP(TEXT)
    found = registry.scorers.get("criteria_nlp.entities_scorer.v1")()([Example(doc, doc.copy())])
    assert found == dict.fromkeys(
        f"ents{r}_{k}" for r in ("", "_relaxed") for k in ("p", "r", "f", "per_type")
    )


def test_spacy_evaluate(tmp_path):
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe(
        "entity_ruler", config={"scorer": {"@scorers": "criteria_nlp.entities_scorer.v1"}}
    )
    ruler.add_patterns([{"label": "Condition", "pattern": "failure"}])
    nlp.to_disk(tmp_path / "model")
    DocBin(docs=[make(TEXT, *GOLD)]).to_disk(tmp_path / "gold.spacy")
    evaluate(str(tmp_path / "model"), tmp_path / "gold.spacy", tmp_path / "out.json", silent=True)
    found = json.loads((tmp_path / "out.json").read_text())
    assert found["ents_f"] == 0
    assert found["ents_relaxed_f"] == pytest.approx(2 / 3)
