"""The exceptions of criteria_nlp.

    CriteriaNlpError
    ├── InputError          a file, a record or a row that cannot be read
    │   └── FormatError     the input is not of the format it was taken for
    ├── ModelError          a model or an encoder that is not there, not whole or not ours
    ├── LexiconError        a lexicon file or entry that breaks the rules of the lexicon
    ├── NotationError       a one-line expression that cannot be parsed
    ├── SchemaError         JSON that is not an object of the output contract
    └── MissingExtraError   an optional dependency that is not installed

Every error that concerns a file carries `path` and `place` (a line, a row, an entry), survives
pickling, and reads as one line.
"""

from __future__ import annotations


class CriteriaNlpError(Exception):
    """The base of every error that criteria_nlp raises on purpose."""


class _PlacedError(CriteriaNlpError):
    """An error at a place of a file: `path`, `place` and `reason` are attributes."""

    def __init__(self, reason: str, path: str | None = None, place: str | None = None) -> None:
        super().__init__(reason, path, place)
        self.reason = reason
        self.path = path
        self.place = place

    def __str__(self) -> str:
        return ": ".join(part for part in (self.path, self.place, self.reason) if part)


class InputError(_PlacedError):
    """A file, record or row that cannot be read."""


class FormatError(InputError):
    """Input that is not of the format it was taken for."""


class ModelError(_PlacedError):
    """A model or an encoder that is not there, is not whole, or is not of the kind needed."""


class LexiconError(_PlacedError):
    """A lexicon file or entry that breaks the rules of the lexicon."""


class NotationError(_PlacedError):
    """A one-line expression that cannot be parsed; `place` is the character position."""


class SchemaError(_PlacedError):
    """JSON that is not an object of the output contract; `place` is the JSON path."""


class MissingExtraError(CriteriaNlpError):
    """An optional dependency is not installed; the message says which extra brings it."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(package, extra)
        self.package = package
        self.extra = extra

    def __str__(self) -> str:
        return f"{self.package} is not installed: pip install 'criteria_nlp[{self.extra}]'"
