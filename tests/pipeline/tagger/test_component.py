"""The tagger as a spaCy component: it learns, survives being stored in every way, is careful."""

import pytest
import spacy
from spacy.tokens import DocBin
from spacy.training import Example

from criteria_nlp.pipeline import COMPONENTS, build
from criteria_nlp.pipeline.layers import TAGGED, Tagged
from criteria_nlp.pipeline.sheet import read_layer
from criteria_nlp.pipeline.tagger.views import LONGEST, views

SENTENCE = "Patients with active tuberculosis"


def spans(doc):
    return [(span.start_char, span.end_char, span.label_) for span in doc.spans["sc"]]


def scores(doc):
    return doc.spans["sc"].attrs["scores"].tolist()


def test_it_learns_what_it_is_shown(trained):
    nlp, losses = trained
    assert losses[-1] < losses[0] / 5
    assert spans(nlp(SENTENCE)) == [(14, 33, "Condition")]
    assert spans(nlp("No history of aspirin at screening")) == [(14, 21, "Drug")]
    assert nlp.get_pipe("criteria_tagger").labels == ("Condition", "Drug")


def test_the_layer_has_a_probability_for_each_span(trained):
    doc = trained[0](SENTENCE)
    rows = read_layer(doc, TAGGED, Tagged)
    assert [(row.start, row.end, row.label) for row in rows] == [(2, 4, "Condition")]
    assert all(0.5 < row.score < 1 for row in rows)
    assert scores(doc) == [row.score for row in rows]
    assert scores(trained[0]("")) == []


@pytest.mark.parametrize("way", ["disk", "bytes"])
def test_a_stored_pipeline_finds_the_same(trained, way, tmp_path):
    nlp = trained[0]
    if way == "disk":
        nlp.to_disk(tmp_path / "model")
        again = spacy.load(tmp_path / "model")
    else:
        again = build(("criteria_normalizer", "criteria_tagger")).from_bytes(nlp.to_bytes())
    assert spans(again(SENTENCE)) == spans(nlp(SENTENCE))
    assert scores(again(SENTENCE)) == scores(nlp(SENTENCE))
    assert read_layer(again(SENTENCE), TAGGED, Tagged) == read_layer(nlp(SENTENCE), TAGGED, Tagged)


def test_several_processes_and_a_docbin_keep_the_spans_and_their_scores(trained):
    nlp = trained[0]
    texts = [SENTENCE, "", "rituximab or something else"]
    docs = list(nlp.pipe(texts, n_process=2))
    stored = DocBin(store_user_data=True, docs=docs)
    again = list(DocBin().from_bytes(stored.to_bytes()).get_docs(nlp.vocab))
    assert [spans(doc) for doc in again] == [spans(nlp(text)) for text in texts]
    for doc, text in zip(again, texts, strict=True):
        assert scores(doc) == pytest.approx(scores(nlp(text)), abs=1e-6)
        assert len(scores(doc)) == len(spans(doc))


def test_a_batch_finds_what_each_text_alone_has(trained):
    nlp = trained[0]
    texts = [SENTENCE, "aspirin or something else", "No history of migraine at screening"]
    assert [spans(doc) for doc in nlp.pipe(texts)] == [spans(nlp(text)) for text in texts]


def test_each_criterion_is_read_on_its_own(trained, tmp_path):
    trained[0].to_disk(tmp_path / "model")
    nlp = build(COMPONENTS, tmp_path / "model")
    assert tuple(nlp.pipe_names) == COMPONENTS
    doc = nlp("Inclusion Criteria:\n* Patients with migraine\n* No history of aspirin at screening")
    assert [label for *_, label in spans(doc)] == ["Condition", "Drug"]


def test_a_long_text_is_cut_and_read_to_its_end(trained):
    nlp = trained[0]
    doc = nlp("word " * (2 * LONGEST) + "with asthma")
    assert [len(view) for view in views(doc, [(0, len(doc))])] == [LONGEST, LONGEST, 2]
    assert all(0 <= start < end <= len(doc.text) for start, end, _ in spans(doc))


def test_labels_cannot_be_added_once_the_model_is_made(trained):
    tagger = trained[0].get_pipe("criteria_tagger")
    assert tagger.add_label("Drug") == 0
    with pytest.raises(ValueError, match="cannot add any more labels"):
        tagger.add_label("Device")


def test_examples_without_any_span_cannot_be_learned_from():
    nlp = build(("criteria_normalizer", "criteria_tagger"))
    doc = nlp.make_doc(SENTENCE)
    with pytest.raises(ValueError, match="criteria_tagger"):
        nlp.initialize(lambda: [Example(doc, doc.copy())])


def test_calibration_changes_probabilities_and_not_spans(trained):
    nlp = trained[0]
    tagger = nlp.get_pipe("criteria_tagger")
    before = read_layer(nlp(SENTENCE), TAGGED, Tagged)
    tagger.calibration = (0.5, -1.0)
    after = read_layer(nlp(SENTENCE), TAGGED, Tagged)
    tagger.calibration = (1.0, 0.0)
    assert [row.label for row in after] == [row.label for row in before]
    assert after[0].score < before[0].score
