"""Doubts: what a reader should look at, as warnings of the result."""

from __future__ import annotations

from criteria_nlp.pipeline.layers import Quantity
from criteria_nlp.pipeline.logic.findings import Findings
from criteria_nlp.schema import Warning

_MESSAGES = {
    "bare_equality": "an equality; a lost \u2265 or \u2264 is likely, the sign is kept as written",
    "lost_comparator": "a damaged comparator; its direction is unknown",
    "unread_value": "a value among examples, of which nothing was made",
    "bare_threshold": "a threshold without a comparator, kept as an equality",
}


def doubts(findings: Findings, quantity: Quantity, *, threshold: bool = False) -> list[Warning]:
    """The warnings of a quantity; a `threshold` should have had a comparator."""
    codes = list(quantity.warnings)
    if threshold and not quantity.explicit:
        codes.append("bare_threshold")
    place = findings.place(quantity.start, quantity.end)
    return [Warning(code=code, message=_MESSAGES[code], **place) for code in codes]


def unread_value(findings: Findings, start: int, end: int) -> Warning:
    """The warning for examples that hold a value nothing was made of."""
    code = "unread_value"
    return Warning(code=code, message=_MESSAGES[code], **findings.place(start, end))
