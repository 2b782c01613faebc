"""JSON Lines: a record a line, plain or compressed."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from criteria_nlp.extras import extra
from criteria_nlp.schema import Record, dumps

_GZIP_LEVEL = 5
"""Nearly as small as 9, and three times as fast."""


@dataclass(frozen=True)
class JsonLines:
    """One line of JSON a record. Compressed parts are whole, and remain so one after the other."""

    compression: Literal["gz", "zst"] | None = None

    def encode(self, records: Iterable[tuple[int, Record]]) -> bytes:
        """The records as (compressed) lines."""
        lines = "".join(f"{dumps(record)}\n" for _, record in records).encode()
        if not lines:
            return b""
        if self.compression == "gz":
            return gzip.compress(lines, _GZIP_LEVEL, mtime=0)
        if self.compression == "zst":
            return bytes(extra("pyarrow").compress(lines, codec="zstd", asbytes=True))
        return lines

    def join(self, parts: Iterable[bytes], path: str) -> None:
        """Writes the parts one after the other."""
        with open(path, "wb") as file:
            file.writelines(parts)
