"""Lexicon and tagger together: the lexicon wins, the tagger fills in, grammar names nothing."""

import pytest

from criteria_nlp.lexicon import load_lexicon
from criteria_nlp.pipeline import build
from criteria_nlp.pipeline.concepts import DOMAINS
from criteria_nlp.pipeline.concepts.find import find_mentions
from criteria_nlp.pipeline.concepts.learned import Hybrid
from criteria_nlp.pipeline.layers import Tagged, words_of

SURE = 0.5
# A text; the words that the tagger marks, its label, its probability; the mentions that come out.
CASES = [
    ("Known asthma", "asthma", "Drug", 0.9, [("asthma", "condition")]),
    ("Known zorbulism", "zorbulism", "Condition", 0.9, [("zorbulism", "condition")]),
    ("Known zorbul", "zorbul", "Condition", 0.4, [("zorbul", "unknown")]),
    ("Known zorbul", "zorbul", "Qualifier", 0.9, [("zorbul", "unknown")]),
    ("Known zorbulism", "zorbulism", "condition", 0.9, [("zorbulism", "condition")]),
    ("treatment with zorbulex", "treatment", "Procedure", 0.9, [("zorbulex", "unknown")]),
    ("zorb of the knee", "zorb of the knee", "Condition", 0.9, [("zorb of the knee", "condition")]),
]


@pytest.mark.parametrize(("text", "marked", "label", "score", "wanted"), CASES)
def test_who_wins(text, marked, label, score, wanted):
    doc = build(())(text)
    span = doc.char_span(text.index(marked), text.index(marked) + len(marked))
    tagged = [Tagged(start=span.start, end=span.end, label=label, score=score)]
    words = words_of(doc)
    hybrid = Hybrid(DOMAINS, SURE)
    found = find_mentions(words, 0, len(doc), load_lexicon(), tagged, hybrid)
    assert [(doc[m.start : m.end].text, m.domain) for m in found] == wanted
    for mention in found:
        learned = mention.source == f"tagger#{label}"
        assert mention.score == (score if learned else None)
