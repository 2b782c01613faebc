"""The order of the steps: from a text to its layout."""

from __future__ import annotations

from criteria_nlp.pipeline.layout import HeadingSpan, Item, Layout
from criteria_nlp.pipeline.sectionizer.alternatives import with_alternatives
from criteria_nlp.pipeline.sectionizer.kinds import Assigned, assign
from criteria_nlp.pipeline.sectionizer.lines import physical_lines
from criteria_nlp.pipeline.sectionizer.outline import Mark, Node, Outline, outline
from criteria_nlp.pipeline.sectionizer.pieces import split_lines
from criteria_nlp.pipeline.sectionizer.wrapping import join_lines
from criteria_nlp.schema.records import Kind


def split_sections(text: str, kind: Kind = "unknown") -> Layout:
    """Split an eligibility text into items, headings and residuals; never raises.

    `kind` is the kind of the whole text where the caller knows it; headings in the text still
    win over it. Offsets are into `text` as given. Every non-blank character is in an item, a
    heading or a residual.
    """
    pieces = split_lines(text, join_lines(text, physical_lines(text)))
    tree = outline(text, pieces)
    kinds = assign(text, tree, kind)
    items = [_item(text, node, kind) for node, kind in zip(tree.nodes, kinds, strict=True)]
    headings = tuple(_heading(mark, tree) for mark in tree.marks)
    return Layout(with_alternatives(text, items), headings, tuple(tree.residual))


def _item(text: str, node: Node, assigned: Assigned) -> Item:
    tail = node.tail or (None, None)
    body_end = node.body_end
    while body_end > node.body_start + 1 and text[body_end - 1].isspace():
        body_end -= 1
    return Item(
        node.start, node.end, node.body_start, body_end, node.parent, tail[0], tail[1],
        assigned.kind, assigned.source, assigned.confidence, node.confidence,
    )  # fmt: skip


def _heading(mark: Mark, tree: Outline) -> HeadingSpan:
    kind = mark.kind or tree.sections[mark.section].kind or "unknown"
    return HeadingSpan(mark.start, mark.end, kind)
