"""People: statements that ask something of some patients only ("women must …", "… for men")."""

from __future__ import annotations

import msgspec

from criteria_nlp.lexicon import key
from criteria_nlp.pipeline.logic.alternatives import is_either_sex
from criteria_nlp.pipeline.logic.combine import all_of, any_of
from criteria_nlp.pipeline.logic.piece import Piece
from criteria_nlp.schema import AllOf, Expression, Fact, facts

_JOINING = ("comma", "and", "or", "but")
# Words from "for" or "in" to the people it is followed by: "for all of the female patients".
_OPENING_WORDS = 4


def each_obliged(piece: Piece, a: int, b: int) -> Expression | None:
    """ "Women must X and men must Y": either statement, however far a negation in X reaches."""
    if not piece.asking or piece.excludes():
        return None
    if piece.among("guards", a) or piece.top(a, b, "condition"):
        return None
    for mark in piece.top(a, b, "comma", "and", "but"):
        modal = _modal(piece, mark.end, b)
        if modal is None:
            return None
        told = piece.concepts(a, mark.start)
        asked = any(map(piece.findings.constrained, told)) or _modal(piece, a, mark.start)
        if asked and _names_people(piece, mark.end, modal):
            left, right = piece.clause(a, mark.start), piece.clause(mark.end, b)
            return left if right is None else right if left is None else all_of([left, right])
    return None


def obliged(piece: Piece, a: int, b: int) -> Expression | None:
    """ "Women must X": X of women; null where all patients must, or where the range excludes."""
    modal = None if piece.keeps_out() else _modal(piece, a, b)
    if modal is None:
        return None
    supposed = piece.words.texts[modal] != ":" and _is_supposed(piece, a, modal)
    if not supposed and not _names_people(piece, a, modal):
        return None
    if _names_all(piece, a, modal):
        return piece.clause_if_told(modal, b)
    told = piece.concepts(a, modal)
    if not told or not all(_is_limit(piece, i, modal) for i in told):
        return None
    people = _some_people(piece, a, modal)
    if people is None:
        return None
    asked = piece.clause_if_told(modal, b)
    said = {r.role for i in told for r in piece.findings.relations(i) if r.start >= modal}
    if said:
        if (asked is not None and facts(asked)) or not isinstance(people, Fact):
            return None
        # "Any prior surgery must be 2 weeks ago": if ever, then that long ago.
        asked = people if said <= {"value", "window"} else None
        people = msgspec.structs.replace(people, value=None, window=None, duration=None)
    return piece.guarded(people, asked or piece.unresolved(modal, b, "unknown_concept"))


def limited(piece: Piece, a: int, b: int) -> Expression | None:
    """ "X <= 5 for patients with Y", "X is required for women": X of these patients."""
    opening = _last_opening(piece, a, b)
    if opening is None or not _asks(piece, a, opening) or not piece.content(a, opening):
        return None
    if any("guard" in piece.findings.roles(i) for i in piece.concepts(a, opening)):
        return None  # a value of its own for each sex
    people, asked = _some_people(piece, opening + 1, b), piece.clause(a, opening)
    return None if people is None or asked is None else piece.guarded(people, asked)


def _modal(piece: Piece, a: int, b: int) -> int | None:
    """What asks something: a colon, or the main verb, which is not that of "those who must …"."""
    depth = piece.regions.depth
    for i in piece.asking:
        if a < i < b - 1 and depth[i] == depth[a]:
            relative = piece.among("relatives", i - 1) or piece.words.keys[i - 1] == "in"
            return None if relative else i
    return None


def _names_people(piece: Piece, a: int, b: int) -> bool:
    """Whether a range begins with people: "all patients with gout", not "lesions of patients"."""
    first = next((i for i in range(a, b) if piece.among("people", i)), None)
    if first is None or piece.words.texts[first + 1 : first + 2] == ["'s"]:
        return False
    if any(a <= m.start < first for m in piece.marks if not m.kind.startswith("list_")):
        return False
    if any(a <= quantity.start < first for quantity in piece.quantities):
        return False
    return not any(
        piece.among("prepositions", i) or piece.among("guards", i) for i in range(a, first)
    )


def _names_all(piece: Piece, a: int, b: int) -> bool:
    """Whether others are named beside all patients: "patients or donors"."""
    first = next((i for i in range(a, b) if piece.among("people", i)), b)
    joined = any(m.start == first + 1 and m.kind in ("and", "or") for m in piece.marks)
    mentions = map(piece.mentions.__getitem__, piece.concepts(a, b))
    return joined and not any(m.start <= first < m.end for m in mentions)


def _is_supposed(piece: Piece, a: int, b: int) -> bool:
    """Whether a range names what not all have: "any prior surgery", "metastases, if present,"."""
    marks = piece.top(a, b, "condition")
    return any(map(piece.is_vacuous, marks)) or (not marks and piece.among("supposing", a))


def _is_limit(piece: Piece, i: int, modal: int) -> bool:
    """Whether a concept tells patients apart: a state, or something measured before the verb."""
    mention = piece.mentions[i]
    measure = mention.domain == "measurement" or mention.name == "age"
    return not measure or any(r.start < modal for r in piece.findings.relations(i))


def _some_people(piece: Piece, a: int, b: int) -> Expression | None:
    """Who is told of, if these are not all patients; "both men and women with gout" are either."""
    people = piece.condition(a, b)
    if people is None or not facts(people) or is_either_sex(piece, people):
        return None
    members = people.args if isinstance(people, AllOf) else ()
    named = [facts(part)[0].concept.text.split() for part in members if facts(part)]
    sexes = piece.lexicon.small_words["sexes"]
    either = sum(not sexes.isdisjoint(map(key, words)) for words in named)
    return any_of(members) if either > 1 and either == len(members) else people


def _last_opening(piece: Piece, a: int, b: int) -> int | None:
    """Where "for patients" begins, with nothing but these patients behind."""
    depth = piece.regions.depth
    for i in reversed(piece.limiting):
        opens = a < i < b - 1 and depth[i] == depth[a]
        if opens and _names_people(piece, i + 1, min(i + 1 + _OPENING_WORDS, b)):
            return i if _only_people(piece, i, b) else None
    return None


def _only_people(piece: Piece, a: int, b: int) -> bool:
    """Whether no statement of its own follows on a word that joins."""
    joining = next(iter(piece.top(a, b, *_JOINING)), None)
    if joining is None:
        return True
    if piece.top(joining.end, b, "negation", "prohibition"):
        return False
    told = (i for i in piece.concepts(joining.end, b) if piece.findings.constrained(i))
    return all(piece.domains([i]) == {"demographic"} for i in told)


def _asks(piece: Piece, a: int, b: int) -> bool:
    """Whether a range asks for one value or result at its end, or says what is required."""
    words = [i for i in range(a, b) if piece.among("required", i)]
    if words:
        return not any(piece.words.keys[i - 1] == "not" for i in words)
    last = max((mark.end for mark in piece.top(a, b, *_JOINING)), default=a)
    told = (r for i in piece.concepts(a, b) for r in piece.findings.relations(i))
    results = {r.start for r in told if r.role == "category" and a <= r.start < b}
    values = results or {q.start for q in piece.quantities if a <= q.start < b}
    return len(values) == 1 and min(values) >= last
