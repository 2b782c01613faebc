"""Make the tagger's probabilities mean what they say, on texts it did not learn from.

Platt (1999): the log-odds of a span, times a slope and plus an intercept, are those of its being
right. A span is right if the gold has the same tokens under the same label.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.training import Example

from criteria_nlp.pipeline.layers import TAGGED, Tagged
from criteria_nlp.pipeline.sheet import read_layer
from criteria_nlp.pipeline.tagger import CriteriaTagger
from criteria_nlp.pipeline.tagger.spans import log_odds

_STEPS = 50
_RIDGE = 1e-2  # keeps the fit finite where all spans are right
_SLACK = 1e-9
_NEUTRAL = np.array([1.0, 0.0])

Floats = NDArray[np.float64]


class Outcome(NamedTuple):
    """The probability of a predicted span, and whether it was right."""

    probability: float
    right: bool


def outcomes(nlp: Language, examples: Iterable[Example]) -> list[Outcome]:
    """Every span that the tagger of `nlp` predicts in the examples."""
    tagger = nlp.get_pipe("criteria_tagger")
    assert isinstance(tagger, CriteriaTagger)
    found = []
    for example in examples:
        example.predicted = nlp(nlp.make_doc(example.reference.text))
        gold = {(span.start, span.end, span.label_) for span in tagger.gold(example)}
        for row in read_layer(example.predicted, TAGGED, Tagged):
            found.append(Outcome(row.score, (row.start, row.end, row.label) in gold))
    return found


def fit(answers: Sequence[Outcome]) -> tuple[float, float]:
    """The slope and the intercept of the logistic regression of being right on the log-odds.

    Raises `ValueError` of no answers.
    """
    if not answers:
        raise ValueError("no predicted spans to calibrate on")
    odds = np.array([log_odds(answer.probability) for answer in answers])
    right = np.array([answer.right for answer in answers], dtype=np.float64)
    inputs = np.stack([odds, np.ones_like(odds)], axis=1)
    slope, intercept = logistic(inputs, right, _NEUTRAL, np.full(2, _RIDGE))
    return float(slope), float(intercept)


def logistic(inputs: Floats, right: Floats, towards: Floats, ridge: Floats) -> Floats:
    """The weights of a logistic regression, kept near `towards` by the penalty `ridge` of each.

    Inputs have the shape (answers, weights), `right` is 1 or 0. Newton's method, each step halved
    until it helps.
    """
    weights = towards
    for _ in range(_STEPS):
        step = _newton_step(inputs, right, weights, towards, ridge)
        before = _loss(inputs, right, weights, towards, ridge)
        while _loss(inputs, right, weights - step, towards, ridge) > before + _SLACK:
            step = step / 2
        weights = weights - step
    return weights


def _newton_step(
    inputs: Floats, right: Floats, weights: Floats, towards: Floats, ridge: Floats
) -> Floats:
    shares = 1 / (1 + np.exp(-inputs @ weights))
    slope = inputs.T @ (shares - right) + ridge * (weights - towards)
    curve = (inputs * (shares * (1 - shares))[:, None]).T @ inputs + np.diag(ridge)
    return np.linalg.solve(curve, slope)


def _loss(inputs: Floats, right: Floats, weights: Floats, towards: Floats, ridge: Floats) -> float:
    """The cross entropy and the penalty."""
    odds = inputs @ weights
    entropy = np.logaddexp(0, odds) - right * odds
    return float(entropy.sum() + (ridge * (weights - towards) ** 2).sum() / 2)


def calibrate(nlp: Language, examples: Iterable[Example]) -> tuple[float, float]:
    """Set the calibration of the tagger of `nlp` from examples; what it was set to."""
    tagger = nlp.get_pipe("criteria_tagger")
    assert isinstance(tagger, CriteriaTagger)
    tagger.calibration = (1.0, 0.0)
    tagger.calibration = fit(outcomes(nlp, examples))
    return tagger.calibration
