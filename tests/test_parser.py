"""`Parser`: one for many texts and many threads, and the same records whichever way."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import criteria_nlp
from criteria_nlp import Parser
from criteria_nlp.readers import Source

LIST = "Inclusion Criteria:\n* EDSS < {0}\n* no HIV infection since {0} months"
TEXTS = [LIST.format(number) for number in range(9)]


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


@pytest.mark.parametrize("batch_size", [1, 2, 9, 100])
def test_many_texts_give_what_each_gives(parser: Parser, batch_size: int) -> None:
    found = list(parser.parse_many(TEXTS, batch_size=batch_size))
    assert found == [criteria_nlp.parse(text) for text in TEXTS]
    assert found[5].criteria[0].text == "* EDSS < 5"


def test_a_source_keeps_what_its_file_says(parser: Parser) -> None:
    origin = {"path": "a.csv", "format": "csv", "place": "row 3"}
    source = Source(text="Pregnancy", id="7", trial_id="T", kind="exclusion", origin=origin)
    (record,) = parser.parse_many([source])
    assert (record.id, record.trial_id, record.source) == ("7", "T", origin)
    assert record.criteria[0].kind == "exclusion"


def test_texts_are_taken_as_they_are_needed(parser: Parser) -> None:
    taken = []

    def endless() -> Iterator[str]:
        while True:
            taken.append("Age > 18")
            yield taken[-1]

    records = parser.parse_many(endless(), batch_size=3)
    assert next(records).criteria[0].text == "Age > 18"
    assert len(taken) == 3


def test_threads_share_a_parser(parser: Parser) -> None:
    expected = [criteria_nlp.parse(text) for text in TEXTS] * 8
    fresh = Parser()
    for shared in (parser, fresh):
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(shared.parse, TEXTS * 8)) == expected
