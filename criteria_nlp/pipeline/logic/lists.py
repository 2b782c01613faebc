"""Lists: members joined by commas, "or", "and", "with"; negations and exceptions stay whole."""

from __future__ import annotations

from collections.abc import Sequence

from criteria_nlp.pipeline.logic.alternatives import are_alternatives, sexes_as_alternatives
from criteria_nlp.pipeline.logic.combine import all_of, any_of, at_least
from criteria_nlp.pipeline.logic.cuts import find_cuts
from criteria_nlp.pipeline.logic.marks import Mark
from criteria_nlp.pipeline.logic.members import member
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.pipeline.logic.precedence import loosest
from criteria_nlp.pipeline.logic.statements import stated
from criteria_nlp.schema import AllOf, AnyOf, Expression

Span = tuple[int, int]

# Domains that an unknown concept does not get from the one after it.
_UNSHARED = frozenset(("unknown", "demographic", "measurement"))
# Marks that turn what stands beside them.
_TURNING = frozenset(("condition", "exception", "negation", "permission", "prohibition", "unless"))
# A concept of more words needs no other one to be understood by.
_SHORT = 2


def listed(piece: Piece, a: int, b: int) -> Expression | None:
    """The expression of a list, or of a single member; null where the range holds no word."""
    a, b = piece.trim(a, b)
    if a >= b:
        return None
    combined = _combined(piece, a, b)
    if combined is not None:
        return combined
    cuts = find_cuts(piece, a, b)
    if not cuts or _excepts_from_all(piece, a, b):
        return member(piece, a, b)
    kind, chosen = loosest(piece, a, b, cuts)
    starts, stops = [a, *(m.end for m in chosen)], [*(m.start for m in chosen), b]
    return _joined(piece, kind, list(zip(starts, stops, strict=True)))


def _excepts_from_all(piece: Piece, a: int, b: int) -> bool:
    """Whether a comma parts an exception from its list: "cancer or lymphoma, except melanoma"."""
    if piece.top(a, b, "negation", "prohibition", "but"):
        return False
    exceptions = (m.start for m in piece.top(a, b, "exception") if m.start > a)
    return any(piece.words.texts[start - 1] == "," for start in exceptions)


def _combined(piece: Piece, a: int, b: int) -> Expression | None:
    """ "at least two of the following: A, B, C"."""
    marks = piece.top(a, b, "list_any_of", "list_all_of", "list_at_least")
    mark = next((m for m in marks if _opens_list(piece, m, a, b)), None)
    if mark is None:
        return None
    after = range(mark.end, b)
    colons = (i for i in after if piece.words.texts[i] == ":" and piece.content(i + 1, b))
    colon = next(colons, None)
    rest = listed(piece, mark.end if colon is None else colon + 1, b)
    if not isinstance(rest, (AllOf, AnyOf)):
        return rest
    if mark.kind == "list_at_least":
        return at_least(mark.n, rest.args)
    return (any_of if mark.kind == "list_any_of" else all_of)(rest.args)


def _opens_list(piece: Piece, mark: Mark, a: int, b: int) -> bool:
    """Whether a mark that combines stands before its list and outside a negation."""
    return (
        piece.content(mark.end, b)
        and not piece.concepts(a, mark.start)
        and not piece.denied_at(a, mark.start)
    )


def _joined(piece: Piece, kind: str, members: Sequence[Span]) -> Expression | None:
    """The members put together with the operator of a kind of mark."""
    shared = _shared_domain(piece, members)
    found: list[Expression] = []
    for n, (a, b) in enumerate(members):
        domain = shared or _next_domain(piece, members[n : n + 2])
        part = _part(piece, a, b, domain)
        if part is not None:
            found.append(part)
    if len(found) < 2:
        return found[0] if found else None
    if are_alternatives(piece, kind, found):
        return any_of(found)
    return all_of(sexes_as_alternatives(piece, found))


def _part(piece: Piece, a: int, b: int, domain: str | None) -> Expression | None:
    """One member; `domain` is what an unknown concept in it means."""
    concepts = piece.concepts(a, b)
    turned = any(a <= mark.start < b and mark.kind in _TURNING for mark in piece.marks)
    plain = not turned and not piece.reasons_in(a, b)
    if domain and plain and piece.domains(concepts) == {"unknown"}:
        stroke = _stroke(piece, a, b)
        if stroke is not None:
            both = ((a, stroke.start), (stroke.end, b))
            parts = [_part(piece, start, stop, domain) for start, stop in both]
            return any_of([part for part in parts if part is not None])
        piece.uncertain += 1
        return stated(piece, concepts[:1], a, b, domain=domain)
    return piece.clause(a, b)


def _stroke(piece: Piece, a: int, b: int) -> Mark | None:
    """The first stroke of a member with concepts on both its sides."""
    for mark in piece.top(a, b, "or"):
        sides = piece.concepts(a, mark.start) and piece.concepts(mark.end, b)
        if piece.words.texts[mark.start] == "/" and sides:
            return mark
    return None


def _shared_domain(piece: Piece, members: Sequence[Span]) -> str | None:
    """The one domain of the known members of a list, which its unknown members share."""
    plain = [span for span in members if not _begins_turned(piece, span[0])]
    domains = {domain for a, b in plain for domain in piece.domains(piece.concepts(a, b))}
    domains -= {"unknown", "demographic"}
    return next(iter(domains)) if len(domains) == 1 else None


def _begins_turned(piece: Piece, a: int) -> bool:
    """Whether a member begins with a negation or the like: "zorba without treatment"."""
    return any(mark.start == a and mark.kind in _TURNING for mark in piece.marks)


def _next_domain(piece: Piece, members: Sequence[Span]) -> str | None:
    """What an unknown first member takes from the second: "incisional or excisional biopsy"."""
    own, *following = (piece.concepts(a, b)[:2] for a, b in members)
    if len(own) != 1 or not following or not following[0]:
        return None
    if _begins_turned(piece, members[1][0]):
        return None
    mention = piece.mentions[own[0]]
    domain = piece.mentions[following[0][0]].domain
    short = mention.end - mention.start <= _SHORT
    return domain if short and domain not in _UNSHARED else None
