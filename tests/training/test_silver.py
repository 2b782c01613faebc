"""Silver labels: drawn lines, and what a model finds in them."""

from criteria_nlp.pipeline import build
from criteria_nlp.training.silver import draw, label


def finder():
    """A pipeline that marks "asthma", and what the normalizer has merged into a comparator."""
    nlp = build(("criteria_normalizer",))
    ruler = nlp.add_pipe("span_ruler", config={"spans_key": "sc"})
    ruler.add_patterns([{"label": "Condition", "pattern": "asthma"}])
    ruler.add_patterns([{"label": "Value", "pattern": [{"NORM": ">="}]}])
    return nlp


def test_spans_stand_on_the_tokens_that_a_student_reads():
    nlp = finder()
    texts = ["Known asthma", "EDSS more or egal 3", "Nothing"]
    docs = list(label(nlp, texts).get_docs(nlp.vocab))
    assert [doc.text for doc in docs] == texts
    found = [[(span.text, span.label_) for span in doc.spans["sc"]] for doc in docs]
    assert found == [[("asthma", "Condition")], [("more or egal", "Value")], []]
    # The normalizer of the student merges them anew.
    assert [token.text for token in docs[1]] == ["EDSS", "more", "or", "egal", "3"]


def test_lines_are_drawn_once_and_none_is_too_long():
    lines = [*(f"line {i % 50:03}" for i in range(200)), "x" * 401]
    assert sorted(draw(lines, 60)) == sorted(set(lines[:50]))


def test_a_seed_draws_the_same_lines_again():
    lines = [f"line {i}" for i in range(50)]
    assert draw(lines, 5, seed=1) == draw(lines, 5, seed=1) != draw(lines, 5, seed=2)
