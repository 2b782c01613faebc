"""Word vectors of criteria text, for the small model.

    python -m criteria_nlp.training.vectors lines.txt OUT.npz [--width 64] [--words 20000]

Skip-gram vectors with subwords (Bojanowski et al. 2017), trained by `floret` (extra `train`) on the
tokens of our tokenizer, lower-cased; OUT.npz has the `words`, the most frequent first, and their
`table` in half precision. One thread, so that the same text gives the same vectors.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from criteria_nlp.errors import MissingExtraError
from criteria_nlp.training.docbins import document_maker

RAREST = 10  # occurrences of a word that gets a vector


class Table(NamedTuple):
    """Words, by their norm, and their vectors of shape (words, width)."""

    words: list[str]
    vectors: NDArray[np.float16]


def build_vectors(
    lines: Iterable[str], *, width: int = 64, words: int = 20_000, epochs: int = 5
) -> Table:
    """The vectors of the `words` most frequent words."""
    nlp = document_maker()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tokens.txt"
        with path.open("w", encoding="utf-8") as file:
            for doc in map(nlp.make_doc, lines):
                file.write(" ".join(token.norm_ for token in doc if not token.is_space) + "\n")
        learned = _learn(path, width, epochs)
    kept = learned.words[:words]
    return Table(kept, np.array([learned.get_word_vector(word) for word in kept], dtype=np.float16))


def _learn(path: Path, width: int, epochs: int) -> Any:
    try:
        import floret
    except ImportError:
        raise MissingExtraError("floret", "train") from None
    return floret.train_unsupervised(
        str(path),
        model="skipgram",
        dim=width,
        epoch=epochs,
        minCount=RAREST,
        minn=3,
        maxn=6,
        bucket=200_000,
        thread=1,
        verbose=0,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the vectors of a text file."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("lines", type=Path, nargs="+")
    options.add_argument("output", type=Path)
    options.add_argument("--width", type=int, default=64)
    options.add_argument("--words", type=int, default=20_000)
    options.add_argument("--epochs", type=int, default=5)
    given = options.parse_args(arguments)
    lines = [line for path in given.lines for line in path.read_text(encoding="utf-8").splitlines()]
    table = build_vectors(
        track(lines, "tokens"), width=given.width, words=given.words, epochs=given.epochs
    )
    np.savez_compressed(given.output, words=np.array(table.words), table=table.vectors)


if __name__ == "__main__":
    main()
