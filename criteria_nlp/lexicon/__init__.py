"""The words: TOML files beside the little code that reads them."""

from criteria_nlp.lexicon.build import lexicon_examples
from criteria_nlp.lexicon.lexicon import (
    Comparison,
    ConceptInfo,
    ConceptPhrase,
    Lexicon,
    Sense,
    comparison_of,
    symbol_operator,
)
from criteria_nlp.lexicon.load import load_lexicon
from criteria_nlp.lexicon.small_words import small_words
from criteria_nlp.lexicon.words import KEYS, Memo, key

__all__ = [
    "KEYS",
    "Comparison",
    "ConceptInfo",
    "ConceptPhrase",
    "Lexicon",
    "Memo",
    "Sense",
    "comparison_of",
    "key",
    "lexicon_examples",
    "load_lexicon",
    "small_words",
    "symbol_operator",
]
