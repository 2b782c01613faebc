"""Expressions put together: operators without needless nesting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from criteria_nlp.schema import AllOf, AnyOf, AtLeast, Except, Expression, Fact, If, Not, children


def all_of(args: Sequence[Expression]) -> Expression:
    """And; one argument stands for itself, nested ands are flattened."""
    return _joined(AllOf, args)


def any_of(args: Sequence[Expression]) -> Expression:
    """Or; one argument stands for itself, nested ors are flattened.

    An alternative for some patients only is none for the others, who would fulfil its `if`.
    """
    return _joined(AnyOf, [_for_some(arg) for arg in args] if len(args) > 1 else args)


def at_least(n: int, args: Sequence[Expression]) -> Expression:
    """At least n; where n is one or all of them, the simpler operator."""
    if n <= 1:
        return any_of(args)
    return all_of(args) if n >= len(args) else AtLeast(n=n, args=tuple(args))


def negated(arg: Expression) -> Expression:
    """Not; a double negation stands for its argument."""
    return arg.arg if isinstance(arg, Not) else Not(arg=arg)


def parts(node: Expression) -> tuple[Expression, ...]:
    """What an and or an or joins; any other expression is its own only part."""
    return node.args if isinstance(node, (AllOf, AnyOf)) else (node,)


def with_facts(node: Expression, change: Callable[[Fact], Fact]) -> Expression:
    """The expression with each fact of its ands and ors changed."""
    if isinstance(node, Fact):
        return change(node)
    if hasattr(node, "args"):
        args: Any = tuple(with_facts(arg, change) for arg in children(node))
        return msgspec.structs.replace(node, args=args)
    return node


def except_for(arg: Expression, exception: Expression) -> Expression:
    """Except; an or and a plain list of facts are several exceptions, any other and is one."""
    mixed = isinstance(exception, AllOf) and any(not isinstance(p, Fact) for p in exception.args)
    return Except(arg=arg, exceptions=(exception,) if mixed else parts(exception))


def _for_some(arg: Expression) -> Expression:
    if isinstance(arg, If) and arg.otherwise is None:
        return all_of([arg.condition, arg.then])
    return arg


def _joined(class_: Any, args: Sequence[Expression]) -> Expression:
    flat: list[Expression] = []
    for arg in args:
        flat += arg.args if isinstance(arg, class_) else [arg]
    if not flat:
        raise ValueError("an operator needs at least one argument")
    return flat[0] if len(flat) == 1 else class_(args=tuple(flat))
