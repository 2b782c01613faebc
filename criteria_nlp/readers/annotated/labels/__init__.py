"""What the labels of a corpus mean in our terms: a TOML file a corpus, a reason each.

    [[meaning]]
    labels   = ["Eq-Comparison"]
    relation = "Temporality"        # only as the last member of such a relation; may be left out
    means    = "window"
    reason   = "…"

A label means a domain of a concept, one of `ATTRIBUTES`, "unresolved:" with a reason of the output
contract, or "nothing".
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import msgspec

from criteria_nlp.errors import InputError
from criteria_nlp.schema import Domain, Reason

DOMAINS: tuple[str, ...] = get_args(Domain)
ATTRIBUTES = (
    *("value", "count", "window", "duration", "anchor"),
    *("qualifier", "negation", "assertion", "exception"),
)
UNRESOLVED = tuple(f"unresolved:{reason}" for reason in get_args(Reason))
MEANINGS = (*DOMAINS, *ATTRIBUTES, *UNRESOLVED, "nothing")

_HERE = Path(__file__).parent
KNOWN = tuple(sorted(path.stem for path in _HERE.glob("*.toml")))
"""The corpora whose labels the package knows."""


class Meaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Labels that mean the same for the same reason, always or in the role of a relation."""

    labels: tuple[str, ...]
    means: str
    reason: str
    relation: str | None = None


class Labels(msgspec.Struct, frozen=True):
    """What each label of a corpus means, by (relation, label); by (None, label) in no role."""

    path: str
    meanings: dict[tuple[str | None, str], str]


def load_labels(name: str | Path) -> Labels:
    """The meanings of the labels of a known corpus, or those in a TOML file.

    Raises `InputError` with the file and the entry of what is wrong.
    """
    path = _HERE / f"{name}.toml" if name in KNOWN else Path(name)
    meanings: dict[tuple[str | None, str], str] = {}
    for number, entry in enumerate(_entries(path), 1):
        place = f"meaning {number}"
        try:
            meaning = msgspec.convert(entry, Meaning)
        except msgspec.ValidationError as error:
            raise InputError(str(error), str(path), place) from None
        for problem in _problems(meaning, meanings):
            raise InputError(problem, str(path), place)
        meanings |= {(meaning.relation, label): meaning.means for label in meaning.labels}
    return Labels(str(path), meanings)


def _entries(path: Path) -> list[Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        known = f" (known: {', '.join(KNOWN)})" if not path.exists() else ""
        raise InputError(f"cannot be read: {error}{known}", str(path)) from None
    entries = content.get("meaning")
    if set(content) != {"meaning"} or not isinstance(entries, list):
        raise InputError("holds something else than [[meaning]] entries", str(path))
    return entries


def _problems(meaning: Meaning, before: dict[tuple[str | None, str], str]) -> list[str]:
    given = Counter(meaning.labels) + Counter(
        label for relation, label in before if relation == meaning.relation
    )
    found = [f"{label!r} is given twice" for label in meaning.labels if given[label] > 1]
    if meaning.means not in MEANINGS:
        found.append(f"means {meaning.means!r}, not one of {', '.join(MEANINGS)}")
    if not meaning.reason.strip():
        found.append("has no reason")
    return found
