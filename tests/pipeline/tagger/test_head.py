"""The layer that scores spans: its scores are those of its formula, its gradients of its scores."""

import numpy as np
import pytest
from thinc.api import fix_random_seed

from criteria_nlp.pipeline.tagger.head import SpanHead

WIDTH, HIDDEN, LONGEST, LABELS, TOKENS = 5, 4, 3, 3, 6


@pytest.fixture
def head():
    fix_random_seed(0)
    model = SpanHead(HIDDEN, LONGEST, nI=WIDTH, nO=LABELS)
    model.initialize(X=np.zeros((1, WIDTH), dtype="f"))
    shape = model.get_param("lengths").shape
    model.set_param("lengths", np.random.default_rng(1).normal(size=shape).astype("f"))
    return model


@pytest.fixture
def tokens():
    return np.random.default_rng(2).normal(size=(TOKENS, WIDTH)).astype("f")


def _one(model, tokens, start, end):
    """The scores of one span, straight from the definition."""
    first, last, each = np.split(model.get_param("parts"), 3)
    inside = tokens[start:end]
    seen = first @ inside[0] + last @ inside[-1] + (inside @ each.T).mean(axis=0)
    seen = seen + model.get_param("bias") + model.get_param("lengths")[end - start - 1]
    return model.get_param("out") @ np.maximum(seen, 0) + model.get_param("out_bias")


def test_scores_are_those_of_the_definition(head, tokens):
    scores = head.predict(tokens)
    assert scores.shape == (TOKENS, LONGEST, LABELS)
    for start in range(TOKENS):
        for width in range(LONGEST):
            end = start + width + 1
            wanted = _one(head, tokens, start, end) if end <= TOKENS else np.zeros(LABELS)
            assert np.allclose(scores[start, width], wanted, atol=1e-5)


def test_fewer_tokens_than_the_longest_span(head, tokens):
    scores = head.predict(tokens[:1])
    assert np.allclose(scores[0, 0], _one(head, tokens, 0, 1), atol=1e-5)
    assert not scores[0, 1:].any()


@pytest.mark.parametrize("name", ["parts", "bias", "lengths", "out", "out_bias", "input"])
def test_gradients_are_those_of_the_scores(head, tokens, name, assert_gradient):
    weights = np.random.default_rng(3).normal(size=(TOKENS, LONGEST, LABELS)).astype("f")
    for width in range(LONGEST):
        weights[TOKENS - width :, width] = 0  # what runs over the end has no score to learn from
    assert_gradient(head, tokens, name, weights, tolerance=0.02)
