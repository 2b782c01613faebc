"""The last stage: every item becomes a criterion, the Doc a record."""

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.pipeline.logic.record import record_of
from criteria_nlp.pipeline.sheet import write_record
from criteria_nlp.pipeline.stage import Stage


class CriteriaLogic(Stage):
    """Writes the record, which `doc._.criteria` gives."""

    def __call__(self, doc: Doc) -> Doc:
        write_record(doc, record_of(doc, self.lexicon))
        return doc


@Language.factory("criteria_logic", default_config={})
def create_logic(nlp: Language, name: str) -> CriteriaLogic:
    """Makes the logic component of a pipeline."""
    return CriteriaLogic(name=name)
