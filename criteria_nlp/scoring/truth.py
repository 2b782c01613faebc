"""Whether two expressions say the same of every patient, by their truth tables.

A truth table is one integer a fact: bit r is the fact's value in row r, so a whole table is
combined with a few bitwise operations.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import lru_cache

from criteria_nlp.schema import (
    AllOf,
    AnyOf,
    AtLeast,
    Except,
    Expression,
    Fact,
    If,
    Not,
    children,
    facts,
)

EXHAUSTIVE = 14
"""Up to so many facts every row is looked at; above, single and double flips and random rows."""

_RANDOM_ROWS = 8192
_SEED = 20


def same_truth(gold: Expression, predicted: Expression, pairs: dict[int, int]) -> bool:
    """Whether two expressions have one truth table; `pairs` maps every gold to a predicted fact.

    `if` without `otherwise` is true where its condition is false; `except` is its argument and none
    of its exceptions; unresolved pieces are left out. Raises `ValueError` where a fact has no pair.
    """
    count = len(facts(gold))
    if len(pairs) != count or len(facts(predicted)) != count:
        raise ValueError("a truth table needs every fact paired")
    columns, full = table(count)
    order = sorted(pairs, key=lambda i: pairs[i])
    mine = _value(gold, iter(columns), full)
    theirs = _value(predicted, iter([columns[i] for i in order]), full)
    return mine == theirs


@lru_cache(maxsize=64)
def table(count: int) -> tuple[tuple[int, ...], int]:
    """The column of each of `count` facts, and the column that is true in every row."""
    if count <= EXHAUSTIVE:
        rows = 1 << count
        return tuple(_alternating(i, rows) for i in range(count)), (1 << rows) - 1
    drawn = _sampled_rows(count)
    columns = tuple(_column(drawn, i) for i in range(count))
    return columns, (1 << len(drawn)) - 1


def _alternating(i: int, rows: int) -> int:
    """The bits of the rows whose number has bit `i` set."""
    width = 2 << i
    column = ((1 << (1 << i)) - 1) << (1 << i)
    while width < rows:
        column |= column << width
        width *= 2
    return column


def _sampled_rows(count: int) -> list[int]:
    """Rows as bit sets of facts: few true, few false, and random ones of several densities.

    A wrong operator shows where almost all or almost no facts are true, which evenly drawn rows of
    many facts hardly ever are.
    """
    full = (1 << count) - 1
    few = {0} | {1 << i | 1 << j for i in range(count) for j in range(i + 1)}
    drawn = random.Random(_SEED)
    densities = (1 / count, 0.25, 0.5, 0.75, 1 - 1 / count)
    rows = [
        sum((drawn.random() < densities[row % len(densities)]) << i for i in range(count))
        for row in range(_RANDOM_ROWS)
    ]
    return [*sorted(few), *(full ^ row for row in sorted(few)), *rows]


def _column(rows: list[int], i: int) -> int:
    bits = "".join("1" if row >> i & 1 else "0" for row in rows)
    return int(bits, 2)


def _value(node: Expression, columns: Iterator[int], full: int) -> int | None:
    """The column of an expression, None where it says nothing; takes one column a fact."""
    if isinstance(node, Fact):
        return next(columns)
    parts = [_value(child, columns, full) for child in children(node)]
    return _combined(node, parts, full)


def _combined(node: Expression, parts: list[int | None], full: int) -> int | None:
    if isinstance(node, If):
        return _conditional(parts, full)
    if isinstance(node, Except):
        return _excepted(parts, full)
    known = [part for part in parts if part is not None]
    if not known:
        return None
    if isinstance(node, Not):
        return full ^ known[0]
    if isinstance(node, AllOf):
        return _all(known, full)
    if isinstance(node, AnyOf):
        return _any(known)
    assert isinstance(node, AtLeast)
    return _at_least(min(node.n, len(known)), known, full)


def _conditional(parts: list[int | None], full: int) -> int | None:
    condition, then = parts[:2]
    otherwise = parts[2] if len(parts) == 3 else full
    if condition is None or then is None:
        return then  # a guard that says nothing guards nothing
    return (condition & then) | ((full ^ condition) & (full if otherwise is None else otherwise))


def _excepted(parts: list[int | None], full: int) -> int | None:
    arg, *exceptions = parts
    excluded = [part for part in exceptions if part is not None]
    if arg is None and not excluded:
        return None
    return (full if arg is None else arg) & (full ^ _any(excluded))


def _all(columns: list[int], full: int) -> int:
    for column in columns:
        full &= column
    return full


def _any(columns: list[int]) -> int:
    result = 0
    for column in columns:
        result |= column
    return result


def _at_least(n: int, columns: list[int], full: int) -> int:
    """The rows in which at least `n` of the columns are true, counted column by column."""
    reached = [full] + [0] * n
    for column in columns:
        for k in range(n, 0, -1):
            reached[k] |= reached[k - 1] & column
    return reached[n]
