"""The reader of a corpus of ours: one TOML file a therapeutic area, the logic in one-line notation.

    items = load_corpus("corpora/criteria")
    python -m criteria_nlp.scoring.corpus corpora/criteria --split dev > criteria_dev.jsonl

The annotation holds no offsets. Concepts, examples and unresolved pieces are written as they stand
in the text, in reading order, and found there: each is at its next whole-word occurrence after the
start of the one before it, else at its first; `EDSS#2` is the second occurrence in the text.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Literal, TypeVar, cast, get_args

import msgspec

from criteria_nlp.errors import CriteriaNlpError, InputError
from criteria_nlp.schema import (
    AllOf,
    AnyOf,
    AtLeast,
    Concept,
    Except,
    Expression,
    Fact,
    If,
    Include,
    Kind,
    Not,
    Unresolved,
    expression_from_builtins,
    from_notation,
)
from criteria_nlp.schema.codec import to_builtins
from criteria_nlp.scoring.gold import GoldItem

Split = Literal["train", "dev", "test"]
Placed = TypeVar("Placed", Concept, Include, Unresolved)

# Of five neighbours, three train, one is for development, one for the test.
_SHARES: tuple[Split, ...] = ("train", "train", "train", "dev", "test")
_BLOCK = len(_SHARES)
_FIELDS = ("id", "language", "kind", "text", "logic")
_NUMBERED = re.compile(r"(?<=\S)#(\d+)$")
# A number is written behind the quotes of a concept or within them: the second is what is parsed.
_BEHIND_QUOTES = re.compile(r'(?<!\\)"#(\d+)\b')


class CorpusItem(GoldItem, frozen=True, kw_only=True):
    """One annotated criterion of a corpus; `language` is its imagined writer's first language.

    Every concept, example and unresolved piece has offsets into `text`.
    """

    area: str
    language: str
    split: Split


def load_corpus(folder: str | Path, split: Split | None = None) -> list[CorpusItem]:
    """The criteria of `folder/annotation/*.toml`, by area and id; only those of `split`, if given.

    Raises `InputError` with the file and the entry of what is wrong.
    """
    paths = sorted(Path(folder).joinpath("annotation").glob("*.toml"))
    if not paths:
        raise InputError("no annotation/*.toml", str(folder))
    items = chain.from_iterable(_items(path) for path in paths)
    return [item for item in items if split is None or item.split == split]


def split_of(identifier: str) -> Split:
    """The part of the corpus that an id belongs to, whatever other ids there are.

    Five ids in a row (1 to 5, 6 to 10, ...) are ordered by their SHA-256: the first three train,
    the fourth is for development, the fifth for the test.
    """
    area, _, number = identifier.rpartition("-")
    first = (int(number) - 1) // _BLOCK * _BLOCK + 1
    block = [f"{area}-{number:03d}" for number in range(first, first + _BLOCK)]
    block.sort(key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    return _SHARES[block.index(identifier)]


def counts_table(items: Sequence[CorpusItem]) -> str:
    """How many criteria of each area, kind and split, and of each language, as Markdown tables."""
    columns = (*get_args(Kind), *get_args(Split))
    lines = [f"| area | criteria | {' | '.join(columns)} |", "|---|" + "---:|" * (len(columns) + 1)]
    for area in (*sorted({item.area for item in items}), "all"):
        rows = [item for item in items if area in (item.area, "all")]
        kinds: Counter[str] = Counter(item.kind_gold for item in rows)
        kinds.update(item.split for item in rows)
        figures = (len(rows), *(kinds[column] for column in columns))
        lines.append(f"| {area} | {' | '.join(map(str, figures))} |")
    languages = Counter(item.language for item in items)
    told = sorted(languages.items(), key=lambda pair: (-pair[1], pair[0]))
    lines += ["", "| language | criteria |", "|---|---:|"]
    return "\n".join(lines + [f"| {language} | {count} |" for language, count in told])


def _items(path: Path) -> Iterator[CorpusItem]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"cannot be read: {error}", str(path)) from None
    entries = content.get("criterion")
    if set(content) != {"criterion"} or not isinstance(entries, list):
        raise InputError("holds something else than [[criterion]] entries", str(path))
    seen: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        try:
            item = _item(entry, path.stem)
            if item.id in seen:
                raise ValueError("the same id twice")
        except (ValueError, CriteriaNlpError) as error:
            name = f" ({entry['id']})" if isinstance(entry, dict) and "id" in entry else ""
            raise InputError(str(error), str(path), f"entry {number}{name}") from None
        seen.add(item.id)
        yield item


def _item(entry: Any, area: str) -> CorpusItem:
    """One entry as an item; raises `ValueError` or an error of the package where it is wrong."""
    fields = _checked_fields(entry)
    identifier, text, kind = fields["id"], fields["text"], cast(Kind, fields["kind"])
    if not re.fullmatch(rf"{re.escape(area)}-\d{{3}}", identifier) or identifier.endswith("-000"):
        raise ValueError(f"the id is not {area}- and a number of three digits")
    if not re.fullmatch("[a-z]{2,3}", fields["language"]):
        raise ValueError(f"language is {fields['language']!r}, no code of two or three letters")
    if kind not in get_args(Kind):
        raise ValueError(f"kind is {kind!r}, not one of {', '.join(get_args(Kind))}")
    return CorpusItem(
        id=identifier,
        kind=kind,
        kind_gold=kind,
        text=text,
        expression=located(_parsed(fields["logic"]), text),
        note=fields.get("note"),
        area=area,
        language=fields["language"],
        split=split_of(identifier),
    )


def _checked_fields(entry: Any) -> dict[str, str]:
    """The fields of an entry, all of them there, known, and text that is not blank."""
    if not isinstance(entry, dict):
        raise ValueError("not a table")
    for name in _FIELDS:
        if name not in entry:
            raise ValueError(f"no field {name!r}")
    for name, value in entry.items():
        if name not in (*_FIELDS, "note"):
            raise ValueError(f"unknown field {name!r}")
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"{name!r} is not text")
    return entry


def _parsed(logic: str) -> Expression:
    """The expression of a line, its domains, reasons and units of time checked."""
    node = from_notation(_BEHIND_QUOTES.sub(r'#\1"', logic))
    return expression_from_builtins(to_builtins(node))


def located(node: Expression, text: str) -> Expression:
    """The expression with the offsets of its pieces in `text`; raises `ValueError` without."""
    return _Locator(text).node(node)


class _Locator:
    """Finds pieces of `text` in reading order; `at` is the start of the piece before, first -1."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = -1

    def node(self, node: Expression) -> Expression:
        """The node with offsets, its parts in the order in which the notation writes them."""
        if isinstance(node, AllOf | AnyOf | AtLeast):
            return msgspec.structs.replace(node, args=tuple(map(self.node, node.args)))
        if isinstance(node, Not):
            return Not(arg=self.node(node.arg))
        if isinstance(node, If):
            condition, then = self.node(node.condition), self.node(node.then)
            otherwise = self.node(node.otherwise) if node.otherwise is not None else None
            return If(condition=condition, then=then, otherwise=otherwise)
        if isinstance(node, Except):
            arg = self.node(node.arg)
            return Except(arg=arg, exceptions=tuple(map(self.node, node.exceptions)))
        if isinstance(node, Fact):
            return msgspec.structs.replace(node, concept=self.concept(node.concept))
        return self.piece(node)

    def concept(self, concept: Concept) -> Concept:
        """The concept and its examples, which follow it and leave the reading position alone."""
        found = self.piece(concept)
        here = self.at
        includes = tuple(map(self.piece, concept.includes))
        self.at = here
        return msgspec.structs.replace(found, includes=includes)

    def piece(self, piece: Placed) -> Placed:
        """The piece with its offsets, and without its number."""
        number = _NUMBERED.search(piece.text)
        words = piece.text[: number.start()] if number else piece.text
        self.at = self.find(words, int(number[1]) if number else None)
        end = self.at + len(words)
        return msgspec.structs.replace(piece, text=words, start=self.at, end=end)

    def find(self, words: str, number: int | None) -> int:
        """Where the words start: at the numbered occurrence, else the next one, else the first."""
        starts = occurrences(words, self.text)
        if not starts:
            raise ValueError(f"{words!r} does not occur in the text")
        if number is None:
            return next((start for start in starts if start > self.at), starts[0])
        if not 1 <= number <= len(starts):
            raise ValueError(f"{words!r} occurs {len(starts)} times, not {number}")
        return starts[number - 1]


def occurrences(words: str, text: str) -> list[int]:
    """Where the words start in the text; within longer words only if they stand nowhere alone."""
    literal = re.escape(words)
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?!\w)" if words[-1].isalnum() else ""
    alone = [match.start() for match in re.finditer(f"{before}(?={literal}{after})", text)]
    return alone or [match.start() for match in re.finditer(f"(?={literal})", text)]


def json_lines(items: Iterable[CorpusItem]) -> Iterator[str]:
    """Each item as a line of JSON that `read_gold` reads."""
    encode = msgspec.json.Encoder().encode
    return (encode(item).decode() for item in items)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a corpus as JSON Lines, or how much there is of what."""
    options = argparse.ArgumentParser(prog="corpus", description=main.__doc__)
    options.add_argument("folder", type=Path, help="the folder that holds annotation/*.toml")
    options.add_argument("--split", choices=get_args(Split), help="this part only")
    options.add_argument("--counts", action="store_true", help="print the tables of counts")
    given = options.parse_args(arguments)
    try:
        items = load_corpus(given.folder, given.split)
    except InputError as error:
        sys.exit(str(error))
    print(*([counts_table(items)] if given.counts else json_lines(items)), sep="\n")


if __name__ == "__main__":
    main()
