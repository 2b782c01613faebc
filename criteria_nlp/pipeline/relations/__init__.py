"""Relations: each value, count, change, window and duration tied to the concept it belongs to.

Nearest first, within the brackets and the sentence; then what a list shares is given to each of its
members ("ALT and AST <= 3 x ULN", "stroke or infarction within 6 months").
"""

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.pipeline.layers import (
    Assertion,
    Mention,
    Quantity,
    Relation,
    Stretch,
    pieces,
    words_of,
)
from criteria_nlp.pipeline.relations.categories import bind_categories, bind_glued_signs
from criteria_nlp.pipeline.relations.changes import bind_changes
from criteria_nlp.pipeline.relations.dosings import bind_dosings
from criteria_nlp.pipeline.relations.grades import move_grades
from criteria_nlp.pipeline.relations.guards import add_guards
from criteria_nlp.pipeline.relations.headed import find_headed
from criteria_nlp.pipeline.relations.measured import (
    name_counted,
    name_dated,
    name_measured,
)
from criteria_nlp.pipeline.relations.piece import Findings, Piece
from criteria_nlp.pipeline.relations.qualities import turn_qualities
from criteria_nlp.pipeline.relations.quantities import bind_quantities
from criteria_nlp.pipeline.relations.remissions import move_remissions
from criteria_nlp.pipeline.relations.removals import (
    leave_out_examples,
    leave_out_remarks,
    leave_out_synonyms,
    leave_out_units,
)
from criteria_nlp.pipeline.relations.sharing import (
    share_categories,
    share_over_exceptions,
    share_times,
    share_values,
)
from criteria_nlp.pipeline.relations.times import bind_times
from criteria_nlp.pipeline.sheet import read_layer, write_layer
from criteria_nlp.pipeline.stage import Stage

# In this order: who may take values, who takes which, for whom a value holds, what lists share,
# which way what is better compares.
_STEPS = (
    leave_out_examples,
    leave_out_remarks,
    leave_out_synonyms,
    leave_out_units,
    bind_dosings,
    name_measured,
    name_counted,
    name_dated,
    bind_quantities,
    bind_times,
    move_grades,
    move_remissions,
    add_guards,
    bind_categories,
    bind_glued_signs,
    bind_changes,
    share_categories,
    share_values,
    share_times,
    share_over_exceptions,
    turn_qualities,
)


class CriteriaRelations(Stage):
    """Writes the layer `relations`, and adds to `mentions` the measures that no word names."""

    def __call__(self, doc: Doc) -> Doc:
        found = Findings(
            words=words_of(doc),
            mentions=list(read_layer(doc, "mentions", Mention)),
            quantities=read_layer(doc, "quantities", Quantity),
            stretches=read_layer(doc, "stretches", Stretch),
            assertions=read_layer(doc, "assertions", Assertion),
            lexicon=self.lexicon,
            headed=find_headed(doc, words_of(doc), self.lexicon),
        )
        relations: list[Relation] = []
        for start, stop in pieces(doc, found.words):
            relations += find_relations(found, start, stop)
        write_layer(doc, "mentions", found.mentions)
        write_layer(doc, "relations", relations)
        return doc


@Language.factory("criteria_relations", default_config={})
def create_relations(nlp: Language, name: str) -> CriteriaRelations:
    """Makes the relation component of a pipeline."""
    return CriteriaRelations(name=name)


def find_relations(found: Findings, start: int, stop: int) -> list[Relation]:
    """What is said of each concept between two tokens; changes the mentions that it names anew."""
    piece = Piece(found, start, stop)
    for step in _STEPS:
        step(piece)
    return piece.relations
