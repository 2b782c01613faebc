"""ClinicalTrials.gov legacy XML, and the XML that is refused."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from criteria_nlp.errors import FormatError, InputError
from criteria_nlp.readers import Source, read
from criteria_nlp.schema import Demographics

Write = Callable[[str, str | bytes], Path]

BLOCK = "&#xD;\n        Inclusion:&#xD;\n\n          -  Age &gt; 18 &amp; &lt; 60 µ\n      "


def study(number: int, block: str = BLOCK, fields: str = "") -> str:
    return (
        f"<clinical_study><id_info><nct_id>EXAMPLE-{number}</nct_id></id_info><eligibility>"
        f"<criteria><textblock>{block}</textblock></criteria>{fields}</eligibility></clinical_study>"
    )


def test_the_text_is_what_the_parser_gives(write: Write) -> None:
    path = write("study.xml", study(1))
    (source,) = read(path)
    assert isinstance(source, Source)
    assert source.text == ElementTree.parse(path).findtext(".//textblock")
    assert source.text.startswith("\r\n        Inclusion:\r\n\n")
    assert source.trial_id == "EXAMPLE-1"
    assert source.origin == {"path": str(path), "format": "ctgov_xml", "place": "study 1"}


def test_several_studies_in_one_root(write: Write) -> None:
    bad = "<clinical_study><id_info><nct_id>EXAMPLE-2</nct_id></id_info></clinical_study>"
    path = write("all.xml", f"<all>{study(1)}\n{bad}<x>{study(3)}</x>{study(4, ' ')}</all>")
    first, second, third, fourth = read(path)
    assert isinstance(first, Source) and isinstance(third, Source)
    assert third.origin["place"] == "study 3"
    assert isinstance(second, InputError) and isinstance(fourth, InputError)
    assert str(second) == f"{path}: study 2 (EXAMPLE-2): the study has no eligibility criteria"
    assert "blank" in fourth.reason


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("", None),
        (
            "<gender>Both</gender><minimum_age>18 Years</minimum_age>"
            "<maximum_age>N/A</maximum_age><healthy_volunteers>No</healthy_volunteers>",
            Demographics(minimum_age="18 Years", sex="ALL", healthy_volunteers=False),
        ),
        (
            "<gender>All</gender>"
            "<healthy_volunteers>Accepts Healthy Volunteers</healthy_volunteers>",
            Demographics(sex="ALL", healthy_volunteers=True),
        ),
        (
            "<gender>Female</gender><minimum_age>N/A</minimum_age>"
            "<maximum_age>6 Months</maximum_age>",
            Demographics(sex="FEMALE", maximum_age="6 Months"),
        ),
        ("<gender>?</gender><healthy_volunteers/>", None),
    ],
)
def test_demographics(write: Write, fields: str, expected: Demographics | None) -> None:
    (source,) = read(write("study.xml", study(1, fields=fields)))
    assert isinstance(source, Source)
    assert source.demographics == expected


BILLION_LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(10))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (f"<!DOCTYPE x [{BILLION_LAUGHS}]>{study(1, '&e9;')}", "document type declaration"),
        (
            '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
            + study(1, "&e;"),
            "document type declaration",
        ),
        ('<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">' + study(1), "document type declaration"),
        ("<!DOCTYPE html><html><body>a page</body></html>", "document type declaration"),
        (study(1)[:-9], "line 5, column .*: XML that is not well-formed"),
        (study(1, "a \x01 control"), "line 1, column .*: XML that is not well-formed"),
        (study(1, "&undefined;"), "XML that is not well-formed"),
        ("<?xml version='1.0' encoding='klingon'?>" + study(1), "encoding|well-formed"),
        ("<?xml version='1.0'?><other/>", "no <clinical_study>"),
    ],
)
def test_refused(write: Write, content: str, reason: str) -> None:
    path = write("study.xml", content)
    with pytest.raises(FormatError, match=reason) as raised:
        list(read(path))
    assert raised.value.path == str(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_declared_encodings(write: Write, encoding: str) -> None:
    name = encoding.removesuffix("-sig")
    content = f"<?xml version='1.0' encoding='{name}'?>{study(1, 'µ and é')}".encode(encoding)
    (source,) = read(write("study.xml", content))
    assert isinstance(source, Source)
    assert source.text == "µ and é"


def test_a_named_encoding_wins_over_none_declared(write: Write) -> None:
    path = write("study.xml", study(1, "µ and é").encode("latin-1"))
    (source,) = read(path, encoding="latin-1")
    assert isinstance(source, Source)
    assert source.text == "µ and é"
