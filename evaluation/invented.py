"""How often a criterion without any number gets a numeric constraint.

    python -m evaluation.invented [--criteria N] [--seed N]

Draws criteria without a digit, a number word or a roman numeral from random registry texts, one a
trial, lists those in which a number was found, and writes results/invented.json. "> ULN" means
"> 1 x ULN", so constraints with a reference are counted apart.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import criteria_nlp
from criteria_nlp.schema import (
    AtLeast,
    Criterion,
    Interval,
    Record,
    Window,
    facts,
    to_notation,
    walk,
)
from evaluation.data import data_path, json_lines, write_result

_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million"
)
_TEENS = "thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TIMES = "once twice thrice single double triple half third quarter first second fourth fifth zero"
_NUMBER = re.compile(
    rf"\d|[²³¹½¼¾⅓⅔]|\b(?:{'|'.join(f'{_UNITS} {_TEENS} {_TENS} {_TIMES}'.split())})\w{{0,2}}\b",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"\b[IVX]+\b")


class Case(NamedTuple):
    """One criterion without a number, and the constraints with a number that it got."""

    trial: str
    criterion: Criterion
    constraints: list[Interval | Window]
    counted: bool

    @property
    def invented(self) -> bool:
        """Whether there is a number that no reference ("> ULN") explains."""
        return self.counted or any(
            isinstance(part, Window) or part.reference is None for part in self.constraints
        )


def has_number(text: str) -> bool:
    """Whether a text has a digit, a number word or a roman numeral."""
    return bool(_NUMBER.search(text) or _ROMAN.search(text))


def case_of(trial: str, criterion: Criterion) -> Case:
    """A criterion with the numeric constraints of its facts and whether it has an `at_least`."""
    parts = [
        part
        for fact in facts(criterion.expression)
        for part in (fact.value, fact.count, fact.window, fact.duration)
    ]
    constraints = [
        part
        for part in parts
        if isinstance(part, (Interval, Window)) and (part.low, part.high) != (None, None)
    ]
    counted = any(isinstance(node, AtLeast) for node in walk(criterion.expression))
    return Case(trial, criterion, constraints, counted)


def cases(
    texts: Iterable[tuple[str, str]], parse: Callable[[str], Record], draw: random.Random
) -> Iterator[Case]:
    """One criterion without a number of every text (trial, text) that has one."""
    for trial, text in texts:
        criteria = [c for c in parse(text).criteria if c.parent is None and not has_number(c.text)]
        if criteria:
            yield case_of(trial, draw.choice(criteria))


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw, parse, print and write the result."""
    options = argparse.ArgumentParser(description="Numbers in criteria that have none.")
    options.add_argument("--criteria", type=int, default=300)
    options.add_argument("--seed", type=int, default=20)
    given = options.parse_args(arguments)
    draw = random.Random(given.seed)
    texts = [(r["trial_id"], r["text"]) for r in json_lines(data_path("criteria_text.jsonl.gz"))]
    draw.shuffle(texts)
    found: list[Case] = []
    for case in cases(texts, criteria_nlp.parse, draw):
        found.append(case)
        if len(found) == given.criteria:
            break
    numeric = [case for case in found if case.constraints or case.counted]
    for case in numeric:
        print(f"{case.trial}  {' '.join(case.criterion.text.split())[:200]}")
        label = "invented" if case.invented else "reference"
        print(f"    {label}: {to_notation(case.criterion.expression)}")
    invented = sum(case.invented for case in numeric)
    result = {
        "criteria": len(found),
        "invented": invented,
        "share": invented / max(1, len(found)),
        "with_reference_only": len(numeric) - invented,
        "trials": [case.trial for case in numeric if case.invented],
    }
    print(f"{invented} of {len(found)} got a number ({result['share']:.2%}, wanted below 1 %)")
    print(f"{result['with_reference_only']} more are multiples of a reference the text names")
    write_result("invented", result)


if __name__ == "__main__":
    main()
