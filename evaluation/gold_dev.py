"""The five scores of the pipeline on annotated criteria.

    python -m evaluation.gold_dev [--errors] [--kind-from gold|none] [--gold FILE]

Writes results/gold_dev.json. With --errors, each criterion that is not perfect, the worst first.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import criteria_nlp
from criteria_nlp.schema import AllOf, AnyOf, Criterion, Expression, Kind, Record, to_notation
from criteria_nlp.scoring import (
    CriterionScore,
    Estimate,
    GoldItem,
    estimates,
    read_gold,
    score_criterion,
    total,
)
from evaluation.data import data_path, write_result

Parse = Callable[..., Record]


class Judged(NamedTuple):
    """One gold item, what was predicted for it, and its score."""

    item: GoldItem
    kind: Kind
    expression: Expression
    score: CriterionScore


def joined(criteria: Sequence[Criterion]) -> tuple[Kind, Expression]:
    """The kind and the expression of the top-level criteria together; the first gives the kind.

    Several inclusions must all hold; one of several exclusions suffices. No criterion is an
    expression without facts.
    """
    tops = [criterion for criterion in criteria if criterion.parent is None]
    kind: Kind = tops[0].kind if tops else "unknown"
    if len(tops) == 1:
        return kind, tops[0].expression
    args = tuple(criterion.expression for criterion in tops)
    return kind, AnyOf(args=args) if kind == "exclusion" else AllOf(args=args)


def judge(items: Iterable[GoldItem], parse: Parse, *, kind_from: str = "gold") -> list[Judged]:
    """Every item with its prediction; `parse` is not told its heading with `kind_from="none"`."""
    judged = []
    for item in items:
        heading = item.kind if kind_from == "gold" else "unknown"
        kind, expression = joined(parse(item.text, kind=heading).criteria)
        score = score_criterion(item.expression, expression, item.kind_gold, kind)
        judged.append(Judged(item, kind, expression, score))
    return judged


def figures(judged: Sequence[Judged]) -> dict[str, dict[str, object]]:
    """Each score with its interval and its counts."""
    scores = [row.score for row in judged]
    together = total(scores)
    return {
        name: {**estimate._asdict(), **getattr(together, name)._asdict()}
        for name, estimate in estimates(scores).items()
    }


def summary(judged: Sequence[Judged]) -> list[str]:
    """The scores as lines to print."""
    scores = [row.score for row in judged]
    together = total(scores)
    lines = []
    for name, estimate in estimates(scores).items():
        counts = ", ".join(f"{k} {v}" for k, v in getattr(together, name)._asdict().items())
        lines.append(f"{name:16} {_line(estimate)}   {counts}")
    return lines


def _line(estimate: Estimate) -> str:
    return f"{estimate.figure:.3f}  ({estimate.low:.3f} to {estimate.high:.3f})"


def mistakes(judged: Iterable[Judged]) -> list[str]:
    """What is wrong, worst first: text, gold and prediction in notation."""
    wrong = sorted((row for row in judged if row.score.mistakes), key=_badness)
    return [line for row in wrong for line in _mistake(row)]


def _badness(row: Judged) -> tuple[int, str]:
    return -row.score.mistakes, row.item.id


def _mistake(row: Judged) -> list[str]:
    parts = ("constraint", "logic", "concept_strict", "concept_relaxed")
    counts = "  ".join(f"{part} {'/'.join(map(str, getattr(row.score, part)))}" for part in parts)
    exact = "exact" if row.score.exact.right else "not exact"
    return [
        f"{row.item.id}  {exact}  {counts}  (tp/fp/fn)",
        f"  text  {row.item.kind}: {' '.join(row.item.text.split())}",
        f"  gold  {row.item.kind_gold}: {to_notation(row.item.expression, domains=True)}",
        f"  pred  {row.kind}: {to_notation(row.expression, domains=True)}",
        "",
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Score, print and write the result."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--errors", action="store_true", help="print what is wrong, worst first")
    options.add_argument("--kind-from", choices=("gold", "none"), default="gold")
    options.add_argument("--gold", type=Path, help="another gold file")
    given = options.parse_args(arguments)
    path = given.gold or data_path("gold_dev", "gold_dev.jsonl")
    judged = judge(read_gold(path), criteria_nlp.parse, kind_from=given.kind_from)
    if given.errors:
        print(*mistakes(judged), sep="\n")
    print(
        f"{len(judged)} criteria of {path.name}, kind from {given.kind_from}",
        *summary(judged),
        sep="\n",
    )
    suffix = "" if given.kind_from == "gold" else "_no_kind"
    result = {"criteria": len(judged), "kind_from": given.kind_from, "scores": figures(judged)}
    write_result(path.stem + suffix, result)


if __name__ == "__main__":
    main()
