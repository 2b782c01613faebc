"""Annotated texts as Docs, and back."""

from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin

from criteria_nlp.errors import FormatError
from criteria_nlp.readers.annotated import AnnotatedText, Mention, Relation, read_annotated
from criteria_nlp.readers.annotated.docbin import from_doc
from criteria_nlp.training.docbins import Converter, Interrupted, document_maker

TEXT = "Severe renal or hepatic failure, Hb ofmore or egal 9 g/dL\r\n"
NLP, NORMALIZING = document_maker(), document_maker(normalized=True)


def mention(label: str, *words: str) -> Mention:
    places = ((TEXT.index(word), TEXT.index(word) + len(word)) for word in words)
    return Mention(label, tuple(places))


ANNOTATED = AnnotatedText(
    id="a_0",
    trial_id="NCT00000000",
    kind="exclusion",
    text=TEXT,
    mentions=(
        mention("Qualifier", "Severe"),
        mention("Condition", "renal", "failure"),
        mention("Condition", "hepatic failure"),
        mention("Measurement", "Hb"),
        mention("Value", "egal 9 g/dL"),
        mention("Condition", "hepatic failure"),
        mention("Unit", "g/d"),
    ),
    relations=(Relation("OR", (1, 2)), Relation("Has_value", (3, 4))),
    source={"path": "a.ann", "format": "brat"},
)


def told(spans: object) -> list[tuple[str, str]]:
    return [(span.label_, span.text) for span in spans]  # type: ignore[attr-defined]


def test_spans_and_entities() -> None:
    converter = Converter(NLP)
    doc = converter.doc(ANNOTATED)
    assert doc.text == TEXT
    assert told(doc.spans["sc"]) == [
        ("Qualifier", "Severe"),
        ("Condition", "renal or hepatic failure"),
        ("Condition", "hepatic failure"),
        ("Measurement", "Hb"),
        ("Value", "egal 9 g/dL"),
        ("Unit", "g/dL"),
    ]
    assert told(doc.ents) == [
        ("Qualifier", "Severe"),
        ("Condition", "renal or hepatic failure"),
        ("Measurement", "Hb"),
        ("Value", "egal 9 g/dL"),
    ]
    assert str(converter.report) == (
        "1 texts, 7 mentions (1 interrupted): 6 spans (1 widened to whole tokens, 1 repeated ones "
        "left out), 4 of them entities, 2 overlapped by longer ones"
    )


@pytest.mark.parametrize(
    ("policy", "conditions"),
    [
        ("cover", ["renal or hepatic failure", "hepatic failure"]),
        ("pieces", ["renal", "failure", "hepatic failure"]),
        ("drop", ["hepatic failure"]),
    ],
)
def test_interrupted_mentions(policy: Interrupted, conditions: list[str]) -> None:
    doc = Converter(NLP, interrupted=policy).doc(ANNOTATED)
    assert [words for label, words in told(doc.spans["sc"]) if label == "Condition"] == conditions


def test_normal_forms_are_stored_and_widen_what_cuts_them(tmp_path: Path) -> None:
    converter = Converter(NORMALIZING, overlapping=False)
    converter.docbin([ANNOTATED]).to_disk(tmp_path / "a.spacy")
    assert converter.report.snapped == 2
    (doc,) = DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("en").vocab)
    assert doc.text == TEXT
    assert ("Value", "more or egal 9 g/dL") in told(doc.ents)
    assert ("more or egal", ">=") in [(token.text, token.norm_) for token in doc]
    assert "sc" not in doc.spans
    assert list(read_annotated(tmp_path / "a.spacy")) == [ANNOTATED]


def test_docs_made_elsewhere(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    entities, group = nlp("no stroke"), nlp("Hb, eGFR")
    entities.ents = [entities.char_span(3, 9, label="Condition")]
    group.spans["sc"] = [group[0:1], group[0:3]]
    DocBin(docs=[entities, group]).to_disk(tmp_path / "docs")
    first, second = read_annotated(tmp_path / "docs")
    assert (first.id, first.mentions) == ("doc 1", (Mention("Condition", ((3, 9),)),))
    assert [second.words(m) for m in second.mentions] == ["Hb", "Hb, eGFR"]


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:-20], lambda data: data[:10] + b"\0" + data[11:], lambda data: b"PK"],
)
def test_a_damaged_docbin_is_refused(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "a.spacy"
    path.write_bytes(damage(Converter(NLP).docbin([ANNOTATED]).to_bytes()))
    with pytest.raises(FormatError, match=r"a\.spacy: is no DocBin, or damaged"):
        list(read_annotated(path, "docbin"))


def test_a_doc_whose_stored_annotation_is_not_of_its_text(tmp_path: Path) -> None:
    doc = Converter(NLP).doc(ANNOTATED)
    shorter = NLP("Hb")
    shorter.user_data.update(doc.user_data)
    DocBin(docs=[doc, shorter], store_user_data=True).to_disk(tmp_path / "a.spacy")
    with pytest.raises(FormatError) as raised:
        list(read_annotated(tmp_path / "a.spacy"))
    assert str(raised.value) == (
        f"{tmp_path / 'a.spacy'}: doc 2: 0–6 is no place in a text of 2 characters"
    )


@st.composite
def annotated(draw: st.DrawFn) -> AnnotatedText:
    """Texts with odd blanks and glued words; mentions anywhere that there is a word."""
    text = "".join(draw(st.lists(st.sampled_from([*"aé5, \n\t", "\r\n", "≥", "ofmore"]))))
    ends = st.integers(0, len(text))
    mentions = []
    for label, one, other in draw(st.lists(st.tuples(st.sampled_from("XY"), ends, ends))):
        start, end = sorted((one, other))
        if text[start:end].strip():
            mentions.append(Mention(label, ((start, end),)))
    return AnnotatedText(id="x", text=text, mentions=tuple(mentions))


@settings(deadline=None)
@given(annotated(), st.booleans())
def test_no_word_of_a_mention_is_lost(text: AnnotatedText, normalized: bool) -> None:
    converter = Converter(NORMALIZING if normalized else NLP)
    doc = converter.doc(text)
    for mention in text.mentions:
        spans = [span for span in doc.spans["sc"] if span.label_ == mention.label]
        assert any(
            span.start_char <= mention.start + len(words) - len(words.lstrip())
            and span.end_char >= mention.end - (len(words) - len(words.rstrip()))
            for words in [text.words(mention)]
            for span in spans
        )
    assert from_doc(doc) == text
    report = converter.report
    assert report.spans + report.repeated == report.mentions == len(text.mentions)
    assert report.ents == len(doc.ents)
