"""Evidence: every field of a fact names the rule or entry it comes from, and the words."""

from __future__ import annotations

from typing import Any

import msgspec

from criteria_nlp.pipeline.layers import Relation
from criteria_nlp.pipeline.logic.findings import Findings
from criteria_nlp.schema import Evidence, Fact


def evidence(findings: Findings, role: str, source: str, start: int, end: int) -> Evidence:
    """The evidence a token range gives for one field of a fact."""
    return Evidence(role=role, source=source or role, **findings.place(start, end))


def with_evidence(
    findings: Findings, fact: Fact, relation: Relation, role: str, **changes: Any
) -> Fact:
    """The fact with changed fields, and with the relation they come from as evidence."""
    added = evidence(findings, role, relation.source, relation.start, relation.end)
    return msgspec.structs.replace(fact, evidence=(*fact.evidence, added), **changes)
