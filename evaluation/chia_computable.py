"""Whether a criterion can be computed, on the validation trials of Chia.

    python -m evaluation.chia_computable [--report OUT.html] [--split NAME]

A line is computable for Chia if it has concepts and no part that is marked as not to be queried,
partial if it has both, non_computable if it has such parts alone; a line with neither is left out.
What marks such a part, `readers/annotated/labels/chia.toml` says. Writes
results/chia_computable.json.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from criteria_nlp.api import parse
from criteria_nlp.cli.evaluate import lines
from criteria_nlp.harness import Judgement, Note, Parse, Reading, Result, joined, report
from criteria_nlp.harness.gold import lines_of
from criteria_nlp.harness.judgements import marks
from criteria_nlp.readers.annotated import AnnotatedText, read_split
from criteria_nlp.readers.annotated.labels import DOMAINS, UNRESOLVED, load_labels
from criteria_nlp.readers.annotated.relabelling import Relabelling
from criteria_nlp.schema import to_notation, unresolved
from criteria_nlp.scoring import Mention, relaxed_mentions
from criteria_nlp.scoring.details import computability, same_class
from evaluation.data import data_path, write_result

_OPEN = "unresolved"


def gold_lines(split: str = "val") -> list[AnnotatedText]:
    """The lines of a split with what their labels mean to us."""
    meaning = Relabelling(load_labels("chia"))
    return list(map(meaning, lines_of(read_split(data_path("chia", "brat"), split)).texts))


def gold_class(text: AnnotatedText) -> str | None:
    """What Chia says of a line; None where it says nothing."""
    labels = {mention.label for mention in text.mentions}
    if labels.isdisjoint(UNRESOLVED):
        return None if labels.isdisjoint(DOMAINS) else "computable"
    return "non_computable" if labels.isdisjoint(DOMAINS) else "partial"


def judge(text: AnnotatedText, wanted: str, reading: Reading) -> Judgement:
    """The judgement of one line: its class, and the places that are not resolved."""
    found = computability(reading.expression)
    gold = [(_OPEN, m.spans) for m in text.mentions if m.label in UNRESOLVED]
    places: list[Mention] = [
        (_OPEN, ((piece.start, piece.end),))
        for piece in unresolved(reading.expression)
        if piece.start is not None and piece.end is not None
    ]
    return Judgement(
        id=text.id,
        group=text.trial_id or text.id,
        text=text.text,
        tally={
            "computability": same_class(wanted, found),
            "entity_relaxed": relaxed_mentions(gold, places),
        },
        marks=marks(gold, places),
        notes=(
            Note("gold", wanted),
            Note("found", f"{found}: {to_notation(reading.expression, domains=True)}"),
        ),
    )


def run(texts: Iterable[AnnotatedText], parse: Parse, name: str) -> Result:
    """The result of a parser, which is told the heading of every line."""
    judged = [
        judge(text, wanted, joined(parse(text.text, kind=text.kind).criteria))
        for text in texts
        if (wanted := gold_class(text)) is not None
    ]
    return Result("chia", name, judged)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print and write the result."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--split", default="val", help="the trials of Chia to measure on")
    options.add_argument("--report", type=Path, help="write a report with the errors")
    given = options.parse_args(arguments)
    texts = gold_lines(given.split)
    classes = Counter(map(gold_class, texts))
    print(f"{classes.pop(None, 0)} of {len(texts)} lines have neither concepts nor such parts")
    result = run(texts, parse, "criteria_nlp")
    print(*lines(result), sep="\n")
    if given.report is not None:
        given.report.write_text(report(result), encoding="utf-8")
    write_result("chia_computable", result.to_json(with_counts=False))


if __name__ == "__main__":
    main()
