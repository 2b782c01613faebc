"""The sectionizer as a component: items, headings and residuals of the text as layers."""

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.pipeline.sectionizer import split_sections
from criteria_nlp.pipeline.sheet import kind_of, source_of, write_layer
from criteria_nlp.pipeline.stage import Stage


class CriteriaSectionizer(Stage):
    """Writes the layers `items`, `headings` and `residual`.

    `doc._.criteria_kind`, if set before, is the kind of the whole text where no heading says it.
    """

    def __call__(self, doc: Doc) -> Doc:
        layout = split_sections(source_of(doc), kind_of(doc))
        write_layer(doc, "items", layout.items)
        write_layer(doc, "headings", layout.headings)
        write_layer(doc, "residual", layout.residual)
        return doc


@Language.factory("criteria_sectionizer", default_config={})
def create_sectionizer(nlp: Language, name: str) -> CriteriaSectionizer:
    """Makes the sectionizer of a pipeline."""
    return CriteriaSectionizer(name=name)
