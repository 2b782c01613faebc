"""The sectionizer as a component: items, headings and residuals of the text as layers."""

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.pipeline.layers import Item, Place, set_extensions, write_layer
from criteria_nlp.pipeline.sectionizer import split_sections

KIND = "criteria_kind"


class CriteriaSectionizer:
    """Writes the layers `items`, `headings` and `residual`.

    `doc._.criteria_kind`, if set before, is the kind of the whole text where no heading says it.
    """

    def __init__(self) -> None:
        set_extensions()
        if not Doc.has_extension(KIND):
            Doc.set_extension(KIND, default="unknown")

    def __call__(self, doc: Doc) -> Doc:
        layout = split_sections(doc.text, doc._.get(KIND))
        write_layer(doc, "items", [_item(item) for item in layout.items])
        write_layer(doc, "headings", [Place(start=h.start, end=h.end, label=h.kind) for h in layout.headings])
        write_layer(doc, "residual", [Place(start=r.start, end=r.end, label=r.reason) for r in layout.residual])
        return doc


@Language.factory("criteria_sectionizer", default_config={})
def create_sectionizer(nlp: Language, name: str) -> CriteriaSectionizer:
    """Makes the sectionizer of a pipeline."""
    return CriteriaSectionizer()


def _item(item: Any) -> Item:
    return Item(**{name: getattr(item, name) for name in Item.__struct_fields__})
