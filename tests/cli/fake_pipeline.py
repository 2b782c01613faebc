"""A stand-in for the pipeline, to test the command line without spaCy.

Each line of a text that is not blank is a criterion, its first word the concept. Some words do
more: FAIL raises, WAIT takes a minute, SLOW a moment; KILL ends the process, and ONCE does so for
the first process that makes a file of that name. Run as a script, this is the command line itself.
"""

import os
import re
import signal
import time
from typing import Any

import criteria_nlp
from criteria_nlp.cli import main
from criteria_nlp.schema import (
    AllOf,
    Concept,
    Criterion,
    Demographics,
    Evidence,
    Except,
    Expression,
    Fact,
    Heading,
    Interval,
    Kind,
    Not,
    Record,
    Residual,
    Unresolved,
    Warning,
)


def _fact(start: int, end: int, word: str) -> Fact:
    return Fact(
        concept=Concept(
            text=word, start=start, end=start + len(word), domain="condition", modifiers=("severe",)
        ),
        value=Interval(high=60.0, unit="mL/min", start=start, end=end),
        evidence=(
            Evidence(role="concept", source="conditions: fake", start=start, end=start + len(word)),
            Evidence(role="value", source="rule: fake", start=start, end=end),
        ),
    )


def _expression(start: int, end: int, line: str) -> Expression:
    fact = _fact(start, end, line.split()[0])
    vague = Unresolved(text=line, reason="vague", start=start, end=end)
    return AllOf(args=(fact, Not(arg=fact), Except(arg=fact, exceptions=(vague,))))


def _criterion(number: int, match: re.Match[str], kind: Kind) -> Criterion:
    start, end = match.span()
    return Criterion(
        id=f"C{number}",
        parent="C1" if number == 2 else None,
        kind=kind,
        kind_source="inferred",
        kind_confidence=0.75,
        start=start,
        end=end,
        text=match[0],
        normalized_text=match[0],
        status="partial",
        expression=_expression(start, end, match[0]),
        warnings=(Warning(code="looks-odd", message="look here", start=start, end=end),),
    )


def _is_first() -> bool:
    try:
        os.close(os.open("ONCE", os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def parse(
    text: str,
    *,
    kind: Kind = "unknown",
    trial_id: str | None = None,
    id: str | None = None,
    demographics: Demographics | None = None,
    source: dict[str, Any] | None = None,
) -> Record:
    """A record of the right shape, whatever the text says."""
    if "FAIL" in text:
        raise RuntimeError("two\nlines")
    if "WAIT" in text:
        time.sleep(60)
    if "SLOW" in text:
        time.sleep(0.02)
    if "KILL" in text or ("ONCE" in text and _is_first()):
        os.kill(os.getpid(), signal.SIGKILL)
    heading, *lines = re.finditer(r"\S(?:[^\r\n]*\S)?", text)
    lines = lines or [heading]
    return Record(
        id=id,
        trial_id=trial_id,
        source=source or {},
        demographics=demographics,
        criteria=tuple(_criterion(n, match, kind) for n, match in enumerate(lines, 1)),
        headings=(Heading(start=heading.start(), end=heading.end(), text=heading[0], kind=kind),),
        residual=(Residual(start=0, end=1, text=text[:1], reason="leftover"),),
    )


if __name__ in ("__main__", "__mp_main__"):  # the second is its name in a spawned process
    criteria_nlp.parse = parse  # type: ignore[attr-defined, unused-ignore]
if __name__ == "__main__":
    main()
