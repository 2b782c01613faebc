"""To which concept the pipeline binds each threshold, window, duration and count.

    python -m evaluation.bindings [--errors] [--examples N] [--limit N]

Reads the Leaf Clinical Trials corpus in BRAT standoff; writes results/bindings.json. What counts,
and what is right, is said in README.md.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import criteria_nlp
from criteria_nlp.pipeline.layers import Mention, Quantity, Relation, Stretch
from criteria_nlp.pipeline.sheet import read_layer
from criteria_nlp.readers.annotated import AnnotatedText, Span, read_annotated
from criteria_nlp.scoring import Counts
from criteria_nlp.scoring.pairing import greedy
from evaluation.data import data_path, write_result
from evaluation.lct import ROLES, Bound, gold_of
from evaluation.pair_figures import pair_figures, row_text

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

OURS = {"value": "value", "category": "value", "change": "value"}
"""What the pipeline calls a role, where that is not its own name; others are not counted."""
OURS |= {role: role for role in ("window", "duration", "count")}

_MEASURED = frozenset(("value", "stage", "dose"))
_figures = partial(pair_figures, samples=500)


class Found(NamedTuple):
    """A value of the pipeline tied to a concept."""

    value: Span
    name: Span
    role: str
    is_age: bool = False
    domain: str = ""


class Read(NamedTuple):
    """What the pipeline says of one text: the bindings, and the values bound or not."""

    found: list[Found]
    values: list[Span]


# --- what the pipeline says ----------------------------------------------------------------------


def read(doc: Doc) -> Read:
    """The bindings of a Doc and every quantity and stretch, in characters."""
    mentions = read_layer(doc, "mentions", Mention)
    found = []
    for relation in read_layer(doc, "relations", Relation):
        mention = mentions[relation.mention]
        if relation.role in OURS:
            value, name = _span(doc, relation), _span(doc, mention)
            age = mention.domain == "demographic" and mention.name == "age"
            found.append(Found(value, name, OURS[relation.role], age, mention.domain))
    values = [_span(doc, row) for row in read_layer(doc, "quantities", Quantity)]
    values += [_span(doc, row) for row in read_layer(doc, "stretches", Stretch)]
    return Read(sorted(set(found)), values)


def _span(doc: Doc, row: Relation | Mention | Quantity | Stretch) -> Span:
    last = doc[row.end - 1]
    return doc[row.start].idx, last.idx + len(last)


# --- the pairs -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Place:
    """A place of the text: values that overlap each other, and what they are bound to.

    `right` are indices of gold and found bindings that are one; `neutral` those found bindings that
    are neither right nor wrong; `is_read` says whether the pipeline read a value here at all.
    """

    gold: list[Bound]
    found: list[Found]
    right: dict[int, int]
    neutral: set[int]
    is_read: bool = False

    @property
    def pairs(self) -> list[tuple[Bound, Found]]:
        """What is right."""
        return [(self.gold[i], self.found[j]) for i, j in self.right.items()]

    @property
    def missed(self) -> list[Bound]:
        """Gold bindings that were not found."""
        return [row for i, row in enumerate(self.gold) if i not in self.right]

    @property
    def wrong(self) -> list[Found]:
        """Found bindings that are not in the gold."""
        kept = self.neutral | set(self.right.values())
        return [row for i, row in enumerate(self.found) if i not in kept]

    def role_of(self, row: Found) -> str:
        """The gold role of the value that a found binding shares most with."""
        return max(self.gold, key=lambda gold: _shared(gold.value, row.value)).role


def places(gold: Sequence[Bound], said: Read) -> list[Place]:
    """The places with gold values, each with its bindings paired one to one."""
    made = []
    for extent, bound in _grouped(gold, [row.value for row in said.found]):
        found = _merged([row for row in said.found if _shared(row.value, extent)])
        place = _paired(bound, found)
        place.is_read = any(_shared(v, row.value) for v in said.values for row in bound)
        made.append(place)
    return made


def _grouped(gold: Sequence[Bound], found: Iterable[Span]) -> Iterator[tuple[Span, list[Bound]]]:
    """Gold bindings whose values overlap, directly or through a value that was found."""
    values = [row.value for row in gold]
    touching = [span for span in found if any(_shared(span, v) for v in values)]
    extent: Span | None = None
    for start, end in sorted([*values, *touching]):
        if extent is not None and start < extent[1]:
            extent = extent[0], max(end, extent[1])
            continue
        if extent is not None:
            yield extent, _within(extent, gold)
        extent = start, end
    if extent is not None:
        yield extent, _within(extent, gold)


def _within(extent: Span, gold: Sequence[Bound]) -> list[Bound]:
    """The bindings of a place; "≥ 18 and ≤ 65" of one concept is one of them."""
    inside = [row for row in gold if _shared(row.value, extent)]
    return list({(row.entity, row.role): row for row in reversed(inside)}.values())[::-1]


def _merged(found: Sequence[Found]) -> list[Found]:
    return list({(row.name, row.role): row for row in reversed(found)}.values())[::-1]


def _paired(gold: list[Bound], found: list[Found]) -> Place:
    """One to one: the same role first, then most characters in common."""
    ranked = []
    for i, bound in enumerate(gold):
        for j, row in enumerate(found):
            common = _in_common(bound, row)
            if common:
                ranked.append((not same_role(bound.role, row.role), -common, i, j))
    right = greedy((i, j) for *_, i, j in sorted(ranked))
    neutral = {
        j
        for j, row in enumerate(found)
        if any(_shared(row.name, span) for bound in gold for span in bound.shared)
    }
    return Place(gold, found, right, neutral - set(right.values()))


def _in_common(bound: Bound, row: Found) -> int:
    """How many characters of the variable are named; an age is one however it is called."""
    common = max(_shared(span, row.name) for span in bound.names)
    return common or int(bound.is_age and row.is_age)


def same_role(gold: str, found: str) -> bool:
    """Whether two roles are the same; a stage and a dose are values."""
    return found == ("value" if gold in _MEASURED else gold)


def _shared(left: Span, right: Span) -> int:
    return max(0, min(left[1], right[1]) - max(left[0], right[0]))


# --- the score -----------------------------------------------------------------------------------


class Judged(NamedTuple):
    """One document with its places."""

    doc: AnnotatedText
    places: list[Place]


def counts_of(row: Judged, *, given_value: bool = False, role: str | None = None) -> Counts:
    """The counts of one document: all, where a value was read, or those of one gold role."""
    tp = fp = fn = 0
    for place in row.places:
        if given_value and not place.is_read:
            continue
        tp += sum(role in (None, place.gold[i].role) for i in place.right)
        fn += sum(role in (None, bound.role) for bound in place.missed)
        fp += sum(role in (None, place.role_of(found)) for found in place.wrong)
    return Counts(tp, fp, fn)


def report(judged: Sequence[Judged], strict: Sequence[Judged]) -> dict[str, Any]:
    """All figures; `strict` has the same documents without leniency."""
    pairs = [pair for row in judged for place in row.places for pair in place.pairs]
    same = sum(same_role(bound.role, found.role) for bound, found in pairs)
    return {
        "documents": len(judged),
        "all": _figures([counts_of(row) for row in judged]),
        "given_value": _figures([counts_of(row, given_value=True) for row in judged]),
        "roles": {
            role: _figures([counts_of(row, role=role) for row in judged]) for role in ROLES.values()
        },
        "strict": _figures([counts_of(row) for row in strict]),
        "same_role": {"right": same, "of": len(pairs), "figure": same / max(1, len(pairs))},
    }


# --- the errors ----------------------------------------------------------------------------------


def errors(judged: Iterable[Judged], examples: int = 8) -> list[str]:
    """Misses and wrong bindings by role and kind, the most frequent first, with examples."""
    groups: dict[str, list[str]] = defaultdict(list)
    for row in judged:
        for place in row.places:
            for kind, detail in _place_errors(row.doc.text, place):
                line = _line(row.doc.text, place.gold[0].value[0])
                groups[kind].append(f"    {detail}   | {row.doc.id} {line}")
    lines = []
    for kind, found in sorted(groups.items(), key=lambda group: -len(group[1])):
        lines += [f"{len(found):5}  {kind}", *found[:: max(1, len(found) // examples)][:examples]]
    return lines


def _place_errors(text: str, place: Place) -> Iterator[tuple[str, str]]:
    wrong = place.wrong
    for bound in place.missed:
        says = f"{_quote(text, bound.value)} → {_quote(text, bound.names[0])}"
        if not place.is_read:
            yield f"{bound.role}: value not read", says
        elif wrong:
            row = wrong.pop(0)
            kind = f"bound to another concept, {_side(bound, row)}"
            yield f"{bound.role}: {kind}", f"{says}, not {_told(text, row)}"
        elif place.right:
            yield f"{bound.role}: value bound to another member only", says
        else:
            yield f"{bound.role}: value read, bound to nothing", says
    for row in wrong:
        detail = f"{_quote(text, row.value)} → {_told(text, row)}"
        yield f"{place.role_of(row)}: bound to one concept too many", detail


def _side(bound: Bound, row: Found) -> str:
    """Where the wrong concept stands, seen from the value, and where the right one does."""
    at, wrong, right = bound.value[0], row.name[0], bound.names[0][0]
    sides = ["after" if start >= at else "before" for start in (wrong, right)]
    if sides[0] != sides[1]:
        return f"{sides[0]} it, the right one {sides[1]} it"
    nearer = "nearer" if abs(wrong - at) < abs(right - at) else "farther"
    return f"{sides[0]} it, {nearer} than the right one"


def _told(text: str, row: Found) -> str:
    return f"{_quote(text, row.name)} ({row.domain}, {row.role})"


def _quote(text: str, span: Span) -> str:
    return f"'{' '.join(text[slice(*span)].split())}'"


def _line(text: str, at: int) -> str:
    end = text.find("\n", at)
    line = text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else len(text)]
    return " ".join(line.split())[:240]


# --- the run -------------------------------------------------------------------------------------


def judge(nlp: Language, docs: Iterable[AnnotatedText]) -> tuple[list[Judged], list[Judged]]:
    """Every document read as a whole, with its places: lenient, and strict."""
    lenient, strict = [], []
    for doc in docs:
        said = read(nlp(doc.text))
        lenient.append(Judged(doc, places(gold_of(doc), said)))
        strict.append(Judged(doc, places(gold_of(doc, lenient=False), said)))
    return lenient, strict


def _print(result: dict[str, Any]) -> None:
    rows = {name: result[name] for name in ("all", "given_value", "strict")}
    for name, row in {**rows, **result["roles"]}.items():
        print(f"{name:12} {row_text(row)}")
    same = result["same_role"]
    print(f"role of right pairs {same['figure']:.3f} ({same['right']} of {same['of']})")


def main(arguments: Sequence[str] | None = None) -> None:
    """Predict, score, print and write the result."""
    options = argparse.ArgumentParser(description="Which concept each value belongs to.")
    options.add_argument("--errors", action="store_true", help="print what is wrong, by role")
    options.add_argument("--examples", type=int, default=8, help="examples of each kind of error")
    options.add_argument("--limit", type=int, help="only the first documents")
    given = options.parse_args(arguments)
    docs = list(read_annotated(data_path("lct", "brat")))[: given.limit]
    judged, strict = judge(criteria_nlp.load(), docs)
    if given.errors:
        print(*errors(judged, given.examples), sep="\n")
    result = report(judged, strict)
    _print(result)
    if given.limit is None:
        write_result("bindings", result)


if __name__ == "__main__":
    main()
