"""Where results go: a stream, or a file or folder that appears only when it is whole."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable
from contextlib import suppress
from types import TracebackType
from typing import IO, Self

from criteria_nlp.errors import InputError
from criteria_nlp.exports import Export, FlatParquet

_SUFFIXES = (".jsonl", ".ndjson", ".json", ".parquet", ".pq", ".duckdb", ".db")


class StreamOutput:
    """Bytes to a stream, as soon as they are there."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, data: bytes) -> None:
        """Writes the bytes."""
        self._stream.write(data)
        self._stream.flush()

    def commit(self) -> None:
        """Nothing is left to do."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._stream not in (sys.stdout.buffer, sys.stderr.buffer):
            self._stream.close()


class FileOutput:
    """Bytes to a temporary file, which takes its final name on `commit` and is gone without it.

    Nothing is created before the first byte.
    """

    def __init__(self, path: str) -> None:
        # A link keeps pointing where it points: the file behind it is what is replaced.
        self.path = os.path.realpath(path)
        folder, name = os.path.split(self.path)
        self._temporary = os.path.join(folder, f".{name}.tmp")
        self._file: IO[bytes] | None = None
        check_place(path)

    def write(self, data: bytes) -> None:
        """Writes the bytes."""
        if data and self._file is None:
            self._file = open(self._temporary, "wb")  # noqa: SIM115
        if self._file is not None:
            self._file.write(data)

    def commit(self) -> None:
        """Puts the file in its place; without a byte, there is no file afterwards."""
        if self._file is not None:
            self._file.close()
            os.replace(self._temporary, self.path)
        else:
            # A file of that name is of an earlier run, and would speak for this one.
            with suppress(FileNotFoundError):
                os.remove(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
            with suppress(FileNotFoundError):
                os.remove(self._temporary)


Output = StreamOutput | FileOutput


def is_stream(path: str) -> bool:
    """Whether what is written appears at once: standard output ("-"), a pipe or a device."""
    return path == "-" or _is_special(path)


def stream_output(path: str) -> StreamOutput:
    """Standard output, a pipe or a device."""
    return StreamOutput(sys.stdout.buffer if path == "-" else open(path, "wb"))


def error_output(path: str | None, records: str) -> Output:
    """Where error rows go: by default a file beside the records, or standard error."""
    if path is None:
        path = "-" if records == "-" else _beside(records)
    if path == "-":
        return StreamOutput(sys.stderr.buffer)
    return stream_output(path) if is_stream(path) else FileOutput(path)


def check_paths(inputs: Iterable[str], output: str, errors: str | None) -> None:
    """Raises `InputError` if an input would be written to, or both outputs are one file."""
    written = {_identity(path) for path in (output, errors) if path is not None} - {None}
    for path in inputs if written else ():
        if _identity(path) in written:
            raise InputError("is an input and cannot be written to as well", path=path)
    if errors is not None and same_file(output, errors):
        raise InputError("cannot hold both the records and the errors", path=output)


def same_file(one: str, other: str) -> bool:
    """Whether two paths, that of a stream aside, are or would be one file."""
    return not is_stream(one) and os.path.realpath(one) == os.path.realpath(other)


def check_place(path: str, export: Export | None = None) -> None:
    """Raises `InputError` where no file, or folder of that export, can be put."""
    folder = os.path.dirname(os.path.realpath(path))
    if os.path.isdir(path) and not (
        isinstance(export, FlatParquet) and export.files().issuperset(os.listdir(path))
    ):
        raise InputError("is a directory, not a file to write", path=path)
    if not os.path.isdir(folder):
        raise InputError("the directory to write to does not exist", path=path)
    if not os.access(folder, os.W_OK):
        raise InputError("the directory may not be written to", path=path)


def put(whole: str, path: str, aside: str) -> None:
    """Puts a finished file or folder in its place; a folder that is there goes to `aside` first."""
    is_folder = os.path.isdir(whole)
    for name in os.listdir(whole) if is_folder else [""]:
        with open(os.path.join(whole, name) if name else whole, "rb") as file:
            os.fsync(file.fileno())
    if is_folder and os.path.isdir(path):
        os.rename(path, aside)
    os.replace(whole, path)


def _beside(records: str) -> str:
    name = records.removesuffix(".gz").removesuffix(".zst")
    stem, suffix = os.path.splitext(name)
    return f"{stem if suffix in _SUFFIXES else records}.errors.jsonl"


def _identity(path: str) -> tuple[int, int] | None:
    """What is the same for all names of a regular file; None for anything else."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def _is_special(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
