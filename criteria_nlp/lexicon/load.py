"""Loads the lexicon: from its TOML files, or from what they were last compiled to on this machine.

The TOML files are the only source. What they compile to is kept in the user's cache folder, named
by a digest of the files, of the code that compiles them and of what else decides the outcome, so
that a changed file is compiled anew; a file whose own digest is wrong counts as absent. The
environment variable `CRITERIA_NLP_CACHE` names another folder; empty, nothing is kept.
"""

from __future__ import annotations

import os
import sys
import tempfile
import unicodedata
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import msgspec

from criteria_nlp.lexicon.build import build_lexicon
from criteria_nlp.lexicon.files import FOLDER
from criteria_nlp.lexicon.lexicon import Lexicon

_DIGEST = sha256().digest_size
_KEPT = 4  # compiled lexicons in the cache folder: other versions, other environments


@lru_cache(maxsize=4)
def load_lexicon(folder: Path = FOLDER) -> Lexicon:
    """The lexicon in a folder laid out as the packaged one; raises `LexiconError`."""
    path = _cache_path(folder) if folder == FOLDER else None
    lexicon = None if path is None else _read(path)
    if lexicon is None:
        lexicon = build_lexicon(folder)
        if path is not None:
            _write(path, lexicon)
    return lexicon


def _cache_path(folder: Path) -> Path | None:
    """Where the compiled lexicon of a folder is kept, if one is to be kept."""
    named = os.environ.get("CRITERIA_NLP_CACHE")
    if named == "":
        return None
    local = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    with suppress(RuntimeError):  # nobody's home
        home = Path(local) if local else Path.home() / ".cache"
        base = Path(named) if named else home / "criteria_nlp"
        return base / f"lexicon-{_digest(folder)}.msgpack"
    return None


def _digest(folder: Path) -> str:
    """A digest of all that decides what a lexicon compiles to."""
    state = sha256(f"{sys.version_info[:2]} {unicodedata.unidata_version}".encode())
    for path in sorted((*folder.rglob("*.toml"), *folder.glob("*.py"))):
        content = path.read_bytes()
        state.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return state.hexdigest()[:32]


def _read(path: Path) -> Lexicon | None:
    """The lexicon that a file holds; null where it is absent, damaged or of another make."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if sha256(data[_DIGEST:]).digest() != data[:_DIGEST]:
        return None
    with suppress(msgspec.MsgspecError):
        return msgspec.msgpack.decode(memoryview(data)[_DIGEST:], type=Lexicon)
    return None


def _write(path: Path, lexicon: Lexicon) -> None:
    """Keep a lexicon, in one step; where that cannot be, the next process compiles it again."""
    data = msgspec.msgpack.encode(lexicon)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".new", delete=False) as file:
            file.write(sha256(data).digest() + data)
        os.replace(file.name, path)
        for old in sorted(path.parent.glob("lexicon-*.msgpack"), key=os.path.getmtime)[:-_KEPT]:
            old.unlink(missing_ok=True)
