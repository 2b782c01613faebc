"""Readers: one module a format, all behind `read`, which yields one `Source` a text."""

from criteria_nlp.readers.detect import FORMATS, SUFFIXES
from criteria_nlp.readers.dispatch import read
from criteria_nlp.readers.source import Source

__all__ = ["FORMATS", "SUFFIXES", "Source", "read"]
