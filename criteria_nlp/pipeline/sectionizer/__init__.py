"""Sectionizer: an eligibility text as headings, list items and what is left.

    physical lines → joined lines → pieces of lines → outline → kinds

`split_sections` is a pure function of the text; every offset counts in the text as given.
"""

from criteria_nlp.pipeline.layout import (
    HeadingSpan,
    Item,
    Layout,
    ResidualSpan,
)
from criteria_nlp.pipeline.sectionizer.split import split_sections
from criteria_nlp.schema.records import Kind, KindSource

__all__ = [
    "HeadingSpan",
    "Item",
    "Kind",
    "KindSource",
    "Layout",
    "ResidualSpan",
    "split_sections",
]
