"""Our corpus: it loads, its offsets are true, its splits are fixed, and damage is refused."""

import re
from pathlib import Path

import pytest

from criteria_nlp.errors import CriteriaNlpError, InputError
from criteria_nlp.schema import (
    Concept,
    Expression,
    Fact,
    Include,
    Unresolved,
    from_notation,
    to_notation,
    walk,
)
from criteria_nlp.scoring import read_gold
from criteria_nlp.scoring.corpus import (
    counts_table,
    json_lines,
    load_corpus,
    located,
    main,
    occurrences,
    split_of,
)

FOLDER = Path(__file__).resolve().parents[2] / "corpora" / "criteria"
ITEMS = load_corpus(FOLDER)
AREAS = sorted({item.area for item in ITEMS})


def pieces(expression: Expression) -> list[Concept | Include | Unresolved]:
    """Everything that has offsets, in reading order."""
    found: list[Concept | Include | Unresolved] = []
    for node in walk(expression):
        if isinstance(node, Fact):
            found += [node.concept, *node.concept.includes]
        elif isinstance(node, Unresolved):
            found.append(node)
    return found


@pytest.mark.parametrize("area", AREAS)
def test_offsets_are_those_of_the_text(area: str) -> None:
    for item in ITEMS:
        if item.area == area:
            for piece in pieces(item.expression):
                assert piece.start is not None, item.id
                assert item.text[piece.start : piece.end] == piece.text, item.id


@pytest.mark.parametrize("area", AREAS)
def test_lines_read_back_as_themselves(area: str) -> None:
    for item in ITEMS:
        if item.area == area:
            line = to_notation(item.expression, domains=True)
            assert to_notation(from_notation(line), domains=True) == line, item.id


def test_ids_and_texts_are_unique() -> None:
    assert len({item.id for item in ITEMS}) == len(ITEMS)
    assert len({" ".join(item.text.lower().split()) for item in ITEMS}) == len(ITEMS)


def test_readme_counts_what_there_is() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    told = re.search(r"<!-- counts -->\n(.*?)\n<!-- end of counts -->", readme, re.DOTALL)
    assert told is not None and told[1] == counts_table(ITEMS), "run with --counts, and paste"


@pytest.mark.parametrize("area", AREAS)
def test_shares_of_an_area(area: str) -> None:
    splits = [item.split for item in ITEMS if item.area == area]
    assert len(splits) >= 20
    assert splits.count("dev") / len(splits) == pytest.approx(0.2, abs=0.05)
    assert splits.count("test") / len(splits) == pytest.approx(0.2, abs=0.05)


def test_splits_are_disjoint_and_complete() -> None:
    parts = [{item.id for item in load_corpus(FOLDER, part)} for part in ("train", "dev", "test")]
    assert sum(map(len, parts)) == len(set.union(*parts)) == len(ITEMS)


# Pinned: a criterion that moved from one split to another would spoil every figure on the test.
@pytest.mark.parametrize(("block", "splits"), [
    ("neuro-001", "train test train dev train"),
    ("cardio-006", "dev train train train test"),
    ("ophthal-021", "test train train dev train"),
    ("onc-011", "train train test dev train"),
])  # fmt: skip
def test_splits_never_move(block: str, splits: str) -> None:
    area, first = block.split("-")
    ids = [f"{area}-{int(first) + step:03d}" for step in range(5)]
    assert " ".join(map(split_of, ids)) == splits


@pytest.mark.parametrize(("line", "text", "starts"), [
    ("any_of(A, B)", "B or A", [5, 0]),
    ("any_of(A, A)", "A and A", [0, 6]),
    ("any_of(A, A)", "only A", [5, 5]),
    ("any_of(A#2, A#1)", "A and A", [6, 0]),
    ('"A (x)"#2', "A (x), A (x)", [7]),
    ('"A (x)#2"', "A (x), A (x)", [7]),
    ("men", "women or men", [9]),
    ("EDSS", "ofEDSS5", [2]),
    ("all_of(A includes(B, C), B)", "A, B, C, B", [0, 3, 6, 3]),
    ('all_of(A, unresolved("see B", reference), B)', "A see B, B", [0, 2, 6]),
    ("except(A, [B, A])", "A but B, A", [0, 6, 9]),
    ("if(not(B), A, B)", "A if B, else B", [5, 0, 5]),
])  # fmt: skip
def test_where_pieces_are_found(line: str, text: str, starts: list[int]) -> None:
    line = re.sub(r'"#(\d)', r'#\1"', line)
    assert [piece.start for piece in pieces(located(from_notation(line), text))] == starts


def test_occurrences_stand_alone_if_any_does() -> None:
    assert occurrences("relapse", "relapses, one relapse") == [14]
    assert occurrences("relapse", "relapses") == [0]
    assert occurrences("aa", "aaa") == [0, 1]


GOOD = {
    "id": '"x-001"',
    "language": '"fr"',
    "kind": '"exclusion"',
    "text": '"EDSS superior to 5"',
    "logic": "'EDSS > 5 @measurement'",
}


def corpus_of(folder: Path, *entries: dict[str, str]) -> Path:
    """A corpus of one file, `x.toml`, of entries whose values are TOML."""
    blocks = ("\n".join(f"{name} = {value}" for name, value in e.items()) for e in entries)
    (folder / "annotation").mkdir()
    content = "".join(f"[[criterion]]\n{block}\n\n" for block in blocks)
    (folder / "annotation" / "x.toml").write_text(content, encoding="utf-8")
    return folder


def test_an_entry(tmp_path: Path) -> None:
    (item,) = load_corpus(corpus_of(tmp_path, {**GOOD, "note": '"why"'}))
    assert (item.area, item.language, item.note) == ("x", "fr", "why")
    assert item.kind == item.kind_gold == "exclusion"
    assert item.split == split_of("x-001")


@pytest.mark.parametrize(("change", "reason"), [
    ({"id": '"y-002"'}, "the id is not x-"),
    ({"id": '"x-000"'}, "the id is not x-"),
    ({"id": '"x-2"'}, "the id is not x-"),
    ({"id": "2"}, "'id' is not text"),
    ({"id": '"x-001"'}, "the same id twice"),
    ({"language": '"French"'}, "language is 'French'"),
    ({"kind": '"exclude"'}, "kind is 'exclude'"),
    ({"text": '" "'}, "'text' is not text"),
    ({"txet": '"EDSS"'}, "unknown field 'txet'"),
    ({"logic": "'EDSS >> 5'"}, "character"),
    ({"logic": "'EDSS > 5 @lab'"}, "lab"),
    ({"logic": "'unresolved(EDSS, why)'"}, "why"),
    ({"logic": "'NIHSS > 5 @measurement'"}, "'NIHSS' does not occur in the text"),
    ({"logic": "'EDSS#2 > 5 @measurement'"}, "'EDSS' occurs 1 times, not 2"),
    ({"logic": "'EDSS includes(FSS) @measurement'"}, "'FSS' does not occur in the text"),
])  # fmt: skip
def test_damaged_entry_is_refused_with_its_place(
    tmp_path: Path, change: dict[str, str], reason: str
) -> None:
    folder = corpus_of(tmp_path, GOOD, {**GOOD, "id": '"x-002"', **change})
    with pytest.raises(InputError) as caught:
        load_corpus(folder)
    assert isinstance(caught.value, CriteriaNlpError)
    assert caught.value.path == str(folder / "annotation" / "x.toml")
    assert caught.value.place is not None and caught.value.place.startswith("entry 2 (")
    assert reason in caught.value.reason


@pytest.mark.parametrize("name", GOOD)
def test_entry_without_a_field(tmp_path: Path, name: str) -> None:
    entry = {key: value for key, value in GOOD.items() if key != name}
    with pytest.raises(InputError, match=rf"x\.toml: entry 1.*: no field '{name}'"):
        load_corpus(corpus_of(tmp_path, entry))


@pytest.mark.parametrize(("content", "reason"), [
    (b"[[criterion]\n", "line 1"),
    (b"\xff", "cannot be read"),
    (b"", "something else"),
    (b"[criterion]\n", "something else"),
    (b"criterion = [1]\n", "entry 1: not a table"),
    (b"[[criterion]]\n[[criteria]]\n", "something else"),
])  # fmt: skip
def test_damaged_file_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "annotation").mkdir()
    (tmp_path / "annotation" / "x.toml").write_bytes(content)
    with pytest.raises(InputError, match=r"x\.toml") as caught:
        load_corpus(tmp_path)
    assert reason in str(caught.value)


def test_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=re.escape(str(tmp_path))):
        load_corpus(tmp_path)


def test_lines_are_gold(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json_lines(ITEMS)), encoding="utf-8")
    read = read_gold(path)
    assert [item.expression for item in read] == [item.expression for item in ITEMS]
    assert [item.kind_gold for item in read] == [item.kind_gold for item in ITEMS]


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(FOLDER), "--split", "test"])
    assert len(capsys.readouterr().out.splitlines()) == len(load_corpus(FOLDER, "test"))
    main([str(FOLDER), "--counts"])
    assert capsys.readouterr().out == counts_table(ITEMS) + "\n"
    with pytest.raises(SystemExit, match="annotation"):
        main([str(tmp_path)])
