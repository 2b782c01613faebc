"""What arguments stand for: files, the files of folders and patterns, standard input."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from criteria_nlp.errors import InputError
from criteria_nlp.readers import SUFFIXES, Source, read
from criteria_nlp.readers.compression import without_compression


@dataclass(frozen=True)
class Reading:
    """How files are read: the options of `criteria_nlp.read`."""

    format: str | None = None
    text_column: str = "text"
    encoding: str = "utf-8"


class Inputs:
    """The texts of all that some arguments stand for, in order.

    A folder stands for the files below it, sorted, that have a suffix of a format (any, if the
    format is given); hidden ones are left alone, and the others are `passed_over`. A pattern stands
    for the files it matches, sorted. `bytes_read` grows while the texts are taken.
    """

    def __init__(self, arguments: Sequence[str], reading: Reading | None = None) -> None:
        self.arguments = list(arguments)
        self.reading = reading or Reading()
        self.passed_over: list[str] = []
        self.paths = [path for argument in arguments for path in self._expanded(argument)]
        self.bytes_read = 0

    def size(self) -> int | None:
        """How many bytes there are to read; None where standard input is among them."""
        return None if "-" in self.paths else sum(map(_size, self.paths))

    def sources(
        self, on_fault: Callable[[InputError], None] = lambda error: None
    ) -> Iterator[Source | InputError]:
        """The texts; a file that fails is one error in its place, and told to `on_fault`."""
        before = self.bytes_read = 0
        for path in self.paths:
            try:
                yield from self._read(path)
            except InputError as error:
                on_fault(error)
                yield error
            self.bytes_read = before = before + _size(path)

    def _read(self, path: str) -> Iterator[Source | InputError]:
        if os.path.isdir(path):
            raise InputError("holds no file of a known format", path=path)
        reading = self.reading
        yield from read(
            path,
            format=reading.format,
            text_column=reading.text_column,
            encoding=reading.encoding,
            on_bytes=self._count,
        )

    def _count(self, number: int) -> None:
        self.bytes_read += number

    def _expanded(self, argument: str) -> list[str]:
        if os.path.isdir(argument):
            return self._chosen(_files_below(argument)) or [argument]
        if argument == "-" or os.path.lexists(argument) or not glob.has_magic(argument):
            return [argument]
        found = sorted(filter(os.path.isfile, glob.iglob(argument, recursive=True)))
        return found or [argument]

    def _chosen(self, files: Iterable[str]) -> list[str]:
        chosen: list[str] = []
        for path in files:
            known = self.reading.format or without_compression(path).endswith(SUFFIXES)
            (chosen if known else self.passed_over).append(path)
        return chosen


def _files_below(folder: str) -> Iterator[str]:
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(at, name) for name in sorted(names) if not name.startswith("."))


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return 0
