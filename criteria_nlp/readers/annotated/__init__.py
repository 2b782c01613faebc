"""Annotated corpora: one module a format, all behind `read_annotated`, which yields texts."""

from criteria_nlp.readers.annotated.dispatch import ANNOTATED_FORMATS, read_annotated
from criteria_nlp.readers.annotated.labels import load_labels
from criteria_nlp.readers.annotated.lines import Lines, split_lines
from criteria_nlp.readers.annotated.relabelling import Relabelling, Target
from criteria_nlp.readers.annotated.splits import read_split
from criteria_nlp.readers.annotated.texts import AnnotatedText, Mention, Relation, Span

__all__ = [
    "ANNOTATED_FORMATS",
    "AnnotatedText",
    "Lines",
    "Mention",
    "Relabelling",
    "Relation",
    "Span",
    "Target",
    "load_labels",
    "read_annotated",
    "read_split",
    "split_lines",
]
