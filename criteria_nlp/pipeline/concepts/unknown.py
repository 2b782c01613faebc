"""Noun phrases that no entry knows: their last word, or its ending, gives away what they are."""

from __future__ import annotations

from collections.abc import Iterator

from criteria_nlp.lexicon import Lexicon
from criteria_nlp.pipeline.concepts.free import past_bracket
from criteria_nlp.pipeline.layers import Mention, Words

UNKNOWN = "unknown"
_HEAD_REACH = 3
_SUFFIX_LENGTHS = (3, 9)


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
    at = past_bracket(words, end, stop)
    for i in range(at, min(at + _HEAD_REACH, stop)):
        head = lexicon.head_words.get(words.keys[i])
        if head is not None and head[0] == "measurement":
            return i + 1
        if words.keys[i] not in ("", "sub", "total"):
            break
    return end


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
