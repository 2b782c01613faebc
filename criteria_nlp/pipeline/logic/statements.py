"""Statements: the facts of neighbouring concepts, and what to make of words without a fact."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from criteria_nlp.pipeline.layers import Relation
from criteria_nlp.pipeline.logic.alternatives import sexes_as_alternatives
from criteria_nlp.pipeline.logic.combine import all_of, negated
from criteria_nlp.pipeline.logic.methods import is_method
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.pipeline.logic.qualifiers import qualifiers
from criteria_nlp.pipeline.logic.times import absent
from criteria_nlp.schema import Expression


def stated(
    piece: Piece,
    concepts: Sequence[int],
    a: int,
    b: int,
    *,
    domain: str | None = None,
    examples: Sequence[int] = (),
) -> Expression | None:
    """The facts of the concepts in a range that stand for themselves; the last has the examples.

    `domain` is what unknown concepts mean; without it they are left out, and null may remain.
    """
    told = list(concepts) if domain is not None else _known(piece, concepts)
    if not told:
        return None
    heads = _heads(piece, _said_once(piece, told))
    if len(heads) == 1 and not examples and _says_nothing(piece, heads[0]):
        return piece.unresolved(a, b, "vague")
    piece.uncertain += sum(1 for i in heads if not piece.mentions[i].known)
    more = qualifiers(piece, heads, a, b)
    shown = {heads[-1]: examples}
    made = [piece.fact(i, domain, shown.get(i, ()), more[i]) for i in heads]
    made = [
        negated(absent(fact)) if piece.without(i) else fact
        for i, fact in zip(heads, made, strict=True)
    ]
    return all_of(sexes_as_alternatives(piece, made))


def understood(piece: Piece, a: int, b: int) -> Expression | None:
    """What to make of a range without a fact: a reason, an unknown concept, or nothing."""
    a, b = piece.trim(a, b)
    if a >= b:
        return None
    for reason in piece.reasons_in(a, b):
        return piece.unresolved(a, b, reason.means)
    truncated = any(map(piece.words.is_operator, range(a, b))) and not piece.quantities
    return piece.unresolved(a, b, "truncated" if truncated else "unknown_concept")


def _known(piece: Piece, concepts: Sequence[int]) -> list[int]:
    """The concepts that are known, or that a phrase such as "allergy to" says enough of.

    How something was seen tells nothing where that is not known: "zorba on MRI".
    """
    opened = piece.findings.opened
    known = [i for i in concepts if piece.mentions[i].domain != "unknown" or opened(i)]
    return [] if all(is_method(piece, i) for i in known) else known


def _said_once(piece: Piece, concepts: list[int]) -> list[int]:
    """ "An adult aged at least 18", "aged 4 years old": the one with the value is enough."""
    ages = {i for i in concepts if piece.mentions[i].name == "age"}
    valued = set(filter(piece.findings.constrained, ages))
    if not valued:
        return concepts
    adults = {i for i in concepts if piece.words.keys[piece.mentions[i].end - 1] == "adult"}
    again = adults | (ages - valued)
    return [i for i in concepts if i not in again] or concepts


def _heads(piece: Piece, concepts: list[int]) -> list[int]:
    """The concepts that are facts of their own, not a part of what the one before them says."""
    opened = piece.findings.opened
    if opened(concepts[0]) and opened(concepts[-1]):
        return concepts[-1:]  # "inability to receive an orally-administered medication"
    pairs = pairwise(concepts)
    return [concepts[0], *(i for previous, i in pairs if _stands_alone(piece, previous, i))]


def _stands_alone(piece: Piece, previous: int, i: int) -> bool:
    """Whether something is measured of a concept, or it is not tied to the one before it."""
    if piece.findings.constrained(i) or "demographic" in piece.domains((previous, i)):
        return True
    if is_method(piece, i):
        return False
    between = range(piece.mentions[previous].end, piece.mentions[i].start)
    return not any(piece.among("prepositions", at) for at in between)


def _says_nothing(piece: Piece, i: int) -> bool:
    """Whether a concept is only a word such as "disease", with nothing said of it."""
    mention = piece.mentions[i]
    said = piece.findings.relations(i)
    if not all(_is_hypothetical(piece, relation) for relation in said):
        return False
    if piece.findings.opened(i) or mention.domain != "condition":
        return False
    words = (at for at in range(mention.start, mention.end) if piece.words.keys[at])
    vague = all(piece.among("vague", at) for at in words)
    return vague and not any(piece.among("graded", first) for first, _ in mention.modifiers)


def _is_hypothetical(piece: Piece, relation: Relation) -> bool:
    """Whether what is said of a concept is only what may come of it: "that might interfere"."""
    said = range(relation.start, relation.end)
    return relation.role == "modifier" and any(piece.among("hypothetical", at) for at in said)
