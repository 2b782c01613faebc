"""Every corpus that a model can be trained on: annotated files of others, and gold logic of ours.

Of a logical form the mentions are the concepts and their examples, labelled with the domain, and
the unresolved pieces, labelled "unresolved:" and the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast, get_args

from criteria_nlp.errors import InputError
from criteria_nlp.readers.annotated import AnnotatedText, Mention, read_annotated, read_split
from criteria_nlp.schema import Concept, Include, Unresolved, facts, unresolved
from criteria_nlp.scoring.corpus import Split, load_corpus
from criteria_nlp.scoring.gold import GoldItem, read_gold


def read_corpus(
    path: str | Path, format: str | None = None, split: str | None = None
) -> Iterator[AnnotatedText]:
    """The annotated texts of a corpus; only those of `split`, if given.

    To the formats of `read_annotated` come "criteria", a corpus folder of ours, which is told by
    its folder `annotation`, and "gold", JSON Lines of logical forms, which has to be named. A gold
    file has no splits. Raises `InputError` with file and place of what is wrong.
    """
    if format == "criteria" or (format is None and Path(path, "annotation").is_dir()):
        if split not in (None, *get_args(Split)):
            raise InputError(f"has no split {split!r}: {', '.join(get_args(Split))}", str(path))
        return map(gold_mentions, load_corpus(path, cast("Split | None", split)))
    if format == "gold":
        if split is not None:
            raise InputError("a file of criteria has no splits", str(path))
        return map(gold_mentions, read_gold(path))
    return read_annotated(path, format) if split is None else read_split(Path(path), split, format)


def gold_mentions(item: GoldItem) -> AnnotatedText:
    """The places of a logical form; the same place under the same label is one mention."""
    mentions = dict.fromkeys(_mentions(item))
    return AnnotatedText(
        id=item.id,
        trial_id=item.trial,
        kind=item.kind_gold,
        text=item.text,
        mentions=tuple(sorted(mentions, key=lambda mention: mention.spans)),
    )


def _mentions(item: GoldItem) -> Iterator[Mention]:
    for fact in facts(item.expression):
        yield from _placed(fact.concept.domain, (fact.concept, *fact.concept.includes))
    for piece in unresolved(item.expression):
        yield from _placed(f"unresolved:{piece.reason}", (piece,))


def _placed(label: str, pieces: Iterable[Concept | Include | Unresolved]) -> Iterator[Mention]:
    for piece in pieces:
        # A gold file may quote an example without saying where it stands.
        if piece.start is not None and piece.end is not None:
            yield Mention(label, ((piece.start, piece.end),))
