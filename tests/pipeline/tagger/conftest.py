"""A tagger that has learned ten sentences of ours."""

import numpy as np
import pytest
from spacy.training import Example
from thinc.api import fix_random_seed

from criteria_nlp.pipeline import build
from criteria_nlp.readers.annotated import AnnotatedText, Mention
from criteria_nlp.training.docbins import Converter

WORDS = {
    "Condition": ("asthma", "active tuberculosis", "chronic kidney disease", "migraine"),
    "Drug": ("rituximab", "oral methotrexate", "aspirin", "natalizumab"),
}
FRAMES = ("Patients with {}", "No history of {} at screening", "{} or something else")


def annotated(frame, label, word):
    start = frame.index("{}")
    text = frame.format(word)
    return AnnotatedText(
        id=text, text=text, mentions=(Mention(label, ((start, start + len(word)),)),)
    )


TEXTS = [
    annotated(frame, label, word)
    for frame in FRAMES
    for label, words in WORDS.items()
    for word in words
]


@pytest.fixture(scope="session")
def texts():
    """What there is to learn."""
    return TEXTS


@pytest.fixture(scope="session")
def trained():
    """A pipeline of normalizer and tagger, and its losses."""
    fix_random_seed(0)
    nlp = build(("criteria_normalizer", "criteria_tagger"))
    references = list(Converter().docbin(TEXTS).get_docs(nlp.vocab))
    normalizer = nlp.get_pipe("criteria_normalizer")

    def examples():
        return [Example(normalizer(nlp.make_doc(doc.text)), doc) for doc in references]

    optimizer = nlp.initialize(examples)
    optimizer.learn_rate = 0.005
    losses = [
        nlp.update(examples(), sgd=optimizer, exclude=["criteria_normalizer"])["criteria_tagger"]
        for _ in range(30)
    ]
    return nlp, losses


@pytest.fixture(scope="session")
def assert_gradient():
    """Compares a gradient of a layer with what small steps of the values do to its output.

    `name` is a parameter or "input"; `weights` are the gradient of the output.
    """

    def check(model, tokens, name, weights, tolerance):
        _, backprop = model.begin_update(tokens)
        gradient = backprop(weights)
        if name != "input":
            gradient = model.get_grad(name)
        values = tokens if name == "input" else model.get_param(name)
        for at in np.ndindex(*values.shape):
            kept, sums = values[at], []
            for step in (1e-3, -1e-3):
                values[at] = kept + step
                if name != "input":
                    model.set_param(name, values)
                sums.append(float((model.predict(tokens) * weights).sum()))
            values[at] = kept
            assert gradient[at] == pytest.approx((sums[0] - sums[1]) / 2e-3, abs=tolerance)

    return check
