"""The tokenizer: words, numbers, comparator symbols; what was written glued together is cut apart.

Nothing is changed: the words and the blanks between them give back the text exactly.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from criteria_nlp.lexicon import Lexicon, load_lexicon


class CriteriaTokenizer:
    """Cuts a text as the lexicon cuts its phrases: "ofmore" is "of", "more"; "5mg" "5", "mg"."""

    def __init__(self, vocab: Vocab, lexicon: Lexicon | None = None) -> None:
        self.vocab = vocab
        self.lexicon = lexicon or load_lexicon()

    def __call__(self, text: str) -> Doc:
        words, spaces = split(text, self.lexicon.scanner.spans(text))
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """One Doc a text, in order."""
        for text in texts:
            yield self(text)

    def __reduce__(self) -> Any:
        return (CriteriaTokenizer, (self.vocab,))

    # The tokenizer is its lexicon, which the package carries: there is nothing to store.
    def to_bytes(self, **kwargs: Any) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> "CriteriaTokenizer":
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        return None

    def from_disk(self, path: str | Path, **kwargs: Any) -> "CriteriaTokenizer":
        return self


@registry.tokenizers("criteria_nlp.Tokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Any:
    """What a spaCy config names: makes the tokenizer of a pipeline."""

    def make(nlp: Language) -> "CriteriaTokenizer":
        return CriteriaTokenizer(nlp.vocab)

    return make


def split(text: str, spans: list[tuple[int, int]]) -> tuple[list[str], list[bool]]:
    """Words and trailing spaces that give back the text: longer blanks are words too."""
    words: list[str] = []
    spaces: list[bool] = []
    at = 0
    for start, end in spans:
        if start > at:
            _add_blank(words, spaces, text[at:start])
        words.append(text[start:end])
        spaces.append(False)
        at = end
    if at < len(text):
        _add_blank(words, spaces, text[at:])
    return words, spaces


def _add_blank(words: list[str], spaces: list[bool], blank: str) -> None:
    """A blank after a word: its first space belongs to the word, the rest is a word of its own."""
    if words and blank[0] == " ":
        spaces[-1] = True
        blank = blank[1:]
    if blank:
        words.append(blank)
        spaces.append(False)
