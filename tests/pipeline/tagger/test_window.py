"""The encoder of the small model: its layer is its formula, and no text sees another."""

import numpy as np
import pytest
from thinc.api import fix_random_seed

from criteria_nlp.pipeline.tagger.window import MaxoutNorm, build_window_encoder

WIDTH, COLUMNS, PIECES, TOKENS = 5, 4, 3, 6


@pytest.fixture
def layer():
    fix_random_seed(0)
    model = MaxoutNorm(COLUMNS, WIDTH, PIECES)
    model.initialize()
    random = np.random.default_rng(1)
    for name in ("b", "scale", "shift"):
        shape = model.get_param(name).shape
        model.set_param(name, random.normal(size=shape).astype("f"))
    return model


@pytest.fixture
def tokens():
    return np.random.default_rng(2).normal(size=(TOKENS, WIDTH)).astype("f")


def test_the_layer_is_its_definition(layer, tokens):
    pieces = [
        tokens @ weights.T + bias
        for weights, bias in zip(
            layer.get_param("W"), np.split(layer.get_param("b"), PIECES), strict=True
        )
    ]
    best = np.max(pieces, axis=0)
    normal = (best - best.mean(1, keepdims=True)) / best.std(1, keepdims=True)
    wanted = normal * layer.get_param("scale") + layer.get_param("shift")
    assert np.allclose(layer.predict(tokens), wanted, atol=1e-5)


@pytest.mark.parametrize("name", ["W", "b", "scale", "shift", "input"])
def test_gradients_are_those_of_the_output(layer, tokens, name, assert_gradient):
    weights = np.random.default_rng(3).normal(size=(TOKENS, COLUMNS)).astype("f")
    assert_gradient(layer, tokens, name, weights, tolerance=0.05)


def test_dropout_is_of_training_alone(layer, tokens):
    layer.attrs["dropout_rate"] = 0.5
    trained, _ = layer.begin_update(tokens)
    assert (trained == 0).any()
    assert layer.predict(tokens).all()


def test_no_text_sees_another_and_none_sees_further_than_its_depth():
    fix_random_seed(0)
    encoder = build_window_encoder(width=COLUMNS, window_size=1, maxout_pieces=2, depth=2)
    encoder.initialize()
    random = np.random.default_rng(4)
    texts = [random.normal(size=(n, COLUMNS)).astype("f") for n in (7, 1, 3)]
    together = encoder.predict(texts)
    for text, vectors in zip(texts, together, strict=True):
        assert np.allclose(encoder.predict([text])[0], vectors, atol=1e-5)
    changed = texts[0].copy()
    changed[0] += 1
    differs = np.abs(encoder.predict([changed])[0] - together[0]).max(axis=1) > 1e-6
    assert differs.tolist() == [True, True, True, False, False, False, False]
