"""Small sets of words that a rule looks for by name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from criteria_nlp.errors import LexiconError
from criteria_nlp.lexicon.files import FOLDER, read_toml


@lru_cache(maxsize=4)
def small_words(folder: Path = FOLDER) -> dict[str, frozenset[str]]:
    """The sets of a folder's `small_words.toml`; raises `LexiconError` where one is no array."""
    path = folder / "small_words.toml"
    try:
        return msgspec.convert(read_toml(path), dict[str, frozenset[str]])
    except msgspec.ValidationError as error:
        raise LexiconError(str(error), str(path)) from None
