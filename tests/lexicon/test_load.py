"""The compiled lexicon: the same as the built one, and never used when stale or damaged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from criteria_nlp.lexicon import Lexicon, load
from criteria_nlp.lexicon.build import build_lexicon
from criteria_nlp.lexicon.files import FOLDER

TOML = 'domain = "condition"\n[[concept]]\nname = "{name}"\nexample = [{{text="x", expect="x"}}]\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small lexicon that is taken for the packaged one, and a cache folder of its own."""
    made = tmp_path / "lexicon"
    for name in ("comparators", "concepts"):
        (made / name).mkdir(parents=True)
    for path in (*FOLDER.glob("*.toml"), FOLDER / "comparators" / "symbols.toml"):
        (made / path.relative_to(FOLDER)).touch()
    (made / "concepts" / "one.toml").write_text(TOML.format(name="gout"), "utf-8")
    monkeypatch.setattr(load, "FOLDER", made)
    monkeypatch.setenv("CRITERIA_NLP_CACHE", str(tmp_path / "cache"))
    load.load_lexicon.cache_clear()
    yield made
    load.load_lexicon.cache_clear()


def again(folder: Path) -> Lexicon:
    """The lexicon as a new process loads it."""
    load.load_lexicon.cache_clear()
    return load.load_lexicon(folder)


def names(lexicon: Lexicon) -> set[str]:
    return {phrase.info.name for row in lexicon.tables.concepts.payloads for phrase in row}


def files(folder: Path) -> list[Path]:
    return sorted((folder.parent / "cache").iterdir())


def forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing is built from TOML."""
    monkeypatch.setattr(load, "build_lexicon", lambda _: pytest.fail("built again"))


def test_the_packaged_lexicon_survives_its_file() -> None:
    built = build_lexicon(FOLDER)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(built), type=Lexicon) == built


def test_the_second_process_reads_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = again(folder)
    forbid(monkeypatch)
    assert again(folder) == first
    assert names(first) == {"gout"}


def test_a_changed_file_is_compiled_anew(folder: Path) -> None:
    again(folder)
    (folder / "concepts" / "one.toml").write_text(TOML.format(name="asthma"), "utf-8")
    assert names(again(folder)) == {"asthma"}
    (folder / "concepts" / "two.toml").write_text(TOML.format(name="gout"), "utf-8")
    assert names(again(folder)) == {"asthma", "gout"}
    assert len(files(folder)) == 3


def spoilt(data: bytes) -> Iterator[bytes]:
    yield b""
    yield data[:-1]
    yield data + b"\0"
    for place in (0, 31, 32, len(data) // 2, len(data) - 1):
        yield data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_a_damaged_file_is_not_used(folder: Path) -> None:
    good = again(folder)
    (file,) = files(folder)
    data = file.read_bytes()
    for bad in spoilt(data):
        file.write_bytes(bad)
        assert again(folder) == good
        assert file.read_bytes() == data


def test_a_file_of_another_make_is_not_used(folder: Path) -> None:
    good = again(folder)
    (file,) = files(folder)
    foreign = msgspec.msgpack.encode({"tables": 3})
    file.write_bytes(load.sha256(foreign).digest() + foreign)
    assert again(folder) == good


def test_old_files_go(folder: Path) -> None:
    for name in "abcdefg":
        (folder / "concepts" / "one.toml").write_text(TOML.format(name=name), "utf-8")
        assert names(again(folder)) == {name}
    assert len(files(folder)) == 4


@pytest.mark.parametrize("cache", ["", "/dev/null/no/folder"])
def test_without_a_cache_folder(folder: Path, monkeypatch: pytest.MonkeyPatch, cache: str) -> None:
    monkeypatch.setenv("CRITERIA_NLP_CACHE", cache)
    assert names(again(folder)) == {"gout"}
    assert not (folder.parent / "cache").exists()


def test_another_folder_is_never_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "FOLDER", FOLDER)
    assert names(again(folder)) == {"gout"}
    assert not (folder.parent / "cache").exists()
