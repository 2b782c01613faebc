"""How sure a criterion is: the chance that it is right in every part, by what speaks against it.

A logistic regression. Its weights, in `confidence.toml`, are fitted by `evaluation/confidence.py`
on criteria of ours for which no rule was written.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

FILE = "confidence.toml"


class Evidence(NamedTuple):
    """How many facts, concepts among them that were guessed, parts left open because their
    concept is unknown, parts left open for another reason, and warnings."""

    facts: int
    guessed: int
    unknown: int
    open: int
    warnings: int

    def inputs(self) -> tuple[float, ...]:
        """What is weighed: a constant, the logarithm of the number of parts, the other counts."""
        parts = self.facts + self.unknown + self.open
        return 1.0, math.log(max(parts, 1)), *self[1:]


WEIGHTS = ("constant", "parts", *Evidence._fields[1:])
"""The names of the weights, in the order of the inputs."""


@cache
def weights() -> tuple[float, ...]:
    """The weights, in the order of the inputs."""
    content = resources.files(__package__).joinpath(FILE).read_text("utf-8")
    table = tomllib.loads(content)
    return tuple(table[name] for name in WEIGHTS)


def confidence(evidence: Evidence) -> float:
    """The probability, to three digits."""
    odds = sum(w * x for w, x in zip(weights(), evidence.inputs(), strict=True))
    return round(1 / (1 + math.exp(-odds)), 3)
