"""What the lexicon's files must keep: the loader's refusals, and the rules of the packaged data."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from criteria_nlp.errors import LexiconError
from criteria_nlp.lexicon import ConceptPhrase, lexicon_examples, load_lexicon
from criteria_nlp.lexicon.entries import ConceptEntry, GroupEntry, UnitEntry
from criteria_nlp.lexicon.files import FOLDER, entries, read_toml

EXAMPLE = 'text = "gout"\nexpect = "gout"\n'
CONCEPT_FILES = sorted((FOLDER / "concepts").rglob("*.toml"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A lexicon of empty tables that a test may spoil."""
    for name in ("comparators", "concepts"):
        (tmp_path / name).mkdir()
    for path in FOLDER.glob("*.toml"):
        (tmp_path / path.name).touch()
    (tmp_path / "comparators" / "symbols.toml").touch()
    return tmp_path


# --- the loader's refusals ---------------------------------------------------------------------


NAMED = 'domain = "condition"\n[[{table}]]\nname = "gout"\n{fields}\n'


@pytest.mark.parametrize("table", ["concept", "group"])
@pytest.mark.parametrize(
    ("fields", "example", "reason"),
    [
        ("", "", "at least one example"),
        ("example = []", "", "at least one example"),
        ("sinonyms = []", EXAMPLE, "sinonyms"),
        ("", EXAMPLE + 'note = ""\n', "note"),
        ("", 'text = "gout"\n', "expect"),
        ('domain = "shoe"', EXAMPLE, "shoe"),
        ('exact = ["GT"]', EXAMPLE, "'GT'"),
    ],
)
def test_a_broken_entry_is_refused_with_its_file_and_place(
    folder: Path, table: str, fields: str, example: str, reason: str
) -> None:
    path = folder / "concepts" / "spoilt.toml"
    content = NAMED.format(table=table, fields=fields)
    path.write_text(content + (f"[[{table}.example]]\n{example}" if example else ""), "utf-8")
    with pytest.raises(LexiconError) as caught:
        load_lexicon(folder)
    assert str(path) in str(caught.value)
    assert "gout" in str(caught.value)
    assert reason in str(caught.value)


@pytest.mark.parametrize("content", ['a = "b"\n[[concept]\n', 'a = "b"\na = "c"\n'])
def test_a_file_that_is_no_toml_is_refused_with_its_line(folder: Path, content: str) -> None:
    path = folder / "concepts" / "spoilt.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match="line 2") as caught:
        load_lexicon(folder)
    assert str(path) in str(caught.value)


def test_a_concept_without_a_domain_is_refused(folder: Path) -> None:
    content = f'[[concept]]\nname = "gout"\n[[concept.example]]\n{EXAMPLE}'
    (folder / "concepts" / "spoilt.toml").write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match="domain"):
        load_lexicon(folder)


def test_a_file_that_is_no_text_is_refused(folder: Path) -> None:
    path = folder / "concepts" / "spoilt.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LexiconError, match=re.escape(str(path))):
        load_lexicon(folder)


def _comparator(means: str) -> str:
    return (
        f'[[prefix]]\nmeans = "{means}"\nphrases = ["inferior [to]"]\n'
        f'[[prefix.example]]\ntext = "EDSS inferior to 3"\nexpect = "EDSS {means} 3"\n'
    )


def test_a_comparator_with_two_meanings_is_refused(folder: Path) -> None:
    first, second = (folder / "comparators" / name for name in ("a.toml", "b.toml"))
    first.write_text(_comparator("<"), encoding="utf-8")
    second.write_text(_comparator(">"), encoding="utf-8")
    with pytest.raises(LexiconError, match=r"'inferior.*' means < in a#") as caught:
        load_lexicon(folder)
    assert str(second) in str(caught.value)


def test_a_comparator_given_twice_with_one_meaning_is_accepted(folder: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (folder / "comparators" / name).write_text(_comparator("<"), encoding="utf-8")
    found = load_lexicon(folder).table("prefix").at(("inferior", "to"), 0)
    assert found is not None
    assert [(end, [c.source for c in payloads]) for end, payloads in [found]] == [
        (2, ["a#prefix-1"])
    ]


# --- phrases that count only as they are written -----------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("EGFR", "EGFR mutation"),
        ("eGFR", "estimated glomerular filtration rate"),
        ("egfr", "estimated glomerular filtration rate"),
        ("MCL", "mantle cell lymphoma"),
        ("MCI", "mild cognitive impairment"),
        ("mcL", None),
        ("mCi", None),
    ],
)
def test_spelling_decides_between_acronyms(written: str, name: str | None) -> None:
    found = load_lexicon().table("concepts").at((written.lower(),), 0)
    fitting = [phrase for phrase in found[1] if phrase.exact in (None, written)] if found else []
    assert (fitting[0].info.name if fitting else None) == name


def test_an_exact_name_goes_before_the_names_it_resembles(folder: Path) -> None:
    content = "".join(
        f'[[concept]]\nname = "{name}"\ndomain = "measurement"\nsynonyms = ["{acronym}"]\n{exact}'
        f'[[concept.example]]\ntext = "{acronym} > 2"\nexpect = "{acronym} > 2"\n'
        for name, acronym, exact in (("any", "Zxq", ""), ("as written", "ZXQ", 'exact = ["ZXQ"]\n'))
    )
    (folder / "concepts" / "new.toml").write_text(content, encoding="utf-8")
    found = load_lexicon(folder).table("concepts").at(("zxq",), 0)
    assert found is not None
    assert [(p.info.name, p.exact) for p in found[1]] == [("as written", "ZXQ"), ("any", None)]


# --- the packaged data -------------------------------------------------------------------------


def _named(path: Path) -> Iterator[tuple[str, str, str]]:
    """Every phrase of a file's concepts with its domain and its concept; headings name nothing."""
    content = read_toml(path)
    for source, entry in entries(path, "concept", ConceptEntry, content):
        for phrase in (entry.name, *entry.synonyms):
            yield phrase, str(entry.domain or content.get("domain")), source
    for source, entry in entries(path, "group", GroupEntry, content):
        domain = str(entry.domain or content.get("domain"))
        own = () if entry.heading else (entry.name, *entry.synonyms)
        yield from ((phrase, domain, source) for phrase in own)
        for member in entry.members:
            for phrase in member.split("|"):
                yield phrase.strip(), domain, f"{source}: {member.partition('|')[0].strip()}"


def test_no_phrase_names_two_concepts_or_stands_twice() -> None:
    scanner, table = load_lexicon().scanner, load_lexicon().table("concepts")
    found: dict[tuple[tuple[str, ...], str | None], list[tuple[str, str, str]]] = defaultdict(list)
    for path in CONCEPT_FILES:
        for phrase, domain, source in _named(path):
            keys = scanner.keys(phrase)
            found[keys, _exact(phrase, table.at(keys, 0))].append((phrase, domain, source))
    twice = [places for places in found.values() if len(places) > 1]
    assert not twice, "\n".join(map(str, twice))


def _exact(phrase: str, match: tuple[int, list[ConceptPhrase]] | None) -> str | None:
    """The phrase itself where it counts only as written."""
    return phrase if match and any(payload.exact == phrase for payload in match[1]) else None


def test_the_members_of_a_group_differ() -> None:
    scanner = load_lexicon().scanner
    for path in CONCEPT_FILES:
        for source, entry in entries(path, "group", GroupEntry, read_toml(path)):
            names = Counter(scanner.keys(member.partition("|")[0]) for member in entry.members)
            assert [name for name, times in names.items() if times > 1] == [], source


def test_every_unit_of_a_concept_can_be_read() -> None:
    path = FOLDER / "units.toml"
    codes = {entry.ucum for _, entry in entries(path, "unit", UnitEntry, read_toml(path))}
    for file in CONCEPT_FILES:
        for source, entry in entries(file, "concept", ConceptEntry, read_toml(file)):
            unread = [unit for unit in entry.units if not _composes(unit, codes)]
            assert unread == [], source


def _composes(unit: str, codes: set[str]) -> bool:
    """Whether a code is an entry's, or entries' and powers of ten divided by one another."""
    first, *divisors = unit.split("/")
    atoms = [first, *divisors] if first else divisors
    return unit in codes or all(a in codes or re.fullmatch(r"10\*\d{1,2}", a) for a in atoms)


def test_no_spelling_is_two_units() -> None:
    path = FOLDER / "units.toml"
    scanner, meanings = load_lexicon().scanner, defaultdict(set)
    for _, entry in entries(path, "unit", UnitEntry, read_toml(path)):
        for phrase in entry.phrases:
            meanings[phrase if entry.case_sensitive else scanner.keys(phrase)].add(entry.ucum)
    assert {phrase: codes for phrase, codes in meanings.items() if len(codes) > 1} == {}


def test_the_ranges_and_units_of_measurements_are_plausible() -> None:
    for path in CONCEPT_FILES:
        for source, entry in entries(path, "concept", ConceptEntry, read_toml(path)):
            assert entry.range is None or entry.range[0] < entry.range[1], source
            assert len(set(entry.units)) == len(entry.units), source


def test_the_texts_of_examples_differ() -> None:
    texts = Counter(example.text for _, example in lexicon_examples())
    assert [text for text, times in texts.items() if times > 1] == []
