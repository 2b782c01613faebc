"""The verbs: spaCy components, one module a stage, and the one place that knows their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

# Characters of one text. spaCy's own limit, a million, is for the memory of parsers we do not have.
LONGEST_TEXT = 100_000_000
COMPONENTS = (
    "criteria_sectionizer",
    "criteria_normalizer",
    "criteria_concepts",
    "criteria_quantities",
    "criteria_windows",
    "criteria_context",
    "criteria_relations",
    "criteria_logic",
)


def build(components: Sequence[str] = COMPONENTS) -> Language:
    """A blank English `Language` with our tokenizer and components, by default all of them."""
    import spacy

    from criteria_nlp.pipeline import (  # noqa: F401  (importing registers the factories)
        concepts,
        context,
        normalizer,
        quantities,
        relations,
        sections,
        windows,
    )
    from criteria_nlp.pipeline.logic import component  # noqa: F401
    from criteria_nlp.pipeline.tokenizer import create_tokenizer  # noqa: F401

    nlp = spacy.blank(
        "en", config={"nlp": {"tokenizer": {"@tokenizers": "criteria_nlp.Tokenizer.v1"}}}
    )
    nlp.max_length = LONGEST_TEXT
    for name in components:
        nlp.add_pipe(name)
    return nlp
