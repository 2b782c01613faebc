"""The tree of items: which line is an item of its own, whose sub-item, or more of another."""

from __future__ import annotations

from dataclasses import dataclass, field

from criteria_nlp.pipeline.layout import ResidualSpan
from criteria_nlp.pipeline.sectionizer.headings import Found, heading_at, residual_reason
from criteria_nlp.pipeline.sectionizer.leadins import (
    is_bare_topic,
    is_topic,
    lead_strength,
    reach,
    siblings,
)
from criteria_nlp.pipeline.sectionizer.lines import Line, make_line
from criteria_nlp.pipeline.sectionizer.markers import reread
from criteria_nlp.pipeline.sectionizer.pieces import RUN_IN_LENGTH, split_run_in
from criteria_nlp.schema.records import Kind

_FIELD_END = "~ \t\r\n"  # a tilde parts the fields of a one-line text


@dataclass(slots=True)
class Node:
    """An item while the tree grows; `break_before` counts layout signs of a new list."""

    start: int
    end: int
    body_start: int
    body_end: int
    parent: int | None
    confidence: float = 1.0
    tail: tuple[int, int] | None = None
    children: int = 0
    break_before: float = 0.0
    gap: bool = False


@dataclass(slots=True)
class Section:
    """A run of items under one heading; `kind` is None before the first heading."""

    kind: Kind | None
    first: int
    stop: int = 0


@dataclass(slots=True)
class Mark:
    """A heading or a topic; a topic has no kind of its own."""

    start: int
    end: int
    kind: Kind | None
    section: int


@dataclass(slots=True)
class _Open:
    """An item that may still get sub-items."""

    node: int
    line: Line
    strength: int
    quota: int = -1  # how many same-level items it still owns; -1: not a same-level owner
    confidence: float = 1.0


@dataclass(slots=True)
class Outline:
    """The finished tree."""

    nodes: list[Node] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    residual: list[ResidualSpan] = field(default_factory=list)


def outline(text: str, pieces: list[Line]) -> Outline:
    """Read the pieces in order and hang every one where it belongs."""
    builder = _Builder(text, pieces)
    return builder.build()


class _Builder:
    def __init__(self, text: str, pieces: list[Line]) -> None:
        self.text = text
        self.out = Outline(sections=[Section(None, 0)])
        self.open: list[_Open] = []
        self.levels: set[tuple[str, int]] = set()  # (family, indent) of this section's top level
        self.pending = 0.0  # layout signs of a new list, for the next top-level item
        self.last_ordinal = 0
        self.rows = self._headings_out(pieces)

    # ------------------------------------------------------------------ headings

    def _headings_out(self, pieces: list[Line]) -> list[tuple[Line, Kind | None]]:
        """Rows (line, kind): a heading has a kind, everything else None; run-in lists split."""
        rows: list[tuple[Line, Kind | None]] = []
        for line in pieces:
            rest: Line | None = line
            for _ in range(3):  # "Exclusion Criteria: Key Exclusion Criteria: Asthma"
                found = self._heading(rest) if rest else None
                if not (rest and found):
                    break
                end = found.end
                while end < rest.end and self.text[end] == "~":
                    end += 1
                rows.append((rest._replace(end=end), found.kind))
                rest = self._rest(rest, end)
            if rest:
                rows.append((rest, None))
        return self._run_in(rows)

    def _heading(self, line: Line) -> Found | None:
        """The heading at the beginning of a line; a marked one must be that alone, or shout."""
        if not line.family:
            return heading_at(self.text, line.body, line.end)
        head = self.text[line.body : min(line.end, line.body + 80)]
        if "rit" not in head and "RIT" not in head:
            return None
        found = heading_at(self.text, line.body, line.end)
        if found is None:
            return None
        head = self.text[line.body : found.end]
        fits = found.end >= line.end or head.isupper() or len(head) < 24
        return found if fits and "rit" in head.lower() else None

    def _rest(self, line: Line, start: int) -> Line | None:
        while start < line.end and self.text[start].isspace():
            start += 1
        if start >= line.end:
            return None
        return make_line(self.text, start, line.end, line.indent, gap=False)

    def _run_in(self, rows: list[tuple[Line, Kind | None]]) -> list[tuple[Line, Kind | None]]:
        result: list[tuple[Line, Kind | None]] = []
        section: Kind | None = None
        for index, row in enumerate(rows):
            line, kind = row
            section = kind or section
            if kind or line.end - line.start < RUN_IN_LENGTH:
                result.append(row)
                continue
            before = index == 0 or rows[index - 1][1] is not None
            after = index + 1 == len(rows) or rows[index + 1][1] is not None
            parts = split_run_in(self.text, line, before and after, section == "unknown")
            result.extend((part, None) for part in parts)
        return result

    # ------------------------------------------------------------------ the walk

    def build(self) -> Outline:
        for index, (line, kind) in enumerate(self.rows):
            if kind:
                self._begin_section(line, kind)
            elif not self._aside(line) and not self._connective(line):
                if not line.family and self._topic(index, line):
                    continue
                self._item(index, line)
        self.out.sections[-1].stop = len(self.out.nodes)
        self._close()
        return self.out

    def _begin_section(self, line: Line, kind: Kind) -> None:
        self._reset()
        self.levels.clear()
        self.out.sections[-1].stop = len(self.out.nodes)
        self.out.sections.append(Section(kind, len(self.out.nodes)))
        self._mark(line, kind)

    def _reset(self) -> None:
        self.open.clear()
        self.last_ordinal = 0
        self.pending = 0.0

    def _mark(self, line: Line, kind: Kind | None) -> None:
        self.out.marks.append(Mark(line.start, line.end, kind, len(self.out.sections) - 1))

    def _aside(self, line: Line) -> bool:
        """File an empty or boilerplate line as a residual."""
        if line.body >= line.end:
            reason: str | None = "marker"
        else:
            reason = residual_reason(self.text, line.body, line.end)
        if reason is None:
            return False
        self.out.residual.append(ResidualSpan(line.start, line.end, reason))
        if self.text[line.start : line.end] in (":", "："):  # a heading lost its words
            self.open.clear()
            self.pending += 5.0
        return True

    def _connective(self, line: Line) -> bool:
        """Give a line that is a bare "or" or "and" to the item before it."""
        if line.end - line.body > 8 or not self.open:
            return False
        word = self.text[line.body : line.end].strip(" *_.,:;-").lower()
        if word not in ("or", "and", "and/or"):
            return False
        return self._extend(self.open[-1], line)

    def _topic(self, index: int, line: Line) -> bool:
        if self._continued_item(line) is not None:
            return False
        following = self.rows[index + 1] if index + 1 < len(self.rows) else None
        leads = following is not None and following[1] is None and bool(following[0].family)
        if is_topic(self.text, line) or (leads and line.gap and is_bare_topic(self.text, line)):
            self._mark(line, None)
            pending = self.pending
            self._reset()
            self.pending = pending + 0.5
            return True
        return False

    def _item(self, index: int, line: Line) -> None:
        if line.family:
            line = self._as_numeral(line)
            parent, confidence = self._marked_parent(index, line)
        else:
            owner = self._continued_item(line)
            if owner is not None and self._extend(owner, line):
                return
            parent, confidence = self._unmarked_parent(index, line)
        self._push(line, parent, confidence)

    # ------------------------------------------------------------------ marked lines

    def _as_numeral(self, line: Line) -> Line:
        """ "i." is the numeral one unless a list of letters has come to h."""
        if "a" not in line.family and "A" not in line.family:
            return line
        numeral = reread(line.family, line.ordinal)
        if numeral is None:
            return line
        lists = [entry.line for entry in self.open if entry.line.family]
        if any((e.family, e.ordinal + 1) == (line.family, line.ordinal) for e in lists):
            return line
        if numeral[1] == 1 or any(e.family == numeral[0] for e in lists):
            return line._replace(family=numeral[0], ordinal=numeral[1])
        return line

    def _marked_parent(self, index: int, line: Line) -> tuple[int | None, float]:
        while self.open:
            top = self.open[-1]
            if not top.line.family:
                owned = self._lead_owns(index, line, top)
                if owned is not None:
                    return owned
            elif line.indent > top.line.indent + 1 and line.hang > top.line.hang:
                return top.node, 1.0
            elif self._same_level(line, top):
                if top.line.family == line.family:
                    return self._beside(index, line, top)
                if self._starts_inner_list(line, top):
                    return top.node, 1.0 if top.strength else 0.8
            self.open.pop()
        return None, 1.0

    def _same_level(self, line: Line, top: _Open) -> bool:
        return abs(line.indent - top.line.indent) <= 1 or line.hang == top.line.hang

    def _starts_inner_list(self, line: Line, top: _Open) -> bool:
        """Whether a marker of another style at the same level begins a list inside `top`."""
        if any(e.line.family == line.family and self._same_level(line, e) for e in self.open[:-1]):
            return False
        if line.ordinal > 1:
            return False
        numbered = top.line.ordinal > 0
        return top.strength > 0 or (numbered and line.family in "*-•·oi.ai)a)(a)(i)–")

    def _beside(self, index: int, line: Line, top: _Open) -> tuple[int | None, float]:
        """The parent of a line of the same list as `top`: its parent, or `top` as a lead-in."""
        if top.strength == 2 and top.quota < 0 and not line.ordinal:
            top.quota = 0
            if self.out.nodes[top.node].children == 0:
                run = siblings([row[0] for row in self._until_heading(index)], 0, 120)
                span = reach(self.text, top.line, run, same_style=True)
                top.quota, top.confidence = span
        return self._by_quota(line, top)

    def _by_quota(self, line: Line, top: _Open) -> tuple[int | None, float]:
        if top.quota > 0:
            top.quota -= 1
            return top.node, top.confidence
        self.open.pop()
        parent = self.out.nodes[top.node].parent
        owner = self.open[-1] if self.open else None
        if owner and owner.node == parent and owner.quota >= 0:
            return self._by_quota(line, owner)
        return parent, self.out.nodes[top.node].confidence if parent is not None else 1.0

    def _lead_owns(self, index: int, line: Line, top: _Open) -> tuple[int | None, float] | None:
        """The answer for a marked line after an unmarked item: owned by it, or None."""
        if not top.strength or line.indent < top.line.indent:
            return None
        if top.quota < 0:
            run = siblings([row[0] for row in self._until_heading(index)], 0, 120)
            if (line.family, line.indent) in self.levels:
                top.quota, top.confidence = reach(self.text, top.line, run, same_style=False)
            else:
                top.quota, top.confidence = 10**9, 1.0 if top.strength == 2 else 0.9
        if top.quota == 0:
            return None
        top.quota -= 1
        return top.node, top.confidence

    def _until_heading(self, index: int) -> list[tuple[Line, Kind | None]]:
        rows = self.rows[index : index + 120]
        stop = next((i for i, row in enumerate(rows) if row[1]), len(rows))
        return rows[:stop]

    # ------------------------------------------------------------------ unmarked lines

    def _continued_item(self, line: Line) -> _Open | None:
        """The open item under whose words an unmarked line is indented."""
        for entry in reversed(self.open):
            if entry.line.family and line.indent > entry.line.indent + 1:
                return entry
        top = self.open[-1] if self.open else None
        if top and top.line.family and top.strength and not self.out.nodes[top.node].children:
            return None if lead_strength(self.text, line.start, line.end) else top
        return None

    def _extend(self, owner: _Open, line: Line) -> bool:
        """Give the line to the item: to its body, or to its tail if it has sub-items."""
        node = self.out.nodes[owner.node]
        if node.children == 0:
            node.body_end = node.end = line.end
            owner.strength = lead_strength(self.text, line.start, line.end)
            owner.line = owner.line._replace(end=line.end)
        elif node.tail is None or self._last_end() <= node.tail[1]:
            node.tail = (node.tail[0] if node.tail else line.start, line.end)
            node.end = line.end
        else:
            return False
        while self.open[-1] is not owner:
            self.open.pop()
        return True

    def _last_end(self) -> int:
        return self.out.nodes[-1].body_end

    def _unmarked_parent(self, index: int, line: Line) -> tuple[int | None, float]:
        while self.open and self.open[-1].line.family:
            self.open.pop()
        if not self.open:
            return None, 1.0
        top = self.open[-1]
        if line.indent > top.line.indent + 1 and top.strength:
            return top.node, 1.0
        if top.strength == 2 and top.quota < 0 and self.out.nodes[top.node].children == 0:
            run = siblings([row[0] for row in self._until_heading(index)], 0, 120)
            top.quota, top.confidence = reach(self.text, top.line, run, same_style=True)
            if lead_strength(self.text, line.body, line.end):
                top.quota = 0
        return self._by_quota(line, top)

    # ------------------------------------------------------------------ the tree

    def _push(self, line: Line, parent: int | None, confidence: float) -> None:
        body_end = line.end
        while self.text[body_end - 1] in _FIELD_END and body_end - 1 > line.body:
            body_end -= 1
        node = Node(line.start, line.end, line.body, body_end, parent, confidence)
        if parent is None:
            node.break_before, node.gap = self._break_before(line), line.gap
            self.levels.add((line.family, line.indent))
            if line.ordinal:
                self.last_ordinal = line.ordinal
        else:
            self.out.nodes[parent].children += 1
        strength = lead_strength(self.text, line.body, line.end)
        self.open.append(_Open(len(self.out.nodes), line, strength))
        self.out.nodes.append(node)

    def _break_before(self, line: Line) -> float:
        signs = self.pending
        self.pending = 0.0
        if line.ordinal == 1 and self.last_ordinal > 1:
            signs += 3.0
        if self.levels and line.family not in {family for family, _ in self.levels}:
            signs += 1.0
        return signs

    def _close(self) -> None:
        """Stretch every item over its sub-items (parents come before children)."""
        nodes = self.out.nodes
        for node in reversed(nodes):
            if node.parent is not None:
                nodes[node.parent].end = max(nodes[node.parent].end, node.end)
