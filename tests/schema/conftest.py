"""Teaches hypothesis the schema: `st.from_type(Expression)` is any tree, `Record` any record.

The objects make sense: an interval has a bound, offsets are in order, a set has members.
"""

from typing import Any, get_args

from hypothesis import strategies as st

from criteria_nlp.schema import (
    AllOf,
    AnyOf,
    AtLeast,
    Category,
    Concept,
    Criterion,
    Demographics,
    Domain,
    Evidence,
    Except,
    Fact,
    Heading,
    If,
    Include,
    Interval,
    Kind,
    KindSource,
    Not,
    Reason,
    Record,
    Residual,
    Status,
    Unresolved,
    Warning,
    Window,
)
from criteria_nlp.schema.intervals import Anchor, Direction, Reference, TimeUnit, Which

Fields = st.SearchStrategy[dict[str, Any]]

TEXT = st.one_of(
    st.sampled_from(
        [
            "eGFR",
            "renal failure",
            "HER2",
            "not yet treated",
            "if any",
            "increase in EDSS",
            "PaO2/FiO2 < 300",
            "hepatitis (B, C)",
            'so-called "flare"',
            "is positive",
            "back\\slash",
            "CD4 count",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
)
WORD = st.sampled_from(["positive", "III", "Child-Pugh A", "x, y", "not done", "is", "window(a)"])
# At most ten significant digits, as many as the notation writes.
NUMBER = st.one_of(
    st.integers(-(10**6), 10**6).map(lambda n: n / 1000), st.sampled_from([150000.0, 1e12, 1e-7])
)
UNIT = st.sampled_from(
    ["mg/dL", "mL/min/{1.73_m2}", "10*9/L", "mm[Hg]", "%", "a", "{half-life}", "[IU]/L", "m[IU]/mL"]
)


def literal(alias: Any) -> st.SearchStrategy[Any]:
    """One of the words of a Literal."""
    return st.sampled_from(get_args(alias))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def several(strategy: st.SearchStrategy[Any], least: int = 0) -> st.SearchStrategy[Any]:
    return st.lists(strategy, min_size=least, max_size=least + 2).map(tuple)


@st.composite
def place(draw: st.DrawFn) -> dict[str, int]:
    start = draw(st.integers(0, 500))
    return {"start": start, "end": start + draw(st.integers(0, 80))}


@st.composite
def bounds(draw: st.DrawFn) -> dict[str, Any]:
    """One bound or both; two equal ones are closed, and an absent one is not."""
    side = draw(st.sampled_from(["low", "high", "both", "equal"]))
    if side == "equal":
        number = draw(NUMBER)
        return {"low": number, "low_inclusive": True, "high": number, "high_inclusive": True}
    fields: dict[str, Any] = {}
    for name in ("low", "high") if side == "both" else (side,):
        fields |= {name: draw(NUMBER), f"{name}_inclusive": draw(st.booleans())}
    if side == "both" and fields["low"] == fields["high"]:
        fields |= {"low_inclusive": True, "high_inclusive": True}
    return fields


def built(class_: type, *groups: Fields, **fields: Any) -> Any:
    """Objects of a class, from groups of fields that belong together and from single fields."""
    parts = st.tuples(st.fixed_dictionaries(fields), *groups)
    return parts.map(lambda found: class_(**{k: v for part in found for k, v in part.items()}))


anywhere = place() | st.just({})
interval = built(
    Interval,
    bounds(),
    anywhere,
    unit=maybe(UNIT),
    unit_text=maybe(TEXT),
    reference=maybe(literal(Reference)),
)
category = built(
    Category,
    st.fixed_dictionaries({"category": WORD})
    | st.fixed_dictionaries({"categories": several(WORD, least=2)}),
    anywhere,
    text=maybe(TEXT),
)


@st.composite
def reach(draw: st.DrawFn) -> dict[str, Any]:
    """Bounds and their time unit, or neither."""
    return draw(bounds()) | {"unit": draw(literal(TimeUnit))} if draw(st.booleans()) else {}


window = built(
    Window,
    reach(),
    anywhere,
    direction=literal(Direction),
    anchor=literal(Anchor),
    anchor_text=maybe(TEXT),
    which=literal(Which),
)
concept = built(
    Concept,
    anywhere,
    text=TEXT,
    domain=literal(Domain),
    name=maybe(TEXT),
    codes=several(TEXT),
    modifiers=several(TEXT),
    includes=several(built(Include, anywhere, text=TEXT)),
)
fact = built(
    Fact,
    concept=concept,
    value=maybe(interval | category),
    change=maybe(st.sampled_from(["increase", "decrease", "change"])),
    count=maybe(interval),
    window=maybe(window),
    duration=maybe(interval),
    temporality=maybe(st.sampled_from(["current", "history", "planned"])),
    experiencer=st.sampled_from(["patient", "family", "partner", "other"]),
    certainty=maybe(st.sampled_from(["confirmed", "suspected"])),
    evidence=several(built(Evidence, place(), role=TEXT, source=TEXT)),
)
unresolved = built(Unresolved, anywhere, text=TEXT, reason=literal(Reason))


def operators(node: Any) -> dict[type, Any]:
    return {
        AllOf: built(AllOf, args=several(node, least=2)),
        AnyOf: built(AnyOf, args=several(node, least=2)),
        AtLeast: built(AtLeast, n=st.integers(1, 3), args=several(node, least=2)),
        Not: built(Not, arg=node),
        If: built(If, condition=node, then=node, otherwise=maybe(node)),
        Except: built(Except, arg=node, exceptions=several(node, least=1)),
    }


expression = st.recursive(
    fact | unresolved, lambda node: st.one_of(*operators(node).values()), max_leaves=6
)
note = built(Warning, anywhere, code=TEXT, message=TEXT)
criterion = built(
    Criterion,
    place(),
    id=TEXT,
    parent=maybe(TEXT),
    kind=literal(Kind),
    kind_source=literal(KindSource),
    kind_confidence=st.floats(0, 1),
    text=TEXT,
    normalized_text=TEXT,
    status=literal(Status),
    expression=expression,
    confidence=st.floats(0, 1),
    warnings=several(note),
) | built(
    Criterion,
    place(),
    id=TEXT,
    kind=literal(Kind),
    text=TEXT,
    normalized_text=TEXT,
    status=literal(Status),
    expression=expression,
    restated=st.booleans(),
)
record = built(
    Record,
    id=maybe(TEXT),
    trial_id=maybe(TEXT),
    source=st.dictionaries(TEXT, TEXT, max_size=2),
    demographics=maybe(
        built(
            Demographics,
            minimum_age=maybe(TEXT),
            sex=maybe(TEXT),
            healthy_volunteers=maybe(st.booleans()),
            std_ages=several(TEXT),
        )
    ),
    criteria=several(criterion),
    headings=several(built(Heading, place(), text=TEXT, kind=literal(Kind))),
    residual=several(built(Residual, place(), text=TEXT, reason=TEXT)),
    warnings=several(note),
)

for class_, strategy in {
    **operators(expression),
    Fact: fact,
    Unresolved: unresolved,
    Record: record,
}.items():
    st.register_type_strategy(class_, strategy)
