"""BRAT standoff: offsets, pieces, events, groups; and what is refused, line by line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_nlp.errors import FormatError, InputError
from criteria_nlp.readers.annotated import AnnotatedText, Mention, Relation, read_annotated
from criteria_nlp.readers.annotated.brat import document

TEXT = "No renal or hepatic failure\r\nHb ≥ 9 g/dL, unless transfused\r\n"

ANNOTATION = """\
T1\tNegation 0 2\tNo
T2\tCondition 3 8;20 27\trenal failure
T3\tCondition 12 27\thepatic failure
T4\tMeasurement 29 31\tHb
T5\tValue 32 40\t≥ 9 g/dL
T6\tDrug 49 59\ttransfused
R1\tHas_negation Arg1:T2 Arg2:T1\t
*\tOR T2 T3
*\tOR T4 T5 T6
E1\tMeasurement:T4 Value2:T5 Exception:E2
E2\tDrug:T6 \n\
A1\tCertain T2
#1\tAnnotatorNotes T2\tshared head
N1\tReference T2 X:1\tfailure
"""


def test_a_document() -> None:
    found = document("NCT00000000_exc", TEXT, ANNOTATION)
    assert (found.id, found.trial_id, found.kind) == ("NCT00000000_exc", "NCT00000000", "exclusion")
    assert found.text == TEXT
    assert [(m.label, found.words(m)) for m in found.mentions] == [
        ("Negation", "No"),
        ("Condition", "renal failure"),
        ("Condition", "hepatic failure"),
        ("Measurement", "Hb"),
        ("Value", "≥ 9 g/dL"),
        ("Drug", "transfused"),
    ]
    assert found.relations == (
        Relation("Value", (3, 4)),
        Relation("Exception", (3, 5)),
        Relation("Has_negation", (1, 0)),
        Relation("OR", (1, 2)),
        Relation("OR", (3, 4, 5)),
    )


@pytest.mark.parametrize(
    ("text", "line", "spans"),
    [
        ("a b c", "T1\tX 4 5;0 1\tc a", ((0, 1), (4, 5))),  # pieces in the order they are read
        ("a\r\nb", "T1\tX 0 4\ta", ((0, 4),)),  # a quotation ends with its line
        ("a  b\r", "T1\tX 0 5\ta b", ((0, 5),)),  # blanks may differ
        ("Demographic site", "T1\tX 0 16\tPerson site", ((0, 16),)),  # as Chia has it
    ],
)
def test_odd_entities_of_published_corpora(text: str, line: str, spans: object) -> None:
    (mention,) = document("a", text, f"{line}\n").mentions
    assert mention.spans == spans


@pytest.mark.parametrize(
    ("annotation", "line", "reason"),
    [
        ("T1\tX 0 1\ta\nT2\tX 0", 2, "T2 is damaged or cut off"),
        ("T1\tX 0 1", 1, "T1 is damaged or cut off"),
        ("T1\tX 0 x\ta", 1, "T1 is damaged or cut off"),
        ("T1\tX 0 1\tb", 1, "T1: quotes 'b' where the text has 'a'"),
        ("T1\tX 1 1\t", 1, "T1: 1–1 is no place in a text of 5 characters"),
        ("T1\tX 3 9\tb c", 1, "T1: 3–9 is no place in a text of 5 characters"),
        ("T1\tX 1 2\t", 1, "T1: 1–2 covers no word"),
        ("T1\tX 0 3;2 3\ta b b", 1, "T1: its pieces overlap"),
        ("T1\tX 0 1\ta\n\nT1\tX 0 1\ta", 3, "the name T1 is given a second time"),
        ("T1\tX 0 1\ta\nR1\tY Arg1:T1 Arg2:T9", 2, "R1: refers to 'T9', which is not annotated"),
        ("T1\tX 0 1\ta\nR1\tY Arg1:T1", 2, "R1 is damaged or cut off"),
        ("*\tOR T1 T2", 1, "*: refers to 'T1', which is not annotated"),
        ("E1\tX:T1 Y:E2", 1, "E1: refers to 'T1', which is not annotated"),
        ("A1\tX T1", 1, "A1: refers to 'T1', which is not annotated"),
        ("T1 X 0 1 a", 1, "is no line of BRAT standoff"),
        ('{"text": "a"}', 1, "is no line of BRAT standoff"),
    ],
)
def test_damaged_annotation_is_refused(
    tmp_path: Path, annotation: str, line: int, reason: str
) -> None:
    (tmp_path / "a.txt").write_text("a b c", encoding="utf-8")
    path = tmp_path / "a.ann"
    path.write_text(annotation, encoding="utf-8")
    with pytest.raises(FormatError) as raised:
        list(read_annotated(path))
    assert str(raised.value) == f"{path}: line {line}: {reason}"


def test_a_folder_and_its_line_ends(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("B", "deep/A"):
        (tmp_path / f"{name}.txt").write_bytes(TEXT.encode())
        (tmp_path / f"{name}.ann").write_bytes(ANNOTATION.replace("\n", "\r\n").encode())
    (tmp_path / "notes.txt").write_text("not annotated")
    found = list(read_annotated(tmp_path))
    assert [(text.id, text.text) for text in found] == [("B", TEXT), ("A", TEXT)]
    assert found[0].mentions == document("B", TEXT, ANNOTATION).mentions
    assert list(read_annotated(tmp_path / "B.txt")) == found[:1]


@pytest.mark.parametrize(
    ("name", "content", "place", "reason"),
    [
        ("a.txt", None, "a.ann", "has no text beside it (a.txt)"),
        ("a.txt", b"a \xe9", "a.txt: line 1", "byte 0xE9 is not utf-8"),
        ("a.ann", b"#1\tx\ty\nT1\tX 0 1\t\xff", "a.ann: line 2", "byte 0xFF is not utf-8"),
        ("b.ann", b"", "b.ann", "has no text beside it (b.txt)"),
    ],
)
def test_files_that_cannot_be_read(
    tmp_path: Path, name: str, content: bytes | None, place: str, reason: str
) -> None:
    (tmp_path / "a.txt").write_text("a b c")
    (tmp_path / "a.ann").write_text("T1\tX 0 1\ta")
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(FormatError) as raised:
        list(read_annotated(tmp_path))
    assert str(raised.value) == f"{tmp_path}/{place}: {reason}"


def test_a_folder_without_annotation_and_one_with_a_name_twice(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"holds no \.ann file"):
        read_annotated(tmp_path)
    with pytest.raises(InputError, match=r"a\.ann: no such file"):
        read_annotated(tmp_path / "a.txt")
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text("a")
        (tmp_path / folder / "a.ann").write_text("")
    with pytest.raises(FormatError) as raised:
        list(read_annotated(tmp_path))
    first, second = (f"{tmp_path}/{folder}/a.ann" for folder in ("one", "two"))
    assert str(raised.value) == f"{second}: the id 'a' is there already ({first})"


def standoff(text: AnnotatedText) -> str:
    """The annotation of a text as BRAT would write it."""
    lines = []
    for number, mention in enumerate(text.mentions):
        places = ";".join(f"{start} {end}" for start, end in mention.spans)
        quote = text.words(mention).replace("\r", " ").replace("\n", " ")
        lines.append(f"T{number}\t{mention.label} {places}\t{quote}")
    for relation in text.relations:
        lines.append(f"*\t{relation.label} {' '.join(f'T{m}' for m in relation.members)}")
    return "\n".join(lines) + "\n"


@st.composite
def texts(draw: st.DrawFn) -> AnnotatedText:
    """Texts of words in lines with either line end; mentions of one to three pieces."""
    words = st.sampled_from(["Hb", "≥", "é", "𝛼-blocker", "12"])
    blanks = st.sampled_from([" ", "  ", "\t", "\n", "\r\n", "\r\n\r\n"])
    text, places = "", []
    for word, blank in draw(st.lists(st.tuples(words, blanks), min_size=1)):
        places.append((len(text), len(text) + len(word)))
        text += word + blank
    chosen = st.lists(st.sampled_from(places), min_size=1, max_size=3, unique=True)
    labels = st.sampled_from(["Condition", "Non-query-able"])
    mentions = tuple(
        Mention(label, tuple(sorted(spans)))
        for label, spans in draw(st.lists(st.tuples(labels, chosen)))
    )
    members = st.lists(st.integers(0, max(0, len(mentions) - 1)), min_size=1, max_size=4)
    groups = draw(st.lists(members)) if mentions else []
    relations = tuple(Relation("OR", tuple(group)) for group in groups)
    return AnnotatedText(id="x", text=text, mentions=mentions, relations=relations)


@given(texts())
def test_what_was_written_is_read(text: AnnotatedText) -> None:
    assert document("x", text.text, standoff(text)) == text
