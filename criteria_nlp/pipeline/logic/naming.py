"""Concepts: what a fact is about, by the words of its mention and of the cues around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from criteria_nlp.pipeline.layers import Assertion, Mention
from criteria_nlp.pipeline.logic.evidence import evidence
from criteria_nlp.pipeline.logic.findings import Findings
from criteria_nlp.schema import Concept, Fact, Include

Span = tuple[int, int]

# The field of a fact that a cue of a category sets.
_FIELDS = {
    "current": "temporality",
    "history": "temporality",
    "planned": "temporality",
    "failure": "temporality",
    "confirmed": "certainty",
    "suspected": "certainty",
    "family": "experiencer",
    "partner": "experiencer",
}


def plain_fact(
    findings: Findings,
    i: int,
    domain: str | None,
    includes: Sequence[int],
    qualifiers: Sequence[Span],
) -> Fact:
    """The fact of a mention with what its cues say, but without values; `domain` if it is known."""
    mention = findings.mentions[i]
    cues = sorted(findings.cues(i), key=lambda cue: cue.start)
    shown = [evidence(findings, "concept", mention.source, mention.start, mention.end)]
    found: dict[str, Any] = {}
    for cue in cues:
        field = _FIELDS.get(cue.category)
        if field is not None:
            found[field] = "history" if cue.category == "failure" else cue.category
            shown.append(evidence(findings, field, cue.source, cue.start, cue.end))
    modifiers = [*_modifiers(findings, i, cues), *qualifiers]
    concept = _concept(
        findings,
        i,
        domain,
        cues,
        modifiers=tuple(findings.quote(start, end) for start, end in modifiers),
        includes=tuple(included(findings, j) for j in includes),
    )
    return Fact(concept=concept, evidence=tuple(shown), **found)


def included(findings: Findings, i: int) -> Include:
    """A mention as an example of another one's concept."""
    mention = findings.mentions[i]
    return Include(
        text=findings.quote(mention.start, mention.end),
        **findings.place(mention.start, mention.end),
    )


def _concept(
    findings: Findings,
    i: int,
    domain: str | None,
    cues: Sequence[Assertion],
    **described: Any,
) -> Concept:
    mention = findings.mentions[i]
    opener = next((c for c in reversed(cues) if c.category == "opener"), None)
    named: Any = "observation" if opener is not None else domain or mention.domain
    start = _beginning(findings, opener, mention)
    return Concept(
        text=findings.quote(start, mention.end),
        domain=named,
        name=mention.name if opener is None else None,
        **described,
        **findings.place(start, mention.end),
    )


def _modifiers(findings: Findings, i: int, cues: Sequence[Assertion]) -> list[Span]:
    leading = [(c.start, c.end) for c in cues if c.category in ("failure", "opener")]
    related = [(r.start, r.end) for r in findings.relations(i) if r.role == "modifier"]
    return [*leading, *findings.mentions[i].modifiers, *related]


def _beginning(findings: Findings, opener: Assertion | None, mention: Mention) -> int:
    """Where the concept begins: at its opener, if only small words stand between them."""
    if opener is None:
        return mention.start
    between = findings.words.keys[opener.end : mention.start]
    near = len(between) <= 5 and not {",", "or", "and"} & set(between)
    return opener.start if near else mention.start
