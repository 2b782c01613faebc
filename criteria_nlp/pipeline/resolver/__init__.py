"""Relations between the mentions of a line, whatever found them: a learned pairwise classifier.

It speaks the labels of Chia (Condition, Value, Temporal, …; Has_value, Has_temporal, Has_negation,
OR, …) and so reads what a tagger with these labels finds. Our own layers are bound by the component
`relations`, which this one does not touch.

    line → features of every two mentions → model → decode
"""

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.pipeline.resolver.decode import Tie, decode
from criteria_nlp.pipeline.resolver.features import pair_features
from criteria_nlp.pipeline.resolver.line import Line, Place
from criteria_nlp.pipeline.resolver.model import Model, load_model

RELATIONS = "criteria_relations"

if not Doc.has_extension(RELATIONS):
    Doc.set_extension(RELATIONS, default=())


def resolve(text: str, places: Sequence[Place], model: Model | None = None) -> list[Tie]:
    """The relations of a line by the index of its mentions in `places`, head first.

    The weights are read at the first call. Mentions may overlap and come in any order.
    """
    model = model or load_model()
    line = Line(text, places)
    likely = {
        (left, right): model.probabilities(pair_features(line, left, right))
        for right in range(len(places))
        for left in range(right)
    }
    ties = decode(likely, model.classes) if likely else []
    return [Tie(tie.label, line.order[tie.head], line.order[tie.tail]) for tie in ties]


class CriteriaResolver:
    """Writes `doc._.criteria_relations`: rows of label and (head, tail), indices of mentions.

    The mentions are the spans under a key, else the entities.
    """

    def __init__(self, spans_key: str | None = None) -> None:
        self.spans_key = spans_key

    def __call__(self, doc: Doc) -> Doc:
        spans = doc.ents if self.spans_key is None else doc.spans.get(self.spans_key, ())
        places = [Place(span.label_, span.start_char, span.end_char) for span in spans]
        ties = resolve(doc.text, places)
        doc._.criteria_relations = tuple((tie.label, (tie.head, tie.tail)) for tie in ties)
        return doc


@Language.factory(
    "criteria_resolver",
    assigns=["doc._.criteria_relations"],
    default_config={"spans_key": None},
)
def create_resolver(nlp: Language, name: str, spans_key: str | None = None) -> CriteriaResolver:
    """Makes the resolver of a pipeline whose spans or entities have the labels of Chia."""
    return CriteriaResolver(spans_key)
