"""JSON Lines of flat spans, as of Chia's published sentences.

{"id", "nct_id"?, "criteria_type"?, "text", "entities": [{"type", "start", "end", "text"?}]}
"""

from __future__ import annotations

from criteria_nlp.readers.annotated.json_rows import Row, field, identifier, kind, parts, text_of
from criteria_nlp.readers.annotated.texts import AnnotatedText, Draft, named


def fits(row: Row) -> bool:
    """Whether a row looks like one of this format."""
    return "entities" in row and "relations" not in row


def annotated(row: Row, place: str) -> AnnotatedText:
    """The text of a row; raises `ValueError` with what is wrong."""
    draft = Draft(text_of(row))
    for what, entity in parts(row, "entities"):
        with named(what):
            span = field(entity, "it", "start"), field(entity, "it", "end")
            draft.mention(field(entity, "it", "type", "label"), [span], entity.get("text"))
    return AnnotatedText(
        id=identifier(row, "id") or place,
        trial_id=identifier(row, "nct_id", "trial_id"),
        kind=kind(row),
        text=draft.text,
        mentions=draft.mentions(),
    )
