"""The last stage: every item becomes a criterion, the Doc a record."""

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.lexicon import Lexicon, load_lexicon
from criteria_nlp.pipeline.layers import RECORD, set_extensions
from criteria_nlp.pipeline.logic.record import record_of
from criteria_nlp.schema import dumps


class CriteriaLogic:
    """Writes the record as JSON into `doc._.criteria_record`; `doc._.criteria` is it typed."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or load_lexicon()
        set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        doc._.set(RECORD, dumps(record_of(doc, self.lexicon)))
        return doc


@Language.factory("criteria_logic", default_config={})
def create_logic(nlp: Language, name: str) -> CriteriaLogic:
    """Makes the logic component of a pipeline."""
    return CriteriaLogic()
