"""The mean of several span taggers: of trained ones put together, and as a layer that learns."""

import copy

import numpy as np
import pytest
import spacy
from spacy.util import registry
from thinc.api import Config, fix_random_seed

from criteria_nlp.errors import ModelError
from criteria_nlp.pipeline import build
from criteria_nlp.pipeline.tagger.architectures import heads
from criteria_nlp.pipeline.tagger.spans import log_probabilities, valid
from criteria_nlp.training.combine import combine

TEXT = "Patients with asthma or oral methotrexate"


def two_of(model):
    """The config of a mean of two like members."""
    members = {"one": model, "two": copy.deepcopy(model)}
    return {"@architectures": "criteria_nlp.SpanMean.v1", "weights": [3.0, 1.0], "*": members}


@pytest.fixture(scope="module")
def member(trained):
    """The config of the trained tagger's model."""
    return Config(trained[0].config).interpolate()["components"]["criteria_tagger"]["model"]


@pytest.fixture(scope="module")
def folders(trained, tmp_path_factory):
    """The trained tagger, one with other weights, one with other labels, and a config of a mean."""
    folder = tmp_path_factory.mktemp("members")
    nlp, _ = trained
    nlp.to_disk(folder / "one")
    for name, labels in (("other", nlp.get_pipe("criteria_tagger").labels), ("labels", ("Age",))):
        fix_random_seed(7)
        fresh = build(("criteria_normalizer", "criteria_tagger"))
        for label in labels:
            fresh.get_pipe("criteria_tagger").add_label(label)
        fresh.get_pipe("criteria_tagger").shape()
        docs = [fresh.make_doc(TEXT)]
        fresh.get_pipe("criteria_tagger").model.initialize(
            X=fresh.get_pipe("criteria_tagger")._views(docs)[0]
        )
        fresh.to_disk(folder / name)
    config = Config(nlp.config).interpolate()
    tagger = config["components"]["criteria_tagger"]
    tagger["model"] = two_of(tagger["model"])
    config.to_disk(folder / "config.cfg")
    return folder


def scores(nlp):
    """What the model of a pipeline says of a text."""
    tagger = nlp.get_pipe("criteria_tagger")
    doc = nlp.get_pipe("criteria_normalizer")(nlp.make_doc(TEXT))
    return tagger.model.predict(tagger._views([doc])[0])


def spans(doc):
    """The tagger's spans of a Doc."""
    return [(span.start, span.end, span.label_) for span in doc.spans["sc"]]


def test_scores_are_the_weighted_mean_of_the_log_probabilities(folders, tmp_path):
    names = [folders / "one", folders / "other"]
    nlp = combine(folders / "config.cfg", names)
    one, other = (log_probabilities(scores(spacy.load(name))) for name in names)
    assert scores(nlp) == pytest.approx(0.75 * one + 0.25 * other, abs=1e-5)
    nlp.to_disk(tmp_path / "whole")
    assert scores(spacy.load(tmp_path / "whole")) == pytest.approx(
        0.75 * one + 0.25 * other, abs=1e-5
    )


def test_the_mean_of_a_tagger_with_itself_finds_what_it_finds(folders, trained):
    nlp = combine(folders / "config.cfg", [folders / "one", folders / "one"])
    found, expected = nlp(TEXT), trained[0](TEXT)
    assert spans(found) == spans(expected) != []


@pytest.mark.parametrize(
    ("names", "what"),
    [
        (["one"], "not of a mean of 1 members"),
        (["one", "one", "one"], "not of a mean of 3 members"),
        (["one", "labels"], "other labels"),
    ],
)
def test_members_that_do_not_fit_are_refused(folders, names, what):
    with pytest.raises(ModelError, match=what):
        combine(folders / "config.cfg", [folders / name for name in names])


def test_members_of_another_shape_are_refused(folders, tmp_path):
    config = Config().from_disk(folders / "config.cfg")
    config["components"]["criteria_tagger"]["model"]["*"]["two"]["hidden"] = 7
    config.to_disk(tmp_path / "config.cfg")
    with pytest.raises(ModelError, match="shape"):
        combine(tmp_path / "config.cfg", [folders / "one", folders / "one"])


def test_members_must_score_the_same_lengths(member):
    config = two_of(member)
    config["*"]["two"]["longest"] += 1
    with pytest.raises(ValueError, match="same lengths"):
        registry.resolve({"model": config})


def test_every_member_must_have_a_weight(member):
    with pytest.raises(ValueError, match="2 members with 1 weights"):
        registry.resolve({"model": {**two_of(member), "weights": [1.0]}})


def test_the_gradient_is_that_of_the_mean(folders):
    nlp = combine(folders / "config.cfg", [folders / "one", folders / "other"])
    tagger = nlp.get_pipe("criteria_tagger")
    seen, _ = tagger._views([nlp.make_doc(TEXT)])
    model = tagger.model
    output, backprop = model.begin_update(seen)
    inside = valid([len(view) for view in seen], output.shape[1])
    weights = np.random.default_rng(3).normal(size=output.shape).astype("f") * inside[..., None]
    backprop(weights)
    for head in heads(model):
        gradient, bias = head.get_grad("out_bias"), head.get_param("out_bias")
        for at in range(len(bias)):
            kept, sums = bias[at], []
            for step in (1e-2, -1e-2):
                bias[at] = kept + step
                head.set_param("out_bias", bias)
                sums.append(float((model.predict(seen) * weights).sum()))
            bias[at] = kept
            assert gradient[at] == pytest.approx((sums[0] - sums[1]) / 2e-2, abs=2e-2)
