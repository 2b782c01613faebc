"""`criteria-nlp show`: eligibility texts as trees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from criteria_nlp.batch import Inputs, Reading, results
from criteria_nlp.cli.failures import complain, exit_code
from criteria_nlp.cli.options import Color, Encoding, Format, TextColumn
from criteria_nlp.errors import InputError
from criteria_nlp.readers import Source

Arguments = Annotated[
    list[str] | None,
    typer.Argument(metavar="INPUT", help='Files, folders or patterns; "-" is standard input.'),
]
GivenText = Annotated[
    str | None,
    typer.Option("--text", metavar="TEXT", help="An eligibility text, instead of files."),
]


def show(
    inputs: Arguments = None,
    text: GivenText = None,
    color: Color = None,
    format: Format = None,
    text_column: TextColumn = "text",
    encoding: Encoding = "utf-8",
) -> None:
    """Show each criterion with its text and what it means, as a tree.

    Exit code: 0 all well, 1 some records were bad, 2 nothing could be read.
    """
    if (text is None) == (not inputs):
        raise typer.BadParameter("give either INPUT or --text")
    found = Inputs(inputs or [], Reading(format, text_column, encoding)).sources()
    raise typer.Exit(_print_all(found if text is None else _given(text), color))


def _given(text: str) -> Iterator[Source | InputError]:
    if not text.strip():
        raise InputError("the text is blank")
    yield Source(text=text, origin={"path": "--text", "format": "plaintext", "place": "text 1"})


def _print_all(found: Iterator[Source | InputError], color: bool | None) -> int:
    # rich takes half as long to load as the rest of the command line together.
    from criteria_nlp.cli.console import make_console
    from criteria_nlp.cli.tree import record_tree

    console = make_console(color)
    good = bad = 0
    for item in results(found):
        if isinstance(item, InputError):
            bad += 1
            complain(item)
        else:
            good += 1
            source, record = item
            console.print(record_tree(record, source.text, _title(source)))
    return exit_code(good, bad)


def _title(source: Source) -> str:
    place = ", ".join(source.origin[key] for key in ("path", "place"))
    names = " ".join(name for name in (source.trial_id, source.id) if name)
    return f"{names} ({place})" if names else place
