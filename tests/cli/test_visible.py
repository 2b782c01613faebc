"""Text made fit for one line of a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_nlp.cli.visible import visible


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Age ≥ 18", "Age ≥ 18"),
        ("  a\r\n\t b\u2028c ", "a b c"),
        ("\x1b[31mred\x00", "\\x1b[31mred\\x00"),
        ("\u202eegA", "\\u202eegA"),
        ("\udce9", "\\udce9"),
    ],
)
def test_visible(text: str, expected: str) -> None:
    assert visible(text) == expected


@given(st.text())
def test_one_line_without_controls(text: str) -> None:
    shown = visible(text)
    assert len(shown.splitlines()) <= 1
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in shown)
