"""Readers: one module a format, all behind `read`, which yields one `Source` a text."""

from criteria_nlp.readers.detect import FORMATS, SUFFIXES
from criteria_nlp.readers.dispatch import read
from criteria_nlp.readers.source import Source, source_from_row

__all__ = ["FORMATS", "SUFFIXES", "Source", "read", "source_from_row"]
