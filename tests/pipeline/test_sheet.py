"""The sheet of a Doc: typed in its process, plain text in every copy, never stale."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest
import srsly
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from criteria_nlp.pipeline.layers import Mention, pieces, words_of
from criteria_nlp.pipeline.layout import Item
from criteria_nlp.pipeline.sheet import Sheet, has_layer, read_layer, sheet_of, write_layer

Run = Callable[..., Doc]

MENTION = Mention(start=1, end=2, domain="condition", name="gout")


def through_bytes(doc: Doc) -> Doc:
    return Doc(doc.vocab).from_bytes(doc.to_bytes())


def through_doc_bin(doc: Doc) -> Doc:
    data = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    return next(DocBin().from_bytes(data).get_docs(doc.vocab))


def through_pickle(doc: Doc) -> Doc:
    return pickle.loads(pickle.dumps(doc))


COPIES = [through_bytes, through_doc_bin, through_pickle, Doc.copy]


@pytest.mark.parametrize("copied", COPIES)
def test_a_copy_has_the_texts_and_reads_them_as_the_same_rows(
    run: Run, copied: Callable[[Doc], Doc]
) -> None:
    doc = run("No gout within 3 months, eGFR > 60")
    other = copied(doc)
    (value,) = [v for k, v in other.user_data.items() if k[1] == "criteria_layers"]
    assert type(value) is dict
    assert all(type(text) is str for text in value.values())
    assert read_layer(other, "mentions", Mention) == read_layer(doc, "mentions", Mention) != ()
    assert other._.criteria == doc._.criteria
    assert other._.criteria_layers == doc._.criteria_layers


def test_a_layer_is_what_was_written_last(nlp: Language) -> None:
    doc = nlp.make_doc("no gout")
    write_layer(doc, "mentions", [MENTION])
    first = doc._.criteria_layers["mentions"]
    write_layer(doc, "mentions", [])
    assert '"gout"' in first
    assert doc._.criteria_layers["mentions"] == "[]"
    assert read_layer(doc, "mentions", Mention) == ()
    assert has_layer(doc, "mentions") and not has_layer(doc, "items")


def test_a_text_put_on_a_doc_is_read() -> None:
    sheet = Sheet({"mentions": '[{"start":1,"end":2,"domain":"drug"}]'})
    rows = sheet.read("mentions", lambda text: srsly.json_loads(text))
    assert rows == [{"start": 1, "end": 2, "domain": "drug"}]
    assert copy.copy(sheet) == sheet.texts() == {"mentions": sheet.texts()["mentions"]}


def test_what_others_keep_on_a_doc_is_stored_as_before(nlp: Language) -> None:
    doc = nlp.make_doc("gout")
    doc.user_data["note"] = {"a": [1, 2]}
    assert through_bytes(doc).user_data["note"] == {"a": [1, 2]}
    doc.user_data["bad"] = object()
    with pytest.raises(TypeError):
        doc.to_bytes()


def test_words_are_read_anew_when_the_tokens_were_merged(nlp: Language) -> None:
    doc = nlp.make_doc("chronic renal failure")
    assert words_of(doc).texts == ["chronic", "renal", "failure"]
    assert words_of(doc) is words_of(doc)
    with doc.retokenize() as retokenizer:
        retokenizer.merge(doc[1:3])
    assert words_of(doc).texts == ["chronic", "renal failure"]
    assert words_of(doc).ends == [7, 21]


@pytest.mark.parametrize(
    "text", ["EDSS more or egal 5,5 at >= 2 sites", "platelets 100,000 or more", "？ 3 ＜ 4", ""]
)
def test_words_kept_while_reading_are_those_of_the_tokens(run: Run, text: str) -> None:
    doc = run(text)
    kept = words_of(doc)
    sheet_of(doc).words = None
    assert kept == words_of(doc)


def test_the_pieces_follow_the_items(nlp: Language) -> None:
    doc = nlp.make_doc("no gout or asthma")
    assert pieces(doc, words_of(doc)) == [(0, 4)]
    write_layer(doc, "items", [Item(0, 7, 0, 7)])
    assert pieces(doc, words_of(doc)) == [(0, 2)]
