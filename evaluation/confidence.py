"""How sure criteria are, and how often they are right.

    python -m evaluation.confidence [--fit]

With --fit, first learns the weights of `criteria_nlp/pipeline/logic/confidence.toml` from the part
of our own corpus that is there to train on. Then measures the confidence on its development part
and, where it is at hand, on gold_dev. Writes results/confidence.json.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from criteria_nlp.api import load
from criteria_nlp.cli.evaluate import reliability
from criteria_nlp.harness import Result, evaluate, joined, judge_criterion
from criteria_nlp.lexicon import load_lexicon
from criteria_nlp.pipeline.logic import confidence as model
from criteria_nlp.pipeline.logic.confidence import Evidence
from criteria_nlp.pipeline.logic.criteria import evidence
from criteria_nlp.pipeline.logic.findings import Findings
from criteria_nlp.pipeline.logic.record import items_of, read_items
from criteria_nlp.scoring import GoldItem
from criteria_nlp.scoring.corpus import load_corpus
from criteria_nlp.training.calibration import logistic
from evaluation.data import data_root, write_result

CORPUS = Path(__file__).resolve().parents[1] / "corpora" / "criteria"
_DIGITS = 2
# Without much evidence, each thing is taken to cost something; the constant is free.
_TOWARDS, _RIDGE = -0.5, 5.0


class Outcome(NamedTuple):
    """What speaks against a criterion, and whether it was right in every part."""

    evidence: Evidence
    right: bool


def outcomes(items: Iterable[GoldItem]) -> Iterator[Outcome]:
    """Every item that was read as one criterion; of several, none can be said to be right."""
    nlp, lexicon = load(), load_lexicon()
    for item in items:
        doc = nlp.make_doc(item.text)
        doc._.criteria_kind = item.kind
        criteria = nlp(doc)._.criteria.criteria
        read = read_items(Findings(doc), lexicon, items_of(doc))
        tops = [part for part, made in zip(read, criteria, strict=True) if made.parent is None]
        if len(tops) == 1:
            tally = judge_criterion(item, joined(criteria)).tally
            yield Outcome(evidence(tops[0]), bool(tally["exact"][""].tp))


def fit(found: Sequence[Outcome]) -> dict[str, float]:
    """The weights by name."""
    inputs = np.array([outcome.evidence.inputs() for outcome in found])
    right = np.array([float(outcome.right) for outcome in found])
    free = np.arange(inputs.shape[1]) > 0
    weights = logistic(inputs, right, _TOWARDS * free, _RIDGE * free)
    return {name: round(float(w), _DIGITS) for name, w in zip(model.WEIGHTS, weights, strict=True)}


def write(weights: dict[str, float]) -> None:
    """Put new weights into the data file, below its comment, and use them from now on."""
    path = Path(model.__file__).with_name(model.FILE)
    kept = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
    rows = [f"{name} = {weight}" for name, weight in weights.items()]
    path.write_text("\n".join([*kept, *rows, ""]), encoding="utf-8")
    model.weights.cache_clear()


def measured() -> Iterator[Result]:
    """The results on what no weight was learned from."""
    yield evaluate(CORPUS, split="dev")
    gold = data_root() / "gold_dev" / "gold_dev.jsonl"
    if gold.exists():
        yield evaluate(gold)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit if asked to, measure, print and write the result."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--fit", action="store_true", help="learn the weights anew")
    if options.parse_args(arguments).fit:
        found = list(outcomes(load_corpus(CORPUS, "train")))
        weights = fit(found)
        write(weights)
        print(f"fitted on {len(found)} criteria: {weights}")
    told = {}
    for result in measured():
        print(*reliability(result.gold, result.calibrations["criterion"]), sep="\n")
        told[result.gold] = result.to_json(with_counts=False)["calibration"]["criterion"]
    write_result("confidence", told)


if __name__ == "__main__":
    main()
