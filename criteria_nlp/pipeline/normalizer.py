"""The normalizer: gives damaged and non-native wording its norm, and leaves the text as it is.

"more or egal" becomes one token whose `norm_` is `>=`; `\\>=` has the norm `>=`; "5,0" the norm "5".
A phrase is a comparator only beside a number: "inferior wall" and "over the counter" stay words.
"""

from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.lexicon import Lexicon, load_lexicon, symbol_operator
from criteria_nlp.pipeline.layers import OPERATORS, Words, set_extensions, words_of
from criteria_nlp.pipeline.numbers import parse_list, parse_number

_BEFORE_NUMBER = frozenset(
    ("a", "an", "the", "of", "about", "approximately", "approx", "~", "around", "only", "or", "=")
)
_AFTER_NUMBER = 6  # words between a number and its suffix: "18 years of age or older"


class Comparator(NamedTuple):
    """A comparator in a row of words: where it stands and its operator."""

    start: int
    end: int
    operator: str


class CriteriaNormalizer:
    """Merges comparator phrases into one token and sets the norms of comparators and numbers."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or load_lexicon()
        set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        words = words_of(doc)
        found = find_comparators(words, self.lexicon)
        for start, end, operator in found:
            if end - start == 1:
                doc[start].norm_ = operator
        for i, text in enumerate(words.texts):
            if "," in text and text[0].isdigit() and not parse_list(text):
                number = parse_number(text)
                if number is not None:
                    doc[i].norm_ = f"{number:.10g}"
        phrases = [c for c in found if c.end - c.start > 1]
        if phrases:
            with doc.retokenize() as retokenizer:
                for start, end, operator in phrases:
                    attrs: dict[Any, Any] = {"NORM": operator}
                    retokenizer.merge(doc[start:end], attrs=attrs)
        return doc


@Language.factory("criteria_normalizer", assigns=["token.norm"], default_config={})
def create_normalizer(nlp: Language, name: str) -> CriteriaNormalizer:
    """Makes the normalizer of a pipeline."""
    return CriteriaNormalizer()


def find_comparators(words: Words, lexicon: Lexicon) -> list[Comparator]:
    """The comparators in a row of words, from left to right, not overlapping."""
    found: list[Comparator] = []
    prefix, suffix = lexicon.table("prefix"), lexicon.table("suffix")
    i, stop = 0, len(words)
    lists = {first: end for first, end, _ in lexicon.table("combiners").find(words.keys)}
    limits = {first: end for first, end, _ in lexicon.table("references").find(words.keys)}
    while i < stop:
        if limits.get(i, i) > i + 1:
            i = limits[i]  # "lower limit of normal" compares nothing
            continue
        if i in lists and _of_a_list(words, lists[i]):
            i = lists[i]  # "one or more of the following" compares nothing
            continue
        symbol = _symbol(words, i, lexicon)
        if symbol is not None:
            found.append(Comparator(i, i + 1, symbol))
            i += 1
            continue
        divided = (
            i > 0 and words.texts[i - 1] in ("/", ".", "·") and words.ends[i - 1] == words.starts[i]
        )
        match = prefix.at(words.keys, i) if words.keys[i] and not divided else None
        if match is not None and _number_follows(words, match[0], lexicon):
            found.append(Comparator(i, match[0], match[1][0].operator))
            i = match[0]
            continue
        match = suffix.at(words.keys, i) if words.keys[i] else None
        if (
            match is not None
            and _closes(words, i, match[0], lexicon)
            and _number_before(words, i, lexicon)
            and not _plus_of_grade(words, i, lexicon)
        ):
            found.append(Comparator(i, match[0], match[1][0].operator))
            i = match[0]
            continue
        i += 1
    return found


def _of_a_list(words: Words, end: int) -> bool:
    return words.keys[end - 1] in ("following", "of", "the", "these", "below") or end == len(words)


def _symbol(words: Words, i: int, lexicon: Lexicon) -> str | None:
    text = words.texts[i]
    first = text[0]
    if first.isalnum() and first not in "³âÃ" and not (len(text) > 1 and first == "="):
        return None
    comparison = symbol_operator(lexicon, text)
    if comparison is not None:
        return comparison.operator
    damaged = lexicon.damaged.get(text)
    if (
        damaged is not None
        and i > 0
        and _digit_at(words, i + 1)
        and words.ends[i] < words.starts[i + 1]
    ):
        glued = words.ends[i - 1] == words.starts[i]
        return None if glued else damaged.operator
    return None


def _digit_at(words: Words, i: int) -> bool:
    return i < len(words) and words.texts[i][0].isdigit()


def _is_number(words: Words, i: int, lexicon: Lexicon) -> bool:
    text, key = words.texts[i], words.keys[i]
    if text[0].isdigit() or (text[0] == "." and len(text) > 1):
        return True
    if key in ("a", "an"):
        return i + 1 < len(words) and _is_time_unit(words, i + 1, lexicon)
    numerals = lexicon.numerals
    return key in numerals["numeral"] or key in numerals["tens"] or key in numerals["fraction"]


def _is_time_unit(words: Words, i: int, lexicon: Lexicon) -> bool:
    match = lexicon.table("units").at(words.keys, i) if words.keys[i] else None
    return match is not None and match[1][0][1] == "time"


def _number_follows(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether a number, or a reference such as ULN, stands at word `i` or behind a few empty words."""
    for at in range(i, min(i + 3, len(words))):
        if not words.keys[at] and words.texts[at].isspace():
            continue
        if _is_number(words, at, lexicon) or (
            words.texts[at] in ("-", "−", "+") and _digit_at(words, at + 1)
        ):
            return True
        if lexicon.table("references").at(words.keys, at) is not None and len(words.texts[at]) > 1:
            return True
        if words.norms[at] in OPERATORS or _symbol(words, at, lexicon):
            return True
        if words.keys[at] not in _BEFORE_NUMBER:
            return lexicon.table("references").at(words.keys, at) is not None
    return False


def _number_before(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether a number stands before word `i`, with at most its unit between."""
    units = lexicon.table("units")
    for at in range(i - 1, max(-1, i - 1 - _AFTER_NUMBER), -1):
        text = words.texts[at]
        if text[0].isdigit() or (
            words.keys[at] in lexicon.numerals["numeral"] and words.keys[at] not in ("a", "an")
        ):
            return True
        if words.keys[at] in lexicon.numerals["tens"]:
            return True
        unit = not words.keys[at] or units.at(words.keys, at) is not None
        if (
            not unit
            and text not in ("/", "^", ")", "*")
            and words.keys[at] not in ("of", "age", "old", "point", "score")
        ):
            return False
    return False


def _closes(words: Words, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a suffix ends its comparison: "or less", but not "and less than 4" or "or under therapy"."""
    if end >= len(words):
        return True
    following = words.keys[end]
    if following in ("than", "then", "that", "or") or words.texts[end][0].isdigit():
        return words.texts[start] == "+"
    if (
        words.keys[end - 1] in ("under", "over", "above", "below", "up")
        and words.texts[end][0].isalpha()
    ):
        return following in lexicon.function_words
    return True


def _plus_of_grade(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether "+" is a laboratory grade ("2+") and not "or more" ("18+")."""
    if words.texts[i] != "+":
        return False
    number = parse_number(words.texts[i - 1]) if i else None
    following = words.texts[i + 1] if i + 1 < len(words) else " "
    glued = i > 0 and words.ends[i - 1] == words.starts[i]
    if number is not None and glued and i + 1 < len(words) and _is_time_unit(words, i + 1, lexicon):
        return False  # "3+ months"
    small = number is None or (number < 10 and float(number).is_integer())
    return small or not glued or following[0].isdigit()
