"""The tokenizer: it cuts apart what was written glued together and gives back every character."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

TOKENS = {
    "glued words": ("a rise ofmore than 2", "a|rise|of|more|than|2"),
    "glued unit": ("at least 18years", "at|least|18|years"),
    "glued dose": ("under 5mg/kg", "under|5|mg|/|kg"),
    "glued comparator": ("LVEF≥40%", "LVEF|≥|40|%"),
    "lost superscript": ("ANC 1.5 x109/L", "ANC|1.5|x|109|/|L"),
    "caret": ("ANC 2x10^9/L", "ANC|2|x|10|^|9|/|L"),
    "decimal comma": ("HbA1c 7,5 %", "HbA1c|7,5|%"),
    "thousands": ("platelets 75,000/mm3", "platelets|75,000|/|mm3"),
    "composite symbol": ("AST </= 3", "AST|</=|3"),
    "escaped symbol": ("AST \\>= 3", "AST|\\>=|3"),
    "spaced symbol": ("AST > = 3", "AST|> =|3"),
    "symbol in words": ("AST > or = 3", "AST|> or =|3"),
    "subscript": ("FEV_1/FVC", "FEV_1|/|FVC"),
    "ordinal": ("the 1st dose", "the|1st|dose"),
    "percentile": ("the 5th to 10th percentile", "the|5|th|to|10|th|percentile"),
    "hyphens": ("beta-blocker", "beta|-|blocker"),
    "apostrophe": ("Crohn's disease", "Crohn's|disease"),
    "CJK comma": ("gout，asthma", "gout|，|asthma"),
}


@pytest.mark.parametrize(("text", "expected"), TOKENS.values(), ids=TOKENS)
def test_cuts(nlp: Language, text: str, expected: str) -> None:
    doc = nlp.make_doc(text)
    assert "|".join(token.text for token in doc) == expected
    assert doc.text == text


RESTORED = [
    "",
    " ",
    "\r\n",
    "  a\t b\u00a0c  ",
    "\x00\x1f",
    "x\u200by",
    "🧪≥3🧪",
    "e\u0301 e",
    "ﬁ ½ ㎎",
]


@pytest.mark.parametrize("text", RESTORED)
def test_restores_unusual_blanks(nlp: Language, text: str) -> None:
    assert nlp.make_doc(text).text == text


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_restores_any_text(nlp: Language, text: str) -> None:
    doc = nlp.make_doc(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


SNIPPETS = ["ofmore", "18years", "x109/L", "≥", "\\>=", "> =", " ", "\n", "1,5", "μg", "(", "&ge;"]


@given(st.lists(st.sampled_from(SNIPPETS), max_size=20).map("".join))
@settings(max_examples=100, deadline=None)
def test_restores_glued_snippets(nlp: Language, text: str) -> None:
    assert nlp.make_doc(text).text == text
