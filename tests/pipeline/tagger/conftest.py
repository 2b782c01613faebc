"""A tagger that has learned ten sentences of ours."""

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
