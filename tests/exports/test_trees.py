"""The place of a node in its expression, and what it decides, against truth tables."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria_nlp.exports.trees import places
from criteria_nlp.schema import (
    AllOf,
    AnyOf,
    AtLeast,
    Concept,
    Except,
    Expression,
    Fact,
    If,
    Not,
    children,
    from_notation,
)

FACTS = st.integers(0, 10**9).map(lambda number: Fact(concept=Concept(text=f"c{number}")))


def _joined(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    args = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        args.map(lambda args: AllOf(args=args)),
        args.map(lambda args: AnyOf(args=args)),
        st.builds(lambda args, n: AtLeast(n=min(n, len(args)), args=args), args, st.integers(1, 3)),
        inner.map(lambda arg: Not(arg=arg)),
        args.map(lambda args: Except(arg=args[0], exceptions=args[1:])),
        st.builds(lambda a, b, c: If(condition=a, then=b, otherwise=c), inner, inner, inner),
        st.builds(lambda a, b: If(condition=a, then=b), inner, inner),
    )


EXPRESSIONS = st.recursive(FACTS, _joined, max_leaves=5)


def true(node: Expression, facts: dict[int, bool]) -> bool:
    """Whether the expression is true where the facts, told apart by identity, are."""
    if isinstance(node, Fact):
        return facts[id(node)]
    values = [true(child, facts) for child in children(node)]
    if isinstance(node, Not):
        return not values[0]
    if isinstance(node, If):
        return values[1] if values[0] else values[2] if len(values) > 2 else True
    if isinstance(node, Except):
        return values[0] and not any(values[1:])
    if isinstance(node, AtLeast):
        return sum(values) >= node.n
    return all(values) if isinstance(node, AllOf) else any(values)


@settings(max_examples=300, deadline=None)
@given(expression=EXPRESSIONS)
def test_what_a_fact_decides(expression: Expression) -> None:
    found = [place for place in places(expression) if isinstance(place.expression, Fact)]
    keys = [id(place.expression) for place in found]
    if len(set(keys)) < len(keys):
        return
    for values in product((False, True), repeat=len(keys)):
        whole = true(expression, dict(zip(keys, values, strict=True)))
        for place, value in zip(found, values, strict=True):
            counts = value != place.reach.negated
            assert counts or not (place.reach.necessary and whole)
            assert whole or not (place.reach.sufficient and counts)


@pytest.mark.parametrize(
    ("notation", "expected"),
    [
        ("a", {"a": "ns"}),
        ("all_of(a, not(b))", {"a": "n", "b": "-n"}),
        ("any_of(a, not(b))", {"a": "s", "b": "-s"}),
        ("not(any_of(a, b))", {"a": "-n", "b": "-n"}),
        ("not(all_of(a, not(b)))", {"a": "-s", "b": "s"}),
        ("if(a, b)", {"a": "-s", "b": "s"}),
        ("not(if(a, b))", {"a": "n", "b": "-n"}),
        ("if(a, b, c)", {"a": "", "b": "", "c": ""}),
        ("except(a, [b])", {"a": "n", "b": "-"}),
        ("at_least(2, a, b, c)", {"a": "", "b": "", "c": ""}),
        ("at_least(2, a, b)", {"a": "n", "b": "n"}),
        ("at_least(1, a, b)", {"a": "s", "b": "s"}),
        ("all_of(a, any_of(b, c))", {"a": "n", "b": "", "c": ""}),
    ],
)
def test_reach(notation: str, expected: dict[str, str]) -> None:
    found = {
        place.expression.concept.text: place.reach
        for place in places(from_notation(notation))
        if isinstance(place.expression, Fact)
    }
    signs = {
        name: "-" * reach.negated + "n" * reach.necessary + "s" * reach.sufficient
        for name, reach in found.items()
    }
    assert signs == expected


def test_numbers_and_roles() -> None:
    found = list(places(from_notation("if(a, except(b, [c, d]), not(e))")))
    assert [(place.node, place.parent, place.role) for place in found] == [
        (0, None, ""),
        (1, 0, "condition"),
        (2, 0, "then"),
        (3, 2, "arg"),
        (4, 2, "exception"),
        (5, 2, "exception"),
        (6, 0, "otherwise"),
        (7, 6, "arg"),
    ]
