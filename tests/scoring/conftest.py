"""What the tests of scoring share: expressions in notation, with offsets."""

from collections.abc import Callable

import msgspec
import pytest

from criteria_nlp.schema import (
    Expression,
    Fact,
    Unresolved,
    expression_from_builtins,
    from_notation,
    to_builtins,
)

Read = Callable[..., Expression]


def _placed(line: str, text: str = "abcdefghijklmnopqrstuvwxyz") -> Expression:
    """The expression of a line, each concept where `text` first has its words."""

    def place(node: object) -> object:
        if isinstance(node, list | tuple):
            return [place(part) for part in node]
        if not isinstance(node, dict):
            return node
        node = {name: place(part) for name, part in node.items()}
        if "domain" in node:
            start = text.index(node["text"])
            node |= {"start": start, "end": start + len(node["text"])}
        return node

    return expression_from_builtins(place(to_builtins(from_notation(line))))


@pytest.fixture
def read() -> Read:
    """Reads a line of notation; concepts stand where the alphabet has their letters."""
    return _placed


@pytest.fixture
def fact() -> Callable[..., Fact]:
    """Makes a fact from a line of notation, with further fields."""

    def make(line: str, **fields: object) -> Fact:
        made = _placed(line)
        assert isinstance(made, Fact)
        return msgspec.structs.replace(made, **fields)

    return make


@pytest.fixture
def unresolved() -> Unresolved:
    """A piece that is not turned into a fact."""
    return Unresolved(text="well enough", reason="vague")
