"""The last stage: every item becomes a criterion, the Doc a record."""

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.lexicon import Lexicon, load_lexicon
from criteria_nlp.pipeline.logic.record import record_of
from criteria_nlp.pipeline.sheet import write_record


class CriteriaLogic:
    """Writes the record, which `doc._.criteria` gives."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or load_lexicon()

    def __call__(self, doc: Doc) -> Doc:
        write_record(doc, record_of(doc, self.lexicon))
        return doc


@Language.factory("criteria_logic", default_config={})
def create_logic(nlp: Language, name: str) -> CriteriaLogic:
    """Makes the logic component of a pipeline."""
    return CriteriaLogic()
