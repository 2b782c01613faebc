"""Reads the eligibility criteria of clinical trials into structured, typed logic.

    import criteria_nlp
    record = criteria_nlp.parse("Exclusion: eGFR inferior to 60 mL/min/1.73m2 or pregnancy")

Importing the package is cheap: spaCy is imported when the first pipeline is built.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Criterion": "schema",
    "CriteriaNlpError": "errors",
    "Expression": "schema",
    "Fact": "schema",
    "Parser": "api",
    "Record": "schema",
    "dumps": "schema",
    "from_notation": "schema",
    "json_schema": "schema",
    "load": "api",
    "loads": "schema",
    "parse": "api",
    "read": "readers",
    "to_notation": "schema",
}

__all__ = [
    "CriteriaNlpError",
    "Criterion",
    "Expression",
    "Fact",
    "Parser",
    "Record",
    "dumps",
    "from_notation",
    "json_schema",
    "load",
    "loads",
    "parse",
    "read",
    "to_notation",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
