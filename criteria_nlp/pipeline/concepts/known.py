"""Names that the lexicon knows, the longest first."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from criteria_nlp.lexicon import ConceptPhrase, Lexicon, Sense
from criteria_nlp.lexicon.phrases import PhraseTable
from criteria_nlp.pipeline.layers import Mention, Words

_LONG_CUE = 5  # words
_SHORT = 6  # words of a bracket with a short form
_LONGEST_FORM = 10  # characters


def find_known(words: Words, start: int, stop: int, lexicon: Lexicon) -> Iterator[Mention]:
    """The lexicon's names between two tokens; longer cues go before them."""
    table, cues = lexicon.table("concepts"), lexicon.table("cues")
    bridged = _bridged(words, start, stop)
    i = start
    while i < stop:
        keys = bridged if bridged[i] else words.keys
        match = table.at(keys, i, stop) if keys[i] else None
        if match is None:
            types = _types(words, i, stop, lexicon)
            if types is not None:
                yield types
                i = types.end
            else:
                i = _past_long_cue(cues, words.keys, i, stop)
            continue
        cue = cues.at(words.keys, i, stop)
        if cue is not None and cue[0] > match[0]:
            i = cue[0]  # "failure to respond to" says how the next concept is meant
            continue
        phrase = _fitting(words, i, match[0], match[1])
        if phrase is None:
            i += 1
            continue
        series = [_mention(i, match[0], phrase), *_series(words, i, match[0], stop, lexicon)]
        yield from series
        i = series[-1].end


def _bridged(words: Words, start: int, stop: int) -> list[str]:
    """The keys without short forms in brackets, so that a name may go on behind one.

    "Tumor necrosis factor (TNF) inhibitors" are "tumor necrosis factor inhibitors".
    """
    if "(" not in words.texts[start:stop]:
        return words.keys
    keys = words.keys.copy()
    for i in range(start, stop - 2):
        if words.texts[i] == "(":
            end = next((at for at in range(i + 1, min(i + _SHORT, stop)) if keys[at] == ")"), i)
            if _is_short_form("".join(words.texts[i + 1 : end])):
                keys[i : end + 1] = [""] * (end + 1 - i)
    return keys


def _is_short_form(text: str) -> bool:
    """Whether a word in brackets may be a name in short: "TNF", "GLP-1"."""
    return 1 < len(text) < _LONGEST_FORM and text[-1].isalnum() and text[:2].isupper()


def _past_long_cue(cues: PhraseTable[Sense], keys: list[str], i: int, stop: int) -> int:
    """The word behind a cue of many words, in which nothing is named; else the next word."""
    cue = cues.at(keys, i, stop) if keys[i] in cues.root else None
    return cue[0] if cue is not None and cue[0] - i >= _LONG_CUE else i + 1


def _mention(start: int, end: int, phrase: ConceptPhrase) -> Mention:
    info = phrase.info
    return Mention(
        start=start,
        end=end,
        domain=info.domain,
        name=info.name,
        source=info.source,
        countable=info.countable,
    )


def _series(words: Words, start: int, end: int, stop: int, lexicon: Lexicon) -> Iterator[Mention]:
    """The further letters of a name that ends with one: "hepatitis B or C" names C too."""
    if end - start < 2 or len(words.texts[end - 1]) != 1:
        return
    stem, at, joiners = words.keys[start : end - 1], end, lexicon.small_words["joiners"]
    while at + 1 < stop and words.keys[at] in joiners:
        step = at + 1
        if words.keys[step] in ("or", "and") and step + 1 < stop:
            step += 1
        match = lexicon.table("concepts").at([*stem, words.keys[step]], 0)
        if len(words.texts[step]) != 1 or match is None or match[0] != len(stem) + 1:
            return
        info = match[1][0].info
        yield Mention(
            start=step, end=step + 1, domain=info.domain, name=info.name, source=info.source
        )
        at = step + 1


def _types(words: Words, start: int, stop: int, lexicon: Lexicon) -> Mention | None:
    """Two names that share their end, as one without a name: "type 1 or 2 diabetes"."""
    keys, at = words.keys, start + 2
    if keys[start] not in lexicon.small_words["scales"] or at >= stop:
        return None
    if keys[at] not in lexicon.small_words["joiners"]:
        return None
    table, step = lexicon.table("concepts"), at + 1
    number = step + 1 if keys[step : step + 1] == [keys[start]] else step
    rest = keys[number + 1 : stop]
    second = table.at([keys[start], *keys[number : number + 1], *rest], 0)
    if second is None or second[0] <= 2:
        return None
    first = table.at([*keys[start:at], *rest[: second[0] - 2]], 0)
    if first is None or first[0] != second[0]:
        return None
    mention = _mention(start, number + second[0] - 1, second[1][0])
    return msgspec.structs.replace(mention, name=None)


def _fitting(
    words: Words, start: int, end: int, payloads: list[ConceptPhrase]
) -> ConceptPhrase | None:
    """The first of the payloads that the spelling allows; of several words all count ("4 AT")."""
    for phrase in payloads:
        if phrase.exact is None:
            return phrase
        written = "".join(words.texts[start:end]).replace("_", "").removesuffix("s")
        if written == "".join(phrase.exact.split()).removesuffix("s"):
            return phrase
    return None
