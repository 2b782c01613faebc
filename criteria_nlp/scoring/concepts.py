"""The concepts of an expression, strictly (same offsets and domain) and relaxed (overlap)."""

from __future__ import annotations

from criteria_nlp.schema import Expression, facts
from criteria_nlp.scoring.mentions import Mention


def concept_mentions(node: Expression) -> list[Mention]:
    """The places of concepts with their domain, each once: two windows on one are one concept."""
    concepts = (fact.concept for fact in facts(node))
    places = {
        (c.start, c.end, c.domain) for c in concepts if c.start is not None and c.end is not None
    }
    return [(domain, ((start, end),)) for start, end, domain in sorted(places)]
