"""Assertion: which concepts are negated, past, planned, suspected, of the family.

The algorithm is medspaCy's ConText (Harkema et al. 2009): cues with a direction, scopes that end at
terminators and at a newer cue of their kind, edges from cues to concepts. The cues are ours, because
criteria differ from notes; its live objects stay inside this stage, which keeps plain rows only.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from criteria_nlp.lexicon import Lexicon, Sense, load_lexicon
from criteria_nlp.pipeline.layers import (
    Assertion,
    Mention,
    Quantity,
    Stretch,
    Words,
    covered,
    pieces,
    read_layer,
    set_extensions,
    words_of,
    write_layer,
)
from criteria_nlp.pipeline.regions import ends_sentence

_TIMES = frozenset(("HISTORY", "CURRENT", "PLANNED"))
_CERTAINTIES = frozenset(("CONFIRMED", "SUSPECTED"))
_PEOPLE = frozenset(("FAMILY", "PARTNER"))
_TERMINATED_BY: dict[str, frozenset[str]] = {
    **dict.fromkeys(_TIMES, _TIMES),
    **dict.fromkeys(_CERTAINTIES, _CERTAINTIES),
    **dict.fromkeys(_PEOPLE, _PEOPLE | {"HISTORY"}),
    "FAILURE": _TIMES,
    "NEGATION": frozenset(("NEGATION", "PROHIBITION")),
    "PROHIBITION": frozenset(("NEGATION", "PROHIBITION")),
}
# What ConText does not scope: these cut a criterion into pieces, which is the logic stage's work.
_SUBJECTS = frozenset(
    ("patient", "subject", "participant", "they", "he", "she", "who", "excluding")
)
_VERBS = _SUBJECTS | {
    "is",
    "are",
    "has",
    "have",
    "be",
    "must",
    "should",
    "currently",
    "taking",
    "receiving",
}
_STRUCTURAL = frozenset(
    (
        "exception",
        "unless",
        "condition",
        "includes",
        "synonym",
        "definition",
        "permission",
        "regardless",
        "relative",
    )
)


class CriteriaContext:
    """Writes the layer `assertions`."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or load_lexicon()
        set_extensions()

    def __call__(self, doc: Doc) -> Doc:
        words = words_of(doc)
        mentions = read_layer(doc, "mentions", Mention)
        quantities = read_layer(doc, "quantities", Quantity)
        timed = covered([(s.start, s.end) for s in read_layer(doc, "stretches", Stretch)])
        found: list[Assertion] = []
        for start, stop in pieces(doc, words):
            found += find_assertions(words, start, stop, mentions, quantities, self.lexicon, timed)
        write_layer(doc, "assertions", found)
        return doc


@Language.factory("criteria_context", default_config={})
def create_context(nlp: Language, name: str) -> CriteriaContext:
    """Makes the assertion component of a pipeline."""
    return CriteriaContext()


class _Target(NamedTuple):
    """A concept as ConText wants to see it."""

    start: int
    end: int
    label_: str
    index: int


class _Cue(NamedTuple):
    start: int
    end: int
    sense: Sense


def find_assertions(
    words: Words,
    start: int,
    stop: int,
    mentions: Sequence[Mention],
    quantities: Sequence[Quantity],
    lexicon: Lexicon,
    timed: frozenset[int] | set[int] = frozenset(),
) -> list[Assertion]:
    """The cues between two tokens with what they reach; structural cues come without targets."""
    inside = [(i, m) for i, m in enumerate(mentions) if start <= m.start < stop]
    named = {t for _, m in inside if m.known for t in range(m.start, m.end)}
    cues = [
        c
        for c in _cues(words, start, stop, lexicon)
        if c.start not in named and c.start not in timed
    ]
    structural = [c for c in cues if c.sense.means in _STRUCTURAL]
    scoped = [c for c in cues if c.sense.means not in _STRUCTURAL]
    found = [
        Assertion(
            start=c.start,
            end=c.end,
            category=c.sense.means,
            scope_start=c.end,
            scope_end=stop,
            source=c.sense.source,
        )
        for c in structural
    ]
    if any(c.sense.entry.direction != "terminate" for c in scoped):
        targets = [_Target(m.start, m.end, m.domain, i) for i, m in inside]
        found += _apply(words, start, stop, scoped, targets, quantities, inside)
    return sorted(found, key=lambda a: (a.start, a.end))


def _cues(words: Words, start: int, stop: int, lexicon: Lexicon) -> list[_Cue]:
    table = lexicon.table("cues")
    return [
        _Cue(first, end, sense)
        for first, end, senses in table.find(words.keys, start, stop)
        for sense in senses
    ]


def _apply(
    words: Words,
    start: int,
    stop: int,
    cues: list[_Cue],
    targets: list[_Target],
    quantities: Sequence[Quantity],
    inside: Any,
) -> list[Assertion]:
    """Run ConText over the cues; each becomes a row with its final scope and its targets."""
    from medspacy.context import ConTextGraph, ConTextModifier

    modifiers = []
    for cue in cues:
        scope = _scope(words, start, stop, cue, quantities, inside)
        rule = _rule(cue.sense)
        modifiers.append(
            ConTextModifier(
                rule, cue.start, cue.end, None, scope_start=scope[0], scope_end=scope[1]
            )
        )
    graph: Any = ConTextGraph(targets=targets, modifiers=modifiers)
    graph.update_scopes()
    graph.apply_modifiers()
    domains = {m.index: m.label_ for m in targets}
    return [
        Assertion(
            start=cue.start,
            end=cue.end,
            category=cue.sense.means,
            scope_start=modifier.scope_span[0],
            scope_end=modifier.scope_span[1],
            targets=_alike(cue, [target.index for target in modifier._targets], domains),
            source=cue.sense.source,
        )
        for cue, modifier in zip(cues, modifiers)
        if cue.sense.entry.direction != "terminate"
    ]


def _alike(cue: _Cue, targets: list[int], domains: dict[int, str]) -> tuple[int, ...]:
    """An adjective reaches over a list of its like only: "known renal failure or inability to …"."""
    if cue.sense.means not in ("confirmed", "suspected", "current", "opener") or not targets:
        return tuple(targets)
    like = {domains[targets[0]], "unknown"} if cue.sense.means != "opener" else set(_THINGS)
    first = domains[targets[0]]
    anything = first == "unknown" and cue.sense.means != "opener"
    return tuple(i for i in targets if anything or domains[i] in like or domains[i] == first)


# What one can be allergic to, or unable to have.
_THINGS = ("drug", "device", "procedure", "unknown")
_RULES: dict[str, Any] = {}


def _rule(sense: Sense) -> Any:
    """The ConText rule of a cue entry, made once."""
    from medspacy.context import ConTextRule

    if sense.source not in _RULES:
        category = sense.means.upper()
        _RULES[sense.source] = ConTextRule(
            sense.source,
            category,
            direction=sense.entry.direction.upper(),
            terminated_by=set(_TERMINATED_BY.get(category, ())),
        )
    return _RULES[sense.source]


def _scope(
    words: Words, start: int, stop: int, cue: _Cue, quantities: Sequence[Quantity], inside: Any
) -> tuple[int, int]:
    """Where a cue may reach: its sentence, its brackets, and not into a new statement."""
    if cue.sense.entry.direction == "backward":
        at = cue.start
        while at > start and not ends_sentence(words, at - 1):
            at -= 1
        return at, cue.start
    at, depth = cue.end, 0
    while at < stop:
        text = words.texts[at]
        depth += (text in "([") - (text in ")]") if len(text) == 1 else 0
        if depth < 0 or ends_sentence(words, at):
            break
        if (
            cue.sense.means in ("negation", "prohibition")
            and depth == 0
            and _new_statement(words, at, quantities, inside)
        ):
            break
        at += 1
    return cue.end, at


def _new_statement(words: Words, at: int, quantities: Sequence[Quantity], inside: Any) -> bool:
    """Whether a connective at word `at` begins a statement of its own: a new subject, verb or value."""
    if words.keys[at] not in ("and", ",", "but", "or", "and/or"):
        return False
    following = [k for k in words.keys[at + 1 : at + 4] if k not in ("", "the", "a")]
    if following and following[0] in (_VERBS if words.keys[at] != "," else _SUBJECTS):
        return True
    nearby = [
        m
        for _, m in inside
        if at < m.start <= at + 5 and m.domain in ("measurement", "demographic", "observation")
    ]
    if not nearby or words.keys[at] in ("or", "and/or"):
        return False
    mention = nearby[0]
    return any(mention.end <= q.start <= mention.end + 6 and q.explicit for q in quantities)
