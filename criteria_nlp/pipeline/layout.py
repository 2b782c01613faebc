"""What the sectionizer returns: items, headings and residuals, all as source offsets."""

from __future__ import annotations

import msgspec

from criteria_nlp.schema.records import Kind, KindSource


class Item(msgspec.Struct, frozen=True):
    """One list item.

    `start:end` covers its marker, its text and all its sub-items; `body_start:body_end` its own
    words between marker and first sub-item; `tail_start:tail_end` its own words after them.
    `parent` is an index of `Layout.items`; `parent_confidence` is below 1 where the layout leaves
    open how far a lead-in reaches. `alternatives` says that "or" joins the items it owns; an item
    without words of its own (`body_start == body_end`) is there only to own such items.
    """

    start: int
    end: int
    body_start: int
    body_end: int
    parent: int | None = None
    tail_start: int | None = None
    tail_end: int | None = None
    kind: Kind = "unknown"
    kind_source: KindSource = "inferred"
    kind_confidence: float = 1.0
    parent_confidence: float = 1.0
    alternatives: bool = False


class HeadingSpan(msgspec.Struct, frozen=True):
    """A heading; `kind` is what it announces (a topic such as "Age:" keeps the section's)."""

    start: int
    end: int
    kind: Kind


class ResidualSpan(msgspec.Struct, frozen=True):
    """Text that is neither: reason `punctuation`, `boilerplate` or `marker` (an empty bullet)."""

    start: int
    end: int
    reason: str


class Layout(msgspec.Struct, frozen=True):
    """The items in reading order (parents before children), the headings and the rest."""

    items: tuple[Item, ...]
    headings: tuple[HeadingSpan, ...]
    residual: tuple[ResidualSpan, ...]
