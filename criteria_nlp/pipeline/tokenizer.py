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

from criteria_nlp.lexicon import KEYS, Lexicon, Memo, load_lexicon
from criteria_nlp.pipeline.layers import Words
from criteria_nlp.pipeline.sheet import sheet_of


class CriteriaTokenizer:
    """Cuts a text as the lexicon cuts its phrases: "ofmore" is "of", "more"; "5mg" "5", "mg"."""

    def __init__(self, vocab: Vocab, lexicon: Lexicon | None = None) -> None:
        self.vocab = vocab
        self.lexicon = lexicon or load_lexicon()
        self._norms = Memo(lambda text: str(vocab[text].norm_))

    def __call__(self, text: str) -> Doc:
        texts, starts, spaces = split(text, self.lexicon.scanner.tokens(text))
        doc = Doc(self.vocab, words=texts, spaces=spaces)
        sheet_of(doc).put_source(text, self._words(texts, starts))
        return doc

    def _words(self, texts: list[str], starts: list[int]) -> Words:
        """The words of a new Doc, each with the norm it has in the vocabulary."""
        norms, keys = [self._norms[t] for t in texts], [KEYS[t] for t in texts]
        ends = [start + len(t) for start, t in zip(starts, texts, strict=True)]
        return Words(texts, norms, keys, starts, ends)

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


def split(text: str, tokens: list[str]) -> tuple[list[str], list[int], list[bool]]:
    """Words, their offsets, and whether a space follows each; they give back the text.

    Only blanks stand between the tokens. A single space belongs to the word before it; what is
    more than that is a word of its own.
    """
    words: list[str] = []
    starts: list[int] = []
    spaces: list[bool] = []
    at = 0
    for token in (*tokens, ""):
        start = text.index(token, at) if token else len(text)
        if start > at:
            if words and text[at] == " ":
                spaces[-1] = True
                at += 1
            if start > at:
                words.append(text[at:start])
                starts.append(at)
                spaces.append(False)
        words.append(token)
        starts.append(start)
        spaces.append(False)
        at = start + len(token)
    return words[:-1], starts[:-1], spaces[:-1]
