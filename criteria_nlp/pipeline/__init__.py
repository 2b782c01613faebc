"""The verbs: spaCy components, one module a stage, and the one place that knows their order."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from criteria_nlp.pipeline.models import model_path

if TYPE_CHECKING:
    from spacy.language import Language

# Characters of one text. spaCy's own limit, a million, is for the memory of parsers we do not have.
LONGEST_TEXT = 100_000_000
COMPONENTS = (
    "criteria_sectionizer",
    "criteria_normalizer",
    "criteria_tagger",
    "criteria_concepts",
    "criteria_quantities",
    "criteria_windows",
    "criteria_context",
    "criteria_relations",
    "criteria_logic",
)


RULES = tuple(name for name in COMPONENTS if name != "criteria_tagger")


@contextmanager
def _uncollected() -> Iterator[None]:
    """While a pipeline is made: a hundred thousand objects that stay, and none to collect."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@_uncollected()
def build(components: Sequence[str] = RULES, model: str | Path | None = None) -> Language:
    """An English `Language` with our tokenizer and components, by default all that need no model.

    With the name or the folder of a trained model, its components are among them. Raises
    `ModelError` where there is no such model.
    """
    import spacy

    from criteria_nlp.pipeline import (  # noqa: F401  (importing registers the factories)
        concepts,
        context,
        normalizer,
        quantities,
        relations,
        sections,
        tagger,
        windows,
    )
    from criteria_nlp.pipeline.logic import component  # noqa: F401
    from criteria_nlp.pipeline.tokenizer import create_tokenizer  # noqa: F401

    if model is None:
        tokenizer = {"@tokenizers": "criteria_nlp.Tokenizer.v1"}
        nlp = spacy.blank("en", config={"nlp": {"tokenizer": tokenizer}})
    else:
        nlp = spacy.load(model_path(model))
    return complete(nlp, components)


def complete(nlp: Language, components: Sequence[str] = COMPONENTS) -> Language:
    """Put the components that a pipeline lacks at their places; returns the pipeline."""
    nlp.max_length = LONGEST_TEXT
    before: str | None = None
    for name in components:
        if name not in nlp.pipe_names:
            nlp.add_pipe(name, **({"first": True} if before is None else {"after": before}))
        before = name
    return nlp
