"""A record as rows of the tables of `tables.toml`; a column that is not in a row is null."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from criteria_nlp.exports.trees import Place, places
from criteria_nlp.schema import (
    AtLeast,
    Category,
    Criterion,
    Fact,
    Interval,
    Record,
    Unresolved,
    Warning,
    Window,
    to_notation,
)

Row = dict[str, Any]

_BOUNDS = ("low", "low_inclusive", "high", "high_inclusive", "unit")
_REGISTRY_FIELDS = ("minimum_age", "maximum_age", "sex", "healthy_volunteers")


def rows(number: int, record: Record) -> Iterator[tuple[str, Row]]:
    """Each row of a record with the name of its table; `number` is the key `record`."""
    key = {"record": number, "trial_id": record.trial_id}
    yield "trials", {**key, **trial_row(record)}
    for criterion in record.criteria:
        key_of_criterion = {**key, "criterion": criterion.id}
        yield "criteria", {**key_of_criterion, **criterion_row(criterion)}
        for table, row in node_rows(criterion):
            yield table, {**key_of_criterion, **row}


def trial_row(record: Record) -> Row:
    """The row of `trials` without its key."""
    return {
        "id": record.id,
        **{name: record.source.get(name) for name in ("path", "format", "place")},
        **{name: getattr(record.demographics, name, None) for name in _REGISTRY_FIELDS},
        "headings": [heading.text for heading in record.headings],
        "residual": [piece.text for piece in record.residual],
        "warnings": _codes(record.warnings),
    }


def criterion_row(criterion: Criterion) -> Row:
    """The row of `criteria` without its key."""
    return {
        "parent": criterion.parent,
        "kind": criterion.kind,
        "kind_source": criterion.kind_source,
        "kind_confidence": criterion.kind_confidence,
        "status": criterion.status,
        "text": criterion.text,
        "start_char": criterion.start,
        "end_char": criterion.end,
        "normalized_text": criterion.normalized_text,
        "notation": to_notation(criterion.expression),
        "confidence": criterion.confidence,
        "restated": criterion.restated is True,
        "warnings": _codes(criterion.warnings),
    }


def node_rows(criterion: Criterion) -> Iterator[tuple[str, Row]]:
    """The rows of `expressions`, `facts` and `unresolved` of a criterion, without their keys."""
    for place in places(criterion.expression):
        node = place.expression
        yield "expressions", _expression_row(place)
        key = {"node": place.node, "kind": criterion.kind}
        if isinstance(node, Fact):
            yield "facts", {**key, **place.reach._asdict(), **_fact_row(node)}
        elif isinstance(node, Unresolved):
            yield "unresolved", {**key, **_unresolved_row(node)}


def _expression_row(place: Place) -> Row:
    node = place.expression
    return {
        "node": place.node,
        "parent": place.parent,
        "role": place.role or None,
        "op": node.__struct_config__.tag,
        "n": node.n if isinstance(node, AtLeast) else None,
    }


def _unresolved_row(piece: Unresolved) -> Row:
    return {
        "reason": piece.reason,
        "text": piece.text,
        "start_char": piece.start,
        "end_char": piece.end,
    }


def _fact_row(fact: Fact) -> Row:
    concept, value, window = fact.concept, fact.value, fact.window
    return {
        "domain": concept.domain,
        "concept": concept.text,
        "name": concept.name,
        "start_char": concept.start,
        "end_char": concept.end,
        "modifiers": list(concept.modifiers),
        "includes": [include.text for include in concept.includes],
        **(_bounds("value", value) if isinstance(value, Interval) else {}),
        "value_reference": value.reference if isinstance(value, Interval) else None,
        "value_categories": list(value.names) if isinstance(value, Category) else None,
        "change": fact.change,
        **_bounds("count", fact.count),
        **_bounds("window", window),
        **({f"window_{n}": getattr(window, n, None) for n in ("direction", "anchor", "which")}),
        **_bounds("duration", fact.duration),
        "temporality": fact.temporality,
        "experiencer": fact.experiencer,
        "certainty": fact.certainty,
        "evidence": [f"{item.role}: {item.source}" for item in fact.evidence],
    }


def _bounds(role: str, bounds: Interval | Window | None) -> Row:
    """Bounds and unit; a bound that is not there is not inclusive either, but null."""
    if bounds is None:
        return {}
    found = {f"{role}_{name}": getattr(bounds, name) for name in _BOUNDS}
    for side in ("low", "high"):
        if found[f"{role}_{side}"] is None:
            found[f"{role}_{side}_inclusive"] = None
    return found


def _codes(warnings: Iterable[Warning]) -> list[str]:
    return [warning.code for warning in warnings]
