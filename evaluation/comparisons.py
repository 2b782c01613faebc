"""Operators and values on the comparisons of the Leaf Clinical Trials corpus.

    python -m evaluation.comparisons [--errors] [--bare] [--limit N] [--predictions FILE]

Writes results/comparisons.json and the predictions, one JSON list of [operator, value] a line.
Gold: a JSON object a line, `text` and `comps`; a comparison has `gold` pairs, `ops` as written.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import criteria_nlp
from criteria_nlp.lexicon import load_lexicon
from criteria_nlp.pipeline.layers import Quantity, Stretch, words_of
from criteria_nlp.pipeline.sheet import read_layer
from criteria_nlp.pipeline.units import read_unit
from criteria_nlp.scoring import Counts
from evaluation.data import RESULTS, data_path, json_lines, write_result
from evaluation.pair_figures import pair_figures, row_text

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Pair = tuple[str, float]
Triple = tuple[str, float, str | None]
ReadUnit = Callable[[str], "str | None"]

ANY_UNIT = "any"
"""The unit of a gold pair whose comparison names none that can be read."""

_PAST = re.compile(r"last|past|previous|prior|preceding|recent|ago|before", re.IGNORECASE)


class Gold(NamedTuple):
    """The pairs of one line: those that count, each with its unit, and values that do not."""

    counted: dict[Pair, str | None]
    neutral: frozenset[float]


class Judged(NamedTuple):
    """One line: its text, its comparisons, the gold, what was found, and the counts."""

    text: str
    comparisons: list[dict[str, Any]]
    gold: Gold
    found: list[Triple]
    counts: Counts


# --- what the pipeline says ----------------------------------------------------------------------


ORDINALS = "numerals#roman"


def predicted(doc: Doc, *, bare: bool = False) -> list[Triple]:
    """Operator, value and unit of every quantity of a Doc, in reading order.

    A number without a comparator counts as `<=` where it is a window in the past; elsewhere it is
    left out, or counts as `=` with `bare`. Roman numerals ("NYHA II-IV") are ordinals that this
    corpus never annotates as comparisons: they are left out.
    """
    past = {
        stretch.quantity
        for stretch in read_layer(doc, "stretches", Stretch)
        if stretch.window is not None and stretch.window.direction == "before"
    }
    triples: list[Triple] = []
    for quantity in read_layer(doc, "quantities", Quantity):
        if ORDINALS in quantity.source:
            continue
        triples += triples_of(quantity, (quantity.start, quantity.end) in past, bare=bare)
    return triples


def triples_of(quantity: Quantity, in_past: bool, *, bare: bool = False) -> Iterator[Triple]:
    """The bounds of one quantity; both numbers of a pair ("140/90") have the same operator."""
    if not quantity.explicit:
        operator = "<=" if in_past else "=" if bare else None
        values = quantity.numbers if quantity.pair else (quantity.low, quantity.high)[:1]
        if operator:
            yield from ((operator, v, quantity.unit) for v in values if v is not None)
        return
    for operator, bound in _bounds(quantity):
        yield from (
            (operator, v, quantity.unit) for v in (quantity.numbers if quantity.pair else (bound,))
        )


def _bounds(quantity: Quantity) -> list[Pair]:
    low, high = quantity.low, quantity.high
    if low is not None and low == high:
        return [("=", low)]
    bounds = []
    if low is not None:
        bounds.append((">=" if quantity.low_inclusive else ">", low))
    if high is not None:
        bounds.append(("<=" if quantity.high_inclusive else "<", high))
    return bounds


# --- the gold ------------------------------------------------------------------------------------


def gold_of(comparisons: Iterable[dict[str, Any]], unit_of: ReadUnit) -> Gold:
    """The gold pairs of one line.

    A pair whose comparison states no operator counts as `<=` where it is a time in the past, and
    is neutral otherwise: what is found for its value is neither right nor wrong.
    """
    counted: dict[Pair, str | None] = {}
    neutral = set()
    for comparison in comparisons:
        unit = gold_unit(comparison, unit_of)
        past = comparison["temporal"] and any(map(_PAST.search, comparison["period"]))
        for operator, number in comparison["gold"]:
            value = round(float(number), 4)
            if operator != "=" or comparison["ops"]:
                counted[operator, value] = unit
            elif past:
                counted["<=", value] = unit
            else:
                neutral.add(value)
    return Gold(counted, frozenset(neutral))


def gold_unit(comparison: dict[str, Any], unit_of: ReadUnit) -> str | None:
    """The UCUM numerator of a comparison's first unit (the corpus leaves denominators out)."""
    spellings = [*comparison["unit"], *comparison["tunit"]]
    return unit_of(spellings[0]) if spellings else ANY_UNIT


def numerator(unit: str | None) -> str | None:
    """The unit without what it is divided by."""
    return unit.partition("/")[0] or None if unit else None


def unit_reader(nlp: Language) -> ReadUnit:
    """A function from a spelling to the numerator of its UCUM code, `ANY_UNIT` if it has none."""
    lexicon = load_lexicon()

    def read(spelling: str) -> str | None:
        words = words_of(nlp.tokenizer(spelling))
        unit = read_unit(words, 0, len(words), lexicon)
        return numerator(unit.ucum) if unit is not None and unit.ucum else ANY_UNIT

    return read


# --- the score -----------------------------------------------------------------------------------


def judged_line(line: dict[str, Any], found: Sequence[Triple], unit_of: ReadUnit) -> Judged:
    """One line with its counts of (operator, value) pairs, each counted once."""
    gold = gold_of(line["comps"], unit_of)
    rounded = [(operator, round(value, 4), unit) for operator, value, unit in found]
    kept = [t for t in rounded if t[:2] in gold.counted or t[1] not in gold.neutral]
    pairs = {triple[:2] for triple in kept}
    tp = len(pairs & gold.counted.keys())
    counts = Counts(tp, len(pairs) - tp, len(gold.counted) - tp)
    return Judged(line["text"], line["comps"], gold, kept, counts)


def with_units(row: Judged) -> Counts:
    """The counts of one line when a pair is right only with the right unit."""
    pairs = {triple[:2] for triple in row.found}
    tp = sum(_unit_is_right(row, pair) for pair in row.gold.counted)
    return Counts(tp, len(pairs) - tp, len(row.gold.counted) - tp)


def _unit_is_right(row: Judged, pair: Pair) -> bool:
    wanted = row.gold.counted[pair]
    units = {numerator(unit) for *found, unit in row.found if tuple(found) == pair}
    return bool(units) and (wanted == ANY_UNIT or wanted in units)


def unit_counts(judged: Iterable[Judged]) -> tuple[int, int]:
    """Of the pairs that were found and whose gold unit is known: right units, and all."""
    right = known = 0
    for row in judged:
        found = {triple[:2] for triple in row.found}
        for pair, unit in row.gold.counted.items():
            if pair in found and unit != ANY_UNIT:
                known += 1
                right += _unit_is_right(row, pair)
    return right, known


# --- the errors ----------------------------------------------------------------------------------


def errors(judged: Iterable[Judged], examples: int = 5) -> list[str]:
    """False positives and negatives by kind, the most frequent first, with examples."""
    groups: dict[str, list[str]] = defaultdict(list)
    for row in judged:
        for kind, detail in _line_errors(row):
            groups[kind].append(f"    {detail}   | {' '.join(row.text.split())[:150]}")
    lines = []
    for kind, found in sorted(groups.items(), key=lambda group: -len(group[1])):
        lines += [f"{len(found):5}  {kind}", *found[:: max(1, len(found) // examples)][:examples]]
    return lines


def _line_errors(row: Judged) -> Iterator[tuple[str, str]]:
    found = {triple[:2] for triple in row.found}
    wanted = row.gold.counted.keys()
    for pair in sorted(wanted - found):
        other = sorted(op for op, value in found - wanted if value == pair[1])
        kind = f"found as {other[0]}" if other else "not found"
        yield f"missed, {kind}: gold {_wording(row, pair)}", f"{pair[0]} {pair[1]:g}"
    for pair in sorted(found - wanted):
        if not any(value == pair[1] for _, value in wanted):
            place = "beside other gold" if row.comparisons else "on a line without gold"
            yield f"invented {place}: {pair[0]}", f"{pair[0]} {pair[1]:g}"
        elif not any(value == pair[1] for _, value in wanted - found):
            yield f"second operator for a right value: {pair[0]}", f"{pair[0]} {pair[1]:g}"


def _wording(row: Judged, pair: Pair) -> str:
    """The operator of a gold pair as the text has it."""
    for comparison in row.comparisons:
        if pair[1] in (round(float(value), 4) for _, value in comparison["gold"]):
            written = " … ".join(comparison["optext"]).casefold() or "(no operator)"
            return f"{pair[0]} written {written!r}" + (" time" if comparison["temporal"] else "")
    return pair[0]


# --- the run -------------------------------------------------------------------------------------


def _report(judged: Sequence[Judged]) -> dict[str, Any]:
    counts, unit = [row.counts for row in judged], [with_units(row) for row in judged]
    right, known = unit_counts(judged)
    return {
        "lines": len(judged),
        "pairs": pair_figures(counts, samples=300),
        "pairs_with_units": pair_figures(unit, samples=300),
        "unit_accuracy": {"right": right, "of": known, "figure": right / max(1, known)},
    }


def _print(result: dict[str, Any]) -> None:
    for name in ("pairs", "pairs_with_units"):
        print(f"{name:16}  {row_text(result[name])}")
    unit = result["unit_accuracy"]
    print(f"unit of found pairs {unit['figure']:.3f} ({unit['right']} of {unit['of']})")


def main(arguments: Sequence[str] | None = None) -> None:
    """Predict, score, print and write the result."""
    options = argparse.ArgumentParser(description="Operators and values on LCT lines.")
    options.add_argument("--errors", action="store_true", help="print what is wrong, by kind")
    options.add_argument("--examples", type=int, default=5, help="examples of each kind of error")
    options.add_argument("--bare", action="store_true", help="count bare numbers as '='")
    options.add_argument("--limit", type=int, help="only the first lines")
    options.add_argument(
        "--predictions", type=Path, default=RESULTS / "comparisons_predictions.jsonl"
    )
    given = options.parse_args(arguments)
    lines = list(json_lines(data_path("lct", "comparisons.jsonl")))[: given.limit]
    nlp = criteria_nlp.load()
    unit_of = unit_reader(nlp)
    found = [predicted(nlp(line["text"]), bare=given.bare) for line in lines]
    given.predictions.parent.mkdir(parents=True, exist_ok=True)
    with given.predictions.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps([t[:2] for t in triples]) + "\n" for triples in found)
    judged = [judged_line(line, f, unit_of) for line, f in zip(lines, found, strict=True)]
    if given.errors:
        print(*errors(judged, given.examples), sep="\n")
    result = _report(judged)
    _print(result)
    if given.limit is None:
        write_result("comparisons" + ("_bare" if given.bare else ""), result)


if __name__ == "__main__":
    main()
