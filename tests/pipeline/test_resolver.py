"""Relations between mentions: worked lines with the shipped weights, decoding, the component."""

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import DocBin

from criteria_nlp.errors import LexiconError
from criteria_nlp.pipeline.resolver import Place, Tie, model, resolve
from criteria_nlp.pipeline.resolver.decode import decode
from criteria_nlp.pipeline.resolver.line import Line
from criteria_nlp.pipeline.resolver.model import Model, lines_of, load_model

MARKS = {"C": "Condition", "M": "Measurement", "V": "Value", "T": "Temporal", "N": "Negation",
         "D": "Drug", "Q": "Qualifier", "X": "Multiplier"}  # fmt: skip


def marked(line):
    """A line with mentions in brackets, "[M eGFR] [V < 60]", as text and places."""
    text, places = "", []
    for part in line.split("["):
        if "]" not in part:
            text += part
            continue
        words, _, rest = part.partition("]")
        start = len(text)
        text += words[2:]
        places.append(Place(MARKS[words[0]], start, len(text)))
        text += rest
    return text, places


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[M serum creatinine] [V > 2 mg/dL]", {("Has_value", 0, 1)}),
        ("[D steroids] [T within 4 weeks]", {("Has_temporal", 0, 1)}),
        ("[N no] [C asthma]", {("Has_negation", 1, 0)}),
        ("[Q severe] [C asthma]", {("Has_qualifier", 1, 0)}),
        ("[C asthma] or [C eczema]", {("OR", 0, 1)}),
        ("[C asthma], [C eczema], or [C hay fever]", {("OR", 0, 1), ("OR", 0, 2), ("OR", 1, 2)}),
        (
            "[M ALT] [V > 40 U/L] or [M bilirubin] [V > 2 mg/dL]",
            {("Has_value", 0, 1), ("OR", 0, 2), ("Has_value", 2, 3)},
        ),
        ("asthma", set()),
        ("[C asthma]", set()),
    ],
)
def test_lines(line, expected):
    assert {tuple(tie) for tie in resolve(*marked(line))} == expected


places = st.lists(
    st.builds(
        lambda label, start, size: Place(label, start, min(start + size, 40)),
        st.sampled_from([*MARKS.values(), "Unknown"]),
        st.integers(0, 39),
        st.integers(1, 12),
    ),
    max_size=6,
)


@given(text=st.text(min_size=40, max_size=40), places=places)
def test_any_mentions_of_any_text(text, places):
    """Overlapping, unordered, unknown, on blanks: ties of two mentions each, none twice."""
    ties = resolve(text, places)
    assert len({frozenset(tie[1:]) for tie in ties}) == len(ties)
    assert all(0 <= tie.head < len(places) > tie.tail != tie.head for tie in ties)


@given(data=st.data())
def test_the_order_of_mentions_does_not_matter(data):
    text, told = marked("[N no] [C asthma] or [C eczema] [T within 2 years], [M ALT] [V < 40]")
    order = data.draw(st.permutations(range(len(told))))
    moved = resolve(text, [told[i] for i in order])
    back = {Tie(tie.label, order[tie.head], order[tie.tail]) for tie in moved}
    joined = {(tie.label, *sorted(tie[1:])) for tie in back}
    assert joined == {(tie.label, *sorted(tie[1:])) for tie in resolve(text, told)}


def test_words_and_brackets_of_a_line():
    text, told = marked("[C fever] ([M ALT] > 5 [V x ULN]) [T now]")
    line = Line(text, told)
    assert line.words == ["fever", "(", "alt", ">", "0", "x", "uln", ")", "now"]
    assert line.depth == [0, 1, 1, 1, 1, 1, 1, 1, 0]
    assert line.between(0, 3) == ["(", "<Measurement>", ">", "0", "<Value>", ")"]
    assert (line.gap(0, 1), line.word(-1), line.word(9)) == (1, "<edge>", "<edge>")


CLASSES = ("none", "OR", "Has_value>", "Has_value<")


@pytest.mark.parametrize(
    ("likely", "ties"),
    [
        # alternatives of alternatives are alternatives
        ({(0, 1): (0.1, 0.9, 0, 0), (0, 2): (0.9, 0.1, 0, 0), (1, 2): (0.4, 0.6, 0, 0)},
         [("OR", 0, 1), ("OR", 0, 2), ("OR", 1, 2)]),
        ({(0, 1): (0.6, 0, 0.4, 0)}, [("Has_value", 0, 1)]),
        ({(0, 1): (0.6, 0, 0, 0.4)}, [("Has_value", 1, 0)]),
        # without a head the best there is; with one, no second that is unlikely
        ({(0, 1): (0.7, 0, 0.3, 0)}, [("Has_value", 0, 1)]),
        ({(0, 1): (0.9, 0, 0.1, 0)}, []),
        ({(0, 1): (1, 0, 0, 0), (0, 2): (0.7, 0, 0.3, 0), (1, 2): (0.1, 0, 0.9, 0)},
         [("Has_value", 1, 2)]),
    ],
)  # fmt: skip
def test_decoding(likely, ties):
    rows = {pair: np.array(row, dtype=np.float32) for pair, row in likely.items()}
    assert [tuple(tie) for tie in decode(rows, CLASSES)] == ties


def test_a_model_is_written_as_it_is_read():
    shipped = load_model()
    again = "\n".join(lines_of(shipped)).split("\n")
    assert again[1].split() == list(shipped.classes)
    assert len(again) == len(shipped.rows) + 2
    assert shipped.weights.shape == (len(shipped.rows), len(shipped.classes))
    assert "" in shipped.rows


def test_damaged_weights_are_refused(monkeypatch, tmp_path):
    tmp_path.joinpath("weights.txt").write_text("# head\nnone OR\n1 2\ta\n1\tb\n")
    monkeypatch.setattr(model.resources, "files", lambda _: tmp_path)
    with pytest.raises(LexiconError, match=r"weights\.txt: line 4: expected"):
        load_model.__wrapped__()


def test_probabilities():
    small = Model(("none", "OR"), {"": 0}, np.log(np.array([[1.0, 3.0]], dtype=np.float32)))
    assert small.probabilities(["", "unknown"]).tolist() == pytest.approx([0.25, 0.75])


PATTERNS = [{"label": "Condition", "pattern": "asthma"}, {"label": "Negation", "pattern": "no"}]


@pytest.mark.parametrize(("finder", "key"), [("entity_ruler", None), ("span_ruler", "sc")])
def test_component_in_a_pipeline(finder, key, tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe(finder, config={} if key is None else {"spans_key": key}).add_patterns(PATTERNS)
    nlp.add_pipe("criteria_resolver", config={"spans_key": key})
    nlp.to_disk(tmp_path)
    doc = spacy.load(tmp_path)("no asthma")
    assert doc._.criteria_relations == (("Has_negation", (1, 0)),)
    kept = next(iter(DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)))
    assert kept._.criteria_relations == doc._.criteria_relations
    assert nlp("asthma")._.criteria_relations == ()
