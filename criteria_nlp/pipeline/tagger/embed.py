"""Word vectors that belong to the model, found by the norm of a token.

spaCy keeps vectors in the vocabulary, and adds one there whenever tokens are merged, as the
normalizer does; so the table would grow with every text, and no two processes would share it.
"""

# No `from __future__ import annotations`: a config's checks need the types themselves.
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.ml.featureextractor import FeatureExtractor
from spacy.strings import get_string_id
from spacy.util import registry
from thinc.api import (
    HashEmbed,
    Model,
    chain,
    concatenate,
    glorot_uniform_init,
    list2ragged,
    ragged2list,
    with_array,
)
from thinc.types import Floats2d, Ragged

from criteria_nlp.errors import ModelError
from criteria_nlp.pipeline.tagger.views import View
from criteria_nlp.pipeline.tagger.window import MaxoutNorm

_SEED = 8


@registry.architectures("criteria_nlp.WordEmbed.v1")  # type: ignore[untyped-decorator]
def build_embed(
    width: int,
    attrs: list[str],
    rows: list[int],
    maxout_pieces: int = 3,
    vectors: str | Path | None = None,
) -> Model[list[View], list[Floats2d]]:
    """As `spacy.MultiHashEmbed.v2` with static vectors: one vector of `width` a token.

    `vectors` is a file that `criteria_nlp.training.vectors` wrote; only `initialize` reads it.
    """
    if len(attrs) != len(rows):
        raise ValueError(f"{len(attrs)} attributes and {len(rows)} numbers of rows")
    tables: list[Any] = [
        HashEmbed(width, size, column=i, seed=_SEED + i, dropout=0.0) for i, size in enumerate(rows)
    ]
    hashed: Any = chain(
        FeatureExtractor(list(attrs)), list2ragged(), with_array(concatenate(*tables))
    )
    mixed: Any = MaxoutNorm(width, width * (len(rows) + 1), maxout_pieces)
    model: Any = chain(
        concatenate(hashed, WordVectors(width, vectors)), with_array(mixed), ragged2list()
    )
    embed: Model[list[View], list[Floats2d]] = model
    return embed


def WordVectors(width: int, path: str | Path | None) -> Model[list[View], Ragged]:
    """A learned projection of fixed vectors; a word without one has zeros.

    The table is an attribute of the layer and stored with it, in half precision.
    """
    attributes = {"path": None if path is None else str(path), "keys": None, "table": None}
    return Model(
        "word_vectors",
        _forward,
        init=_init,
        dims={"nO": width},
        params={"W": None},
        attrs=attributes,
    )


def read_vectors(path: str | Path) -> tuple[NDArray[np.uint64], NDArray[np.float16]]:
    """The sorted hashes of the words of a file, and their vectors in that order.

    Raises `ModelError` where it is not there or not a table of words and vectors.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            words, table = stored["words"], stored["table"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"no word vectors can be read: {error}", str(path)) from None
    hashes = np.array([get_string_id(str(word)) for word in words], dtype=np.uint64)
    order = np.argsort(hashes)
    return hashes[order], table[order].astype(np.float16)


def _init(model: Model[list[View], Ragged], X: Any = None, Y: Any = None) -> None:
    if model.attrs["path"] is not None:
        model.attrs["keys"], model.attrs["table"] = read_vectors(model.attrs["path"])
        # A stored model names no file of the machine that it was made on.
        model.attrs["path"] = None
    if model.attrs["table"] is None:
        raise ModelError("the config names no word vectors: give their file with --paths.vectors")
    shape = (model.get_dim("nO"), model.attrs["table"].shape[1])
    model.set_param("W", glorot_uniform_init(model.ops, shape))


def _forward(
    model: Model[list[View], Ragged], seen: list[View], is_train: bool
) -> tuple[Ragged, Callable[[Ragged], list[View]]]:
    ops, weights = model.ops, model.get_param("W")
    keys, table = model.attrs["keys"], model.attrs["table"]
    wanted = np.concatenate([view.to_array("NORM") for view in seen])
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    vectors: Any = ops.asarray2f(table[places] * (keys[places] == wanted)[:, None])
    output: Any = ops.gemm(vectors, weights, trans2=True)  # type: ignore[arg-type]

    def backprop(d_output: Ragged) -> list[View]:
        gradient: Any = d_output.data
        model.inc_grad("W", ops.gemm(gradient, vectors, trans1=True))
        return []

    return Ragged(output, ops.asarray1i([len(view) for view in seen])), backprop
