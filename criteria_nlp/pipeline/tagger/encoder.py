"""A transformer in the place of any `tok2vec`: each token is the mean of its word pieces.

The weights live in the pipeline: `spacy train` reads them once, from a folder or from the cache of
`transformers`, and a saved pipeline is whole without either. It keeps them as safetensors in half
precision, beside the table of word pieces and the settings of the encoder.
"""

# No `from __future__ import annotations`: a config's checks need the types themselves.
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.util import registry
from thinc.api import ArgsKwargs, Model, PyTorchShim, torch2xp, xp2torch
from thinc.optimizers import Optimizer
from thinc.types import Floats2d
from thinc.util import get_torch_default_device

from criteria_nlp.errors import MissingExtraError, ModelError
from criteria_nlp.pipeline.layers import OPERATORS
from criteria_nlp.pipeline.tagger.views import View

if TYPE_CHECKING:
    from criteria_nlp.pipeline.tagger.pieces import PieceEncoder


@registry.architectures("criteria_nlp.TransformerTok2Vec.v1")  # type: ignore[untyped-decorator]
def build_encoder(
    name: str | None = None, frozen_layers: int = 0, rate: float = 0.1
) -> Model[list[View], list[Floats2d]]:
    """Vectors of shape (tokens, width) of each view; `name` is a folder or a name on the hub.

    The embeddings and the lowest `frozen_layers` are not trained, the others with `rate` times the
    learning rate of the optimizer, which suits the new layers above them.
    """
    try:
        shim = EncoderShim(rate)
    except ImportError as error:
        raise MissingExtraError(error.name or "torch", "transformer") from None
    attributes = {"name": name, "frozen_layers": frozen_layers}
    return Model("transformer_tok2vec", _forward, init=_init, attrs=attributes, shims=[shim])


class EncoderShim(PyTorchShim):
    """The encoder between thinc and torch; empty until it is initialized or read."""

    def __init__(self, rate: float) -> None:
        from criteria_nlp.pipeline.tagger.pieces import dump, restore

        super().__init__(None, serialize_model=dump, deserialize_model=restore)
        self.rate = rate

    @property
    def encoder(self) -> "PieceEncoder":
        """The module; raises `ValueError` where it has no weights yet."""
        if self._model is None:
            raise ValueError(
                "the transformer has no weights: initialize or load the pipeline first"
            )
        module: PieceEncoder = self._model
        return module

    def fill(self, encoder: "PieceEncoder") -> None:
        """Take an encoder as the one to train."""
        self._model = encoder.to(get_torch_default_device())

    def finish_update(self, optimizer: Optimizer) -> None:
        """One step of the optimizer for every weight that was trained."""
        for name, weights in self.encoder.named_parameters():
            if weights.grad is None:
                continue
            arrays: list[Any] = [torch2xp(weights.data), torch2xp(weights.grad)]
            values, _ = optimizer((self.id, name), *arrays, lr_scale=self.rate)
            weights.data = xp2torch(values, device=weights.device)
            weights.grad = None


def _init(model: Model[list[View], list[Floats2d]], X: Any = None, Y: Any = None) -> None:
    from criteria_nlp.pipeline.tagger.pieces import load_encoder

    shim: Any = model.shims[0]
    if shim._model is None:
        name = model.attrs["name"]
        if name is None:
            raise ModelError("the config names no encoder: give its folder with --paths.encoder")
        shim.fill(load_encoder(name, model.attrs["frozen_layers"]))
        # A stored model names no folder of the machine that it was made on.
        model.attrs["name"] = None


def _forward(
    model: Model[list[View], list[Floats2d]], seen: list[View], is_train: bool
) -> tuple[list[Floats2d], Callable[[list[Floats2d]], list[View]]]:
    shim: Any = model.shims[0]
    ends = np.cumsum([len(view) for view in seen])
    batches = shim.encoder.batches([_words(view) for view in seen])
    output, backprop_torch = shim(ArgsKwargs(args=(batches, int(ends[-1])), kwargs={}), is_train)
    vectors = model.ops.xp.split(torch2xp(output), ends[:-1])

    def backprop(d_vectors: list[Floats2d]) -> list[View]:
        gradient = xp2torch(model.ops.xp.concatenate(d_vectors), device=shim.device)
        backprop_torch(ArgsKwargs(args=((output,),), kwargs={"grad_tensors": (gradient,)}))
        return []

    return vectors, backprop


def _words(view: View) -> list[str]:
    """The tokens as the encoder shall read them: comparators as signs, however they are written."""
    tokens = view.doc[view.start : view.end]
    return [token.norm_ if token.norm_ in OPERATORS else token.text for token in tokens]
