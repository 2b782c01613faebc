"""The encoder of the small model: each token seen with its neighbours, a few times over.

It computes what `spacy.MaxoutWindowEncoder.v2` does, at half the cost: the pieces of a maxout stand
one after the other in memory, the normalization follows in the same layer, and no rows of padding
stand between texts, as beyond the ends of a text there are zeros at every depth.
"""

# No `from __future__ import annotations`: a config's checks need the types themselves.
from collections.abc import Callable
from functools import reduce
from typing import Any

from spacy.util import registry
from thinc.api import (
    Model,
    chain,
    clone,
    expand_window,
    glorot_uniform_init,
    list2ragged,
    ragged2list,
    residual,
    with_array,
)
from thinc.types import Floats2d

_EDGE = 1e-8


@registry.architectures("criteria_nlp.WindowEncoder.v1")  # type: ignore[untyped-decorator]
def build_window_encoder(
    width: int, window_size: int, maxout_pieces: int, depth: int
) -> Model[list[Floats2d], list[Floats2d]]:
    """Vectors of `width` a token from such; each layer sees `window_size` tokens further."""
    mixed: Any = MaxoutNorm(width, width * (2 * window_size + 1), maxout_pieces)
    layer: Any = chain(expand_window(window_size), with_array(mixed))
    layers: Any = clone(residual(layer), depth)
    model: Any = chain(list2ragged(), layers, ragged2list())
    model.set_dim("nO", width)
    encoder: Model[list[Floats2d], list[Floats2d]] = model
    return encoder


def MaxoutNorm(nO: int, nI: int, nP: int) -> Model[Floats2d, Floats2d]:
    """The greatest of `nP` projections in each of `nO` columns, then normalized in each row."""
    return Model(
        "maxout_norm",
        _forward,
        init=_init,
        dims={"nO": nO, "nI": nI, "nP": nP},
        params=dict.fromkeys(("W", "b", "scale", "shift")),
        attrs={"dropout_rate": 0.0},
    )


def _init(model: Model[Floats2d, Floats2d], X: Any = None, Y: Any = None) -> None:
    pieces, columns, width = (model.get_dim(name) for name in ("nP", "nO", "nI"))
    model.set_param("W", glorot_uniform_init(model.ops, (pieces, columns, width)))
    model.set_param("b", model.ops.alloc1f(pieces * columns))
    model.set_param("scale", model.ops.alloc1f(columns) + 1)
    model.set_param("shift", model.ops.alloc1f(columns))


def _forward(
    model: Model[Floats2d, Floats2d], X: Floats2d, is_train: bool
) -> tuple[Floats2d, Callable[[Floats2d], Floats2d]]:
    ops = model.ops
    weights: Any = model.get_param("W")
    weights = weights.reshape(-1, weights.shape[2])
    projected: Any = ops.gemm(X, weights, trans2=True)
    projected += model.get_param("b")
    pieces = ops.xp.split(projected, model.get_dim("nP"), axis=1)
    best = reduce(ops.xp.maximum, pieces)
    normal, spread = _normalized(best)
    scale: Any = model.get_param("scale")
    output = normal * scale + model.get_param("shift")
    if not is_train:
        return output, _no_gradient
    mask: Any = ops.get_dropout_mask(output.shape, model.attrs["dropout_rate"])

    def backprop(d_output: Floats2d) -> Floats2d:
        d_kept: Any = d_output * mask
        model.inc_grad("scale", (d_kept * normal).sum(axis=0))
        model.inc_grad("shift", d_kept.sum(axis=0))
        d_best = _d_normalized(d_kept * scale, normal, spread)
        d_projected = ops.xp.hstack([d_best * (piece == best) for piece in pieces])
        model.inc_grad("b", d_projected.sum(axis=0))
        d_weights: Any = ops.gemm(d_projected, X, trans1=True)
        model.inc_grad("W", d_weights.reshape(model.get_param("W").shape))
        return ops.gemm(d_projected, weights)

    return output * mask, backprop


def _normalized(rows: Any) -> tuple[Any, Any]:
    """Rows of mean 0 and variance 1, and the standard deviations that they had."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    spread = (_mean_product(centred, centred) + _EDGE) ** 0.5
    return centred / spread, spread


def _d_normalized(d_normal: Any, normal: Any, spread: Any) -> Any:
    """The gradient of rows from that of their normal form."""
    mean = d_normal.mean(axis=1, keepdims=True)
    return (d_normal - mean - normal * _mean_product(d_normal, normal)) / spread


def _mean_product(rows: Any, others: Any) -> Any:
    """The mean of the products in each row, as a column."""
    return (rows * others).mean(axis=1, keepdims=True)


def _no_gradient(d_output: Floats2d) -> Floats2d:
    raise RuntimeError("a prediction has no gradient")
