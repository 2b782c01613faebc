"""ClinicalTrials.gov API v2: a study, a page of studies, a list of them, or JSON Lines of any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from criteria_nlp.errors import InputError
from criteria_nlp.readers.json_values import values
from criteria_nlp.readers.opening import Opened
from criteria_nlp.readers.source import Source, checked_text
from criteria_nlp.schema.records import Demographics


def read_studies(opened: Opened, text_column: str) -> Iterator[Source | InputError]:
    """The eligibility texts of the studies, an `InputError` for each study without one.

    Raises `FormatError` where a document is not JSON, or holds no study at all.
    """
    for line, value in values(opened):
        if isinstance(value, InputError):
            yield value
            continue
        studies = _studies(value)
        if not studies and not line:
            raise opened.refusal("holds no study")
        for number, study in enumerate(studies, 1):
            # A line usually is one study; a document counts its studies.
            place = line if line and len(studies) == 1 else f"study {number}"
            yield _source(opened, study, f"{line}, {place}" if line not in ("", place) else place)


def demographics(module: dict[str, Any]) -> Demographics | None:
    """The age, sex and volunteer fields of an `eligibilityModule`; None where it has none.

    A field that is not of its documented type is taken as absent.
    """
    volunteers, ages = module.get("healthyVolunteers"), module.get("stdAges")
    sex = _string(module.get("sex"))
    found = Demographics(
        minimum_age=_string(module.get("minimumAge")),
        maximum_age=_string(module.get("maximumAge")),
        sex=sex.upper() if sex else None,
        healthy_volunteers=volunteers if isinstance(volunteers, bool) else None,
        std_ages=tuple(filter(None, map(_string, ages))) if isinstance(ages, list) else (),
    )
    return found if found != Demographics() else None


def _studies(value: Any) -> list[Any]:
    if isinstance(value, dict) and "studies" in value and "protocolSection" not in value:
        value = value["studies"]
    return value if isinstance(value, list) else [value]


def _source(opened: Opened, study: Any, place: str) -> Source | InputError:
    protocol = _member(study, "protocolSection")
    if protocol is None:
        return opened.fault("is no study: it has no object 'protocolSection'", place)
    trial_id = _string((_member(protocol, "identificationModule") or {}).get("nctId"))
    named = f"{place} ({trial_id})" if trial_id else place
    module = _member(protocol, "eligibilityModule")
    if module is None or "eligibilityCriteria" not in module:
        return opened.fault("the study has no eligibility criteria", named)
    try:
        return Source(
            text=checked_text(module["eligibilityCriteria"], "eligibilityCriteria"),
            trial_id=trial_id,
            demographics=demographics(module),
            origin=opened.origin("ctgov_v2", place),
        )
    except ValueError as error:
        return opened.fault(str(error), named)


def _member(value: Any, name: str) -> dict[str, Any] | None:
    member = value.get(name) if isinstance(value, dict) else None
    return member if isinstance(member, dict) else None


def _string(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) and value.strip() != "N/A" else None
