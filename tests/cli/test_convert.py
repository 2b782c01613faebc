"""`criteria-nlp convert`: corpora to a DocBin, and sources that are refused."""

from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin
from typer.testing import Result

from criteria_nlp.readers.annotated import read_annotated

Run = Callable[..., Result]

TEXT = "No renal or hepatic failure\r\nHb more or egal 9 g/dL\r\n"
ANNOTATION = """\
T1\tNegation 0 2\tNo
T2\tCondition 3 8;20 27\trenal failure
T3\tCondition 12 27\thepatic failure
T4\tMeasurement 29 31\tHb
T5\tValue 32 51\tmore or egal 9 g/dL
T6\tLine 0 27\tNo renal or hepatic failure
R1\tHas_negation Arg1:T2 Arg2:T1
R2\tAND Arg1:T2 Arg2:T4
*\tOR T2 T3
"""
REPORT = (
    "2 texts, 5 mentions (1 interrupted): 5 spans (0 widened to whole tokens, "
    "0 repeated ones left out), 4 of them entities, 1 overlapped by longer ones"
)


@pytest.fixture
def brat(tmp_path: Path) -> Path:
    folder = tmp_path / "brat"
    folder.mkdir()
    (folder / "a.txt").write_bytes(TEXT.encode())
    (folder / "a.ann").write_text(ANNOTATION, encoding="utf-8")
    return folder


def docs(path: Path) -> list[Doc]:
    return list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))


def told(spans: object) -> list[tuple[str, str]]:
    return [(span.label_, span.text) for span in spans]  # type: ignore[attr-defined]


def test_lines_with_the_labels_of_chia(run: Run, brat: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.spacy"
    result = run("convert", str(brat), str(out), "--lines", "--labels", "chia")
    assert result.exit_code == 0, result.output
    assert result.stderr.splitlines() == [
        REPORT,
        "0 mentions cut at the end of their line, 1 relations across lines lost",
        "left out by their label: 1 Line, and 0 relations of them",
    ]
    first, second = docs(out)
    assert told(first.spans["sc"]) == [
        ("negation", "No"),
        ("condition", "renal or hepatic failure"),
        ("condition", "hepatic failure"),
    ]
    assert told(second.ents) == [("measurement", "Hb"), ("value", "more or egal 9 g/dL")]
    read = list(read_annotated(out))
    assert [text.id for text in read] == ["a_0", "a_1"]
    assert [relation.label for relation in read[0].relations] == ["Has_negation", "OR"]


def test_options(run: Run, brat: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.spacy"
    options = ("--flat", "--normalized", "--interrupted", "pieces", "--labels", "chia")
    result = run("convert", str(brat), str(out), *options, "--keep", "types")
    assert result.exit_code == 0, result.output
    (doc,) = docs(out)
    assert doc.text == TEXT
    assert not doc.spans
    assert told(doc.ents) == [
        ("Negation", "No"),
        ("Condition", "renal"),
        ("Condition", "hepatic failure"),
        ("Measurement", "Hb"),
        ("Value", "more or egal 9 g/dL"),
    ]
    assert [token.text for token in doc if token.norm_ == ">="] == ["more or egal"]


def test_a_docbin_can_be_converted_again_with_others(run: Run, brat: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.spacy", tmp_path / "two.spacy"
    assert run("convert", str(brat), str(one)).exit_code == 0
    assert run("convert", str(one), str(brat), str(two)).exit_code == 0
    assert [doc.text for doc in docs(two)] == [TEXT, TEXT]


@pytest.mark.parametrize(
    ("annotation", "reason"),
    [
        (ANNOTATION[:60], "brat/a.ann: line 3: T3 is damaged or cut off"),
        (ANNOTATION.replace("Hb", "Hg"), "a.ann: line 4: T4: quotes 'Hg' where the text has 'Hb'"),
        (ANNOTATION.replace("Line", "Row"), "does not say what the label 'Row' of a means"),
    ],
)
def test_a_damaged_source_leaves_the_output_alone(
    run: Run, brat: Path, tmp_path: Path, annotation: str, reason: str
) -> None:
    (brat / "a.ann").write_text(annotation, encoding="utf-8")
    out = tmp_path / "out.spacy"
    out.write_text("of an earlier run")
    result = run("convert", str(brat), str(out), "--labels", "chia")
    assert result.exit_code == 2
    assert result.stderr.startswith("criteria-nlp: error: ")
    assert reason in result.stderr
    assert out.read_text() == "of an earlier run"
    assert {path.name for path in tmp_path.iterdir()} == {"brat", "out.spacy"}


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (("out.spacy",), "the sources come first, then the .spacy file to write"),
        (("brat", "a.jsonl"), "the sources come first, then the .spacy file to write"),
        (("no.jsonl", "out.spacy"), "criteria-nlp: error: no.jsonl: no such file"),
        (("a.spacy", "a.spacy"), "a.spacy: is a source and cannot be written to as well"),
        (("brat", "no/out.spacy"), "no/out.spacy: the directory to write to does not exist"),
        (("brat", "out.spacy", "--labels", "n2c2"), "n2c2: cannot be read"),
        (("brat", "out.spacy", "--format", "conll"), "'conll' is none of brat, docbin, doccano"),
        (("brat", "out.spacy", "--split", "dev"), "brat: no split.json in the folder or beside it"),
    ],
)
def test_wrong_use(run: Run, brat: Path, args: tuple[str, ...], reason: str) -> None:
    result = run("convert", *args)
    assert result.exit_code == 2
    assert reason in result.stderr
