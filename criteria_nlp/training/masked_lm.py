"""Adapt a BERT-like encoder to criteria by guessing masked words (Devlin et al. 2019).

    python -m criteria_nlp.training.masked_lm ENCODER lines.txt OUT [--steps N] [--seed N]

ENCODER is a folder with `config.json`, a tokenizer and `model.safetensors`, or a name that
`transformers` has in its cache; OUT gets the same files. Whole words are masked, 15 % of them, as a
word's own pieces give it away; 80 % of their pieces become the mask, 10 % a random piece, 10 %
stay. The embeddings stay as they are: on a CPU their update costs more than the layers'. The same
seed, data and steps give the same weights on the same machine.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from rich.progress import track
from transformers import AutoModelForMaskedLM, AutoTokenizer

from criteria_nlp.pipeline.tagger.checkpoints import checkpoint

LONGEST = 96  # pieces of one line
BUDGET = 1536  # pieces of one batch, padding counted
MASKED_SHARE = 0.15
PEAK_RATE = 3e-4
WARMUP_SHARE = 0.06
_IGNORED = -100
_REPORT_EVERY = 50


class Batch(NamedTuple):
    """Pieces of lines of like length, and what was masked: `labels` is -100 elsewhere.

    All are of shape (lines, pieces).
    """

    pieces: torch.Tensor
    attention: torch.Tensor
    labels: torch.Tensor


def batches(
    lines: Sequence[str], tokenizer: Any, steps: int, drawn: random.Random
) -> Iterator[Batch]:
    """`steps` batches of random lines, those of like length together."""
    budget_lines = 64 * max(1, BUDGET // 64)
    made = 0
    while made < steps:
        pool = sorted(_encoded(drawn.choices(lines, k=budget_lines), tokenizer), key=_length)
        groups = list(_groups(pool))
        drawn.shuffle(groups)
        for group in groups[: steps - made]:
            yield _masked(group, tokenizer, drawn)
            made += 1


def _encoded(lines: Sequence[str], tokenizer: Any) -> list[tuple[list[int], list[int | None]]]:
    """The pieces of each line, and the number of the word that each piece is of."""
    coded = tokenizer(list(lines), truncation=True, max_length=LONGEST)
    return [(coded["input_ids"][i], coded.word_ids(i)) for i in range(len(lines))]


def _length(row: tuple[list[int], list[int | None]]) -> int:
    return len(row[0])


def _groups(
    rows: Sequence[tuple[list[int], list[int | None]]],
) -> Iterator[list[tuple[list[int], list[int | None]]]]:
    group: list[tuple[list[int], list[int | None]]] = []
    for row in rows:
        if group and (len(group) + 1) * len(row[0]) > BUDGET:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _masked(
    rows: Sequence[tuple[list[int], list[int | None]]], tokenizer: Any, drawn: random.Random
) -> Batch:
    width = max(len(pieces) for pieces, _ in rows)
    pieces = torch.full((len(rows), width), tokenizer.pad_token_id)
    labels = torch.full((len(rows), width), _IGNORED)
    for i, (row, words) in enumerate(rows):
        pieces[i, : len(row)] = torch.tensor(row)
        for place in _places(words, drawn):
            labels[i, place] = row[place]
            pieces[i, place] = _instead(row[place], tokenizer, drawn)
    return Batch(pieces, (pieces != tokenizer.pad_token_id).long(), labels)


def _places(words: Sequence[int | None], drawn: random.Random) -> list[int]:
    """The pieces of the words to mask, of at least one word."""
    all_words = sorted({word for word in words if word is not None})
    if not all_words:
        return []
    count = max(1, round(len(all_words) * MASKED_SHARE))
    chosen = set(drawn.sample(all_words, count))
    return [place for place, word in enumerate(words) if word in chosen]


def _instead(piece: int, tokenizer: Any, drawn: random.Random) -> int:
    lot = drawn.random()
    if lot < 0.8:
        return int(tokenizer.mask_token_id)
    return drawn.randrange(len(tokenizer)) if lot < 0.9 else piece


def loss_of(model: Any, batch: Batch) -> torch.Tensor:
    """The mean cross entropy of the masked pieces; only they go through the large output layer."""
    hidden = model.base_model(batch.pieces, attention_mask=batch.attention).last_hidden_state
    at = batch.labels != _IGNORED
    return torch.nn.functional.cross_entropy(model.cls(hidden[at]), batch.labels[at])


def adapt(
    encoder: str, lines: Sequence[str], output: Path, *, steps: int, seed: int = 0
) -> list[float]:
    """Write the adapted encoder to `output`; the mean loss of every 50 steps.

    Raises `ModelError` where there is no such encoder.
    """
    source = checkpoint(encoder)
    torch.manual_seed(seed)
    tokenizer = AutoTokenizer.from_pretrained(source)
    model = AutoModelForMaskedLM.from_pretrained(source, use_safetensors=True)
    model.base_model.embeddings.requires_grad_(False)
    losses = _train(model, batches(lines, tokenizer, steps, random.Random(seed)), steps)
    model.base_model.save_pretrained(output)
    tokenizer.save_pretrained(output)
    return losses


def _train(model: Any, parts: Iterator[Batch], steps: int) -> list[float]:
    learned = [weights for weights in model.parameters() if weights.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=PEAK_RATE, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, PEAK_RATE, steps, pct_start=WARMUP_SHARE, anneal_strategy="linear"
    )
    model.train()
    losses: list[float] = []
    for batch in track(parts, "masked words", total=steps):
        loss = loss_of(model, batch)
        loss.backward()  # type: ignore[no-untyped-call, unused-ignore]
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        rate.step()
        optimizer.zero_grad()
        losses.append(float(loss.detach()))
        if len(losses) % _REPORT_EVERY == 0:
            print(f"{len(losses)}\t{sum(losses[-_REPORT_EVERY:]) / _REPORT_EVERY:.4f}", flush=True)
    return losses


def main(arguments: Sequence[str] | None = None) -> None:
    """Adapt an encoder to the lines of a file."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("encoder")
    options.add_argument("lines", type=Path)
    options.add_argument("output", type=Path)
    options.add_argument("--steps", type=int, default=2000)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args(arguments)
    lines = sorted(set(given.lines.read_text(encoding="utf-8").splitlines()))
    adapt(given.encoder, lines, given.output, steps=given.steps, seed=given.seed)


if __name__ == "__main__":
    main()
