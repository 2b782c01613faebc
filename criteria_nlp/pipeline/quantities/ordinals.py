"""Roman numerals and letters after a scale: `NYHA class III-IV`, `stage IIIB/IV`, `grade A/B`."""

from __future__ import annotations

from itertools import pairwise

from criteria_nlp.pipeline.layers import ROMAN, Quantity
from criteria_nlp.pipeline.numbers import is_stage_part, stages_between
from criteria_nlp.pipeline.quantities.amounts import is_suffix
from criteria_nlp.pipeline.quantities.intervals import bounds_of, closed
from criteria_nlp.pipeline.quantities.piece import DASHES, Piece

LETTERS = "ABCDE"
_JOINERS = ("or", "and", "to", "through", "and/or")
_SPANNING = ("to", "through")
_LETTER = "numerals#letters"  # what the evidence names


def read_ordinals(piece: Piece, i: int, operator: str | None = None) -> Quantity | None:
    """The ordinals at word `i`; `operator` is the comparator before them, if one is."""
    if not _follows_scale(piece, i):
        return None
    texts, end, spans = _read_list(piece, i)
    if operator is None and piece.is_comparator(end) and is_suffix(piece, end):
        operator, end = piece.words.norms[end], end + 1
    roman = piece.lexicon.numerals["roman"]
    if all(text in roman for text in texts):
        return _roman(i, end, [roman[text] for text in texts], spans, operator)
    if operator not in (None, "="):
        return None
    names = _between(*texts) if spans and len(texts) == 2 else tuple(texts)
    if not names:
        return None
    return Quantity(start=i, end=end, category=names, source=_LETTER)


def _read_list(piece: Piece, i: int) -> tuple[list[str], int, bool]:
    """The ordinals from word `i`, the word they end before, and whether they span a range."""
    words, texts, end, spans = piece.words, [piece.words.texts[i]], i + 1, False
    following = _next(piece, end)
    while following is not None:
        spans = spans or words.texts[end] in DASHES or words.keys[end] in _SPANNING
        texts.append(words.texts[following])
        end = following + 1
        following = _next(piece, end)
    return texts, end, spans


def _next(piece: Piece, at: int) -> int | None:
    """The word of the next ordinal, if word `at` joins one to those before."""
    if at + 1 >= piece.stop:
        return None
    words, joiner = piece.words, piece.words.texts[at]
    if joiner not in (",", "/") and joiner not in DASHES and words.keys[at] not in _JOINERS:
        return None
    step = at + 2 if joiner == "," and words.keys[at + 1] in ("or", "and") else at + 1
    return step if step < piece.stop and _is_ordinal(piece, step) else None


def _roman(
    start: int, end: int, numbers: list[float], spans: bool, operator: str | None
) -> Quantity:
    """A bound, a range, or a set of grades that do not follow each other."""
    if operator and len(numbers) == 1:
        return Quantity(start=start, end=end, source=ROMAN, **bounds_of(operator, numbers[0]))
    if spans or all(b == a + 1 for a, b in pairwise(numbers)):
        return Quantity(start=start, end=end, source=ROMAN, **closed(numbers[0], numbers[-1]))
    names = tuple(f"{number:g}" for number in numbers)
    return Quantity(start=start, end=end, category=names, source=ROMAN)


def _between(first: str, last: str) -> tuple[str, ...]:
    """All letters, or all parts of stages, from the first to the last; empty where unknown.

    A numeral beside a letter alone stays as it is.
    """
    if len(first) == len(last) == 1:
        return tuple(chr(code) for code in range(ord(first), ord(last) + 1))
    if is_stage_part(first) or is_stage_part(last):
        return stages_between(first, last)
    return first, last


def _is_ordinal(piece: Piece, i: int) -> bool:
    text = piece.words.texts[i]
    if i in piece.blocked and i not in piece.mention_at:
        return False
    if len(text) == 1 and text in LETTERS:
        return True
    return text in piece.lexicon.numerals["roman"] or is_stage_part(text)


def _follows_scale(piece: Piece, i: int) -> bool:
    """Whether an ordinal at word `i` follows a scale, at most a few empty words away."""
    if i >= piece.stop or not _is_ordinal(piece, i):
        return False
    words = piece.words
    for at in range(i - 1, max(piece.start - 1, i - 5), -1):
        mention = piece.mention_at.get(at + 1)
        measured = mention is not None and mention.domain == "measurement"
        if measured or piece.is_small_word(at, "ordinal_scales"):
            return True
        empty = not words.keys[at] or piece.is_small_word(at, "before_ordinals")
        if not empty and not words.is_operator(at):
            return False
    return False
