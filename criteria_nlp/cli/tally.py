"""Counts of a run, and the line that sums it up."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

from criteria_nlp.schema import Record

_STATUSES = ("computable", "partial", "non_computable")


@dataclass(slots=True)
class Tally:
    """What a run has read so far."""

    records: int = 0
    errors: int = 0
    warnings: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    begun: float = field(default_factory=time.perf_counter)

    def add(self, record: Record) -> None:
        """Counts a record, its criteria and its warnings."""
        self.records += 1
        self.statuses.update(criterion.status for criterion in record.criteria)
        # A warning may stand at its criterion and at the record too; it is one warning.
        found = [*record.warnings, *(w for c in record.criteria for w in c.warnings)]
        self.warnings += len({(w.code, w.message, w.start, w.end) for w in found})

    def line(self) -> str:
        """`2 records, 40 criteria (30 computable, …), 3 warnings, 0 errors, 1.2 s`."""
        parts = ", ".join(f"{self.statuses[status]} {status}" for status in _STATUSES)
        criteria = _counted(self.statuses.total(), "criterion", "criteria")
        return ", ".join(
            (
                _counted(self.records, "record"),
                f"{criteria} ({parts})",
                _counted(self.warnings, "warning"),
                _counted(self.errors, "error"),
                f"{time.perf_counter() - self.begun:.1f} s",
            )
        )


def _counted(number: int, name: str, names: str | None = None) -> str:
    return f"{number:,} {name if number == 1 else names or name + 's'}"
