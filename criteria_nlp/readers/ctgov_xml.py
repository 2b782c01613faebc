"""ClinicalTrials.gov legacy XML: `clinical_study`, alone or several in any root."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped, unused-ignore]
from defusedxml.ElementTree import (  # type: ignore[import-untyped, unused-ignore]
    DefusedXMLParser,
    iterparse,
)

from criteria_nlp.errors import InputError
from criteria_nlp.readers.opening import Opened
from criteria_nlp.readers.source import Source, checked_text
from criteria_nlp.schema.records import Demographics

_SEXES = {"all": "ALL", "both": "ALL", "female": "FEMALE", "male": "MALE"}
_VOLUNTEERS = {"accepts healthy volunteers": True, "yes": True, "no": False}


def read_studies(opened: Opened, text_column: str) -> Iterator[Source | InputError]:
    """The eligibility texts of the studies, an `InputError` for each study without one.

    Studies are parsed one at a time. Raises `FormatError` where the XML is not well-formed, has
    a document type declaration, or holds no study.
    """
    number = 0
    for number, study in enumerate(_studies(opened), 1):
        yield _source(opened, study, f"study {number}")
    if not number:
        raise opened.refusal("holds no <clinical_study>")


def demographics(eligibility: Element) -> Demographics | None:
    """The age, sex and volunteer fields of an `eligibility` element; None where it has none."""
    found = Demographics(
        minimum_age=_content(eligibility, "minimum_age"),
        maximum_age=_content(eligibility, "maximum_age"),
        sex=_SEXES.get((_content(eligibility, "gender") or "").lower()),
        healthy_volunteers=_VOLUNTEERS.get(
            (_content(eligibility, "healthy_volunteers") or "").lower()
        ),
    )
    return found if found != Demographics() else None


def _studies(opened: Opened) -> Iterator[Element]:
    # The XML declaration names the encoding, unless the caller names one other than the default.
    encoding = None if opened.encoding in ("utf-8-sig", "utf-16", "utf-32") else opened.encoding
    # A registry record needs no DTD, and without one there are no entities to expand or fetch.
    parser = DefusedXMLParser(encoding=encoding, forbid_dtd=True)
    try:
        for _, element in iterparse(opened.stream, events=("end",), parser=parser):
            if element.tag == "clinical_study":
                yield element
                element.clear()
    except ParseError as error:
        line, column = error.position
        reason = str(error).partition(":")[0]
        place = f"line {line}, column {column + 1}"
        raise opened.refusal(f"XML that is not well-formed: {reason}", place) from None
    except DefusedXmlException:
        raise opened.refusal(
            "XML with a document type declaration (DTD) is refused: it could define entities "
            "that expand without end or read other files"
        ) from None
    except (LookupError, ValueError) as error:
        raise opened.refusal(f"XML in an encoding that cannot be read: {error}") from None


def _source(opened: Opened, study: Element, place: str) -> Source | InputError:
    trial_id = _content(study, "id_info/nct_id")
    named = f"{place} ({trial_id})" if trial_id else place
    eligibility = study.find("eligibility")
    block = study.find("eligibility/criteria/textblock")
    if eligibility is None or block is None:
        return opened.fault("the study has no eligibility criteria", named)
    try:
        text = checked_text("".join(block.itertext()), "textblock")
    except ValueError as error:
        return opened.fault(str(error), named)
    return Source(
        text=text,
        trial_id=trial_id,
        demographics=demographics(eligibility),
        origin=opened.origin("ctgov_xml", place),
    )


def _content(element: Element, path: str) -> str | None:
    text = (element.findtext(path) or "").strip()
    return text if text and text != "N/A" else None
