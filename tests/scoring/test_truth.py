"""Truth tables: which expressions say the same."""

import pytest

from criteria_nlp.schema import AllOf, AnyOf, AtLeast, If, Not
from criteria_nlp.scoring import pair_facts, same_truth
from criteria_nlp.scoring.truth import EXHAUSTIVE

MANY = [chr(ord("a") + i) for i in range(EXHAUSTIVE + 4)]


def same(gold, found):
    return same_truth(gold, found, pair_facts(gold, found))


@pytest.mark.parametrize(
    ("gold", "found"),
    [
        ("all_of(a, b)", "all_of(b, a)"),
        ("not(all_of(a, b))", "any_of(not(a), not(b))"),
        ("not(not(a))", "a"),
        ("if(a, b)", "any_of(not(a), b)"),
        ("except(a, [b, c])", "all_of(a, not(any_of(b, c)))"),
        ("at_least(1, a, b, c)", "any_of(a, b, c)"),
        ("at_least(3, a, b, c)", "all_of(a, b, c)"),
        ("at_least(2, a, b)", "all_of(a, b)"),
        ("all_of(a, all_of(b, c))", "all_of(a, b, c)"),
    ],
)
def test_the_same(read, gold, found):
    assert same(read(gold), read(found))
    assert same(read(found), read(gold))


@pytest.mark.parametrize(
    ("gold", "found"),
    [
        ("all_of(a, b)", "any_of(a, b)"),
        ("a", "not(a)"),
        ("if(a, b)", "if(b, a)"),
        ("if(a, b)", "all_of(a, b)"),
        ("if(a, b, c)", "if(a, c, b)"),
        ("except(a, [b])", "except(b, [a])"),
        ("at_least(2, a, b, c)", "at_least(1, a, b, c)"),
        ("all_of(any_of(a, b), c)", "any_of(a, all_of(b, c))"),
    ],
)
def test_not_the_same(read, gold, found):
    assert not same(read(gold), read(found))


def test_if_with_an_alternative(read):
    gold, found = read("if(a, b, c)"), read("any_of(all_of(a, b), c)")
    assert not same(gold, found)
    assert same(gold, read("if(not(a), c, b)"))


@pytest.mark.parametrize(
    ("wrap", "plain"),
    [
        (lambda a, b, u: AllOf(args=(a, u, b)), lambda a, b: AllOf(args=(a, b))),
        (lambda a, b, u: AnyOf(args=(a, Not(arg=u), b)), lambda a, b: AnyOf(args=(a, b))),
        (lambda a, b, u: AtLeast(n=3, args=(a, b, u)), lambda a, b: AllOf(args=(a, b))),
        (
            lambda a, b, u: If(condition=u, then=AllOf(args=(a, b))),
            lambda a, b: AllOf(args=(a, b)),
        ),
    ],
)
def test_unresolved_pieces_are_left_out(read, unresolved, wrap, plain):
    a, b = read("a"), read("b")
    assert same(wrap(a, b, unresolved), plain(a, b))


def test_nothing_is_the_same_as_nothing(unresolved):
    assert same(unresolved, AllOf(args=(unresolved, Not(arg=unresolved))))


def test_every_fact_needs_a_pair(read):
    with pytest.raises(ValueError, match="every fact paired"):
        same_truth(read("all_of(a, b)"), read("a"), {0: 0})


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        (f"any_of({', '.join(MANY)})", f"any_of({', '.join(reversed(MANY))})", True),
        (f"any_of({', '.join(MANY)})", f"all_of({', '.join(MANY)})", False),
        (f"any_of({', '.join(MANY)})", f"at_least(2, {', '.join(MANY)})", False),
        (f"all_of({', '.join(MANY)})", f"at_least(17, {', '.join(MANY)})", False),
        (
            f"any_of({', '.join(MANY)})",
            f"any_of(all_of(a, b), {', '.join(MANY[2:])})",
            False,
        ),
        (
            f"all_of({', '.join(MANY)})",
            f"all_of(any_of(a, b), {', '.join(MANY[2:])})",
            False,
        ),
    ],
)
def test_many_facts_are_compared_by_samples(read, gold, found, expected):
    assert same(read(gold), read(found)) is expected
