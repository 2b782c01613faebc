"""The models that a config can name: an encoder below a layer that scores spans, and a mean."""

# No `from __future__ import annotations`: a config's checks need the types themselves.
from collections.abc import Callable
from typing import Any

from spacy.util import registry
from thinc.api import Model, chain, list2array
from thinc.types import Floats2d, Floats3d

from criteria_nlp.pipeline.tagger.head import SpanHead
from criteria_nlp.pipeline.tagger.spans import log_probabilities
from criteria_nlp.pipeline.tagger.views import View

SpanModel = Model[list[View], Floats3d]


@registry.architectures("criteria_nlp.SpanTagger.v1")  # type: ignore[untyped-decorator]
def build_span_tagger(
    tok2vec: Model[list[Any], list[Floats2d]], hidden: int = 64, longest: int = 12
) -> Model[list[View], Floats3d]:
    """Scores of shape (tokens of all views, longest, labels + 1) from any `tok2vec`."""
    model: SpanModel = chain(tok2vec, list2array(), SpanHead(hidden, longest))
    return model


@registry.architectures("criteria_nlp.SpanMean.v1")  # type: ignore[untyped-decorator]
def build_span_mean(
    *members: Model[list[View], Floats3d], weights: list[float] | None = None
) -> Model[list[View], Floats3d]:
    """The mean of the log-probabilities of several span taggers, of the shape of their scores.

    `weights` say how much each member counts, by default all the same. Raises `ValueError` of
    members that score spans of different lengths, and of a wrong number of weights.
    """
    given = weights or [1.0] * len(members)
    if len(given) != len(members):
        raise ValueError(f"a mean of {len(members)} members with {len(given)} weights")
    attributes = {"shares": [weight / sum(given) for weight in given]}
    model: SpanModel = Model(
        "span_mean", _mean, init=_init_members, layers=list(members), attrs=attributes
    )
    if len({head.get_dim("longest") for head in heads(model)}) != 1:
        raise ValueError("the members of a mean must score spans of the same lengths")
    return model


def heads(model: SpanModel) -> list[Model[Floats2d, Floats3d]]:
    """The layers that score spans: they must know the labels before all others."""
    return [layer for layer in model.walk() if layer.name == "span_head"]


def _init_members(model: SpanModel, X: Any = None, Y: Any = None) -> None:
    for member in model.layers:
        member.initialize(X=X, Y=Y)


def _mean(
    model: SpanModel, X: list[View], is_train: bool
) -> tuple[Floats3d, Callable[[Floats3d], list[View]]]:
    read = [member(X, is_train) for member in model.layers]
    logs: list[Any] = [log_probabilities(scores) for scores, _ in read]

    shares = model.attrs["shares"]

    def backprop(d_mean: Any) -> list[View]:
        total = d_mean.sum(axis=-1, keepdims=True)
        for (_, step), log, share in zip(read, logs, shares, strict=True):
            step((d_mean - model.ops.xp.exp(log) * total) * share)
        return []

    mean: Any = sum(log * share for log, share in zip(logs, shares, strict=True))
    return mean, backprop
