"""Compressed inputs, told by their first bytes and unpacked while they are read."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Callable
from typing import IO, Any, NamedTuple, cast

from criteria_nlp.errors import FormatError
from criteria_nlp.extras import extra


class _Compression(NamedTuple):
    """A way to compress: how its data begin, the stream that unpacks them, its errors."""

    name: str
    suffix: str
    magic: bytes
    unpack: Callable[[IO[bytes]], Any]
    errors: tuple[type[Exception], ...]


def _unzstd(stream: IO[bytes]) -> Any:
    arrow = extra("pyarrow")
    return arrow.CompressedInputStream(arrow.PythonFile(stream, "r"), "zstd")


_COMPRESSIONS = (
    _Compression(
        "gzip",
        ".gz",
        b"\x1f\x8b",
        lambda stream: gzip.GzipFile(fileobj=stream),
        (gzip.BadGzipFile, EOFError, zlib.error),
    ),
    _Compression("zstd", ".zst", b"\x28\xb5\x2f\xfd", _unzstd, (OSError,)),
)


class _Unpacked(io.RawIOBase):
    """The unpacked bytes of a stream; raises `FormatError` where they are damaged or cut off."""

    def __init__(self, stream: IO[bytes], compression: _Compression, path: str) -> None:
        self._compression, self._path = compression, path
        self._stream = compression.unpack(stream)

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """Up to `size` bytes, everything where it is negative or None."""
        try:
            return bytes(self._stream.read(None if size is None or size < 0 else size))
        except self._compression.errors as error:
            reason = f"the {self._compression.name} data are damaged or cut off ({error})"
            raise FormatError(reason, path=self._path) from None


def unpacked(stream: IO[bytes], head: bytes, path: str) -> IO[bytes] | None:
    """What unpacks a stream that begins with `head`; null where it is not compressed.

    Raises `MissingExtraError` for zstd without the extra `table`; reading raises `FormatError`.
    """
    for compression in _COMPRESSIONS:
        if head.startswith(compression.magic):
            return cast(IO[bytes], _Unpacked(stream, compression, path))
    return None


def without_compression(name: str) -> str:
    """A file name in lower case without the suffix of a compression: "A.XML.gz" is "a.xml"."""
    stem, suffix = os.path.splitext(name.lower())
    known = any(suffix == compression.suffix for compression in _COMPRESSIONS)
    return stem if known else name.lower()
