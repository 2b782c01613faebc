"""Windows and durations: which stretches of time say *when* a thing is true, and which *how long*.

Words before a stretch ("within the last", "for", "since") and after it ("prior to", "ago", "since
treatment with") decide; the moment it is counted from is looked up, or is the concept that follows.

    leads and tails → role → window or duration, anchored;  moments: windows without a number
"""

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.pipeline.layers import Mention, Quantity, Stretch, pieces, words_of
from criteria_nlp.pipeline.sheet import read_layer, source_of, write_layer
from criteria_nlp.pipeline.stage import Stage
from criteria_nlp.pipeline.windows.find import find_stretches
from criteria_nlp.pipeline.windows.piece import Piece


class CriteriaWindows(Stage):
    """Writes the layer `stretches`."""

    def __call__(self, doc: Doc) -> Doc:
        words = words_of(doc)
        quantities = read_layer(doc, "quantities", Quantity)
        mentions = read_layer(doc, "mentions", Mention)
        found: list[Stretch] = []
        for start, stop in pieces(doc, words):
            inside = [q for q in quantities if start <= q.start < stop]
            near = [m for m in mentions if start <= m.start < stop]
            found += find_stretches(
                Piece(source_of(doc), words, start, stop, near, self.lexicon), inside
            )
        write_layer(doc, "stretches", found)
        return doc


@Language.factory("criteria_windows", default_config={})
def create_windows(nlp: Language, name: str) -> CriteriaWindows:
    """Makes the window component of a pipeline."""
    return CriteriaWindows(name=name)
