"""Label Studio: its JSON export (a list of tasks, or a task a line) and its JSON-MIN export.

    {"id", "data": {"text"}, "annotations": [{"result": [
       {"id", "type": "labels", "value": {"start", "end", "text", "labels": […]}},
       {"type": "relation", "from_id", "to_id", "labels": […]}]}]}
    {"id", "text", "label": [{"start", "end", "text", "labels": […]}]}              (JSON-MIN)

A task may have been annotated once; cancelled annotations do not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from criteria_nlp.readers.annotated.json_rows import Row, field, identifier, parts, text_of
from criteria_nlp.readers.annotated.texts import AnnotatedText, Draft, Relation, named


def fits(row: Row) -> bool:
    """Whether a row looks like one of this format."""
    labels = row.get("label")
    minimal = isinstance(labels, list) and all(isinstance(label, dict) for label in labels)
    return minimal or ("data" in row and ("annotations" in row or "completions" in row))


def annotated(row: Row, place: str) -> AnnotatedText:
    """The text of a task; raises `ValueError` with what is wrong."""
    data = row.get("data", row)
    draft = Draft(text_of(data if isinstance(data, dict) else {}))
    results = list(_results(row))
    for what, result in results:
        with named(what):
            _add(draft, result)
    relations = []
    for what, result in results:
        with named(what):
            relations += _relations(draft, result)
    return AnnotatedText(
        id=identifier(row, "id") or place,
        text=draft.text,
        mentions=draft.mentions(),
        relations=tuple(relations),
    )


def _results(row: Row) -> Iterator[tuple[str, Row]]:
    """What was annotated, each piece with what to call it; JSON-MIN has the values alone."""
    if "data" not in row:
        return ((what, {"type": "labels", "value": value}) for what, value in parts(row, "label"))
    done = [a for _, a in parts(row, "annotations", "completions") if not a.get("was_cancelled")]
    if len(done) > 1:
        raise ValueError(f"has {len(done)} annotations: keep one for each task")
    return chain.from_iterable(parts(annotation, "result") for annotation in done)


def _add(draft: Draft, result: Row) -> None:
    """Add the mention of a piece, one for each of its labels, if it is one."""
    if result.get("type") == "relation":
        return
    value = field(result, "it", "value")
    if not isinstance(value, dict):
        raise ValueError("its value is not an object")
    span = field(value, "its value", "start"), field(value, "its value", "end")
    labels = _labels(field(value, "its value", "labels", "hypertextlabels"))
    for number, label in enumerate(labels):
        name = result.get("id") if number == 0 else None
        draft.mention(label, [span], value.get("text"), name)


def _relations(draft: Draft, result: Row) -> list[Relation]:
    if result.get("type") != "relation":
        return []
    ends = [field(result, "it", "from_id"), field(result, "it", "to_id")]
    if result.get("direction") == "left":
        ends.reverse()
    return [draft.relation(label, ends) for label in _labels(result.get("labels") or ["relation"])]


def _labels(found: object) -> list[str]:
    if not isinstance(found, list) or not found:
        raise ValueError("its labels are not a list of words")
    return found
