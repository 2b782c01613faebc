"""Opening a path or standard input: compression, byte order marks, and faults with a place."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO, Literal, TypeVar, cast

from criteria_nlp.errors import FormatError, InputError
from criteria_nlp.readers.compression import unpacked, without_compression

T = TypeVar("T")

HEAD_SIZE = 65_536
"""How many bytes detection may look at."""

STDIN = "<stdin>"
"""What an error calls standard input."""

_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class ByteStream(io.BufferedIOBase):
    """A binary stream whose head was already looked at, and that counts what it gave out."""

    def __init__(
        self,
        raw: IO[bytes],
        on_close: Callable[[], None],
        on_bytes: Callable[[int], None] | None = None,
    ) -> None:
        self._raw = raw
        self._on_close = on_close
        self._on_bytes = on_bytes
        self.head = self._take_fully(HEAD_SIZE)
        self._unread = self.head
        self.delivered = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """Up to `size` bytes, everything where it is negative or None."""
        if size is None or size < 0:
            data, self._unread = self._unread + self._take(-1), b""
        elif self._unread:
            data, self._unread = self._unread[:size], self._unread[size:]
        else:
            data = self._take(size)
        self.delivered += len(data)
        return data

    read1 = read

    def _take(self, size: int) -> bytes:
        data = self._raw.read(size)
        if self._on_bytes:
            self._on_bytes(len(data))
        return data

    def _take_fully(self, size: int) -> bytes:
        # A pipe gives what it has; detection wants the whole head.
        parts: list[bytes] = []
        while size > 0 and (part := self._take(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        """Calls `on_close` once."""
        if not self.closed:
            self._on_close()
        super().close()


@dataclass(frozen=True, slots=True)
class Opened:
    """An open input: its bytes, how to decode them, and how to name a place in it.

    `local` is the path where the bytes lie as they are (not compressed, not piped).
    """

    path: str
    suffix: str
    stream: ByteStream
    encoding: str
    local: str | None

    def text(
        self,
        newline: Literal["", "\n"] = "",
        errors: Literal["strict", "surrogateescape"] = "strict",
    ) -> io.TextIOWrapper:
        """The decoded stream; no newline is ever translated, since offsets count them."""
        stream = cast(BinaryIO, self.stream)
        return io.TextIOWrapper(stream, encoding=self.encoding, newline=newline, errors=errors)

    def origin(self, format: str, place: str) -> dict[str, str]:
        """The `origin` of a source."""
        return {"path": self.path, "format": format, "place": place}

    def fault(self, reason: str, place: str) -> InputError:
        """What is yielded for a record that cannot be read."""
        return InputError(reason, path=self.path, place=place)

    def refusal(self, reason: str, place: str | None = None) -> FormatError:
        """What is raised for a file that cannot be read as the format it was taken for."""
        return FormatError(reason, path=self.path, place=place)

    def undecodable(self, error: UnicodeDecodeError) -> FormatError:
        """The decoding error as a `FormatError` that counts bytes from the start of the input."""
        # The decoder fails on the last bytes it was handed, whatever it had kept back before.
        offset = self.stream.delivered - len(error.object) + error.start
        value = error.object[error.start]
        name = "utf-8" if self.encoding == "utf-8-sig" else self.encoding
        return self.refusal(f"byte 0x{value:02X} at offset {offset} is not {name} ({error.reason})")


def open_input(
    path: str | os.PathLike[str],
    encoding: str = "utf-8",
    stdin: BinaryIO | None = None,
    on_bytes: Callable[[int], None] | None = None,
) -> Opened:
    """Opens a file, or standard input for "-"; raises `InputError` if there is nothing to read.

    gzip and zstd are recognized by their first bytes. With the default encoding, byte order marks
    of UTF-8, UTF-16 and UTF-32 are obeyed.
    """
    _check_encoding(encoding)
    name = os.fsdecode(path)
    try:
        return _open(name, encoding, stdin, on_bytes)
    except OSError as error:
        raise unreadable(name, error) from None
    except ValueError as error:  # a null byte in the path
        raise InputError(str(error), path=repr(name)) from None


def guarded(items: Iterator[T], opened: Opened) -> Iterator[T]:
    """The items read from an input, with the faults of the file below them made into ours."""
    try:
        yield from items
    except UnicodeDecodeError as error:
        raise opened.undecodable(error) from None
    except OSError as error:
        raise unreadable(opened.path, error) from None
    finally:
        opened.stream.close()


def unreadable(path: str, error: OSError) -> InputError:
    """The error for a file the system does not let us read."""
    if isinstance(error, FileNotFoundError):
        return InputError("no such file", path=path)
    if isinstance(error, IsADirectoryError):
        return InputError("is a directory, not a file", path=path)
    return InputError(f"cannot be read: {error.strerror or error}", path=path)


def _open(
    name: str,
    encoding: str,
    stdin: BinaryIO | None,
    on_bytes: Callable[[int], None] | None,
) -> Opened:
    piped = name == "-"
    raw = (stdin or sys.stdin.buffer) if piped else open(name, "rb")  # noqa: SIM115
    # Standard input is somebody else's to close.
    close = _do_nothing if piped else raw.close
    try:
        stream = ByteStream(raw, close, on_bytes)
        packed = unpacked(cast(IO[bytes], stream), stream.head, STDIN if piped else name)
        if packed is not None:
            stream = ByteStream(packed, stream.close)
        if not stream.head:
            raise InputError("is empty", path=STDIN if piped else name)
    except BaseException:
        close()
        raise
    return Opened(
        path=STDIN if piped else name,
        suffix=_suffix(name),
        stream=stream,
        encoding=_marked_encoding(stream.head, encoding),
        local=name if not piped and packed is None and os.path.isfile(name) else None,
    )


def _do_nothing() -> None:
    pass


def _suffix(name: str) -> str:
    return os.path.splitext(without_compression(name))[1]


def _check_encoding(encoding: str) -> None:
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    except (LookupError, ValueError) as error:
        raise InputError(f"unknown encoding {encoding!r} ({error})") from None


def _marked_encoding(head: bytes, encoding: str) -> str:
    if codecs.lookup(encoding).name != "utf-8":
        return encoding
    return next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8-sig")
