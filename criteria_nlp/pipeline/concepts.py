"""Concepts: what the lexicon knows, and noun phrases whose last word gives away what they are.

Longest lexicon phrase first; adjacent names make a compound whose last noun decides ("tuberculosis" +
"test" is a test); a phrase of unknown words is kept as an unknown mention, so that nothing is lost.
"""

from collections.abc import Iterator

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from criteria_nlp.lexicon import ConceptPhrase, Lexicon, load_lexicon
from criteria_nlp.pipeline.units import read_unit
from criteria_nlp.pipeline.layers import (
    Mention,
    Words,
    pieces,
    set_extensions,
    words_of,
    write_layer,
)

UNKNOWN = "unknown"
# Words that say only that something is used or given: after a drug they do not make it something else.
_LIGHT_HEADS = frozenset(
    (
        "use",
        "treatment",
        "therapy",
        "intake",
        "administration",
        "medication",
        "regimen",
        "consumption",
        "exposure",
        "line",
    )
)
_NEEDS = frozenset(("need", "requirement", "indication", "candidate"))
_OCCASIONS = frozenset(("episode", "attack", "event", "symptom", "manifestation", "case", "form"))
_PEOPLE = frozenset(("patient", "subject", "participant", "individual", "volunteer", "person"))


class CriteriaConcepts:
    """Writes the layer `mentions`, the span group `concepts` and a filtered view in `doc.ents`."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or load_lexicon()
        set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        words = words_of(doc)
        found: list[Mention] = []
        for start, stop in pieces(doc, words):
            found += find_mentions(words, start, stop, self.lexicon)
        write_layer(doc, "mentions", found)
        spans = [
            Span(doc, m.start, m.end, m.domain, span_id=m.source)
            for m in found
            if m.domain != UNKNOWN
        ]
        doc.spans["concepts"] = spans
        doc.set_ents(filter_spans([*doc.ents, *spans]))
        return doc


@Language.factory("criteria_concepts", assigns=["doc.ents", "doc.spans"], default_config={})
def create_concepts(nlp: Language, name: str) -> CriteriaConcepts:
    """Makes the concept component of a pipeline."""
    return CriteriaConcepts()


def find_mentions(words: Words, start: int, stop: int, lexicon: Lexicon) -> list[Mention]:
    """The concepts between two tokens, in reading order, not overlapping."""
    known = [
        m for m in _lexicon_mentions(words, start, stop, lexicon) if not _introduces(words, m, stop)
    ]
    free = _free_tokens(words, start, stop, lexicon, known)
    mentions = _compounds(words, known, free, lexicon)
    taken = {i for m in mentions for i in range(m.start, m.end)}
    starts = {m.start for m in mentions}
    unknown = _unknown_phrases(words, start, stop, free - taken, lexicon)
    mentions += [m for m in unknown if not _introduces(words, m, stop) and m.end not in starts]
    mentions.sort(key=lambda m: m.start)
    return [_with_modifiers(words, m, start, lexicon, taken) for m in mentions]


def _lexicon_mentions(words: Words, start: int, stop: int, lexicon: Lexicon) -> Iterator[Mention]:
    table, cues = lexicon.table("concepts"), lexicon.table("cues")
    i = start
    while i < stop:
        match = table.at(words.keys, i, stop) if words.keys[i] else None
        cue = cues.at(words.keys, i, stop) if match else None
        if match is not None and cue is not None and cue[0] > match[0]:
            i = cue[0]  # "failure to respond to" says how the next concept is meant
            continue
        phrase = _fitting(words, i, match[0], match[1]) if match else None
        if match is None or phrase is None:
            i += 1
            continue
        info = phrase.info
        yield Mention(
            start=i,
            end=match[0],
            domain=info.domain,
            name=info.name,
            source=info.source,
            countable=info.countable,
        )
        series = list(_series(words, i, match[0], stop, lexicon))
        yield from series
        i = series[-1].end if series else match[0]


def _series(words: Words, start: int, end: int, stop: int, lexicon: Lexicon) -> Iterator[Mention]:
    """The further letters of a name that ends with one: "hepatitis B or C" names hepatitis C too."""
    if end - start < 2 or len(words.texts[end - 1]) != 1:
        return
    stem, at = words.keys[start : end - 1], end
    while at + 1 < stop and words.keys[at] in ("or", "and", "and/or", ",", "/"):
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


def _introduces(words: Words, mention: Mention, stop: int) -> bool:
    """Whether a mention is only a word such as "treatment" before "with" and the thing itself."""
    if mention.end - mention.start != 1 or mention.end >= stop:
        return False
    word, following = words.keys[mention.start], words.keys[mention.end]
    if word in _OCCASIONS and following == "of":
        return True
    return (word in _LIGHT_HEADS and following in ("with", "of", "by")) or (
        word in _NEEDS and following == "for"
    )


def _fitting(
    words: Words, start: int, end: int, payloads: list[ConceptPhrase]
) -> ConceptPhrase | None:
    """The first of the payloads that the spelling allows."""
    for phrase in payloads:
        if phrase.exact is None or words.texts[start].removesuffix("s") == phrase.exact.split()[
            0
        ].removesuffix("s"):
            return phrase
    return None


def _free_tokens(
    words: Words, start: int, stop: int, lexicon: Lexicon, known: list[Mention]
) -> set[int]:
    """The tokens that could belong to the name of an unknown concept: words of content, not taken."""
    blocked = {i for m in known for i in range(m.start, m.end)}
    for name in (
        "cues",
        "modifiers",
        "categories",
        "changes",
        "combiners",
        "anchors",
        "stretches",
        "reasons",
    ):
        for first, end, _ in lexicon.table(name).find(words.keys, start, stop):
            if name not in ("modifiers", "anchors") or end - first > 1 or name == "modifiers":
                blocked.update(range(first, end))
    for i in range(start, stop):
        if words.texts[i][0].isdigit():
            unit = read_unit(words, i + 1, stop, lexicon)
            blocked.update(range(i, unit.end if unit else i + 1))
    return {
        i
        for i in range(start, stop)
        if i not in blocked
        and words.texts[i][0].isalpha()
        and words.keys[i] not in lexicon.function_words
        and (len(words.texts[i]) > 1 and words.texts[i] not in lexicon.numerals["roman"])
        and not any(words.keys[i] in numerals for numerals in lexicon.numerals.values())
        and not words.is_operator(i)
    }


def _compounds(
    words: Words, known: list[Mention], free: set[int], lexicon: Lexicon
) -> list[Mention]:
    """Join names that stand side by side, and a name with the known head noun that follows it."""
    joined: list[Mention] = []
    for mention in known:
        last = joined[-1] if joined else None
        if last is not None and _slashed(words, last, mention):
            joined[-1] = msgspec.structs.replace(mention, start=last.start, name=None)
        elif (
            last is not None
            and _adjacent(words, last.end, mention.start)
            and _may_join(last, mention)
        ):
            joined[-1] = _join(last, mention, words)
        else:
            joined.append(mention)
    return [_with_head(words, m, free, lexicon) for m in joined]


def _slashed(words: Words, first: Mention, second: Mention) -> bool:
    """Whether two names are one, written with a stroke: "EGFR/HER2 inhibitors"."""
    stroke = second.start - first.end == 1 and words.texts[first.end] == "/"
    glued = stroke and words.ends[first.end] == words.starts[second.start]
    return glued and second.domain == "drug" and first.domain == "measurement"


def _adjacent(words: Words, end: int, start: int) -> bool:
    return all(not words.keys[i] and "\n" not in words.texts[i] for i in range(end, start))


def _may_join(first: Mention, second: Mention) -> bool:
    if first.domain == "demographic":
        return False
    if second.domain == "demographic":
        return first.domain in ("observation", "condition") and second.name in (
            "female",
            "male",
            "women",
            "men",
            "woman",
            "man",
            "adult",
            "child",
            "children",
        )
    single = second.end - second.start == 1 and second.domain == "condition"
    return not (first.domain == "measurement" and second.domain != "measurement") or single


def _join(first: Mention, second: Mention, words: Words) -> Mention:
    light = second.end - second.start == 1 and words.keys[second.start] in _LIGHT_HEADS
    keeps = light or second.domain == "demographic"
    head = first if keeps else second
    return msgspec.structs.replace(
        head, start=first.start, end=second.end, name=head.name if keeps else None
    )


def _with_head(words: Words, mention: Mention, free: set[int], lexicon: Lexicon) -> Mention:
    """Take in a head noun right after a name: "HIV" + "infection", "insulin" + "pump"."""
    i = mention.end
    while i < len(words) and not words.keys[i] and i + 1 in free:
        i += 1
    if i not in free or mention.domain == "demographic":
        return mention
    head = lexicon.head_words.get(words.keys[i])
    if head is None:
        return mention
    light = words.keys[i] in _LIGHT_HEADS and mention.domain in ("drug", "procedure")
    if light or head[0] == mention.domain:
        return msgspec.structs.replace(mention, end=i + 1)
    return msgspec.structs.replace(mention, end=i + 1, domain=head[0], name=None, source=head[1])


def _unknown_phrases(
    words: Words, start: int, stop: int, free: set[int], lexicon: Lexicon
) -> Iterator[Mention]:
    """Runs of words of content; the last head noun in a run gives the domain."""
    i = start
    while i < stop:
        if i not in free:
            i += 1
            continue
        end = i + 1
        while end < stop and (
            end in free
            or (not words.keys[end] and end + 1 in free and "\n" not in words.texts[end])
        ):
            end += 1
        end = _take_head(words, end, stop, lexicon)
        yield _classify(words, i, end, lexicon)
        i = end


def _take_head(words: Words, end: int, stop: int, lexicon: Lexicon) -> int:
    """Take in a word such as "score" or "level" after an unknown name, brackets between left aside."""
    at = end
    if at < stop and words.texts[at] == "(":
        close = next((i for i in range(at, min(at + 8, stop)) if words.texts[i] == ")"), None)
        at = at if close is None else close + 1
    for i in range(at, min(at + 3, stop)):
        head = lexicon.head_words.get(words.keys[i])
        if head is not None and head[0] == "measurement":
            return i + 1
        if words.keys[i] not in ("", "sub", "total"):
            break
    return end


def _classify(words: Words, start: int, end: int, lexicon: Lexicon) -> Mention:
    for i in range(end - 1, start - 1, -1):
        head = lexicon.head_words.get(words.keys[i]) or _by_suffix(words.keys[i], lexicon)
        if head is not None:
            return Mention(start=start, end=i + 1, domain=head[0], source=head[1], known=False)
    return Mention(start=start, end=end, domain=UNKNOWN, source="unknown", known=False)


def _by_suffix(word: str, lexicon: Lexicon) -> tuple[str, str] | None:
    for size in range(min(len(word) - 3, 9), 2, -1):
        head = lexicon.head_suffixes.get(word[-size:])
        if head is not None:
            return head
    return None


def _with_modifiers(
    words: Words, mention: Mention, start: int, lexicon: Lexicon, taken: set[int]
) -> Mention:
    """Adjectives right before a mention; "severe or unstable" are two."""
    found: list[tuple[int, int]] = []
    table = lexicon.table("modifiers")
    at = mention.start
    while at > start:
        match = _ending_at(words, table, start, at)
        if match is None:
            joined = (
                at - 1 > start
                and words.keys[at - 1] in ("or", "and", ",", "and/or")
                and bool(found)
            )
            match = _ending_at(words, table, start, at - 1) if joined else None
        if match is None or match in taken:
            break
        found.insert(0, (match, at if not found else found[0][0]))
        at = match
    spans = tuple((first, _modifier_end(words, table, first)) for first, _ in found)
    return msgspec.structs.replace(mention, modifiers=spans) if spans else mention


def _ending_at(words: Words, table: object, start: int, end: int) -> int | None:
    """Where a modifier phrase that ends before `end` begins; the longest of at most four words."""
    for first in range(max(start, end - 4), end):
        match = table.at(words.keys, first, end) if words.keys[first] else None  # type: ignore[attr-defined]
        if match is not None and match[0] == end:
            return first
    return None


def _modifier_end(words: Words, table: object, first: int) -> int:
    match = table.at(words.keys, first)  # type: ignore[attr-defined]
    return match[0] if match is not None else first + 1
