"""What the words of an item say about its kind: a sum of learned log-odds.

The table `kind_weights.txt` ("weight<TAB>feature", sorted; a feature is a word, two words, or the
first words after "^") is learned by `criteria_nlp.training.kind_weights` from registry items under
explicit headings: a logistic regression, positive for exclusion.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from itertools import pairwise

from criteria_nlp.errors import LexiconError

_FILE = "kind_weights.txt"
_CHARACTERS = 400  # of an item: what comes later rarely says more
_TOKEN = re.compile(r"[a-z]+(?:'t)?|\d+|[<>]")
_OR_EQUAL = r"\b(?: than| to| or (?:equal|egal)(?: to| than)?){0,2}"
# "No prior malignancy" denies what would exclude: a requirement, unless a heading says otherwise.
_DENIED = re.compile(
    r"(?:no|not|without|absence of|must not|lack of)\b(?! able| willing)", re.IGNORECASE
)
_DENIAL = 2.0
_LESS = re.compile(rf"\b(?:less|lower|inferior|younger|fewer|smaller|below|under){_OR_EQUAL}|≤")
_MORE = re.compile(
    rf"\b(?:more|greater|higher|superior|older|larger|above|over|exceeding){_OR_EQUAL}|≥"
)


def features(body: str) -> list[str]:
    """The distinct features of an item's text: words, bigrams, first word and first bigram.

    All comparators are `<` or `>`, all numbers `0`.
    """
    text = _MORE.sub(" > ", _LESS.sub(" < ", body[:_CHARACTERS].lower()))
    words = ["0" if w[0].isdigit() else w for w in _TOKEN.findall(text)]
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    first = [f"^{part}" for part in (*words[:1], *pairs[:1])]
    return list(dict.fromkeys([*first, *words, *pairs]))


@cache
def weights() -> dict[str, float]:
    """The table; "" is the constant. Raises `LexiconError` for a line that is not of the form."""
    table: dict[str, float] = {}
    content = resources.files(__package__).joinpath(_FILE).read_text("utf-8")
    for number, row in enumerate(content.splitlines(), 1):
        if row.startswith("#"):
            continue
        try:
            value, feature = row.split("\t")
            table[feature] = float(value)
        except ValueError:
            raise LexiconError("expected weight<TAB>feature", _FILE, f"line {number}") from None
    return table


def log_odds(body: str) -> float:
    """The log-odds that an item with these words is an exclusion, as stated on its own."""
    table = weights()
    learned = table.get("", 0.0) + sum(table.get(feature, 0.0) for feature in features(body))
    return learned - (_DENIAL if _DENIED.match(body) else 0.0)
