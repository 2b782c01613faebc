"""Silver labels: what a larger model finds in unannotated text, for a smaller one to learn from.

    python -m criteria_nlp.training.silver MODEL lines.txt OUT.spacy [--count 60000] [--seed 0]

Distillation as in Hinton et al. (2015), with hard labels: they need no change of the student's loss
and go through `spacy train` like any corpus.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import spacy
from rich.progress import track
from spacy.language import Language
from spacy.tokens import DocBin, SpanGroup

LONGEST = 400  # characters; longer lines are costly and rare
_AT_ONCE = 4096  # lines that are sorted by length, so that batches need little padding


def label(nlp: Language, lines: Iterable[str], *, key: str = "sc") -> DocBin:
    """The Docs of the lines as the tokenizer makes them, with the spans that `nlp` finds."""
    found = DocBin(store_user_data=True)
    for doc in nlp.pipe(lines):
        plain = nlp.make_doc(doc.text)
        spans = (
            plain.char_span(span.start_char, span.end_char, span.label_, alignment_mode="expand")
            for span in doc.spans[key]
        )
        plain.spans[key] = SpanGroup(plain, name=key, spans=[span for span in spans if span])
        found.add(plain)
    return found


def draw(lines: Sequence[str], count: int, seed: int = 0) -> list[str]:
    """`count` different lines that are not too long, in groups of like length."""
    usable = sorted({line for line in lines if len(line) <= LONGEST})
    drawn = random.Random(seed).sample(usable, min(count, len(usable)))
    groups = (drawn[i : i + _AT_ONCE] for i in range(0, len(drawn), _AT_ONCE))
    return [line for group in groups for line in sorted(group, key=len)]


def main(arguments: Sequence[str] | None = None) -> None:
    """Label lines of a file."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("model", type=Path)
    options.add_argument("lines", type=Path)
    options.add_argument("output", type=Path)
    options.add_argument("--count", type=int, default=60_000)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args(arguments)
    lines = draw(given.lines.read_text(encoding="utf-8").splitlines(), given.count, given.seed)
    label(spacy.load(given.model), track(lines, "silver")).to_disk(given.output)


if __name__ == "__main__":
    main()
