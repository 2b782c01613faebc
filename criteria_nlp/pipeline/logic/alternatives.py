"""Alternatives: which members of a list stand for each other though no "or" says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from criteria_nlp.lexicon import key
from criteria_nlp.pipeline.logic.combine import any_of
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.schema import AnyOf, Expression, Fact


def are_alternatives(piece: Piece, kind: str, members: Sequence[Expression]) -> bool:
    """Whether any of the members of a list will do; `kind` is that of its mark."""
    if kind == "comma":
        return piece.excludes() or piece.denies() or _plain_alternatives(piece, members)
    return kind == "or" or (kind == "and" and _plain_alternatives(piece, members))


def _plain_alternatives(piece: Piece, members: Sequence[Expression]) -> bool:
    """Whether "and" lists alternatives: bare facts of one domain that exclude or are denied."""
    domains = {part.concept.domain for part in members if _is_bare(part)}
    if len(domains) != 1 or not all(map(_is_bare, members)):
        return False
    if domains == {"demographic"}:
        return True
    return piece.excludes() or (piece.kind == "inclusion" and piece.denies())


def _is_bare(part: Expression) -> TypeGuard[Fact]:
    return isinstance(part, Fact) and part.value is None and part.count is None


def sexes_as_alternatives(piece: Piece, members: Sequence[Expression]) -> list[Expression]:
    """ "18 to 70 years, male and female": nobody is both, so either will do."""
    sexes = [part for part in members if _is_sex(piece, part)]
    if len(sexes) < 2:
        return list(members)
    return [*(part for part in members if part not in sexes), any_of(sexes)]


def is_either_sex(piece: Piece, people: Expression) -> bool:
    """Whether people are told by their sex alone, and of each: "male or female patients"."""
    members = people.args if isinstance(people, AnyOf) else ()
    return bool(members) and all(_is_sex(piece, part) for part in members)


def _is_sex(piece: Piece, part: Expression) -> bool:
    if not isinstance(part, Fact) or part.value is not None:
        return False
    return piece.names_sex(map(key, part.concept.text.split()))
