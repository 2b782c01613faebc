"""Relations between mentions on the validation trials of Chia, end to end and with gold mentions.

    python -m evaluation.chia_relations [--model NAME]

Each line is read alone. The resolver and a rule that takes the nearest get the gold mentions and,
with --model, the entities that a spaCy pipeline finds. Writes results/chia_relations.json.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from criteria_nlp.harness import Findings, Result, judge_text
from criteria_nlp.harness.families import families
from criteria_nlp.harness.gold import lines_of
from criteria_nlp.harness.predictions import findings_of, load_model
from criteria_nlp.pipeline.resolver import Place, Tie, resolve
from criteria_nlp.pipeline.resolver.features import words
from criteria_nlp.readers.annotated import AnnotatedText, read_split
from criteria_nlp.scoring import Mention
from evaluation.data import data_path, write_result

RELATIONS = ("Has_value", "Has_temporal", "Has_negation", "Has_qualifier", "Has_multiplier")
JOINING = ("OR", "AND")
Resolve = Callable[[str, Sequence[Place]], list[Tie]]

_OWNED = {name.partition("_")[2].capitalize(): name for name in RELATIONS}
_JOINED = {", or": "OR", "or": "OR", "and/or": "OR", ", and": "AND", "and": "AND", ",": ""}


def gold_lines(split: str = "val") -> tuple[AnnotatedText, ...]:
    """The lines of the trials of a split with the relations that are measured."""
    gold = lines_of(read_split(data_path("chia", "brat"), split))
    print(f"{gold.cut} mentions are cut and {gold.lost} relations lost at the ends of lines")
    return tuple(map(_measured, gold.texts))


def _measured(text: AnnotatedText) -> AnnotatedText:
    kept = tuple(r for r in text.relations if r.label in (*RELATIONS, *JOINING))
    return msgspec.structs.replace(text, relations=kept)


def nearest(text: str, places: Sequence[Place]) -> list[Tie]:
    """The rule to be beaten: a modifier belongs to the nearest thing, neighbours of a kind join.

    Of two things equally near the one before. Neighbours with nothing but a comma between them
    are joined as the next ones of their list are; a list without a word that joins is not one.
    """
    return [*_owned(places), *_lists(text, places)]


def _owned(places: Sequence[Place]) -> Iterator[Tie]:
    heads = [i for i, place in enumerate(places) if place.label in words("heads")]
    for i, place in enumerate(places):
        if heads and place.label in _OWNED:
            yield Tie(_OWNED[place.label], min(heads, key=lambda j: _gap(places[j], place)), i)


def _gap(left: Place, right: Place) -> tuple[int, int]:
    return max(right.start - left.end, left.start - right.end, 0), left.start


def _lists(text: str, places: Sequence[Place]) -> Iterator[Tie]:
    order = sorted(range(len(places)), key=lambda i: places[i][1:])
    members: list[int] = []
    for i, j in pairwise(order):
        between = " ".join(text[places[i].end : places[j].start].lower().split())
        if places[i].label != places[j].label or between not in _JOINED:
            members = []
            continue
        members = members or [i]
        members.append(j)
        if _JOINED[between]:
            for at, left in enumerate(members):
                yield from (Tie(_JOINED[between], left, right) for right in members[at + 1 :])
            members = []


def found(text: AnnotatedText, mentions: Sequence[Mention], resolver: Resolve) -> Findings:
    """The mentions of the fifteen types, and the relations of those kinds between them."""
    known = words("heads") | words("modifiers")
    kept = tuple(mention for mention in mentions if mention[0] in known)
    places = [Place(label, spans[0][0], spans[-1][1]) for label, spans in kept]
    ties = [tie for tie in resolver(text.text, places) if tie.label in (*RELATIONS, *JOINING)]
    return Findings(kept, tuple((tie.label, (tie.head, tie.tail)) for tie in ties))


def run(
    lines: Sequence[AnnotatedText],
    mentions: Sequence[Sequence[Mention]],
    resolver: Resolve,
    name: str,
) -> Result:
    """The result of a resolver on what a tagger found, line by line."""
    told = (found(*pair, resolver) for pair in zip(lines, mentions, strict=True))
    return Result("chia val", name, list(map(judge_text, lines, told)))


def rows(result: Result) -> dict[str, Any]:
    """The figures of the relations alone."""
    made = result.to_json(with_counts=False)["figures"]
    return {name: made[name] for name in ("relation_strict", "relation_relaxed") if name in made}


def report(result: Result) -> Iterator[str]:
    """The figures of the relations as lines to print."""
    yield f"{result.predictions}:"
    for family in families(result.figures):
        if family.name.startswith("relation"):
            for row in family.rows:
                f1 = f"{row.f1.figure:.3f} ({row.f1.low:.3f} to {row.f1.high:.3f})"
                parts = f"P {row.precision.figure:.3f}  R {row.recall.figure:.3f}"
                yield f"  {family.name:17} {row.label:15} F1 {f1}  {parts}  {row.counts.tp} right"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and write the result."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--model", help="a spaCy pipeline that finds entities, package or folder")
    given = options.parse_args(arguments)
    lines = gold_lines()
    sources = {"gold": [[(m.label, m.spans) for m in line.mentions] for line in lines]}
    if given.model is not None:
        read = findings_of(load_model(given.model))
        sources["found"] = [list(told.mentions) for told in read(lines)]
    model = given.model and Path(given.model).name
    result: dict[str, Any] = {"lines": len(lines), "model": model}
    for mentions, by_line in sources.items():
        for name, resolver in (("learned", resolve), ("nearest", nearest)):
            made = run(lines, by_line, resolver, f"{mentions} mentions, {name}")
            print(*report(made), sep="\n")
            result[f"{mentions}_{name}"] = rows(made)
    write_result("chia_relations", result)


if __name__ == "__main__":
    main()
