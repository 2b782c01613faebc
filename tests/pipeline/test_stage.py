"""How a stage takes a stream of Docs: in order, a handful at a time, and past those that fail."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from criteria_nlp.pipeline import build
from criteria_nlp.pipeline.stage import Stage

NLP = spacy.blank("en")


class Reader(Stage):
    """Notes what it reads, and fails at a Doc that begins with "bad"."""

    def __init__(self) -> None:
        super().__init__(name="reader")
        self.read: list[str] = []

    def __call__(self, doc: Doc) -> Doc:
        self.read.append(doc.text)
        if doc.text.startswith("bad"):
            raise ValueError(doc.text)
        return doc


@given(st.integers(0, 130), st.integers(-1, 200))
def test_every_doc_comes_out_once_and_in_order(count: int, batch_size: int) -> None:
    docs = [NLP.make_doc(str(i)) for i in range(count)]
    assert list(Reader().pipe(docs, batch_size=batch_size)) == docs


def test_a_stage_does_not_run_ahead_of_its_batch() -> None:
    reader = Reader()
    stream = reader.pipe(map(NLP.make_doc, "abcdef"), batch_size=2)
    assert next(stream).text == "a"
    assert reader.read == ["a", "b"]


def test_an_error_is_raised_unless_there_is_a_handler() -> None:
    with pytest.raises(ValueError, match="bad"):
        list(Reader().pipe([NLP.make_doc("bad")]))


def test_a_handler_has_the_docs_that_fail_and_the_others_come_out() -> None:
    failed: list[tuple[str, str, str]] = []

    def note(name: str, stage: Any, docs: list[Doc], error: Exception) -> None:
        failed.append((name, docs[0].text, str(error)))

    reader = Reader()
    reader.set_error_handler(note)
    docs = [NLP.make_doc(text) for text in ("one", "bad two", "three")]
    assert [doc.text for doc in reader.pipe(docs)] == ["one", "three"]
    assert failed == [("reader", "bad two", "bad two")]
    assert reader.get_error_handler() is note


def test_the_handler_of_a_pipeline_reaches_every_stage() -> None:
    nlp = build()
    failed: list[str] = []
    nlp.set_error_handler(lambda name, stage, docs, error: failed.append(name))
    for name in nlp.pipe_names:
        nlp.get_pipe(name).lexicon = None
    # The sectionizer has words of its own, and so has what it writes.
    assert list(nlp.pipe(["EDSS <= 5.5"])) == []
    assert failed == ["criteria_normalizer"]
