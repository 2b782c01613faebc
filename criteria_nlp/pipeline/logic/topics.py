"""Topics: whether the words before a list only name it, or say something of their own."""

from __future__ import annotations

from criteria_nlp.lexicon import key
from criteria_nlp.pipeline.logic.combine import all_of, any_of
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.schema import AllOf, Expression, Fact, Not, facts

# What is true of a patient by its name alone; words of other domains may be a mere title.
_STATES = frozenset(("condition", "demographic"))


def with_list(
    piece: Piece, statement: Expression, listed: Expression, *, closed: bool
) -> Expression:
    """The statement before a list, without the name of the list, and the list.

    `closed` where a colon or words such as "one of the following" lead to the list. Without them,
    what stands below an exclusion may limit it, or be one more like it: then only patients who
    have both are surely meant.
    """
    *before, last = statement.args if isinstance(statement, AllOf) else (statement,)
    if _is_name(piece, last, listed, closed=closed):
        return all_of([*before, listed])
    if closed or not piece.excludes() or not _are_alike(last, listed):
        return all_of([*before, last, listed])
    doubt = piece.unresolved(piece.start, piece.stop, "ambiguous")
    either = all_of([doubt, any_of([last, listed])])
    return all_of([*before, any_of([all_of([last, listed]), either])])


def defined_by_list(statement: Expression, listed: Expression) -> Expression:
    """The list in place of the last thing said before it, which it defines."""
    before = statement.args[:-1] if isinstance(statement, AllOf) else ()
    return all_of([*before, listed])


def _is_name(piece: Piece, last: Expression, listed: Expression, *, closed: bool) -> bool:
    """Whether words before a list only name it: "heart disease", "contraception"."""
    if isinstance(last, Not):
        return False
    if all(_is_general(piece, fact) for fact in facts(last)) and _are_alike(last, listed):
        return True
    states = any(fact.concept.domain in _STATES for fact in facts(last))
    told = any(fact.temporality or fact.certainty for fact in facts(last))
    peers = piece.excludes() and _are_alike(last, listed)
    return not states and (closed or not (told or peers))


def _is_general(piece: Piece, fact: Fact) -> bool:
    """Whether a concept is a class of things, by its last word or by its plural."""
    word = fact.concept.text.split()[-1].casefold()
    return key(word) in piece.lexicon.small_words["list_names"] or key(word) != word


def _are_alike(last: Expression, listed: Expression) -> bool:
    """Whether all that is listed is of one domain with what is said before it."""
    return {f.concept.domain for f in facts(listed)} <= {f.concept.domain for f in facts(last)}
