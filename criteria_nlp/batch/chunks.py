"""Chunks: consecutive records of about the same length together, whatever reads them.

Where chunks begin and end depends on the input alone; so does, with it, what is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b

import msgspec

from criteria_nlp.errors import InputError
from criteria_nlp.readers import Source

CHARACTERS = 65_536
"""A chunk ends with the record that fills it: a second or less of work, and half a megabyte."""


class Chunk(msgspec.Struct, frozen=True):
    """Some records of the input; the first of them has the number `first`, counted from 1."""

    number: int
    first: int
    items: tuple[Source | InputError, ...]

    @property
    def digest(self) -> str:
        """What tells the chunk from one of other records, or elsewhere in the input."""
        return blake2b(_ENCODER.encode((self.first, self.items)), digest_size=12).hexdigest()

    @property
    def place(self) -> str:
        """Where the chunk begins, for people."""
        item = self.items[0]
        origin = vars(item) if isinstance(item, InputError) else item.origin
        return ", ".join(part for part in (origin.get("path"), origin.get("place")) if part)


_ENCODER = msgspec.msgpack.Encoder(enc_hook=lambda error: error.args)


def chunks(items: Iterable[Source | InputError], size: int = CHARACTERS) -> Iterator[Chunk]:
    """The items in chunks of at least `size` characters, the last one aside.

    A bad record counts as one character; size 1 makes a chunk of each.
    """
    number, first, held, length = 0, 1, [], 0
    for item in items:
        held.append(item)
        length += len(item.text) if isinstance(item, Source) else 1
        if length >= size:
            yield Chunk(number, first, tuple(held))
            number, first, held, length = number + 1, first + len(held), [], 0
    if held:
        yield Chunk(number, first, tuple(held))
