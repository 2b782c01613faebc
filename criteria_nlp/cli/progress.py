"""What is told of a run on standard error: faults, and on a terminal a progress bar."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from criteria_nlp.batch import Inputs, Listener, Tally
from criteria_nlp.cli.failures import complain
from criteria_nlp.errors import InputError

if TYPE_CHECKING:
    from rich.progress import Progress

_RECENT = 30.0
"""Over how many seconds the rate is taken."""


class _Faults(Listener):
    """Prints a line for each file that fails, unless its row is seen anyway."""

    def __init__(self, faults: bool) -> None:
        self._faults = faults

    def on_fault(self, error: InputError) -> None:
        if self._faults:
            complain(error)


class _Bar(_Faults):
    """Moves the bar by the bytes read, and counts records and criteria."""

    def __init__(self, faults: bool, bar: Progress, inputs: Inputs) -> None:
        super().__init__(faults)
        self._bar = bar
        self._inputs = inputs
        self._records = self._criteria = 0
        self._recent = deque([(time.monotonic(), 0)])
        self._task = bar.add_task("", total=inputs.size(), records=0, rate=0.0)

    def on_part(self, tally: Tally) -> None:
        self._records += tally.records
        self._criteria += tally.criteria
        self._bar.update(
            self._task,
            completed=self._inputs.bytes_read,
            records=self._records,
            rate=self._rate(),
        )

    def _rate(self) -> float:
        now = time.monotonic()
        self._recent.append((now, self._criteria))
        while len(self._recent) > 2 and self._recent[0][0] < now - _RECENT:
            self._recent.popleft()
        since, before = self._recent[0]
        return (self._criteria - before) / max(now - since, 1e-9)


@contextmanager
def progress(inputs: Inputs, *, faults: bool, quiet: bool = False) -> Iterator[Listener]:
    """A listener to a run; `faults` says whether it prints files that cannot be read."""
    if quiet or not sys.stderr.isatty():
        yield _Faults(faults)
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        TextColumn("{task.fields[records]:,} records, {task.fields[rate]:,.0f} criteria/s,"),
        TimeElapsedColumn(),
        TextColumn("gone,"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Bar(faults, bar, inputs)
