"""Mentions and relations of a text against annotated ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from criteria_nlp.harness.judgements import Judgement, Note, marks
from criteria_nlp.readers.annotated import AnnotatedText
from criteria_nlp.scoring import (
    Answer,
    Mention,
    Relation,
    Tally,
    relaxed_mentions,
    relaxed_relations,
    strict_mentions,
    strict_relations,
)
from criteria_nlp.scoring.relations import Link, links


class Findings(NamedTuple):
    """What was found in one text; `scores` are how sure each mention is, where that is known.

    `relations` is None where none are looked for.
    """

    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] | None = None
    scores: tuple[float, ...] | None = None


def annotated(text: AnnotatedText, with_relations: bool) -> Findings:
    """The annotation of a text as findings."""
    mentions = tuple((mention.label, mention.spans) for mention in text.mentions)
    relations = tuple((relation.label, relation.members) for relation in text.relations)
    return Findings(mentions, relations if with_relations else None)


def judge_text(text: AnnotatedText, found: Findings) -> Judgement:
    """The judgement of one annotated text; its relations count if any were looked for."""
    gold = annotated(text, found.relations is not None)
    return Judgement(
        id=text.id,
        group=text.trial_id or text.id,
        text=text.text,
        tally=_tally(gold, found),
        answers=tuple(_answers(gold, found)),
        marks=marks(gold.mentions, found.mentions),
        notes=tuple(_notes(text.text, gold, found)),
    )


def _tally(gold: Findings, found: Findings) -> Tally:
    tally = {
        "entity_strict": strict_mentions(gold.mentions, found.mentions),
        "entity_relaxed": relaxed_mentions(gold.mentions, found.mentions),
    }
    if gold.relations is not None and found.relations is not None:
        sides = (gold.relations, gold.mentions, found.relations, found.mentions)
        tally["relation_strict"] = strict_relations(*sides)
        tally["relation_relaxed"] = relaxed_relations(*sides)
    return tally


def _answers(gold: Findings, found: Findings) -> Iterator[tuple[str, Answer]]:
    wanted = set(gold.mentions)
    for mention, score in zip(found.mentions, found.scores or (), strict=False):
        yield "mention", Answer(score, mention in wanted)


def _notes(text: str, gold: Findings, found: Findings) -> Iterator[Note]:
    """The relations that only one side has, with the words of their ends."""
    wanted = _quoted(text, gold.mentions, links(gold.relations or ()))
    told = _quoted(text, found.mentions, links(found.relations or ()))
    for name, relations in (("missed", wanted - told), ("invented", told - wanted)):
        for _, words in sorted(relations):
            yield Note(name, words)


def _quoted(
    text: str, mentions: tuple[Mention, ...], relations: Iterable[Link]
) -> set[tuple[tuple[Mention, Mention], str]]:
    """Each link by its ends and as words; which end comes first is the link's own order."""
    quoted = set()
    for label, head, tail in relations:
        ends = mentions[head], mentions[tail]
        one, other = (" ".join(text[a:b] for a, b in spans) for _, spans in ends)
        quoted.add((ends, f"{label}: {one} → {other}"))
    return quoted
