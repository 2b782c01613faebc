"""What our components have in common: the lexicon, and how they take a stream of Docs."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from spacy.tokens import Doc
from spacy.util import raise_error

from criteria_nlp.lexicon import Lexicon, load_lexicon

# Docs that a stage reads before the next stage has its turn: as many as are cheap to keep.
_AT_ONCE = 50

ErrorHandler = Callable[[str, Any, list[Doc], Exception], Any]


class Stage:
    """A component that reads every Doc on its own, and a stream of them a handful at a time.

    If each Doc went through all stages before the next one, as it does through components without
    `pipe`, the processor would have to fetch every stage anew for every Doc: a fifth of the time.
    """

    def __init__(self, lexicon: Lexicon | None = None, *, name: str = "") -> None:
        self.name = name or type(self).__name__
        self.lexicon = lexicon or load_lexicon()
        self._handle: ErrorHandler = raise_error

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc."""
        raise NotImplementedError

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = _AT_ONCE) -> Iterator[Doc]:
        """Read the Docs in their order; the error handler has those that fail."""
        docs, size = iter(stream), max(1, min(batch_size, _AT_ONCE))
        while batch := list(islice(docs, size)):
            read = []
            for doc in batch:
                try:
                    read.append(self(doc))
                except Exception as error:
                    self._handle(self.name, self, [doc], error)
            yield from read

    def set_error_handler(self, handler: ErrorHandler) -> None:
        """What to do with a Doc that fails; `Language.set_error_handler` calls this."""
        self._handle = handler

    def get_error_handler(self) -> ErrorHandler:
        """What is done with a Doc that fails: unless set, the error is raised."""
        return self._handle
