"""What is measured: predictions from a file, from our own parser, or from a spaCy pipeline."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar, get_args

import msgspec

from criteria_nlp.errors import CriteriaNlpError, InputError
from criteria_nlp.harness.criteria import Reading, joined
from criteria_nlp.harness.gold import holds_criteria, lines_of
from criteria_nlp.harness.texts import Findings, annotated
from criteria_nlp.readers.annotated import AnnotatedText, read_annotated
from criteria_nlp.schema import Kind, Record, expression_from_builtins, record_from_builtins
from criteria_nlp.scoring import GoldItem

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Item = TypeVar("Item")
Told = TypeVar("Told", Reading, Findings)

BATCH = 50  # texts read at once, fewer where that made less than ten batches to draw from
_TAGGER = "criteria_tagger"
_LOGIC = "criteria_logic"
_RELATIONS = "criteria_resolver"


class Parse(Protocol):
    """What turns a text into a record, told the kind of its heading."""

    def __call__(self, text: str, *, kind: Kind) -> Record:
        """The record of the text."""
        ...


class Timed(NamedTuple):
    """How many texts were read one after the other, and in how many seconds."""

    texts: int
    seconds: float


def timed_batches(
    read: Callable[[Sequence[Item]], Sequence[Told]], items: Sequence[Item]
) -> tuple[list[Told], list[Timed]]:
    """What `read` makes of the items, batch by batch, with the time that each batch took.

    The first item is read once before the clock starts: a pipeline may be made at its first text.
    """
    read(items[:1])
    told: list[Told] = []
    times = []
    size = max(1, min(BATCH, len(items) // 10))
    for start in range(0, len(items), size):
        begin = time.perf_counter()
        batch = items[start : start + size]
        told += read(batch)
        times.append(Timed(len(batch), time.perf_counter() - begin))
    return told, times


def readings_of(
    parse: Parse, kind_from: str = "gold"
) -> Callable[[Sequence[GoldItem]], list[Reading]]:
    """A reader of gold criteria; `parse` is not told their heading with `kind_from="none"`."""

    def read(items: Sequence[GoldItem]) -> list[Reading]:
        told = [item.kind if kind_from == "gold" else "unknown" for item in items]
        records = (parse(item.text, kind=kind) for item, kind in zip(items, told, strict=True))
        return [joined(record.criteria) for record in records]

    return read


def load_model(name: str) -> Language:
    """The spaCy pipeline of a package, of a folder or of ours; raises `InputError` of none."""
    import spacy

    from criteria_nlp.pipeline.models import find_model

    try:
        return spacy.load(find_model(name) or name)
    except (OSError, ValueError, ImportError) as error:
        raise InputError(
            f"no pipeline can be loaded: {' '.join(str(error).split())}", name
        ) from None


def parser_of(name: str) -> Parse:
    """The whole pipeline of a model as a function of a text: as stored, or with our stages.

    What has our last stage is taken as it is, what has a tagger gets the others round it, as by
    `criteria_nlp.load`. Raises `InputError` of anything else.
    """
    from criteria_nlp.pipeline import complete

    nlp = load_model(name)
    if not nlp.has_pipe(_LOGIC):
        if not nlp.has_pipe(_TAGGER):
            reason = f"has no component {_LOGIC!r} or {_TAGGER!r}: it finds no criteria"
            raise InputError(reason, name)
        complete(nlp)

    def parse(text: str, *, kind: Kind) -> Record:
        doc = nlp.make_doc(text)
        doc._.criteria_kind = kind
        record: Record = nlp(doc)._.criteria
        return record

    return parse


def findings_of(
    nlp: Language, spans_key: str | None = None
) -> Callable[[Sequence[AnnotatedText]], list[Findings]]:
    """A reader of texts: the entities of a spaCy pipeline or, with a key, its spans.

    Without a key, a pipeline that has no component for entities is asked for the spans it writes.
    """
    related = nlp.has_pipe(_RELATIONS)
    spans_key = spans_key or _own_key(nlp)

    def read(texts: Sequence[AnnotatedText]) -> list[Findings]:
        docs = nlp.pipe(text.text for text in texts)
        return [_findings(doc, spans_key, related) for doc in docs]

    return read


def _own_key(nlp: Language) -> str | None:
    """The key of the spans of a pipeline that finds spans but no entities."""
    if any("doc.ents" in nlp.get_pipe_meta(name).assigns for name in nlp.pipe_names):
        return None
    keys = [nlp.config["components"][name].get("spans_key") for name in nlp.pipe_names]
    return next((key for key in keys if key), None)


def _findings(doc: Doc, spans_key: str | None, related: bool) -> Findings:
    spans = doc.ents if spans_key is None else doc.spans.get(spans_key, ())
    scores = None if spans_key is None else getattr(spans, "attrs", {}).get("scores")
    return Findings(
        tuple((span.label_, ((span.start_char, span.end_char),)) for span in spans),
        tuple((label, tuple(ends)) for label, ends in doc._.criteria_relations)
        if related
        else None,
        None if scores is None else tuple(map(float, scores)),
    )


def read_findings(path: Path) -> dict[str, Findings]:
    """The findings of an annotated corpus by id; relations count if there are any in it."""
    texts = lines_of(read_annotated(path)).texts
    related = any(text.relations for text in texts)
    return {text.id: annotated(text, related) for text in texts}


def read_readings(path: Path) -> dict[str, Reading]:
    """The readings of JSON Lines by id: records of `annotate`, or rows with kind and expression.

    Raises `InputError` with the line of what is wrong.
    """
    if not holds_criteria(path):
        raise InputError("holds neither records nor expressions", str(path))
    told: dict[str, Reading] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            name, reading = _reading(msgspec.json.decode(line))
            if name in told:
                raise ValueError(f"the id {name!r} is there twice")
        except (ValueError, CriteriaNlpError) as error:
            raise InputError(str(error), str(path), f"line {number}") from None
        told[name] = reading
    return told


def _reading(row: object) -> tuple[str, Reading]:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise ValueError("not a JSON object with an id")
    if "criteria" in row:
        return row["id"], joined(record_from_builtins(row).criteria)
    if "expression" not in row:
        raise ValueError("has neither criteria nor an expression")
    kind = row.get("kind", "unknown")
    if kind not in get_args(Kind):
        raise ValueError(f"kind is {kind!r:.40}")
    return row["id"], Reading(kind, expression_from_builtins(row["expression"]))
