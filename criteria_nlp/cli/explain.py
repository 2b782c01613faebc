"""`criteria-nlp explain`: what one criterion means, and what each part of that comes from."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from criteria_nlp.batch import parsed
from criteria_nlp.cli.failures import FAILED, complain
from criteria_nlp.cli.options import Color
from criteria_nlp.cli.parts import evidence
from criteria_nlp.cli.visible import visible
from criteria_nlp.errors import InputError
from criteria_nlp.readers import Source
from criteria_nlp.schema import Criterion, Record, facts, to_notation, unresolved

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


class KindName(StrEnum):
    """The kinds a criterion can be said to have."""

    inclusion = "inclusion"
    exclusion = "exclusion"
    unknown = "unknown"


GivenText = Annotated[str, typer.Argument(metavar="TEXT", help="One criterion.")]
GivenKind = Annotated[
    KindName, typer.Option("--kind", help="Whether the criterion includes or excludes.")
]


def explain(text: GivenText, kind: GivenKind = KindName.unknown, color: Color = None) -> None:
    """Explain one criterion: its logic, and the lexicon entry or rule behind each part."""
    if not text.strip():
        raise InputError("the text is blank")
    source = Source(text=text, kind=kind.value, origin={"path": "the text", "place": "criterion"})
    record = parsed(source)
    if isinstance(record, InputError):
        complain(record)
        raise typer.Exit(FAILED)
    from criteria_nlp.cli.console import make_console

    _print(make_console(color), record, text)


def _print(console: Console, record: Record, text: str) -> None:
    for criterion in record.criteria:
        head = f"{criterion.id} {criterion.kind} {criterion.status}: "
        console.print(head + visible(to_notation(criterion.expression)), soft_wrap=True)
        console.print(_table(criterion, text))
        for warning in criterion.warnings:
            console.print(f"warning {warning.code}: {visible(warning.message)}", soft_wrap=True)
    for warning in record.warnings:
        console.print(f"warning {warning.code}: {visible(warning.message)}", soft_wrap=True)
    outside = [*(heading.text for heading in record.headings), *(r.text for r in record.residual)]
    for quoted in outside:
        console.print(f"outside any criterion: {visible(quoted)}", soft_wrap=True)


def _table(criterion: Criterion, text: str) -> Table:
    from rich.table import Table

    table = Table("fact", "role", "text", "offsets", "source")
    for fact in facts(criterion.expression):
        name = visible(fact.concept.text)
        for part in evidence(fact):
            quoted = visible(text[part.start : part.end])
            table.add_row(name, part.role, quoted, f"{part.start}:{part.end}", visible(part.source))
            name = ""
    for piece in unresolved(criterion.expression):
        offsets = "" if piece.start is None else f"{piece.start}:{piece.end}"
        table.add_row("unresolved", piece.reason, visible(piece.text), offsets, "")
    return table
