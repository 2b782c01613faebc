"""Alternatives: which members of a list stand for each other though no "or" says so."""

from __future__ import annotations

from collections.abc import Sequence

from criteria_nlp.lexicon import key
from criteria_nlp.pipeline.layers import TREATMENTS
from criteria_nlp.pipeline.logic.combine import any_of
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.schema import AnyOf, Expression, Fact

# Members of a list that names things, rather than what one patient has together.
_MANY = 3


def are_alternatives(piece: Piece, kind: str, members: Sequence[Expression]) -> bool:
    """Whether any of the members of a list will do; `kind` is that of its mark."""
    if kind == "or" and not piece.keeps_out() and _are_washed_out(members):
        return False
    if kind == "comma":
        return piece.excludes() or piece.denies() or _plain_alternatives(piece, members)
    return kind == "or" or (kind == "and" and _plain_alternatives(piece, members))


def _are_washed_out(members: Sequence[Expression]) -> bool:
    """Whether one window keeps treatments away: "at least 4 weeks since surgery or radiation"."""
    told = [part for part in members if isinstance(part, Fact)]
    if len(told) < len(members) or not TREATMENTS.issuperset(f.concept.domain for f in told):
        return False
    first = told[0].window
    if first is None or first.low is None or first.high is not None or first.which != "last":
        return False
    return all(fact.window == first for fact in told)


def _plain_alternatives(piece: Piece, members: Sequence[Expression]) -> bool:
    """Whether "and" lists alternatives: bare facts that exclude or are denied.

    They are of one domain, or more than two: "pregnancy, lactation, and renal failure".
    """
    told = [fact for part in members for fact in _bare_facts(part)]
    domains = {fact.concept.domain for fact in told}
    if not all(map(_bare_facts, members)):
        return False
    if domains == {"demographic"}:
        return True
    if len(domains) > 1 and (len(members) < _MANY or "demographic" in domains):
        return False
    return piece.excludes() or (piece.kind == "inclusion" and piece.denies())


def _bare_facts(part: Expression) -> Sequence[Fact]:
    """The facts of a member that are alternatives without a number; none where it is more."""
    parts = part.args if isinstance(part, AnyOf) else (part,)
    bare = [p for p in parts if isinstance(p, Fact) and p.value is None and p.count is None]
    return bare if len(bare) == len(parts) else ()


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
