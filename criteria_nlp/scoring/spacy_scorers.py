"""Scorers for spaCy's own training and `spacy evaluate`: entities or spans, strict and relaxed.

    [components.ner.scorer]
    @scorers = "criteria_nlp.entities_scorer.v1"

    [components.spancat.scorer]
    @scorers = "criteria_nlp.spans_scorer.v1"
    spans_key = "sc"

Beside the keys that spaCy has itself (`ents_p`, `ents_r`, `ents_f`, `ents_per_type`; `spans_sc_p`
and so on) stand the relaxed ones: `ents_relaxed_f`, `spans_sc_relaxed_per_type`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import registry

from criteria_nlp.scoring.counts import Counts, added
from criteria_nlp.scoring.mentions import Mention, relaxed_mentions, strict_mentions

Scorer = Callable[..., dict[str, Any]]
ByLabel = dict[str, Counts]


@registry.scorers("criteria_nlp.entities_scorer.v1")  # type: ignore[untyped-decorator]
def create_entities_scorer() -> Scorer:
    """A scorer of `doc.ents`."""
    return _score_entities


@registry.scorers("criteria_nlp.spans_scorer.v1")  # type: ignore[untyped-decorator]
def create_spans_scorer(spans_key: str = "sc") -> Scorer:
    """A scorer of `doc.spans[spans_key]`, which may overlap."""
    return partial(_score_spans, spans_key)


# Functions of the module, as a pipeline with its scorers must survive pickling.
def _score_entities(examples: Iterable[Example], **_: Any) -> dict[str, Any]:
    known = [eg for eg in examples if eg.reference.has_annotation("ENT_IOB")]
    return _scores(known, "ents", lambda doc: doc.ents)


def _score_spans(_key: str, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
    known = [eg for eg in examples if _key in eg.reference.spans]
    return _scores(known, f"spans_{_key}", lambda doc: doc.spans.get(_key, ()))


def _scores(
    examples: list[Example], name: str, spans: Callable[[Doc], Iterable[Span]]
) -> dict[str, Any]:
    """Both scores of all examples; None for each where no example is annotated, as spaCy has it."""
    strict: dict[str, list[Counts]] = defaultdict(list)
    relaxed: dict[str, list[Counts]] = defaultdict(list)
    for eg in examples:
        gold, predicted = _mentions(spans(eg.reference)), _mentions(spans(eg.predicted))
        for total, counts in (
            (strict, strict_mentions(gold, predicted)),
            (relaxed, relaxed_mentions(gold, predicted)),
        ):
            for label, part in counts.items():
                total[label].append(part)
    return {**_keys(name, strict, examples), **_keys(f"{name}_relaxed", relaxed, examples)}


def _mentions(spans: Iterable[Span]) -> list[Mention]:
    return [(span.label_, ((span.start_char, span.end_char),)) for span in spans]


def _keys(name: str, parts: dict[str, list[Counts]], known: list[Example]) -> dict[str, Any]:
    if not known:
        return dict.fromkeys((f"{name}_p", f"{name}_r", f"{name}_f", f"{name}_per_type"))
    labels = {label: added(counts) for label, counts in sorted(parts.items())}
    whole = _prf(added(labels.values()))
    per_type = {label: _prf(counts) for label, counts in labels.items()}
    return {**{f"{name}_{part}": whole[part] for part in "prf"}, f"{name}_per_type": per_type}


def _prf(counts: Counts) -> dict[str, float]:
    return {"p": counts.precision, "r": counts.recall, "f": counts.f1}
