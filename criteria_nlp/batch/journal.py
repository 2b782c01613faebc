"""What is done of a run, kept beside its output: a folder with a file for every finished chunk.

A run that was interrupted goes on with what is in the folder. Parts appear whole or not at all,
and their names tell the chunk they are of; the manifest tells with which arguments they were made.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import msgspec

from criteria_nlp.batch.chunks import Chunk
from criteria_nlp.batch.work import Part
from criteria_nlp.errors import InputError

_MANIFEST = "manifest.json"
_PART = re.compile(r"(\d{8,})-[0-9a-f]+\.part")


def save(path: str, part: Part) -> None:
    """Writes a part so that it is there whole, or not at all, whatever happens meanwhile."""
    _write(path, msgspec.msgpack.encode(part))


class Journal:
    """The folder of a run. `--resume` is what the command line calls `resume`."""

    def __init__(self, folder: str, manifest: dict[str, Any], *, resume: bool) -> None:
        self.folder = folder
        self._count = 0
        os.makedirs(folder, exist_ok=True)
        self._parts = self._found()
        if self._parts and not resume:
            raise InputError(
                "holds what an unfinished run has done: go on with --resume, or remove it",
                path=folder,
            )
        if self._parts or (os.listdir(folder) and not os.path.exists(self._path(_MANIFEST))):
            self._check(manifest)
        else:
            _write(self._path(_MANIFEST), json.dumps(manifest, indent=2).encode())

    def path(self, chunk: Chunk) -> str:
        """Where the part of a chunk belongs."""
        return self._path(f"{chunk.number:08}-{chunk.digest}.part")

    def part(self, chunk: Chunk) -> Part | None:
        """The part of a chunk if it is done; raises `InputError` if it is of other texts."""
        self._count = max(self._count, chunk.number + 1)
        path = self._parts.get(chunk.number)
        if path is None:
            return None
        if path != self.path(chunk):
            raise self._changed(f"from {chunk.place} on, the input is another")
        return _read(path)

    def all(self) -> Iterator[Part]:
        """The parts of all chunks that were asked for, in order.

        Raises `InputError` where there are others too, which were of an input that was longer.
        """
        found = self._found()
        if len(found) != self._count:
            raise self._changed(f"{len(found)} chunks are done, of {self._count} of the input")
        for number in sorted(found):
            part = _read(found[number])
            if part is None:
                raise InputError("is damaged: remove it and go on with --resume", found[number])
            yield part

    def remove(self) -> None:
        """Removes the folder with all that is in it."""
        shutil.rmtree(self.folder)

    def remove_if_empty(self) -> None:
        """Removes the folder if nothing is done that a run could go on with."""
        if os.path.isdir(self.folder) and not self._found():
            self.remove()

    def temporary(self, name: str) -> str:
        """A path in the folder, on the same disk as the output, at which there is nothing."""
        path = self._path(f"{name}.tmp")
        with suppress(FileNotFoundError, NotADirectoryError):
            shutil.rmtree(path)
        with suppress(FileNotFoundError):
            os.remove(path)
        return path

    def _path(self, name: str) -> str:
        return os.path.join(self.folder, name)

    def _found(self) -> dict[int, str]:
        matches = filter(None, map(_PART.fullmatch, os.listdir(self.folder)))
        return {int(match[1]): self._path(match[0]) for match in matches}

    def _check(self, manifest: dict[str, Any]) -> None:
        try:
            with open(self._path(_MANIFEST), encoding="utf-8") as file:
                before = json.load(file)
        except (OSError, ValueError):
            raise InputError("is no folder of an unfinished run", path=self.folder) from None
        for name, value in json.loads(json.dumps(manifest)).items():
            if before.get(name) != value:
                raise self._changed(f"{name} was {before.get(name)}, and is {value}")

    def _changed(self, reason: str) -> InputError:
        return InputError(
            f"the run cannot go on, {reason}; remove the folder to begin anew", path=self.folder
        )


def _read(path: str) -> Part | None:
    """A part; None where it is not whole, which only a fault of the file system can bring about."""
    with open(path, "rb") as file:
        try:
            return msgspec.msgpack.decode(file.read(), type=Part)
        except msgspec.MsgspecError:
            return None


def _write(path: str, data: bytes) -> None:
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.remove(temporary)
        raise
