"""Criteria: an item and what it turned into, its status, its confidence and its normal form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec import UNSET

from criteria_nlp.pipeline.layers import OPERATORS, Words, token_range
from criteria_nlp.pipeline.layout import Item
from criteria_nlp.pipeline.logic.confidence import Evidence, confidence
from criteria_nlp.pipeline.logic.findings import Findings
from criteria_nlp.schema import Criterion, Expression, Warning, facts, unresolved


class ReadItem(NamedTuple):
    """What an item turned into; `uncertain` counts the concepts that were only guessed."""

    expression: Expression
    restated: bool
    uncertain: int
    warnings: tuple[Warning, ...]


def criterion(findings: Findings, items: Sequence[Item], i: int, read: ReadItem) -> Criterion:
    """The criterion of item `i`."""
    item = items[i]
    found = evidence(read)
    left = found.unknown + found.open
    status: Any = "computable" if not left else "partial" if found.facts else "non_computable"
    return Criterion(
        id=_id(items, i),
        parent=None if item.parent is None else _id(items, item.parent),
        kind=item.kind,
        kind_source=item.kind_source,
        kind_confidence=round(item.kind_confidence, 3),
        start=item.start,
        end=item.end,
        text=findings.text[item.start : item.end],
        normalized_text=_normalized(findings.words, item.body_start, item.end),
        status=status,
        expression=read.expression,
        confidence=confidence(found),
        warnings=tuple(dict.fromkeys(read.warnings)),
        restated=read.restated or UNSET,
    )


def _id(items: Sequence[Item], i: int) -> str:
    """I1, I2, E3: the letter of its kind and its number in the text."""
    return f"{items[i].kind[0].upper()}{i + 1}"


def _normalized(words: Words, start: int, end: int) -> str:
    """Words between two characters, comparators as symbols, blanks as single spaces."""
    first, stop = token_range(words, start, end)
    texts, norms = words.texts[first:stop], words.norms[first:stop]
    normalized: list[str] = []
    at = -1  # where the word before ends; a blank ends nowhere
    for text, norm, begins, ends in zip(
        texts, norms, words.starts[first:stop], words.ends[first:stop], strict=True
    ):
        if text.isspace():
            at = -1
            continue
        if at != begins:
            normalized.append(" ")
        normalized.append(norm if norm in OPERATORS or text[0].isdigit() else text)
        at = ends
    return "".join(normalized).strip()


def evidence(read: ReadItem) -> Evidence:
    """What speaks against what an item turned into."""
    left = unresolved(read.expression)
    unknown = sum(piece.reason == "unknown_concept" for piece in left)
    return Evidence(
        facts=len(facts(read.expression)),
        guessed=read.uncertain,
        unknown=unknown,
        open=len(left) - unknown,
        warnings=len(read.warnings),
    )
