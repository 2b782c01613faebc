"""Text from a file, made fit to print on one line of a terminal."""

from __future__ import annotations

import re

_BLANKS = re.compile(r"[ \t\r\n\v\f\x85\u2028\u2029]+")
# C0 and C1 controls could command the terminal; the bidirectional ones could disguise the text.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """The text on one line, runs of blanks as one space and control characters as escapes."""
    return _CONTROLS.sub(_escaped, _BLANKS.sub(" ", text)).strip()


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
