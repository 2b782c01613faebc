"""List markers: bullets, numbers and letters at the beginning of a line."""

from __future__ import annotations

import re

BULLETS = "•·●○◦▪▫■□◆◇►▶▸➢➤✓✔‣⁃∙※\uf0b7\uf0a7\uf0d8\uf0fc\uf06f\uf02d\ufffd"
MARKER = re.compile(
    rf"""
      (?P<bullet>
          \\?[*\-+–—−]{{1,2}} (?=[^\S\r\n]|$)        # "- ", "* ", "\- ", "-- "
        | [*\-–—] (?=[A-Z]|[^\W\d_]{{2}})            # "-Age", not "-5" and not "**bold**"
        | [{BULLETS}]+                              # these are never anything else
        | o (?=[ \t]+\S)                             # Word's second level
      )
    | (?P<paren> \( (?: \d{{1,2}} | [a-z] | [ivx]{{1,5}} ) \\?\) (?=\s|[A-Z]|$) )
    | (?P<many> (?: \d{{1,2}}\. ){{1,3}} \d{{1,2}} \\?[.)] (?=\s|$) )
    | (?P<number>
          \d{{1,3}} (?: \\?[.)](?=\s|[^\W\d_]|[<>≥≤]|$) | \s?[-–](?=\s+[A-Z]) | /(?=\s?[A-Z][a-z]) )
      )
    | (?P<letter>
          [a-z] \\?[.)] (?=\s|$)
        | [A-Z] (?: \\?\. (?=\s+[A-Z0-9<>≥≤]) | \\?\) (?=\s|$) )
      )
    | (?P<roman> (?: [ivx]{{2,5}} \\?[.)] | [IVX]{{2,5}} \\?\) ) (?=\s|$) )
    """,
    re.VERBOSE,
)

_ROMAN = {"i": 1, "v": 5, "x": 10}


def family_and_ordinal(text: str, start: int, end: int, group: str) -> tuple[str, int]:
    """The style of a marker, shared by all markers of one list, and its number (0: a bullet).

    A single letter that may be a Roman numeral ("i.") is given as the letter it is; `reread`
    turns it round when its list says so.
    """
    if group == "bullet":
        return text[start + (text[start] == "\\")], 0
    marker = text[start:end].replace("\\", "")
    core = marker.strip("().-–/ \t")
    if group == "many":
        return "1.1.", int(core.rpartition(".")[2])
    closing = marker[-1]
    opening = "(" if group == "paren" else ""
    if core.isdigit():
        return f"{opening}1{closing}", int(core)
    if len(core) == 1:
        return f"{opening}{'a' if core.islower() else 'A'}{closing}", ord(core.lower()) - 96
    return f"{opening}{'i' if core.islower() else 'I'}{closing}", roman(core)


def reread(family: str, ordinal: int) -> tuple[str, int] | None:
    """The letter marker of `family` as the Roman numeral it may be, or None."""
    letter = chr(96 + ordinal)
    if letter not in _ROMAN or not 1 <= ordinal <= 26:
        return None
    return family.replace("a", "i").replace("A", "I"), _ROMAN[letter]


def roman(numeral: str) -> int:
    """The value of a Roman numeral below 40; 0 if it is none."""
    values = [_ROMAN.get(c, 0) for c in numeral.lower()]
    following = [*values[1:], 0]
    return sum(-v if v < n else v for v, n in zip(values, following, strict=True))
