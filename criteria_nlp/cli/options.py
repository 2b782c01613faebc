"""Options that several commands share."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from criteria_nlp.readers import FORMATS


def choice(name: str, told: str, names: Iterable[str]) -> Any:
    """An option that takes one of some names; its help is what is `told`, and the names."""
    known = tuple(names)

    def check(value: str | None) -> str | None:
        if value is not None and value not in known:
            raise typer.BadParameter(f"{value!r} is none of {', '.join(known)}")
        return value

    help = f"{told}: {', '.join(known)}."
    return typer.Option(name, metavar=name.strip("-").upper(), callback=check, help=help)


def _known_encoding(value: str) -> str:
    try:
        codecs.lookup(value)
    except (LookupError, ValueError):
        raise typer.BadParameter(f"{value!r} is not a known encoding") from None
    return value


Format = Annotated[
    str | None,
    choice("--format", "Format of the input, told from the content if not given", FORMATS),
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
