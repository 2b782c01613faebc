"""Values: the facts that say how much, how many, how long or which result."""

from __future__ import annotations

from typing import Any

import msgspec

from criteria_nlp.pipeline.layers import Quantity, Relation
from criteria_nlp.pipeline.logic.bounds import compared, completed, interval, least
from criteria_nlp.pipeline.logic.evidence import with_evidence
from criteria_nlp.pipeline.logic.findings import Findings
from criteria_nlp.schema import Category, Fact, Window

_PRESSURES = ("systolic", "diastolic")


def counted(findings: Findings, fact: Fact, relation: Relation) -> Fact:
    """The fact with how many there are: "at least 3 episodes"."""
    count = least(findings, findings.quantities[relation.index])
    return with_evidence(findings, fact, relation, "count", count=count)


def lasting(findings: Findings, fact: Fact, relation: Relation) -> Fact:
    """The fact with how long it lasts, and with the window that such words may also say."""
    if relation.layer == "quantities":
        duration = least(findings, findings.quantities[relation.index])
        return with_evidence(findings, fact, relation, "duration", duration=duration)
    stretch = findings.stretches[relation.index]
    window = fact.window
    if stretch.window and not window:
        window = placed(findings, stretch.window, stretch.start, stretch.end)
    return with_evidence(
        findings, fact, relation, "duration", duration=stretch.interval, window=window
    )


def placed(findings: Findings, window: Window, start: int, end: int) -> Window:
    """A window with the offsets of its words, where it has none of its own."""
    if window.start is not None:
        return window
    return msgspec.structs.replace(window, **findings.place(start, end))


def categorized(findings: Findings, fact: Fact, relation: Relation) -> Fact:
    """The fact with a result that is no number; a condition with one is told as its test."""
    value = Category(
        category=relation.layer,
        text=findings.quote(relation.start, relation.end),
        **findings.place(relation.start, relation.end),
    )
    if relation.layer in ("positive", "negative") and fact.concept.domain == "condition":
        test = msgspec.structs.replace(fact.concept, domain="measurement")
        fact = msgspec.structs.replace(fact, concept=test)
    return with_evidence(findings, fact, relation, "value", value=value)


def changed(findings: Findings, fact: Fact, relation: Relation) -> Fact:
    """The fact with a change that has no size."""
    change: Any = relation.layer
    return with_evidence(findings, fact, relation, "change", change=change)


def valued(
    findings: Findings, fact: Fact, i: int, by_role: dict[str, list[Relation]]
) -> tuple[list[Fact], list[Quantity]]:
    """The fact once for each of its values, and the quantities that were used."""
    values = values_of(by_role)
    changes: dict[int, Any] = {r.start: r.layer for r in by_role.get("change", ())}
    made: list[Fact] = []
    used: list[Quantity] = []
    for relation in values:
        quantity = compared(findings, relation, by_role)
        if made and _says_again(findings, values[0], relation):
            continue
        whole = completed(findings, made[-1] if made else None, quantity)
        if whole is not None:
            made[-1] = whole
            continue
        change = None if quantity.pair else changes.get(relation.start)
        used.append(quantity)
        made += [
            with_evidence(findings, part, relation, "value", value=value, change=change)
            for part, value in _parts(findings, fact, i, quantity)
        ]
    return made, used


def values_of(by_role: dict[str, list[Relation]]) -> list[Relation]:
    """The values of a mention in reading order."""
    return sorted(by_role.get("value", ()), key=lambda relation: relation.start)


def alternatives(findings: Findings, values: list[Relation]) -> bool:
    """Whether any of the values will do: words say "or", or no value can be both.

    Either of two pressures is too high.
    """
    first, last = (findings.quantities[values[n].index] for n in (0, -1))
    if first.pair:
        return first.low is not None
    if "or" in findings.words.keys[first.end : last.start]:
        return True
    alike = first.unit == last.unit or None in (first.unit, last.unit)
    return alike and (_below(first, last) or _below(last, first))


def _below(one: Quantity, other: Quantity) -> bool:
    """Whether a value has only an upper bound, and the other one only a lower one above it."""
    bounds = one.high is not None and other.low is not None and one.high < other.low
    return bounds and one.low is None and other.high is None


def _parts(findings: Findings, fact: Fact, i: int, quantity: Quantity) -> list[tuple[Fact, Any]]:
    """The facts of one quantity, each with its value: two for a pair, else one."""
    if quantity.pair:
        return _pressures(findings, fact, quantity)
    if quantity.category:
        text = findings.quote(quantity.start, quantity.end)
        place = findings.place(quantity.start, quantity.end)
        return [(fact, Category(categories=quantity.category, text=text, **place))]
    value = interval(findings, quantity)
    if findings.mentions[i].name == "age" and value.unit is None:
        value = msgspec.structs.replace(value, unit="a")
    return [(fact, value)]


def _pressures(findings: Findings, fact: Fact, quantity: Quantity) -> list[tuple[Fact, Any]]:
    """ "140/90": the systolic and the diastolic pressure."""
    parts: list[tuple[Fact, Any]] = []
    own = (fact.concept.name or "").split(" ")[0]
    for name, number in zip(_PRESSURES, quantity.numbers, strict=False):
        low = None if quantity.low is None else number
        high = None if quantity.high is None else number
        value = interval(findings, quantity, low=low, high=high)
        if own in _PRESSURES:  # "systolic/diastolic > 140/90": each has its own
            parts += [(fact, value)] if own == name else []
            continue
        modifiers = (*fact.concept.modifiers, name)
        concept = msgspec.structs.replace(fact.concept, modifiers=modifiers)
        parts.append((msgspec.structs.replace(fact, concept=concept), value))
    return parts


def _says_again(findings: Findings, first: Relation, second: Relation) -> bool:
    """Whether a value in brackets says the one before it again, in another unit."""
    a, b = findings.quantities[first.index], findings.quantities[second.index]
    between = findings.words.texts[a.end : b.start]
    short = len(between) <= 3 or "equivalent" in map(str.casefold, between)
    bracketed = short and any(text in ("(", "[", "/") for text in between)
    same = (a.low is None) == (b.low is None) and (a.high is None) == (b.high is None)
    return (
        bracketed and (same or not b.explicit) and (a.unit != b.unit or a.reference != b.reference)
    )
