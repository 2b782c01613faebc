"""Chia and the Leaf Clinical Trials corpus, where they are at hand, against what evidence says."""

import os
from collections import Counter
from pathlib import Path

import pytest

from criteria_nlp.readers.annotated import (
    AnnotatedText,
    Relabelling,
    load_labels,
    read_annotated,
    split_lines,
)
from criteria_nlp.readers.annotated.texts import quoted

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("CRITERIA_NLP_DATA", ROOT.parent / "shared" / "data"))


def _corpus(*parts: str) -> list[AnnotatedText]:
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no {'/'.join(parts)}: set CRITERIA_NLP_DATA")
    return list(read_annotated(path))


@pytest.fixture(scope="module")
def chia() -> list[AnnotatedText]:
    return _corpus("chia", "brat")


@pytest.fixture(scope="module")
def lct() -> list[AnnotatedText]:
    return _corpus("lct", "brat")


def _quotations(text: AnnotatedText) -> list[list[str]]:
    """What the file itself quotes, read here without the reader under test."""
    lines = Path(text.source["path"]).read_text(encoding="utf-8").split("\n")
    return [line.split("\t")[2].split() for line in lines if line.startswith("T")]


@pytest.mark.parametrize(("corpus", "beyond"), [("chia", 3), ("lct", 0)])
def test_every_mention_is_what_its_file_quotes(
    corpus: str, beyond: int, request: pytest.FixtureRequest
) -> None:
    different = 0
    for text in request.getfixturevalue(corpus):
        for mention, quotation in zip(text.mentions, _quotations(text), strict=True):
            # Chia lists some pieces in the order in which they are read, not in that of the text.
            standing = sorted(quoted(text.text, mention.spans).split())
            different += standing != sorted(quotation)
    # Two quotations that end with their line, and one in which a label's name was replaced.
    assert different == beyond


def test_counts_of_chia(chia: list[AnnotatedText]) -> None:
    labels = Counter(mention.label for text in chia for mention in text.mentions)
    relations = Counter(relation.label for text in chia for relation in text.relations)
    interrupted = sum(len(mention.spans) > 1 for text in chia for mention in text.mentions)
    assert len({text.trial_id for text in chia}) == 900
    assert (len(chia), sum("\r\n" in text.text for text in chia)) == (1800, 1451)
    assert (labels.total(), labels["Condition"], labels["Non-query-able"]) == (40_246, 10_837, 714)
    assert (relations["OR"], relations["NOT"], relations["Has_value"]) == (4_563, 4, 3_427)
    assert interrupted / labels.total() == pytest.approx(0.043, abs=0.003)


def test_lines_of_chia_are_the_published_sentences(chia: list[AnnotatedText]) -> None:
    split = [split_lines(text) for text in chia]
    lines = {line.id: line for document in split for line in document.texts}
    published = _corpus("chia", "train_spans.jsonl") + _corpus("chia", "val_spans.jsonl")
    assert {text.id: text.text for text in published} == {
        name: line.text for name, line in lines.items()
    }
    assert (sum(one.cut for one in split), sum(one.lost for one in split)) == (2, 6)


def test_counts_of_the_leaf_clinical_trials_corpus(lct: list[AnnotatedText]) -> None:
    labels = Counter(mention.label for text in lct for mention in text.mentions)
    relations = Counter(relation.label for text in lct for relation in text.relations)
    assert (len(lct), labels.total(), labels["Eq-Comparison"]) == (806, 45_373, 4_273)
    told = ("Or", "If-Then", "Except", "Minimum-Count", "Numeric-Filter")
    assert [relations[label] for label in told] == [3_372, 212, 137, 137, 1_587]


@pytest.mark.parametrize("corpus", ["chia", "lct"])
def test_every_label_has_a_meaning(corpus: str, request: pytest.FixtureRequest) -> None:
    texts = request.getfixturevalue(corpus)
    relabelling = Relabelling(load_labels(corpus))
    kept = sum(len(relabelling(text).mentions) for text in texts)
    assert kept + relabelling.left_out.total() == sum(len(text.mentions) for text in texts)


def test_the_share_of_criteria_that_chia_cannot_query(chia: list[AnnotatedText]) -> None:
    relabelling = Relabelling(load_labels("chia"), "types")
    queried = left = alone = 0
    for line in (line for text in chia for line in split_lines(text).texts if line.mentions):
        types = len(relabelling(line).mentions)
        queried += 1
        left += types < len(line.mentions)
        alone += not types
    assert (left / queried, alone / queried) == pytest.approx((0.219, 0.13), abs=0.015)
