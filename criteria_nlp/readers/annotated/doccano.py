"""Doccano's JSON Lines: sequence labels, or entities with relations.

{"id", "text", "label": [[start, end, label], …]}          ("labels" in older releases)
{"id", "text", "entities": [{"id", "label", "start_offset", "end_offset"}, …],
 "relations": [{"from_id", "to_id", "type"}, …]}
"""

from __future__ import annotations

from criteria_nlp.readers.annotated.json_rows import Row, field, identifier, parts, text_of
from criteria_nlp.readers.annotated.texts import AnnotatedText, Draft, Relation, named


def fits(row: Row) -> bool:
    """Whether a row looks like one of this format."""
    labels = row.get("label", row.get("labels"))
    listed = isinstance(labels, list) and all(isinstance(label, list) for label in labels)
    return listed or ("entities" in row and "relations" in row)


def annotated(row: Row, place: str) -> AnnotatedText:
    """The text of a row; raises `ValueError` with what is wrong."""
    draft = Draft(text_of(row))
    _add_labels(draft, row)
    for what, entity in parts(row, "entities"):
        with named(what):
            span = field(entity, "it", "start_offset"), field(entity, "it", "end_offset")
            draft.mention(field(entity, "it", "label"), [span], name=entity.get("id"))
    relations = []
    for what, relation in parts(row, "relations"):
        with named(what):
            relations.append(_relation(draft, relation))
    return AnnotatedText(
        id=identifier(row, "id") or place,
        text=draft.text,
        mentions=draft.mentions(),
        relations=tuple(relations),
    )


def _add_labels(draft: Draft, row: Row) -> None:
    labels = row.get("label", row.get("labels", []))
    if not isinstance(labels, list):
        raise ValueError("'label' is not a list")
    for number, label in enumerate(labels, 1):
        with named(f"label {number}"):
            if not isinstance(label, list) or len(label) != 3:
                raise ValueError("is not [start, end, label]")
            start, end, name = label
            draft.mention(name, [(start, end)])


def _relation(draft: Draft, relation: Row) -> Relation:
    members = field(relation, "it", "from_id"), field(relation, "it", "to_id")
    return draft.relation(field(relation, "it", "type"), members)
