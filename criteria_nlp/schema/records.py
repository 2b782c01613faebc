"""A record: what one eligibility text says, criterion by criterion."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from criteria_nlp.schema.expressions import Expression

SCHEMA_VERSION = "1.0"

Kind = Literal["inclusion", "exclusion", "unknown"]
KindSource = Literal["heading", "inferred", "default"]
Status = Literal["computable", "partial", "non_computable"]


class Warning(msgspec.Struct, frozen=True, kw_only=True):
    """Something a reader should look at, with the place it concerns."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """One list item of the eligibility text and what it means."""

    id: str
    parent: str | None = None
    kind: Kind
    kind_source: KindSource = "heading"
    kind_confidence: float = 1.0
    start: int
    end: int
    text: str
    normalized_text: str
    status: Status
    expression: Expression
    confidence: float = 1.0
    restated: bool | UnsetType = UNSET
    warnings: tuple[Warning, ...] = ()


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """A section heading and the kind of criteria it announces."""

    start: int
    end: int
    text: str
    kind: Kind


class Residual(msgspec.Struct, frozen=True, kw_only=True):
    """Text that belongs to no criterion and no heading, and why."""

    start: int
    end: int
    text: str
    reason: str


class Demographics(msgspec.Struct, frozen=True, kw_only=True):
    """The registry's own fields on age, sex and healthy volunteers, as it gives them."""

    minimum_age: str | None = None
    maximum_age: str | None = None
    sex: str | None = None
    healthy_volunteers: bool | None = None
    std_ages: tuple[str, ...] = ()


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What one eligibility text says. Offsets count in the text exactly as it was given."""

    schema_version: str = SCHEMA_VERSION
    id: str | None = None
    trial_id: str | None = None
    source: dict[str, Any] = {}
    demographics: Demographics | None = None
    criteria: tuple[Criterion, ...] = ()
    headings: tuple[Heading, ...] = ()
    residual: tuple[Residual, ...] = ()
    warnings: tuple[Warning, ...] = ()
