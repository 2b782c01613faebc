"""Modules of the extra `table`, which need not be installed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from criteria_nlp.errors import CriteriaNlpError, MissingExtraError


def extra(name: str) -> Any:
    """A module of the extra `table`; raises `MissingExtraError` where it is not installed."""
    package = name.partition(".")[0]
    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise MissingExtraError(package, "table") from None
    except ImportError as error:
        # It is there, but does not get on with what else is (another numpy, say).
        raise CriteriaNlpError(f"{package} cannot be loaded: {error}") from None
