"""Compressed inputs: zstd, which needs the extra `table`; gzip is among the other tests."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_nlp.errors import FormatError, MissingExtraError
from criteria_nlp.readers import Source, read
from criteria_nlp.readers.compression import without_compression

Write = Callable[[str, str | bytes], Path]
ROWS = "".join(f'{{"id": "{i}", "text": "Age >= {i}"}}\n' for i in range(2000))


def packed(text: str) -> bytes:
    arrow = pytest.importorskip("pyarrow", exc_type=ImportError)
    return bytes(arrow.compress(text.encode(), codec="zstd", asbytes=True))


def test_zstd_is_read(write: Write) -> None:
    sources = list(read(write("a.jsonl.zst", packed(ROWS))))
    assert [s.text for s in sources if isinstance(s, Source)] == [
        f"Age >= {i}" for i in range(2000)
    ]
    assert sources[7].origin == {
        "path": sources[0].origin["path"],
        "format": "jsonl",
        "place": "line 8",
    }


def test_parts_behind_each_other_are_one_file(write: Write) -> None:
    data = packed("Age >= 18\n") + packed("No gout\n")
    (source,) = read(write("a.txt.zst", data))
    assert isinstance(source, Source)
    assert source.text == "Age >= 18\nNo gout\n"


@pytest.mark.parametrize(("kept", "added"), [(-9, b""), (4, b""), (4, 40 * b"\xff")])
def test_damaged_data_are_told(write: Write, kept: int, added: bytes) -> None:
    path = write("a.jsonl.zst", packed(ROWS)[:kept] + added)
    with pytest.raises(FormatError, match="zstd data are damaged or cut off") as raised:
        list(read(path))
    assert raised.value.path == str(path)


def test_the_extra_that_is_missing_is_named(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a.txt.zst", packed("Age >= 18"))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match="table"):
        list(read(path))


@given(st.from_regex(r"[a-z.]{1,8}", fullmatch=True), st.sampled_from(["", ".gz", ".ZST"]))
def test_only_the_compression_leaves_a_name(stem: str, suffix: str) -> None:
    name = f"{stem}x.xml{suffix}"
    assert without_compression(name) == f"{stem}x.xml"
