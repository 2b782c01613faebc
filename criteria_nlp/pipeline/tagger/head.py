"""The layer that scores every span of up to L tokens for every label.

A span is seen through its first token, its last token, the mean of all and its length; each has a
projection of its own, whose sum goes through a ReLU to the scores. As every projection is of single
tokens, it is computed once a token and not once a span: all spans of one length are one sum of
shifted arrays. (The features are those of span classifiers such as SpERT, Eberts and Ulges 2020.)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from thinc.api import Model, glorot_uniform_init
from thinc.types import Floats2d, Floats3d

Backprop = Callable[[Floats3d], Floats2d]


def SpanHead(
    hidden: int, longest: int, nI: int | None = None, nO: int | None = None
) -> Model[Floats2d, Floats3d]:
    """Scores of shape (tokens, longest, nO): `[i, w]` is of the span of w + 1 tokens from i.

    Spans that run over the end of the array score 0; those that run over the end of their text
    are for the caller to leave out.
    """
    names = ("parts", "bias", "lengths", "out", "out_bias")
    return Model(
        "span_head",
        _forward,
        init=_init,
        dims={"nI": nI, "nO": nO, "hidden": hidden, "longest": longest},
        params=dict.fromkeys(names),
    )


def _init(model: Model[Floats2d, Floats3d], X: Any = None, Y: Any = None) -> None:
    if X is not None:
        model.set_dim("nI", X.shape[1])
    hidden, labels = model.get_dim("hidden"), model.get_dim("nO")
    ops = model.ops
    model.set_param("parts", glorot_uniform_init(ops, (3 * hidden, model.get_dim("nI"))))
    model.set_param("bias", ops.alloc1f(hidden))
    model.set_param("lengths", ops.alloc2f(model.get_dim("longest"), hidden))
    model.set_param("out", glorot_uniform_init(ops, (labels, hidden)))
    model.set_param("out_bias", ops.alloc1f(labels))


def _weights(model: Model[Floats2d, Floats3d]) -> Callable[[str], Any]:
    # thinc types a parameter as an array of any shape.
    return model.get_param


def _forward(
    model: Model[Floats2d, Floats3d], X: Floats2d, is_train: bool
) -> tuple[Floats3d, Backprop]:
    ops = model.ops
    parts, lengths, out, out_bias = map(_weights(model), ("parts", "lengths", "out", "out_bias"))
    size, longest, width = X.shape[0], model.get_dim("longest"), model.get_dim("hidden")
    projected = ops.gemm(X, parts, trans2=True)
    first, last = projected[:, :width] + model.get_param("bias"), projected[:, width : 2 * width]
    each = projected[:, 2 * width :]
    scores = ops.alloc3f(size, longest, out.shape[0])
    active: list[Any] = []
    total = each
    for w in range(min(longest, size)):
        count = size - w
        if w:
            total = total[:count] + each[w:]
        seen = ops.xp.maximum(first[:count] + last[w:] + total / (w + 1) + lengths[w], 0)
        scores[:count, w] = ops.gemm(seen, out, trans2=True) + out_bias
        if is_train:
            active.append(seen)

    def backprop(d_scores: Floats3d) -> Floats2d:
        d_projected = ops.alloc2f(*projected.shape)
        d_first, d_last = d_projected[:, :width], d_projected[:, width : 2 * width]
        d_each = d_projected[:, 2 * width :]
        d_lengths = ops.alloc2f(*lengths.shape)
        d_out = ops.alloc2f(*out.shape)
        d_total = ops.alloc2f(size, width)
        for w in reversed(range(len(active))):
            count, seen = size - w, active[w]
            d_row = ops.as_contig(d_scores[:count, w])
            d_out += ops.gemm(d_row, seen, trans1=True)
            d_seen = ops.gemm(d_row, out) * (seen > 0)
            d_first[:count] += d_seen
            d_last[w:] += d_seen
            d_lengths[w] = d_seen.sum(axis=0)
            # The sum over w + 1 tokens is the sum over w of them and the last one.
            d_total[:count] += d_seen / (w + 1)
            d_each[w:] += d_total[:count]
        model.inc_grad("out", d_out)
        model.inc_grad("out_bias", ops.xp.sum(d_scores, axis=(0, 1)))
        model.inc_grad("lengths", d_lengths)
        model.inc_grad("bias", d_first.sum(axis=0))
        model.inc_grad("parts", ops.gemm(d_projected, X, trans1=True))
        return ops.gemm(d_projected, parts)

    return scores, backprop
