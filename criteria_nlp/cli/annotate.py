"""`criteria-nlp annotate`: eligibility texts to records in a file, a table or a database."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from criteria_nlp.batch import Inputs, Reading, Run
from criteria_nlp.cli.failures import exit_code
from criteria_nlp.cli.options import Encoding, Format, TextColumn
from criteria_nlp.cli.progress import progress
from criteria_nlp.exports import Layout

Arguments = Annotated[
    list[str],
    typer.Argument(metavar="INPUT", help='Files, folders or patterns; "-" is standard input.'),
]
OutputPath = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT",
        help='.jsonl (also .gz, .zst), .parquet or .duckdb; "-" is standard output.',
    ),
]
ErrorsPath = Annotated[
    str | None,
    typer.Option(
        "--errors",
        metavar="FILE",
        help="Rows on what could not be read; beside the output if not given, made only if needed.",
    ),
]
ParquetLayout = Annotated[
    Layout | None,
    typer.Option("--layout", help="Of Parquet: one file of nested records, or a folder of tables."),
]
Workers = Annotated[int, typer.Option("--workers", "-w", min=1, metavar="N", help="Processes.")]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with what an interrupted run has done, if any.")
]
Unordered = Annotated[
    bool,
    typer.Option(
        "--unordered",
        help="To standard output, write records as they come; files are in order anyway.",
    ),
]


def annotate(
    inputs: Arguments,
    output: OutputPath,
    format: Format = None,
    text_column: TextColumn = "text",
    encoding: Encoding = "utf-8",
    errors: ErrorsPath = None,
    layout: ParquetLayout = None,
    workers: Workers = 1,
    resume: Resume = False,
    unordered: Unordered = False,
) -> None:
    """Write a record of structured criteria for each eligibility text.

    The output is in the order of the inputs, and appears when it is whole. Exit code: 0 all well,
    1 some records were bad, 2 nothing could be read or written, 130 interrupted.
    """
    begun = time.perf_counter()
    found = Inputs(inputs, Reading(format, text_column, encoding))
    _tell_passed_over(found.passed_over)
    rows_are_seen = "-" in (errors, output if errors is None else None)
    quiet = output == "-" and sys.stdout.isatty()
    with progress(found, faults=not rows_are_seen, quiet=quiet) as listener:
        run = Run(found, output, errors, layout, workers, resume, unordered, listener)
        with _hint(run.parts):
            tally = run.annotate()
    typer.echo(tally.line(time.perf_counter() - begun), err=True)
    raise typer.Exit(exit_code(tally.records, tally.errors))


@contextmanager
def _hint(parts: str) -> Iterator[None]:
    """Says how to go on after a failure, if there is something to go on with."""
    try:
        yield
    finally:
        if os.path.isdir(parts):
            typer.echo(f"what is done is kept in {parts}: go on with --resume", err=True)


def _tell_passed_over(paths: list[str]) -> None:
    if paths:
        count = f"{len(paths):,} file{'s' if len(paths) > 1 else ''}"
        typer.echo(f"passed over {count} of no known suffix, such as {paths[0]}", err=True)
