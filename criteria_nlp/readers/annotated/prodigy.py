"""Prodigy's JSON Lines: spans, overlapping or not, and relations between spans.

    {"text", "spans": [{"start", "end", "label"}, …], "answer": "accept",
     "relations": [{"label", "head_span": {"start", "end", …}, "child_span": {…}}, …]}

Rows whose answer is "reject" or "ignore" are no annotation and are left out, as Prodigy's own
training does.
"""

from __future__ import annotations

from criteria_nlp.readers.annotated.json_rows import Row, field, identifier, parts, text_of
from criteria_nlp.readers.annotated.texts import AnnotatedText, Draft, Relation, Span, named


def fits(row: Row) -> bool:
    """Whether a row looks like one of this format."""
    return "spans" in row or "_task_hash" in row


def annotated(row: Row, where: str) -> AnnotatedText | None:
    """The text of a row, None if it was not accepted; raises `ValueError` with what is wrong."""
    if row.get("answer", "accept") != "accept":
        return None
    draft = Draft(text_of(row))
    for what, span in parts(row, "spans"):
        with named(what):
            place = _span(span)
            index = draft.mention(field(span, "it", "label"), [place], span.get("text"))
            # Relations name their members by the place alone.
            draft.index.setdefault(place, index)
    relations = []
    for what, relation in parts(row, "relations"):
        with named(what):
            relations.append(_relation(draft, relation))
    return AnnotatedText(
        id=identifier(row, "id") or where,
        text=draft.text,
        mentions=draft.mentions(),
        relations=tuple(relations),
    )


def _relation(draft: Draft, relation: Row) -> Relation:
    ends = [field(relation, "it", name) for name in ("head_span", "child_span")]
    if not all(isinstance(end, dict) for end in ends):
        raise ValueError("its head_span or child_span is not an object")
    return draft.relation(field(relation, "it", "label"), map(_span, ends))


def _span(part: Row) -> Span:
    return field(part, "it", "start"), field(part, "it", "end")
