"""Where lines go: a standard stream, or a file that appears only when it is whole."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from types import TracebackType
from typing import IO, Self

from criteria_nlp.errors import InputError


class StreamOutput:
    """Lines to a stream of bytes, each as soon as it is there."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, line: str) -> None:
        """Writes the line and its end."""
        self._stream.write(line.encode() + b"\n")
        self._stream.flush()

    def commit(self) -> None:
        """Nothing is left to do."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class FileOutput:
    """Lines to a temporary file, which takes its final name on `commit` and is gone without it.

    Nothing is created before the first line. A device or pipe is written directly.
    """

    def __init__(self, path: str) -> None:
        # A link keeps pointing where it points: the file behind it is what is replaced.
        self.path = os.path.realpath(path)
        self._direct = _is_special(self.path)
        folder, name = os.path.split(self.path)
        self._temporary = os.path.join(folder, f".{name}.{os.getpid()}.tmp")
        self._file: IO[bytes] | None = None
        if os.path.isdir(self.path):
            raise InputError("is a directory, not a file to write", path=path)
        if not os.path.isdir(folder):
            raise InputError("the directory to write to does not exist", path=path)
        if not self._direct and not os.access(folder, os.W_OK):
            raise InputError("the directory may not be written to", path=path)

    def write(self, line: str) -> None:
        """Writes the line and its end."""
        if self._file is None:
            self._file = open(self.path if self._direct else self._temporary, "wb")  # noqa: SIM115
        self._file.write(line.encode() + b"\n")

    def commit(self) -> None:
        """Puts the file in its place; without a line, there is no file afterwards."""
        if self._file is not None:
            self._file.close()
            if not self._direct:
                os.replace(self._temporary, self.path)
        elif not self._direct:
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
        if self._file is not None and not self._direct:
            self._file.close()
            with suppress(FileNotFoundError):
                os.remove(self._temporary)


Output = StreamOutput | FileOutput


def record_output(path: str) -> Output:
    """Where records go: "-" is standard output."""
    return StreamOutput(sys.stdout.buffer) if path == "-" else FileOutput(path)


def error_output(path: str | None, records: str) -> Output:
    """Where error rows go: by default a file beside the records, or standard error."""
    if path is None:
        path = "-" if records == "-" else _beside(records)
    return StreamOutput(sys.stderr.buffer) if path == "-" else FileOutput(path)


def same_file(one: str, other: str) -> bool:
    """Whether two paths, "-" aside, are one regular file."""
    if "-" in (one, other) or _is_special(one):
        return False
    return os.path.realpath(one) == os.path.realpath(other)


def _beside(records: str) -> str:
    stem, suffix = os.path.splitext(records)
    return f"{stem if suffix in ('.jsonl', '.ndjson', '.json') else records}.errors.jsonl"


def _is_special(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
