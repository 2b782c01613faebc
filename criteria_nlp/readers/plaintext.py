"""Plain text: the whole file is one eligibility text."""

from __future__ import annotations

from collections.abc import Iterator

from criteria_nlp.errors import InputError
from criteria_nlp.readers.opening import Opened
from criteria_nlp.readers.source import Source


def read_text(opened: Opened, text_column: str) -> Iterator[Source | InputError]:
    """The one text of the file; raises `FormatError` if it is blank."""
    text = opened.text().read()
    if not text.strip():
        raise opened.refusal("holds no text, only blanks")
    yield Source(text=text, origin=opened.origin("plaintext", "text 1"))
