"""Operators and thresholds on the criteria of Criteria2SQL, lower-cased tokenized text.

    python -m evaluation.criteria2sql [--errors] [--split dev|train] [--hyphens]

Writes results/criteria2sql_<split>.json. The corpus has "_" where a hyphen was ("18 _ 65 years");
with --hyphens it is put back. Gold conditions are [column, operator, value]; the operator
indices were read off the queries beside them. Equality is left out, it mostly says that a column is
true; so is the index that counts alternatives. Conditions of two fields are connectives.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import criteria_nlp
from criteria_nlp.scoring import Counts
from evaluation.comparisons import Pair, predicted
from evaluation.data import data_path, json_lines, write_result

OPERATORS = {1: ">", 2: "<", 3: ">=", 4: "<="}
"""By index; 0 is `=`, 5 is `<>`, 6 is how many of several conditions are met, at least."""


class Judged(NamedTuple):
    """One criterion: its text, the gold pairs and the pairs that were found."""

    text: str
    gold: frozenset[Pair]
    found: frozenset[Pair]


def gold_pairs(conditions: Iterable[Sequence[Any]]) -> frozenset[Pair]:
    """The numeric comparisons among the conditions of a query."""
    return frozenset(_comparisons(conditions))


def _comparisons(conditions: Iterable[Sequence[Any]]) -> Iterator[Pair]:
    for condition in conditions:
        if len(condition) == 3 and condition[1] in OPERATORS:
            try:
                yield OPERATORS[condition[1]], round(float(str(condition[2]).strip("'")), 4)
            except ValueError:
                continue  # compared with a word


def figures(judged: Iterable[Judged]) -> dict[str, Any]:
    """Counts of pairs, and the shares of gold pairs and of gold thresholds that were found."""
    counts, thresholds, right_lines, lines = Counts(), 0, 0, 0
    for row in judged:
        tp = len(row.gold & row.found)
        counts = counts.plus(Counts(tp, len(row.found) - tp, len(row.gold) - tp))
        values = {value for _, value in row.found}
        thresholds += sum(value in values for _, value in row.gold)
        lines += bool(row.gold)
        right_lines += bool(row.gold) and row.gold <= row.found
    pairs = counts.tp + counts.fn
    return {
        "criteria_with_comparisons": lines,
        "criteria_with_all_pairs": right_lines / max(1, lines),
        "gold_pairs": pairs,
        "operator_and_threshold": counts.recall,
        "threshold": thresholds / max(1, pairs),
        "operator_of_found_thresholds": counts.tp / max(1, thresholds),
        "precision": counts.precision,
        **counts._asdict(),
    }


def errors(judged: Iterable[Judged]) -> list[str]:
    """Criteria with a gold pair that was not found."""
    lines = []
    for row in judged:
        if row.gold - row.found:
            lines += [row.text.strip(), f"  missed {_list(row.gold - row.found)}"]
            lines += [f"  extra  {_list(row.found - row.gold)}", ""]
    return lines


def _list(pairs: frozenset[Pair]) -> str:
    return ", ".join(f"{operator} {value:g}" for operator, value in sorted(pairs)) or "nothing"


def main(arguments: Sequence[str] | None = None) -> None:
    """Predict, score, print and write the result."""
    options = argparse.ArgumentParser(description="Operators and thresholds on Criteria2SQL.")
    options.add_argument("--errors", action="store_true", help="print the criteria that are wrong")
    options.add_argument("--split", choices=("dev", "train"), default="dev")
    options.add_argument("--hyphens", action="store_true", help="put the hyphens back")
    given = options.parse_args(arguments)
    nlp = criteria_nlp.load()
    judged = []
    for row in json_lines(data_path("criteria2sql", f"{given.split}.jsonl")):
        text = row["question"].replace(" _ ", "-") if given.hyphens else row["question"]
        found = frozenset(
            (operator, round(value, 4)) for operator, value, _ in predicted(nlp(text))
        )
        judged.append(Judged(text, gold_pairs(row["sql"]["conds"]), found))
    if given.errors:
        print(*errors(judged), sep="\n")
    result = figures(judged)
    for name, value in result.items():
        print(f"{name:30} {value:.3f}" if isinstance(value, float) else f"{name:30} {value}")
    write_result(f"criteria2sql_{given.split}{'_hyphens' if given.hyphens else ''}", result)


if __name__ == "__main__":
    main()
