"""What the model sees: stretches of a Doc, each read on its own, as thinc's layers read a Doc."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab

LONGEST = 160  # tokens that are read at once; a longer piece is cut


class View:
    """Tokens `start` to `end` of a Doc, with the little of `Doc` that feature layers ask for.

    The attributes of a whole Doc are fetched once for all of its views (`arrays` is shared).
    """

    __slots__ = ("_arrays", "doc", "end", "start")

    def __init__(self, doc: Doc, start: int, end: int, arrays: dict[Any, NDArray[Any]]) -> None:
        self.doc, self.start, self.end, self._arrays = doc, start, end, arrays

    def __len__(self) -> int:
        return self.end - self.start

    @property
    def vocab(self) -> Vocab:
        return self.doc.vocab

    def to_array(self, attributes: Any) -> NDArray[Any]:
        """As `Doc.to_array`: of shape (tokens,) for one attribute, else (tokens, attributes)."""
        asked = tuple(attributes) if isinstance(attributes, list) else attributes
        if asked not in self._arrays:
            self._arrays[asked] = self.doc.to_array(attributes)
        return self._arrays[asked][self.start : self.end]


def views(doc: Doc, pieces: Sequence[tuple[int, int]]) -> Iterator[View]:
    """A view of every piece (a range of tokens), of several parts where it is long."""
    arrays: dict[Any, NDArray[Any]] = {}
    for start, end in pieces:
        for first in range(start, end, LONGEST):
            yield View(doc, first, min(first + LONGEST, end), arrays)
