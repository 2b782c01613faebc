"""Noun phrases that no entry knows: their last word, or its ending, gives away what they are."""

from __future__ import annotations

from collections.abc import Iterator

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.layers import Mention, Words, covered
from criteria_nlp.pipeline.numbers import is_stage_part
from criteria_nlp.pipeline.units import read_unit

UNKNOWN = "unknown"
_BLOCKING_TABLES = (
    "cues",
    "modifiers",
    "categories",
    "changes",
    "combiners",
    "connectives",
    "anchors",
    "stretches",
    "reasons",
)
_ADVERB = "ically"
_BRACKET_REACH = 8  # words in a bracket between an unknown name and its head
_HEAD_REACH = 3
_SUFFIX_LENGTHS = (3, 9)


def free_tokens(
    words: Words, start: int, stop: int, lexicon: Lexicon, known: list[Mention]
) -> set[int]:
    """The tokens that could be the name of an unknown concept: words of content, not taken."""
    blocked = covered([(mention.start, mention.end) for mention in known])
    blocked |= _in_phrases(words, start, stop, lexicon)
    blocked |= _measured(words, start, stop, lexicon)
    blocked |= _dates(words, start, stop, lexicon)
    blocked |= _heads_behind_brackets(words, stop, lexicon, known)
    blocked |= _ways_to_be_sure(words, start, stop, lexicon)
    return {
        i for i in range(start, stop) if i not in blocked and _is_content_word(words, i, lexicon)
    }


def _in_phrases(words: Words, start: int, stop: int, lexicon: Lexicon) -> set[int]:
    """The tokens of phrases that mean something of their own; one word alone is no anchor."""
    return {
        i
        for name in _BLOCKING_TABLES
        for first, end, _ in lexicon.table(name).find(words.keys, start, stop)
        if name != "anchors" or end - first > 1
        for i in range(first, end)
    }


def _measured(words: Words, start: int, stop: int, lexicon: Lexicon) -> set[int]:
    """The tokens of numbers and of the units after them."""
    found: set[int] = set()
    for i in range(start, stop):
        if words.texts[i][0].isdigit():
            unit = read_unit(words, i + 1, stop, lexicon)
            found.update(range(i, unit.end if unit else i + 1))
    return found


def _heads_behind_brackets(
    words: Words, stop: int, lexicon: Lexicon, known: list[Mention]
) -> set[int]:
    """The nouns that end a known measurement's name behind a bracket: "QT (QTcF) interval"."""
    measured = (m.end for m in known if m.domain == "measurement")
    behind = ((end, _past_bracket(words, end, stop)) for end in measured)
    heads = {at for end, at in behind if end < at < stop}
    return {at for at in heads if words.keys[at] in lexicon.small_words["measured_heads"]}


def _dates(words: Words, start: int, stop: int, lexicon: Lexicon) -> set[int]:
    """The names of months beside a number: "January 2015"."""
    months = lexicon.small_words["months"]
    if months.isdisjoint(words.keys[start:stop]):
        return set()
    numbers = {i for i in range(start, stop) if words.texts[i][0].isdigit()}
    near = {i + step for i in numbers for step in (-1, 1)}
    return {i for i in range(start, stop) if i in near and words.keys[i] in months}


def _ways_to_be_sure(words: Words, start: int, stop: int, lexicon: Lexicon) -> set[int]:
    """Adverbs that only say how something is known: "histologically or radiologically proven"."""
    sure, joiners = lexicon.small_words["sure"], lexicon.small_words["joiners"]
    found: set[int] = set()
    if sure.isdisjoint(words.keys[start:stop]):
        return found
    open_list: set[int] = set()
    for i in range(start, stop):
        key = words.keys[i]
        if key.endswith(_ADVERB):
            open_list.add(i)
        elif key in sure:
            found |= open_list
        elif key and key not in joiners:
            open_list = set()
    return found


def _is_content_word(words: Words, i: int, lexicon: Lexicon) -> bool:
    text, key = words.texts[i], words.keys[i]
    return (
        len(text) > 1
        and text[0].isalpha()
        and key not in lexicon.function_words
        and text not in lexicon.numerals["roman"]
        and not is_stage_part(text)
        and not any(key in numerals for numerals in lexicon.numerals.values())
        and not words.is_operator(i)
    )


def find_unknown(
    words: Words, start: int, stop: int, free: set[int], known: set[int], lexicon: Lexicon
) -> Iterator[Mention]:
    """Runs of words of content; the last head noun in a run gives the domain.

    `known` are the tokens of the names that are known.
    """
    i = start
    while i < stop:
        if i not in free:
            i += 1
            continue
        end = _with_outer_head(words, _run_end(words, i, stop, free), stop, lexicon)
        if not _only_says_how(words, i, end, known | free, lexicon):
            yield _classified(words, i, end, lexicon)
        i = end


def _only_says_how(words: Words, start: int, end: int, names: set[int], lexicon: Lexicon) -> bool:
    """Whether a run is adverbs beside a name: "clearly progressive or relapsed lymphoma".

    `names` are the tokens that are part of a name, or may be.
    """
    keys = words.keys
    if not all(_is_adverb(key, lexicon) for key in keys[start:end]):
        return False
    named = {i for i in names if not _is_adverb(keys[i], lexicon)}
    at = end
    while at < len(words) and at not in named and _goes_on(words, at, lexicon):
        at += 1
    return at in named or any(i < start for i in named)


def _is_adverb(key: str, lexicon: Lexicon) -> bool:
    """Whether a word says only how; "anomaly" and "family" are nouns."""
    return not key or (key.endswith("ly") and key not in lexicon.small_words["nouns_in_ly"])


def _goes_on(words: Words, i: int, lexicon: Lexicon) -> bool:
    """Whether a word may stand between an adverb and the name it belongs to."""
    key = words.keys[i]
    joins = key in lexicon.small_words["joiners"] or words.texts[i] in ("(", ")")
    return joins or key not in lexicon.function_words


def _run_end(words: Words, start: int, stop: int, free: set[int]) -> int:
    """The word that a run of free words ends before; a hyphen or blank in a line joins two."""
    end = start + 1
    while end < stop and (
        end in free or (not words.keys[end] and end + 1 in free and "\n" not in words.texts[end])
    ):
        end += 1
    return end


def _with_outer_head(words: Words, end: int, stop: int, lexicon: Lexicon) -> int:
    """Take in a word such as "score" after an unknown name, a bracket between left aside."""
    at = _past_bracket(words, end, stop)
    for i in range(at, min(at + _HEAD_REACH, stop)):
        head = lexicon.head_words.get(words.keys[i])
        if head is not None and head[0] == "measurement":
            return i + 1
        if words.keys[i] not in ("", "sub", "total"):
            break
    return end


def _past_bracket(words: Words, at: int, stop: int) -> int:
    """The word behind a short bracket that opens at word `at`; `at` itself where none does."""
    if at >= stop or words.texts[at] != "(":
        return at
    inside = range(at, min(at + _BRACKET_REACH, stop))
    return next((i + 1 for i in inside if words.texts[i] == ")"), at)


def _classified(words: Words, start: int, end: int, lexicon: Lexicon) -> Mention:
    """The mention of a run up to its last head noun; all of it, unknown, where it has none."""
    for i in range(end - 1, start - 1, -1):
        head = lexicon.head_words.get(words.keys[i]) or _by_suffix(words.keys[i], lexicon)
        if head is not None:
            return Mention(start=start, end=i + 1, domain=head[0], source=head[1], known=False)
    return Mention(start=start, end=end, domain=UNKNOWN, source=UNKNOWN, known=False)


def _by_suffix(word: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """The domain and the entry that the longest ending of a word gives away."""
    shortest, longest = _SUFFIX_LENGTHS
    for size in range(min(len(word) - 3, longest), shortest - 1, -1):
        head = lexicon.head_suffixes.get(word[-size:])
        if head is not None:
            return head
    return None
