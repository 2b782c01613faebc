"""Options that several commands share."""

from __future__ import annotations

import codecs
from typing import Annotated

import typer

from criteria_nlp.readers import FORMATS


def _known_format(value: str | None) -> str | None:
    if value is not None and value not in FORMATS:
        raise typer.BadParameter(f"{value!r} is none of {', '.join(FORMATS)}")
    return value


def _known_encoding(value: str) -> str:
    try:
        codecs.lookup(value)
    except (LookupError, ValueError):
        raise typer.BadParameter(f"{value!r} is not a known encoding") from None
    return value


Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        callback=_known_format,
        help=f"Format of the input: {', '.join(FORMATS)}. Told from the content if not given.",
    ),
]
TextColumn = Annotated[
    str,
    typer.Option(
        "--text-column", metavar="NAME", help="Field or column that holds the text of a row."
    ),
]
Encoding = Annotated[
    str,
    typer.Option(
        "--encoding", metavar="NAME", callback=_known_encoding, help="Encoding of text files."
    ),
]
Color = Annotated[
    bool | None,
    typer.Option(
        "--color/--no-color", help="Colour always or never; only on a terminal if not given."
    ),
]
