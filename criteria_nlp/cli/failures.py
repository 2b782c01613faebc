"""How a command fails: one line on standard error and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import ParamSpec

import typer

from criteria_nlp.cli.visible import visible
from criteria_nlp.errors import CriteriaNlpError

SOME_BAD = 1
"""Some records could not be read or parsed; the others were."""
FAILED = 2
"""Nothing could be read, or the command was used wrongly."""
INTERRUPTED = 130
"""Ctrl-C: 128 and the number of the signal, as shells count."""
BROKEN_PIPE = 141
"""Whoever read our output has gone: 128 and the number of the signal."""

P = ParamSpec("P")


def complain(problem: object) -> None:
    """Prints a problem as one line on standard error."""
    typer.echo(f"criteria-nlp: error: {visible(str(problem))}", err=True)


def exit_code(read: int, bad: int) -> int:
    """The exit code after `read` good records and `bad` ones; says so if there were none at all."""
    if not read and not bad:
        complain("the input holds no eligibility text")
    if not read:
        return FAILED
    return SOME_BAD if bad else 0


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """The command, with every foreseeable failure made into a line and an exit code."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError:
            _abandon_stdout()
            raise typer.Exit(BROKEN_PIPE) from None
        except KeyboardInterrupt:
            complain("interrupted")
            raise typer.Exit(INTERRUPTED) from None
        except (CriteriaNlpError, OSError) as error:
            complain(error)
            raise typer.Exit(FAILED) from None

    return run


def _abandon_stdout() -> None:
    # The interpreter flushes standard output once more at exit, and would complain again.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
