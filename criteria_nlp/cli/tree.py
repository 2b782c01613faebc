"""A record as a tree for the eye."""

from __future__ import annotations

from rich.text import Text
from rich.tree import Tree

from criteria_nlp.cli.parts import parts
from criteria_nlp.cli.visible import visible
from criteria_nlp.schema import (
    AtLeast,
    Criterion,
    Except,
    Expression,
    Fact,
    Heading,
    If,
    Record,
    Residual,
    Unresolved,
    Warning,
    children,
    to_notation,
)

_KIND_STYLES = {"inclusion": "bold green", "exclusion": "bold red", "unknown": "bold yellow"}
_STATUS_STYLES = {"computable": "green", "partial": "yellow", "non_computable": "red"}
_TAGS = {"AllOf": "all_of", "AnyOf": "any_of", "Not": "not", "If": "if", "Except": "except"}


def record_tree(record: Record, text: str, title: str) -> Tree:
    """The tree of a record; `text` is what its offsets count in."""
    tree = Tree(Text(visible(title), style="bold"))
    below = _by_parent(record)
    pieces: list[Heading | Residual | Criterion] = [
        *record.headings,
        *record.residual,
        *below.get(None, ()),
    ]
    for piece in sorted(pieces, key=lambda piece: (piece.start, piece.end)):
        if isinstance(piece, Criterion):
            _add_criterion(tree, piece, below, text)
        else:
            tree.add(_aside(piece))
    for warning in record.warnings:
        tree.add(_warning(warning, text))
    return tree


def _by_parent(record: Record) -> dict[str | None, list[Criterion]]:
    known = {criterion.id for criterion in record.criteria}
    below: dict[str | None, list[Criterion]] = {}
    for criterion in record.criteria:
        parent = criterion.parent if criterion.parent in known else None
        below.setdefault(parent, []).append(criterion)
    return below


def _add_criterion(
    tree: Tree, criterion: Criterion, below: dict[str | None, list[Criterion]], text: str
) -> None:
    branch = tree.add(_criterion_line(criterion))
    _add_expression(branch, criterion.expression, text)
    for warning in criterion.warnings:
        branch.add(_warning(warning, text))
    for child in below.get(criterion.id, ()):
        _add_criterion(branch, child, below, text)


def _criterion_line(criterion: Criterion) -> Text:
    line = Text(f"{criterion.id} ", style="bold")
    line.append(criterion.kind, style=_KIND_STYLES[criterion.kind])
    if criterion.kind_source != "heading":
        guess = f" ({criterion.kind_source}, {criterion.kind_confidence:.2f})"
        line.append(guess, style="yellow")
    line.append(f" {criterion.status}", style=f"not bold {_STATUS_STYLES[criterion.status]}")
    if criterion.restated is True:
        line.append(" restated", style="not bold yellow")
    line.append(f" {_range(criterion.start, criterion.end)}", style="not bold dim")
    line.append(f"\n{visible(criterion.text)}", style="not bold italic")
    return line


def _add_expression(tree: Tree, node: Expression, text: str, role: str = "") -> None:
    label = Text(f"{role}: " if role else "", style="dim")
    if isinstance(node, Fact):
        _add_fact(tree, node, text, label)
    elif isinstance(node, Unresolved):
        label.append(f"unresolved ({node.reason})", style="not dim magenta")
        tree.add(label.append(_quote(text, node.start, node.end, node.text)))
    else:
        branch = tree.add(label.append(_operator(node), style="not dim bold blue"))
        for role, child in zip(_roles(node), children(node), strict=True):
            _add_expression(branch, child, text, role)


def _operator(node: Expression) -> str:
    if isinstance(node, AtLeast):
        return f"at_least {node.n}"
    return _TAGS[type(node).__name__]


def _roles(node: Expression) -> list[str]:
    count = len(children(node))
    if isinstance(node, If):
        return ["if", "then", "otherwise"][:count]
    if isinstance(node, Except):
        return ["of", *["but not"] * (count - 1)]
    return [""] * count


def _add_fact(tree: Tree, fact: Fact, text: str, label: Text) -> None:
    label.append(visible(to_notation(fact)), style="not dim cyan")
    label.append(f" {fact.concept.domain}", style="dim")
    if fact.concept.modifiers:
        label.append(f" modifiers: {visible(', '.join(fact.concept.modifiers))}", style="dim")
    branch = tree.add(label)
    for part in parts(fact):
        branch.add(Text(part.role, style="dim").append(_quote(text, part.start, part.end)))


def _aside(piece: Heading | Residual) -> Text:
    if isinstance(piece, Heading):
        line = Text("heading ", style="bold").append(piece.kind, style=_KIND_STYLES[piece.kind])
    else:
        line = Text(f"residual ({visible(piece.reason)})", style="bold yellow")
    line.append(f" {_range(piece.start, piece.end)}", style="not bold dim")
    return line.append(f"\n{visible(piece.text)}", style="not bold italic")


def _warning(warning: Warning, text: str) -> Text:
    line = Text(f"warning {warning.code}: {visible(warning.message)}", style="yellow")
    return line.append(_quote(text, warning.start, warning.end))


def _quote(text: str, start: int | None, end: int | None, default: str = "") -> Text:
    """The quoted source text with its offsets; what is given instead where it has none."""
    if start is None or end is None:
        return Text(f' "{visible(default)}"' if default else "", style="default not dim")
    quoted = Text(f' "{visible(text[start:end])}"', style="default not dim not bold")
    return quoted.append(f" {_range(start, end)}", style="dim")


def _range(start: int, end: int) -> str:
    return f"[{start}:{end}]"
