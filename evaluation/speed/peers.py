"""Other programs that read criteria or their quantities, each as a function of one line.

None is needed: one that is not installed is left out, and the result says so. They find other and
mostly fewer things; what is compared is what a line costs.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable

from evaluation.speed.timing import Read


def quantulum3() -> Read:
    """quantulum3, without its optional classifier: quantities and units."""
    from quantulum3 import parser

    def read(line: str) -> object:
        return parser.parse(line)

    return read


def medspacy_default() -> Read:
    """medspaCy's default pipeline: sentences, targets and context, with no target rules."""
    import medspacy
    from loguru import logger

    logger.disable("PyRuSH")  # it tells every token otherwise, and pays for that
    read: Read = medspacy.load()
    return read


def openmed() -> Read:
    """openmed's `parse_trial_criteria`, on a record made of one line."""
    from openmed.clinical.trials.contracts import TrialStudyRecord
    from openmed.clinical.trials.criteria import parse_trial_criteria

    def read(line: str) -> object:
        study = TrialStudyRecord(
            study_id="NCT00000000",
            overall_status="COMPLETED",
            brief_title="A study",
            official_title=None,
            last_update_date="2024-01-01",
            conditions=("disease",),
            interventions=(),
            locations=(),
            eligibility_text=line,
            retrieved_at="2024-01-01T00:00:00Z",
            source_digest="sha256:" + "0" * 64,
        )
        return parse_trial_criteria(study)

    return read


PEERS: dict[str, Callable[[], Read]] = {
    "quantulum3": quantulum3,
    "medspaCy default": medspacy_default,
    "openmed": openmed,
}


def available(probe: str) -> tuple[dict[str, Read], dict[str, str]]:
    """The peers that read a line, and why the others do not."""
    ready: dict[str, Read] = {}
    missing: dict[str, str] = {}
    for name, make in PEERS.items():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                read = make()
                read(probe)
        except Exception as error:  # whatever a foreign program dies of
            missing[name] = f"{type(error).__name__}: {error}"
        else:
            ready[name] = read
    return ready, missing
