"""The torch side of the transformer: words to pieces, pieces to vectors, vectors to words.

Only imported where a pipeline has a transformer: it needs the extra `transformer`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import accumulate
from typing import Any, NamedTuple

import srsly
import torch
from safetensors.torch import load as load_weights
from safetensors.torch import save as save_weights
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModel

from criteria_nlp.pipeline.tagger.checkpoints import checkpoint

_AT_ONCE = 32  # texts in a batch
_TABLE, _SCALE = "embeddings.word_embeddings.weight", ".scale"
_MOST, _LEAST = 127, 1e-4  # of a byte, and of the greatest number of a row
_SLACK = 1.25  # how much longer than the shortest text of a batch the longest may be


class Batch(NamedTuple):
    """Texts of like length; all of shape (texts, pieces).

    The owner of a piece is the row of its word among all words of all texts, or -1.
    """

    ids: torch.Tensor
    attention: torch.Tensor
    owners: torch.Tensor


class PieceEncoder(torch.nn.Module):  # type: ignore[misc, unused-ignore]
    """An encoder with its tokenizer; words in, one vector a word out.

    The embeddings are not trained.
    """

    def __init__(self, network: Any, tokenizer: Tokenizer) -> None:
        super().__init__()
        self.network = network
        self.network.embeddings.requires_grad_(False)
        self.tokenizer = tokenizer
        self.tokenizer.enable_truncation(network.config.max_position_embeddings)
        self.tokenizer.no_padding()

    def batches(self, texts: Sequence[Sequence[str]]) -> list[Batch]:
        """What `forward` takes, of texts that are lists of words."""
        coded = self.tokenizer.encode_batch([list(words) for words in texts], is_pretokenized=True)
        firsts = [0, *accumulate(len(words) for words in texts)]
        owners = [
            [-1 if word is None else first + word for word in row.word_ids]
            for row, first in zip(coded, firsts, strict=False)
        ]
        made = []
        for group in _of_like_length([len(row) for row in coded]):
            width = max(len(coded[i]) for i in group)
            made.append(
                Batch(
                    self._matrix([coded[i].ids for i in group], width, self._padding),
                    self._matrix([coded[i].attention_mask for i in group], width, 0),
                    self._matrix([owners[i] for i in group], width, -1),
                )
            )
        return made

    @property
    def _padding(self) -> int:
        return int(self.network.config.pad_token_id or 0)

    def _matrix(self, rows: Sequence[Sequence[int]], width: int, filler: int) -> torch.Tensor:
        filled = [[*row, *[filler] * (width - len(row))] for row in rows]
        return torch.tensor(filled, device=self.network.device)

    def forward(self, batches: Sequence[Batch], count: int) -> torch.Tensor:
        """Vectors of shape (count, width); a word without pieces, or cut off, has zeros."""
        size = self.network.config.hidden_size
        sums = torch.zeros(count, size, device=self.network.device)
        sizes = torch.zeros(count, device=self.network.device)
        for batch in batches:
            output = self.network(input_ids=batch.ids, attention_mask=batch.attention)
            told = batch.owners >= 0
            rows = batch.owners[told]
            sums = sums.index_add(0, rows, output.last_hidden_state[told])
            sizes = sizes.index_add(0, rows, torch.ones_like(rows, dtype=sizes.dtype))
        return sums / sizes.clamp(min=1)[:, None]


def _of_like_length(lengths: Sequence[int]) -> list[list[int]]:
    """The numbers of the texts in groups, none much longer than the shortest of its group."""
    groups: list[list[int]] = []
    limit = 0.0
    for i in sorted(range(len(lengths)), key=lengths.__getitem__):
        if not groups or lengths[i] > limit or len(groups[-1]) == _AT_ONCE:
            groups.append([])
            limit = _SLACK * lengths[i] + 2
        groups[-1].append(i)
    return groups


def load_encoder(name: str, frozen_layers: int = 0) -> PieceEncoder:
    """The encoder of a folder or a name; raises `ModelError` where it is not there.

    The lowest layers are frozen as asked.
    """
    folder = checkpoint(name)
    network = AutoModel.from_pretrained(folder, use_safetensors=True, local_files_only=True)
    for layer in network.encoder.layer[:frozen_layers]:
        layer.requires_grad_(False)
    return PieceEncoder(network, Tokenizer.from_file(str(folder / "tokenizer.json")))


def _packed(name: str, weights: torch.Tensor) -> dict[str, torch.Tensor]:
    """Weights in half precision; the table of pieces, which is not trained, a byte a number."""
    if name != _TABLE:
        return {name: weights.half().contiguous()}
    scale = weights.abs().amax(dim=1, keepdim=True).clamp(min=_LEAST) / _MOST
    return {name: (weights / scale).round().to(torch.int8), name + _SCALE: scale.half()}


def _unpacked(stored: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """The weights that `_packed` made smaller."""
    scale = stored.pop(_TABLE + _SCALE, None)
    weights = {name: value.float() for name, value in stored.items()}
    if scale is not None:
        weights[_TABLE] *= scale.float()
    return weights


def dump(encoder: PieceEncoder | None) -> bytes:
    """The encoder as bytes: settings, word pieces, and weights in half precision or less."""
    if encoder is None:
        return b""
    weights: dict[str, torch.Tensor] = {}
    for name, value in encoder.network.state_dict().items():
        if value.is_floating_point():
            weights.update(_packed(name, value.detach().cpu()))
    # A stored model names no folder of the machine that it was made on.
    settings = {**encoder.network.config.to_dict(), "_name_or_path": ""}
    parts = {
        "config": json.dumps(settings),
        "tokenizer": encoder.tokenizer.to_str(),
        "weights": save_weights(weights),
    }
    return bytes(srsly.msgpack_dumps(parts))


def restore(_: Any, data: bytes, device: torch.device) -> PieceEncoder | None:
    """The encoder that `dump` wrote."""
    if not data:
        return None
    parts = srsly.msgpack_loads(data)
    settings = AutoConfig.for_model(**json.loads(parts["config"]))
    network = AutoModel.from_config(settings)  # type: ignore[no-untyped-call, unused-ignore]
    network.load_state_dict(_unpacked(load_weights(parts["weights"])), strict=False)
    encoder = PieceEncoder(network, Tokenizer.from_str(parts["tokenizer"]))
    return encoder.to(device).eval()
