"""A run: all texts of some inputs to one output, by one process or several."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

import criteria_nlp
from criteria_nlp.batch.chunks import CHARACTERS, chunks
from criteria_nlp.batch.inputs import Inputs
from criteria_nlp.batch.journal import Journal
from criteria_nlp.batch.outputs import (
    check_paths,
    check_place,
    error_output,
    is_stream,
    put,
    stream_output,
)
from criteria_nlp.batch.tally import Tally
from criteria_nlp.batch.tasks import Task, parts
from criteria_nlp.errors import InputError
from criteria_nlp.exports import Export, Layout, export_for


class Listener:
    """Whoever is told how a run goes; this one does not listen."""

    def on_fault(self, error: InputError) -> None:
        """A file as a whole cannot be read."""

    def on_part(self, tally: Tally) -> None:
        """So much more is done."""


@dataclass(frozen=True)
class Run:
    """Writes the records of all inputs to `output`, in the format that its name tells.

    Rows on what could not be read go to `errors`, by default beside the output. Files appear when
    they are whole, and are the same however many `workers` there are. Until then, what is done is
    kept in the folder `parts`, with which a run goes on if it is to `resume`. A stream ("-", a
    pipe) gets the records in order unless `unordered`, and nothing is kept. With several workers,
    which are spawned, a script must start its run under `if __name__ == "__main__":`.
    """

    inputs: Inputs
    output: str
    errors: str | None = None
    layout: Layout | None = None
    workers: int = 1
    resume: bool = False
    unordered: bool = False
    listener: Listener = field(default_factory=Listener)

    @property
    def parts(self) -> str:
        """The folder beside the output in which its parts are kept."""
        return os.path.realpath(self.output) + ".parts"

    def annotate(self) -> Tally:
        """Does it; where there is no good record at all, only the rows on bad ones are written."""
        check_paths(self.inputs.paths, self.output, self.errors)
        export = export_for(self.output, self.layout)
        if not is_stream(self.output):
            check_place(self.output, export)
            return self._to_file(export)
        if self.resume:
            raise InputError("is a stream, of which nothing is kept to resume", path=self.output)
        return self._to_stream(export)

    def _to_stream(self, export: Export) -> Tally:
        tally = Tally()
        # One process writes each record as soon as it is read.
        size = 1 if self.workers == 1 else CHARACTERS
        found = chunks(self.inputs.sources(self.listener.on_fault), size)
        tasks = (Task(chunk, export) for chunk in found)
        with (
            stream_output(self.output) as records,
            error_output(self.errors, self.output) as error_rows,
        ):
            for part in parts(tasks, self.workers, ordered=not self.unordered):
                error_rows.write(part.errors)
                records.write(part.body)
                tally.merge(part.tally)
                self.listener.on_part(part.tally)
            error_rows.commit()
        return tally

    def _to_file(self, export: Export) -> Tally:
        journal = Journal(self.parts, self._manifest(export), resume=self.resume)
        try:
            for part in parts(self._tasks(journal, export), self.workers, ordered=False):
                self.listener.on_part(part.tally)
            tally = self._joined(journal, export)
            journal.remove()
        finally:
            journal.remove_if_empty()
        return tally

    def _tasks(self, journal: Journal, export: Export) -> Iterator[Task]:
        """The chunks that are not done yet."""
        for chunk in chunks(self.inputs.sources(self.listener.on_fault)):
            part = journal.part(chunk)
            if part:
                self.listener.on_part(part.tally)
            else:
                yield Task(chunk, export, journal.path(chunk))

    def _joined(self, journal: Journal, export: Export) -> Tally:
        tally = Tally()
        whole, aside = journal.temporary("whole"), journal.temporary("aside")

        def bodies() -> Iterator[bytes]:
            for part in journal.all():
                tally.merge(part.tally)
                error_rows.write(part.errors)
                yield part.body

        with error_output(self.errors, self.output) as error_rows:
            export.join(bodies(), whole)
            error_rows.commit()
        if tally.records:
            put(whole, os.path.realpath(self.output), aside)
        return tally

    def _manifest(self, export: Export) -> dict[str, Any]:
        return {
            "inputs": self.inputs.arguments,
            "options": asdict(self.inputs.reading),
            "export": repr(export),
            "program": _program(),
        }


def _program() -> str:
    """What tells apart two states of the program that may read the same text in two ways."""
    digest = blake2b(version("spacy").encode(), digest_size=12)
    for path in sorted(Path(criteria_nlp.__path__[0]).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.read_bytes())
    return digest.hexdigest()
