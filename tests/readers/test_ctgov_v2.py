"""ClinicalTrials.gov API v2 in all its wrappers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from criteria_nlp.errors import FormatError, InputError
from criteria_nlp.readers import Source, read
from criteria_nlp.schema import Demographics

Write = Callable[[str, str | bytes], Path]


def study(number: int, text: str = "Age > 18", **fields: Any) -> dict[str, Any]:
    return {
        "protocolSection": {
            "identificationModule": {"nctId": f"EXAMPLE-{number}"},
            "eligibilityModule": {"eligibilityCriteria": text, **fields},
        }
    }


ONE, TWO = study(1), study(2)
LINES = json.dumps(ONE) + "\n\n" + json.dumps(TWO) + "\n"
FIRST, SECOND = ("EXAMPLE-1", "study 1"), ("EXAMPLE-2", "study 2")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (json.dumps(ONE), [FIRST]),
        (json.dumps(ONE, indent=1), [FIRST]),
        (json.dumps([ONE, TWO]), [FIRST, SECOND]),
        (json.dumps([ONE, TWO], indent=2), [FIRST, SECOND]),
        (json.dumps({"studies": [ONE, TWO], "nextPageToken": "x"}), [FIRST, SECOND]),
        (json.dumps({"totalCount": 1, "studies": [ONE]}, indent=2), [FIRST]),
        (LINES, [("EXAMPLE-1", "line 1"), ("EXAMPLE-2", "line 3")]),
        (
            json.dumps({"studies": [ONE, TWO]}) + "\n" + json.dumps({"studies": [ONE]}),
            [
                ("EXAMPLE-1", "line 1, study 1"),
                ("EXAMPLE-2", "line 1, study 2"),
                ("EXAMPLE-1", "line 2"),
            ],
        ),
    ],
)
def test_wrappers(write: Write, content: str, expected: list[tuple[str, str]]) -> None:
    found = [s for s in read(write("studies.json", content)) if isinstance(s, Source)]
    assert [(s.trial_id, s.origin["place"]) for s in found] == expected
    assert {s.origin["format"] for s in found} == {"ctgov_v2"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        (
            {
                "minimumAge": "18 Years",
                "maximumAge": "6 Months",
                "sex": "ALL",
                "healthyVolunteers": False,
                "stdAges": ["ADULT", "OLDER_ADULT"],
            },
            Demographics(
                minimum_age="18 Years",
                maximum_age="6 Months",
                sex="ALL",
                healthy_volunteers=False,
                std_ages=("ADULT", "OLDER_ADULT"),
            ),
        ),
        ({"minimumAge": "N/A", "sex": "female"}, Demographics(sex="FEMALE")),
        ({"healthyVolunteers": "No", "minimumAge": 18, "stdAges": "ADULT"}, None),
    ],
)
def test_demographics(write: Write, fields: dict[str, Any], expected: Demographics | None) -> None:
    (source,) = read(write("study.json", json.dumps(study(1, **fields))))
    assert isinstance(source, Source)
    assert source.demographics == expected


@pytest.mark.parametrize(
    ("bad", "place", "reason"),
    [
        ({}, "study 2", "no object 'protocolSection'"),
        (7, "study 2", "no object 'protocolSection'"),
        ({"protocolSection": {}}, "study 2", "no eligibility criteria"),
        ({"protocolSection": {"eligibilityModule": {}}}, "study 2", "no eligibility criteria"),
        (study(2, ""), "study 2 (EXAMPLE-2)", "is blank"),
        (study(2, "Age \ud800"), "study 2 (EXAMPLE-2)", "lone surrogate at character 4"),
        (
            {"protocolSection": {"eligibilityModule": {"eligibilityCriteria": None}}},
            "study 2",
            "is null, not text",
        ),
    ],
)
def test_a_bad_study_is_yielded_and_the_others_are_read(
    write: Write, bad: Any, place: str, reason: str
) -> None:
    path = write("studies.json", json.dumps([ONE, bad, study(3)]))
    first, error, third = read(path)
    assert isinstance(first, Source) and isinstance(third, Source)
    assert isinstance(error, InputError)
    assert (error.path, error.place) == (str(path), place)
    assert reason in error.reason


# A first line that is no object says nothing about lines, so it is not among these.
@pytest.mark.parametrize(
    ("bad", "position"),
    [
        ("garbage", 1),
        ("garbage", 2),
        ('{"protocolSection": {"id', 0),
        ('{"protocolSection": {"id', 1),
        ('{"a": 1}', 0),
        ('{"a": 1}', 2),
        ("\x00", 1),
    ],
)
def test_a_bad_line_is_yielded_and_the_others_are_read(
    write: Write, bad: str, position: int
) -> None:
    lines = [json.dumps(ONE), json.dumps(TWO)]
    lines.insert(position, bad)
    found = list(read(write("studies.jsonl", "\n".join(lines)), format="ctgov_v2"))
    assert [isinstance(item, InputError) for item in found] == [i == position for i in range(3)]
    error = found[position]
    assert isinstance(error, InputError)
    assert error.place == f"line {position + 1}"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ('{\n "protocolSection": {\n  "eligibilityModule": {', "line 3, column 25"),
        (json.dumps(ONE)[:60], "line 1, column 56"),
        ('{"studies": [\n{"protocolSection": }]}', "line 2, column 21"),
    ],
)
def test_a_document_that_is_cut_off_names_line_and_column(
    write: Write, content: str, place: str
) -> None:
    path = write("study.json", content)
    with pytest.raises(FormatError, match="not JSON, or cut off") as raised:
        list(read(path))
    assert (raised.value.path, raised.value.place) == (str(path), place)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"studies": []}', "holds no study"),
        ("[" * 100_000, "cannot|can be read"),
        ('{"studies": ' + "1" * 5000 + "}", "can be read"),
    ],
)
def test_a_document_that_holds_nothing(write: Write, content: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        list(read(write("study.json", content), format="ctgov_v2"))
