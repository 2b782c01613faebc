"""Tokens that may name an unknown concept: words of content that mean nothing else."""

from __future__ import annotations

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.concepts.adjectives import in_adjectives
from criteria_nlp.pipeline.layers import Mention, Words, covered
from criteria_nlp.pipeline.numbers import ORDINAL_ENDS, is_stage_part
from criteria_nlp.pipeline.units import read_unit

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
_BRACKET_REACH = 8  # words in a bracket within a name


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
    blocked |= in_adjectives(words, start, stop, lexicon)
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
            ordinal = i + 1 < stop and words.keys[i + 1] in ORDINAL_ENDS
            after = i + 2 if ordinal else i + 1
            unit = read_unit(words, after, stop, lexicon)
            found.update(range(i, unit.end if unit else after))
    return found


def _heads_behind_brackets(
    words: Words, stop: int, lexicon: Lexicon, known: list[Mention]
) -> set[int]:
    """The nouns that end a known measurement's name behind a bracket: "QT (QTcF) interval"."""
    measured = (m.end for m in known if m.domain == "measurement")
    behind = ((end, past_bracket(words, end, stop)) for end in measured)
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


def past_bracket(words: Words, at: int, stop: int) -> int:
    """The word behind a short bracket that opens at word `at`; `at` itself where none does."""
    if at >= stop or words.texts[at] != "(":
        return at
    inside = range(at, min(at + _BRACKET_REACH, stop))
    return next((i + 1 for i in inside if words.texts[i] == ")"), at)
