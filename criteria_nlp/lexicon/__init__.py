"""The words: TOML files beside the little code that reads them."""

from criteria_nlp.lexicon.lexicon import (
    Comparison,
    ConceptInfo,
    ConceptPhrase,
    Lexicon,
    Sense,
    comparison_of,
    load_lexicon,
    symbol_operator,
)
from criteria_nlp.lexicon.small_words import small_words
from criteria_nlp.lexicon.words import key

__all__ = [
    "Comparison",
    "ConceptInfo",
    "ConceptPhrase",
    "Lexicon",
    "Sense",
    "comparison_of",
    "key",
    "load_lexicon",
    "small_words",
    "symbol_operator",
]
