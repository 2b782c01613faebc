"""The application: its commands and its entry point."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from criteria_nlp.cli.annotate import annotate
from criteria_nlp.cli.convert import convert
from criteria_nlp.cli.evaluate import evaluate
from criteria_nlp.cli.explain import explain
from criteria_nlp.cli.failures import INTERRUPTED, guarded
from criteria_nlp.cli.schema import schema
from criteria_nlp.cli.show import show
from criteria_nlp.cli.train import train

app = typer.Typer(
    name="criteria-nlp",
    help="Reads eligibility criteria of clinical trials and turns them into structured logic.",
    no_args_is_help=True,
    add_completion=False,
    # Plain help and errors: the rich ones would load rich, and half of the start-up time with it.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for _command in (annotate, show, explain, convert, evaluate, train, schema):
    app.command()(guarded(_command))


def _print_version(wanted: bool) -> None:
    if wanted:
        # A fifth of the start-up time, for one option.
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(version("criteria_nlp"))
        except PackageNotFoundError:
            typer.echo("unknown: the package is not installed")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Runs the command line and exits: 0 all well, 1 some records were bad, 2 failure."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show "≥" gets an escape, not a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app(prog_name="criteria-nlp")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
