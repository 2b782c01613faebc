"""Reasons: statements that no fact can say, and the facts that stand around them."""

from __future__ import annotations

from criteria_nlp.pipeline.logic.combine import all_of, any_of
from criteria_nlp.pipeline.logic.marks import ReasonMark
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.schema import Expression, facts

# "In the opinion of the investigator," opens a statement: so near are its words and its comma.
_OPENING_WORDS, _COMMA_WORDS = 1, 3


def reasoned(piece: Piece, a: int, b: int) -> Expression | None:
    """A statement that no fact can say, for a reason its words give; null where none does."""
    depth = piece.regions.depth
    for reason in sorted(piece.reasons_in(a, b), key=lambda reason: reason.means == "vague"):
        if depth[reason.start] != depth[a] or _gives_way(piece, reason, a, b):
            continue
        if not _is_of_last(piece, reason, a):
            return (
                _before_statement(piece, reason, a, b)
                or _after_facts(piece, reason, a, b)
                or _before_facts(piece, reason, a, b)
                or piece.unresolved(a, b, reason.means)
            )
    return None


def _is_of_last(piece: Piece, reason: ReasonMark, a: int) -> bool:
    """Whether only the last member of a list is willing or not: "A, B, or C unwilling to …"."""
    if not piece.among("willing", reason.start):
        return False
    cut = _own_beginning(piece, a, reason.start)
    lists = [] if cut is None else piece.top(a, cut + 1, "comma", "or")
    if cut is None or any(m.start == cut for m in lists):
        return False
    members = (m for m in lists if piece.concepts(m.end, cut))
    return any(_specific(piece, a, m.start) for m in members)


def _gives_way(piece: Piece, reason: ReasonMark, a: int, b: int) -> bool:
    """Whether a weak reason stands beside a known concept, or a recovery beside a value."""
    told = range(reason.start, reason.end)
    if any(piece.among("recovering", i) for i in told):
        return piece.has_result(a, b, range(reason.end, b))
    known = any(piece.mentions[i].known for i in piece.concepts(a, b))
    return known and any(piece.among("weak_reasons", i) for i in told)


def _before_statement(piece: Piece, reason: ReasonMark, a: int, b: int) -> Expression | None:
    """ "In the opinion of the investigator, X"."""
    if reason.start - a > _OPENING_WORDS or reason.means == "administrative":
        return None
    commas = piece.top(reason.end, b, "comma")
    comma = next((m for m in commas if m.start - reason.end <= _COMMA_WORDS), None)
    if comma is None or not _specific(piece, comma.end, b):
        return None
    right = piece.clause(comma.end, b)
    if right is None or not facts(right):
        return None
    return all_of([piece.unresolved(a, comma.end, reason.means), right])


def _after_facts(piece: Piece, reason: ReasonMark, a: int, b: int) -> Expression | None:
    """ "X, or anything that would interfere with the study"."""
    cut = _own_beginning(piece, a, reason.start)
    if cut is None:
        return None
    starts_with_or = any(m.kind == "or" and m.start <= cut <= m.end for m in piece.marks)
    left = _alternatives(piece, a, cut) if starts_with_or else None
    left = left or piece.clause(a, cut)
    if left is None or not facts(left):
        return None
    return (any_of if starts_with_or else all_of)([left, piece.unresolved(cut, b, reason.means)])


def _alternatives(piece: Piece, a: int, b: int) -> Expression | None:
    """The members "A, B," of a list that goes on ", or C"; null where it is no such list."""
    commas = piece.top(a, b, "comma")
    closed = bool(commas) and not any(map(piece.wordy, range(commas[-1].end, b)))
    inner = commas[:-1] if closed else []
    if not inner or piece.top(a, b, "and", "or", "but", "negation", "prohibition"):
        return None
    starts, stops = [a, *(m.end for m in inner)], [*(m.start for m in inner), b]
    members = [piece.clause_if_told(*span) for span in zip(starts, stops, strict=True)]
    told = [member for member in members if member is not None]
    return any_of(told) if len(told) == len(members) else None


def _own_beginning(piece: Piece, a: int, first: int) -> int | None:
    """Where the reason's own clause begins, if known facts stand before it."""
    cuts = [m.start for m in piece.top(a, first, "comma", "and", "or", "but", "with")]
    openers = (i for i in range(a + 1, first) if piece.among("reason_openers", i))
    opener = next((at for at in openers if not _specific(piece, at, first)), None)
    if opener is not None:
        cuts = [cut for cut in cuts if cut < opener] + [opener]
    elif piece.among("willing", first):
        while first - 1 > a and piece.among("before_willing", first - 1):
            first -= 1
        cuts += [] if any(m.end == first for m in piece.marks) else [first]
    told = (cut for cut in cuts if cut <= first and _specific(piece, a, cut))
    return max(told, default=None)


def _before_facts(piece: Piece, reason: ReasonMark, a: int, b: int) -> Expression | None:
    """ "able to consent; and eGFR > 60": a new statement after the reason."""
    cut = _new_statement(piece, reason.end, b)
    right = None if cut is None else piece.clause(cut, b)
    if cut is None or right is None or not facts(right):
        return None
    ends_with_or = any(m.kind == "or" and m.end == cut for m in piece.marks)
    join = any_of if ends_with_or or piece.excludes() else all_of
    return join([piece.unresolved(a, cut, reason.means), right])


def _new_statement(piece: Piece, a: int, b: int) -> int | None:
    """Where something measurable, or something of people, is said after a connective."""
    for mark in piece.top(a, b, "and", "or", "but", "comma"):
        if mark.kind != "comma" and piece.leads_to_value(mark, b):
            return mark.end
        if piece.concepts(mark.end, b) and piece.among("people", mark.end):
            return mark.end
    return None


def _specific(piece: Piece, a: int, b: int) -> bool:
    """Whether a range holds a known concept that is more than "disease" or "therapy"."""
    generic = piece.lexicon.small_words["generic"]
    known = (m for m in map(piece.mentions.__getitem__, piece.concepts(a, b)) if m.known)
    return any(piece.findings.quote(m.start, m.end).casefold() not in generic for m in known)
