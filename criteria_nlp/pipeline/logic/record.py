"""The record of a Doc: its items, read from the innermost list outwards, and its headings."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import LONGEST
from criteria_nlp.pipeline.layout import HeadingSpan, Item, ResidualSpan
from criteria_nlp.pipeline.logic.combine import all_of, any_of
from criteria_nlp.pipeline.logic.criteria import ReadItem, criterion
from criteria_nlp.pipeline.logic.findings import Findings
from criteria_nlp.pipeline.logic.leadins import with_members
from criteria_nlp.pipeline.logic.tree import open_piece, read
from criteria_nlp.pipeline.sheet import has_layer, read_layer, source_of
from criteria_nlp.schema import Expression, Heading, Record, Residual, Unresolved, Warning


def record_of(doc: Doc, lexicon: Lexicon) -> Record:
    """Everything that was understood of a Doc, and what was not."""
    findings, items = Findings(doc), items_of(doc)
    return Record(
        criteria=tuple(
            criterion(findings, items, i, part)
            for i, part in enumerate(read_items(findings, lexicon, items))
        ),
        headings=tuple(
            Heading(start=p.start, end=p.end, text=findings.text[p.start : p.end], kind=p.kind)
            for p in read_layer(doc, "headings", HeadingSpan)
        ),
        residual=tuple(
            Residual(start=p.start, end=p.end, text=findings.text[p.start : p.end], reason=p.reason)
            for p in read_layer(doc, "residual", ResidualSpan)
        ),
    )


def items_of(doc: Doc) -> Sequence[Item]:
    """The items of the sectionizer; without one, the whole text is a criterion of unknown kind."""
    if has_layer(doc, "items"):
        return read_layer(doc, "items", Item)
    text = source_of(doc)
    stripped = text.strip()
    if not stripped:
        return []
    start = text.index(stripped)
    end = start + len(stripped)
    return [Item(start=start, end=end, body_start=start, body_end=end, kind_source="default")]


def read_items(findings: Findings, lexicon: Lexicon, items: Sequence[Item]) -> list[ReadItem]:
    """What each item turned into; a list is read before the item that owns it."""
    owned: dict[int, list[int]] = {}
    for i, item in enumerate(items):
        if item.parent is not None:
            owned.setdefault(item.parent, []).append(i)
    done: dict[int, ReadItem] = {}
    for i in reversed(range(len(items))):
        members = [done[j].expression for j in owned.get(i, ())]
        done[i] = _read_item(findings, lexicon, items[i], members)
    return [done[i] for i in range(len(items))]


def _unread(findings: Findings, item: Item) -> ReadItem:
    """An item too long to be a criterion: kept whole, with a warning."""
    place = {"start": item.body_start, "end": item.body_end}
    text = findings.text[item.body_start : item.body_end]
    message = f"longer than {LONGEST:,} characters: not read as one criterion"
    expression = Unresolved(text=text, reason="ambiguous", **place)
    return ReadItem(expression, False, 0, (Warning(code="too_long", message=message, **place),))


def _read_item(
    findings: Findings, lexicon: Lexicon, item: Item, members: list[Expression]
) -> ReadItem:
    """An item's own words with the members of its list, and the words after the list."""
    if item.body_end - item.body_start > LONGEST:
        return _unread(findings, item)
    piece = open_piece(findings, lexicon, item.body_start, item.body_end, item.kind)
    expression = with_members(piece, members, item.alternatives) if members else read(piece)
    if expression is None:
        text = findings.text[item.start : item.end]
        expression = Unresolved(text=text, reason="truncated", start=item.start, end=item.end)
    if item.tail_start is not None and item.tail_end is not None:
        tail = read(open_piece(findings, lexicon, item.tail_start, item.tail_end, item.kind))
        if tail is not None:
            expression = (any_of if item.kind == "exclusion" else all_of)([expression, tail])
    return ReadItem(expression, piece.restated, piece.uncertain, tuple(piece.maker.warnings))
