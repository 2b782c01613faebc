"""Assertion: which concepts are negated, past, planned, suspected, of the family.

The algorithm is medspaCy's ConText (Harkema et al. 2009): cues with a direction, scopes that end
at terminators and at a newer cue of their kind, edges from cues to concepts. The cues are ours,
because criteria differ from notes; its live objects stay inside this stage, which keeps plain rows.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.lexicon import Lexicon, Sense
from criteria_nlp.pipeline.layers import (
    HYPHENS,
    LOUD,
    STRUCTURAL_CUES,
    Assertion,
    Mention,
    Quantity,
    Stretch,
    Words,
    covered,
    pieces,
    words_of,
)
from criteria_nlp.pipeline.regions import ends_sentence
from criteria_nlp.pipeline.sheet import read_layer, write_layer
from criteria_nlp.pipeline.stage import Stage

_TIMES = frozenset(("HISTORY", "CURRENT", "PLANNED"))
_CERTAINTIES = frozenset(("CONFIRMED", "SUSPECTED"))
_PEOPLE = frozenset(("FAMILY", "PARTNER"))
_DENIALS = frozenset(("NEGATION", "PROHIBITION"))
_TERMINATED_BY: dict[str, frozenset[str]] = {
    **dict.fromkeys(_TIMES, _TIMES),
    **dict.fromkeys(_CERTAINTIES, _CERTAINTIES),
    **dict.fromkeys(_PEOPLE, _PEOPLE | {"HISTORY"}),
    **dict.fromkeys(_DENIALS, _DENIALS),
    "FAILURE": _TIMES,
}
# Adjectives, which reach over a list of their like only.
_ADJECTIVES = frozenset(("confirmed", "suspected", "current", "opener"))
_REPEATED = 4  # words between an "or" and a name that is said again
# What one can be allergic to, or unable to have.
_THINGS = frozenset(("drug", "device", "procedure", "unknown"))
_MEASURED = frozenset(("measurement", "demographic", "observation"))


class CriteriaContext(Stage):
    """Writes the layer `assertions`."""

    def __call__(self, doc: Doc) -> Doc:
        words = words_of(doc)
        mentions = read_layer(doc, "mentions", Mention)
        quantities = read_layer(doc, "quantities", Quantity)
        units = [(q.unit_start or 0, q.unit_end or 0) for q in quantities]
        times = [(s.start, s.end) for s in read_layer(doc, "stretches", Stretch)]
        taken = covered([*units, *times])
        found: list[Assertion] = []
        for start, stop in pieces(doc, words):
            found += find_assertions(words, start, stop, mentions, quantities, self.lexicon, taken)
        write_layer(doc, "assertions", found)
        return doc


@Language.factory("criteria_context", default_config={})
def create_context(nlp: Language, name: str) -> CriteriaContext:
    """Makes the assertion component of a pipeline."""
    return CriteriaContext(name=name)


@dataclass(frozen=True, slots=True)
class _Target:
    """A concept as ConText wants to see it."""

    start: int
    end: int
    label_: str
    index: int


class _Cue(NamedTuple):
    start: int
    end: int
    sense: Sense


class _Passage(NamedTuple):
    """The words of one criterion, its concepts with their indices, the quantities of the Doc."""

    words: Words
    start: int
    stop: int
    mentions: list[tuple[int, Mention]]
    quantities: Sequence[Quantity]
    lexicon: Lexicon


def find_assertions(
    words: Words,
    start: int,
    stop: int,
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
    lexicon: Lexicon,
    taken: Set[int] = frozenset(),
) -> list[Assertion]:
    """The cues between two tokens with what they reach; structural cues come without targets.

    `taken` are the tokens of units and of stretches of time, which are no cues ("mg per day").
    """
    inside = [(i, m) for i, m in enumerate(mentions) if start <= m.start < stop]
    passage = _Passage(words, start, stop, inside, quantities, lexicon)
    cues = _without_bare_relatives(_cues(passage, taken))
    found = [_unscoped(passage, c) for c in cues if c.sense.means in STRUCTURAL_CUES]
    scoped = [c for c in cues if c.sense.means not in STRUCTURAL_CUES]
    if any(c.sense.direction != "terminate" for c in scoped):
        found += _scoped(passage, scoped)
    return sorted(found, key=lambda a: (a.start, a.end))


def _cues(passage: _Passage, taken: Set[int]) -> list[_Cue]:
    """The cues of a passage outside the names of known concepts and what is taken."""
    named = covered([(m.start, m.end) for _, m in passage.mentions if m.known])
    table = passage.lexicon.table("cues")
    return [
        _Cue(first, end, sense)
        for first, end, senses in table.find(passage.words.keys, passage.start, passage.stop)
        if first not in named
        and first not in taken
        and not _is_prefix(passage, first, end)
        and not _is_suffix(passage, first, end)
        and not _is_of_adjective(passage, first, end)
        and not _is_participle(passage, first, end)
        for sense in senses
    ]


def _without_bare_relatives(cues: list[_Cue]) -> list[_Cue]:
    """The cues but "that is" before what has failed: "that is refractory to"."""
    failures = {cue.start for cue in cues if cue.sense.means == "failure"}
    return [cue for cue in cues if cue.sense.means != "relative" or cue.end not in failures]


def _is_prefix(passage: _Passage, first: int, end: int) -> bool:
    """Whether "non" belongs to the word behind it and not to a concept: "non-infectious X"."""
    keys = passage.words.keys
    if end - first > 1 or keys[first] != "non":
        return False
    at = end + 1 if end < passage.stop and not keys[end] else end
    return not any(m.known and m.start == at for _, m in passage.mentions)


def _is_suffix(passage: _Passage, first: int, end: int) -> bool:
    """Whether "like" belongs to the word before it: "glucagon-like peptide"."""
    alone = end - first == 1 and passage.words.keys[first] == "like"
    return alone and first > passage.start and passage.words.texts[first - 1] in HYPHENS


def _is_of_adjective(passage: _Passage, first: int, end: int) -> bool:
    """Whether a "not" denies the adjective of a concept: "not well controlled hypertension"."""
    keys = passage.words.keys
    if end - first > 1 or keys[first] != "not":
        return False
    at = end
    while at < passage.stop and keys[at] in passage.lexicon.small_words["controlled"]:
        at += 1
    return at > end and any(m.known and m.start == at for _, m in passage.mentions)


def _is_participle(passage: _Passage, first: int, end: int) -> bool:
    """Whether "provided" is no condition: "having provided consent", "provided by X"."""
    keys = passage.words.keys
    if end - first > 1 or keys[first] != "provided":
        return False
    small_words = passage.lexicon.small_words
    before = keys[first - 1] if first > passage.start else ""
    of_people = before in small_words["people"] and bool(
        passage.lexicon.table("reasons").at(keys, first, passage.stop)
    )
    return before in small_words["auxiliaries"] or of_people or keys[end : end + 1] == ["by"]


def _unscoped(passage: _Passage, cue: _Cue) -> Assertion:
    """A structural cue as a row; "i.e." before a value defines instead of naming again."""
    stop = passage.stop
    valued = any(
        q.explicit and q.dimension != "time" and cue.end <= q.start < stop
        for q in passage.quantities
    )
    category = cue.sense.means
    if category == "synonym" and valued:
        category = "definition"
    return Assertion(
        start=cue.start,
        end=cue.end,
        category=category,
        scope_start=cue.end,
        scope_end=stop,
        source=cue.sense.source,
    )


def _scoped(passage: _Passage, cues: list[_Cue]) -> list[Assertion]:
    """Run ConText over the cues; each becomes a row with its final scope and its targets."""
    from medspacy.context import ConTextGraph, ConTextModifier

    modifiers: list[Any] = []
    for cue in cues:
        start, end = _scope(passage, cue)
        modifiers.append(
            ConTextModifier(
                _rule(cue.sense), cue.start, cue.end, None, scope_start=start, scope_end=end
            )
        )
    targets = [_Target(m.start, m.end, m.domain, i) for i, m in passage.mentions]
    graph: Any = ConTextGraph(targets=targets, modifiers=modifiers)
    graph.update_scopes()
    graph.apply_modifiers()
    return [
        _row(cue, modifier)
        for cue, modifier in zip(cues, modifiers, strict=True)
        if cue.sense.direction != "terminate"
    ]


def _row(cue: _Cue, modifier: Any) -> Assertion:
    """A cue with the scope and the targets that ConText gave it."""
    return Assertion(
        start=cue.start,
        end=cue.end,
        category=cue.sense.means,
        scope_start=modifier.scope_span[0],
        scope_end=modifier.scope_span[1],
        targets=tuple(target.index for target in _alike(cue, modifier._targets)),
        source=cue.sense.source,
    )


def _alike(cue: _Cue, targets: Sequence[_Target]) -> Sequence[_Target]:
    """An adjective reaches over a list of its like: "known renal failure or inability to …"."""
    if cue.sense.means not in _ADJECTIVES or not targets:
        return targets
    first = targets[0].label_
    if cue.sense.means == "opener":
        like = _THINGS | {first}
    elif first == "unknown":
        return targets
    else:
        like = frozenset((first, "unknown"))
    return [target for target in targets if target.label_ in like]


def _rule(sense: Sense) -> Any:
    """The ConText rule of a cue entry."""
    return _make_rule(sense.source, sense.means.upper(), sense.direction.upper())


@lru_cache(maxsize=1024)
def _make_rule(name: str, category: str, direction: str) -> Any:
    from medspacy.context import ConTextRule

    terminators = set(_TERMINATED_BY.get(category, ()))
    return ConTextRule(name, category, direction=direction, terminated_by=terminators)


def _scope(passage: _Passage, cue: _Cue) -> tuple[int, int]:
    """Where a cue may reach: its sentence, its brackets, and not into a new statement."""
    words = passage.words
    if cue.sense.direction == "backward":
        at = cue.start
        while at > passage.start and not ends_sentence(words, at - 1):
            at -= 1
        return at, cue.start
    if words.keys[cue.start : cue.end] == ["non"]:
        return cue.end, _end_of_prefixed(passage, cue.end)
    denies = cue.sense.means in ("negation", "prohibition")
    depth = 0
    for at in range(cue.end, passage.stop):
        text = words.texts[at]
        depth += (text in "([") - (text in ")]") if len(text) == 1 else 0
        if depth < 0 or ends_sentence(words, at):
            return cue.end, at
        if denies and depth == 0 and _new_statement(passage, cue, at):
            return cue.end, at
    return cue.end, max(cue.end, passage.stop)


def _end_of_prefixed(passage: _Passage, at: int) -> int:
    """Where what "non-" denies ends: the next concept, and those that "or" joins to it."""
    following = [mention for _, mention in passage.mentions if mention.start >= at]
    end = following[0].end if following else at + 1
    for mention in following[1:]:
        if passage.words.keys[end : mention.start] not in (["or"], ["nor"]):
            break
        end = mention.end
    return end


def _new_statement(passage: _Passage, cue: _Cue, at: int) -> bool:
    """Whether a connective at word `at` begins a new statement: a subject, a verb or a value."""
    keys = passage.words.keys
    if keys[at] not in ("and", ",", "but", "or", "and/or"):
        return False
    following = [k for k in keys[at + 1 : at + 4] if k not in ("", "the", "a")]
    if following and _begins_statement(passage.lexicon, following[0], after_comma=keys[at] == ","):
        return True
    if keys[at] == "or" and cue.start > passage.start and keys[cue.start - 1] == "either":
        return True
    if _is_loud(passage, at) or (keys[at] == "or" and _says_again(passage, cue, at)):
        return True
    if keys[at] in ("or", "and/or") or (keys[at] == "," and keys[at + 1 : at + 2] == ["or"]):
        return False
    value = _value_after(passage, at)
    return value is not None and not _alike_bounded(_value_after(passage, cue.end - 1), value)


def _is_loud(passage: _Passage, at: int) -> bool:
    """Whether an "OR" in capitals stands where others are in small letters: it is looser."""
    texts = passage.words.texts[passage.start : passage.stop]
    return passage.words.texts[at] in LOUD and not {"and", "or"}.isdisjoint(texts)


def _says_again(passage: _Passage, cue: _Cue, at: int) -> bool:
    """Whether what is denied comes again: "no prior gout, or prior gout treated by surgery".

    What is denied has no adjective of its own: "no active gout or gout within 5 years" is one list.
    """
    keys, bare = passage.words.keys, passage.lexicon.small_words["before_repeated"]
    name = next((m for _, m in passage.mentions if cue.end <= m.start < at), None)
    if name is None or name.modifiers or not bare.issuperset(keys[cue.end : name.start]):
        return False
    said = keys[name.start : name.end]
    after = range(at + 1, min(at + 1 + _REPEATED, passage.stop))
    return any(keys[i : i + len(said)] == said for i in after)


def _begins_statement(lexicon: Lexicon, word: str, *, after_comma: bool) -> bool:
    """Whether a word is a subject, or a verb that no comma leads to."""
    words = lexicon.small_words
    return word in words["subjects"] or (not after_comma and word in words["verbs"])


def _value_after(passage: _Passage, at: int) -> Quantity | None:
    """The value of the first concept soon after word `at`, if that is measured."""
    for _, mention in passage.mentions:
        if at < mention.start <= at + 5:
            near = range(mention.end, mention.end + 7)
            values = (q for q in passage.quantities if q.start in near and q.explicit)
            return next(values, None) if mention.domain in _MEASURED else None
    return None


def _alike_bounded(first: Quantity | None, second: Quantity) -> bool:
    """Whether both have the same comparator: "no A > 3, B > 2" denies both."""
    if first is None:
        return False
    sides = [
        (q.low is None, q.low_inclusive, q.high is None, q.high_inclusive) for q in (first, second)
    ]
    return sides[0] == sides[1]
