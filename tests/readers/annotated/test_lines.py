"""Documents cut into their lines."""

from hypothesis import given
from hypothesis import strategies as st

from criteria_nlp.readers.annotated import AnnotatedText, Mention, Relation, split_lines

TEXT = "  Hb ≥ 9 \r\n\r\n\tno stroke\r\nor angina"


def test_mentions_and_relations_stay_within_their_line() -> None:
    words = ("Hb", "≥ 9", "no", "stroke", "angina")
    places = [(TEXT.index(word), TEXT.index(word) + len(word)) for word in words]
    document = AnnotatedText(
        id="doc",
        trial_id="NCT00000000",
        kind="exclusion",
        text=TEXT,
        mentions=(
            *(Mention("X", (place,)) for place in places),
            Mention("Condition", (places[2], places[3])),
            Mention("Condition", ((places[3][0], places[4][1]),)),  # goes on in the next line
            Mention("Value", ((places[1][0], places[1][1] + 2),)),  # takes a blank and "\r" with it
        ),
        relations=(
            Relation("Has_value", (0, 1)),
            Relation("OR", (3, 4)),
            Relation("OR", (2, 3, 5)),
        ),
    )
    lines = split_lines(document)
    assert (lines.cut, lines.lost) == (1, 1)
    first, second, third = lines.texts
    assert [line.id for line in lines.texts] == ["doc_0", "doc_1", "doc_2"]
    assert {(line.trial_id, line.kind) for line in lines.texts} == {("NCT00000000", "exclusion")}
    assert [line.text for line in lines.texts] == ["Hb ≥ 9", "no stroke", "or angina"]
    assert [first.words(m) for m in first.mentions] == ["Hb", "≥ 9", "≥ 9"]
    assert [second.words(m) for m in second.mentions] == ["no", "stroke", "no stroke", "stroke"]
    assert [third.words(m) for m in third.mentions] == ["angina"]
    assert first.relations == (Relation("Has_value", (0, 1)),)
    assert second.relations == (Relation("OR", (0, 1, 2)),)
    assert third.relations == ()


@given(st.text("ab \t\r\n\u00a0"))
def test_every_word_is_in_one_line(text: str) -> None:
    lines = [line.text for line in split_lines(AnnotatedText(id="x", text=text)).texts]
    assert all(line == line.strip() and line and "\n" not in line for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
