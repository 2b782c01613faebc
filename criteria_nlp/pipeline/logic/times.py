"""Times: the windows of a mention, given to every fact made of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

import msgspec

from criteria_nlp.pipeline.layers import Quantity, Relation
from criteria_nlp.pipeline.logic.combine import all_of, any_of
from criteria_nlp.pipeline.logic.evidence import with_evidence
from criteria_nlp.pipeline.logic.findings import Findings
from criteria_nlp.pipeline.logic.values import placed
from criteria_nlp.pipeline.regions import regions_of
from criteria_nlp.schema import AllOf, AnyOf, Expression, Fact, If, Window
from criteria_nlp.schema.intervals import TimeUnit

# How many words after the last window "…, whichever is shorter" may stand.
_NEAR = 20


def timed(findings: Findings, expression: Expression, relations: Sequence[Relation]) -> Expression:
    """The expression with its windows; two windows make two versions of it."""
    if not relations:
        return expression
    versions = [_within(findings, expression, relation) for relation in relations]
    if len(versions) == 1:
        return versions[0]
    keys, last = findings.words.keys, max(r.start for r in relations)
    if "shorter" in keys[last : last + _NEAR]:
        return all_of(versions)
    if len(versions) == 2 and _or_between(findings, min(r.end for r in relations), last):
        return any_of(versions)
    numbered = [n for n, relation in enumerate(relations) if _is_numbered(findings, relation)]
    if len(numbered) < 2:  # a window and a moment: the window tells more
        return versions[numbered[0] if numbered else 0]
    versions = [versions[n] for n in numbered]
    return any_of(versions)


def _or_between(findings: Findings, end: int, start: int) -> bool:
    """Whether "or" stands between two places, outside the brackets that open there."""
    depth = regions_of(findings.words, end, max(end, start)).depth
    return any(findings.words.keys[i] == "or" and not depth[i] for i in range(end, start))


def _is_numbered(findings: Findings, relation: Relation) -> bool:
    return relation.layer == "quantities" or findings.stretches[relation.index].quantity is not None


def _within(findings: Findings, expression: Expression, relation: Relation) -> Expression:
    """The expression with one window on each of its facts, but not on those of a guard."""
    if isinstance(expression, If):
        then = _within(findings, expression.then, relation)
        return msgspec.structs.replace(expression, then=then)
    if isinstance(expression, Fact):
        changes = _changes(findings, expression, relation)
        return with_evidence(findings, expression, relation, "window", **changes)
    args = tuple(_within(findings, arg, relation) for arg in getattr(expression, "args", ()))
    return msgspec.structs.replace(expression, args=args)


def _changes(findings: Findings, fact: Fact, relation: Relation) -> dict[str, Any]:
    """The window a relation gives to a fact, and the plan that its words may say."""
    if relation.layer == "quantities":
        return {"window": _plain_window(findings, findings.quantities[relation.index])}
    stretch = findings.stretches[relation.index]
    window = placed(findings, stretch.window or Window(), stretch.start, stretch.end)
    if stretch.planned and fact.temporality is None and fact.value is None:
        return {"window": window, "temporality": "planned"}
    return {"window": window}


def _plain_window(findings: Findings, quantity: Quantity) -> Window:
    """ "relapse <= 60 days": a time after an event, without a word of time, is a window."""
    unit: Any = quantity.unit
    return Window(
        low=quantity.low if quantity.explicit else None,
        low_inclusive=quantity.low_inclusive and quantity.explicit,
        high=quantity.high,
        high_inclusive=quantity.high_inclusive,
        unit=unit,
        which="last" if quantity.high is None else "any",
        **findings.place(quantity.start, quantity.end),
    )


def absent(node: Expression) -> Expression:
    """ "no therapy for 3 years": what is denied is the therapy within those years."""
    if isinstance(node, (AllOf, AnyOf)):
        return msgspec.structs.replace(node, args=tuple(absent(arg) for arg in node.args))
    if not isinstance(node, Fact) or (node.window is not None and node.window.high is not None):
        return node
    duration = node.duration
    if duration is None or duration.low is None or duration.high is not None:
        return node
    if duration.unit not in get_args(TimeUnit):
        return node  # cycles date nothing
    unit: Any = duration.unit
    window = msgspec.structs.replace(
        node.window or Window(),
        high=duration.low,
        high_inclusive=duration.low_inclusive,
        unit=unit,
        start=duration.start,
        end=duration.end,
    )
    return msgspec.structs.replace(node, duration=None, window=window)
