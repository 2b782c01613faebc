"""Every example of the lexicon: its text becomes its line, and a concept's through its entry."""

from collections import defaultdict
from collections.abc import Iterator

import pytest

import criteria_nlp
from criteria_nlp.lexicon import lexicon_examples
from criteria_nlp.lexicon.entries import Example
from criteria_nlp.schema import Fact, to_notation

BY_FILE: dict[str, list[tuple[str, Example]]] = defaultdict(list)
for _source, _example in lexicon_examples():
    BY_FILE[_source.partition("#")[0]].append((_source, _example))


# A test for each file, not for each of its examples: three thousand tests are slow to collect.
@pytest.mark.parametrize("file", BY_FILE)
def test_each_example_becomes_its_line_through_its_own_entry(file: str) -> None:
    wrong = [line for source, example in BY_FILE[file] for line in _faults(source, example)]
    if wrong:
        pytest.fail(
            f"{len(wrong)} of {len(BY_FILE[file])} examples:\n" + "\n".join(wrong), pytrace=False
        )


def _faults(source: str, example: Example) -> Iterator[str]:
    record = criteria_nlp.parse(example.text, kind="unknown")
    tops = [criterion.expression for criterion in record.criteria if criterion.parent is None]
    lines = [to_notation(expression) for expression in tops]
    if lines != [example.expect]:
        became = " | ".join(lines)
        yield f"{source}: {example.text!r}\n  expected {example.expect}\n  became   {became}"
    elif source.startswith("concepts/"):
        fired = {item.source for top in tops for fact in _facts(top) for item in fact.evidence}
        if source not in fired:
            yield f"{source}: {example.text!r} came from {sorted(fired)}"


def _facts(node: object) -> Iterator[Fact]:
    """The facts of an expression, wherever they stand in it."""
    if isinstance(node, Fact):
        yield node
    elif isinstance(node, (list, tuple)):
        for part in node:
            yield from _facts(part)
    else:
        for name in getattr(node, "__struct_fields__", ()):
            yield from _facts(getattr(node, name))
