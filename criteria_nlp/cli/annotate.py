"""`criteria-nlp annotate`: files of eligibility texts to JSON Lines of records."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Annotated

import typer

from criteria_nlp.cli.failures import complain, exit_code
from criteria_nlp.cli.options import Encoding, Format, TextColumn
from criteria_nlp.cli.outputs import Output, error_output, record_output, same_file
from criteria_nlp.cli.parsing import results, sources
from criteria_nlp.cli.progress import progress
from criteria_nlp.cli.tally import Tally
from criteria_nlp.errors import InputError
from criteria_nlp.readers import Source
from criteria_nlp.schema import dumps

Inputs = Annotated[list[str], typer.Argument(metavar="INPUT", help='Files; "-" is standard input.')]
OutputPath = Annotated[
    str, typer.Option("--output", "-o", metavar="OUT.jsonl", help='"-" is standard output.')
]
ErrorsPath = Annotated[
    str | None,
    typer.Option(
        "--errors",
        metavar="FILE",
        help="Rows on what could not be read; beside the output if not given, made only if needed.",
    ),
]


def annotate(
    inputs: Inputs,
    output: OutputPath,
    format: Format = None,
    text_column: TextColumn = "text",
    encoding: Encoding = "utf-8",
    errors: ErrorsPath = None,
) -> None:
    """Write a record of structured criteria for each eligibility text, one JSON object a line.

    The order of the inputs is kept. Exit code: 0 all well, 1 some records were bad, 2 nothing
    could be read.
    """
    _check_paths(inputs, output, errors)
    records, error_rows = record_output(output), error_output(errors, output)
    rows_are_seen = "-" in (errors, output if errors is None else None)
    texts = sources(
        inputs,
        format=format,
        text_column=text_column,
        encoding=encoding,
        on_fault=_ignore if rows_are_seen else complain,
    )
    tally = _write_all(texts, records, error_rows, quiet=output == "-" and sys.stdout.isatty())
    typer.echo(tally.line(), err=True)
    raise typer.Exit(exit_code(tally.records, tally.errors))


def _check_paths(inputs: list[str], output: str, errors: str | None) -> None:
    outputs = [output] if errors is None else [output, errors]
    for path in inputs:
        if any(same_file(path, written) for written in outputs):
            raise InputError("is an input and cannot be written to as well", path=path)
    if errors is not None and same_file(output, errors):
        raise InputError("cannot hold both the records and the errors", path=output)


def _write_all(
    texts: Iterator[Source | InputError], records: Output, error_rows: Output, *, quiet: bool
) -> Tally:
    tally = Tally()
    with ExitStack() as stack:
        stack.enter_context(records)
        stack.enter_context(error_rows)
        advance = stack.enter_context(progress(quiet=quiet))
        for item in results(texts):
            if isinstance(item, InputError):
                tally.errors += 1
                error_rows.write(_row(item))
            else:
                _, record = item
                tally.add(record)
                records.write(dumps(record))
            advance()
        error_rows.commit()
        if tally.records:
            records.commit()
    return tally


def _row(error: InputError) -> str:
    row = {"path": error.path, "place": error.place, "reason": error.reason}
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()


def _ignore(_: InputError) -> None:
    pass
