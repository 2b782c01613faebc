"""Counts of a run, and the line that sums it up."""

from __future__ import annotations

from collections import Counter

import msgspec

from criteria_nlp.schema import Record

_STATUSES = ("computable", "partial", "non_computable")


class Tally(msgspec.Struct):
    """What was read: records, criteria by status, warnings, and records that could not be."""

    records: int = 0
    errors: int = 0
    warnings: int = 0
    statuses: dict[str, int] = {}

    def add(self, record: Record) -> None:
        """Counts a record, its criteria and its warnings."""
        self.records += 1
        for criterion in record.criteria:
            self.statuses[criterion.status] = self.statuses.get(criterion.status, 0) + 1
        # A warning may stand at its criterion and at the record too; it is one warning.
        found = [*record.warnings, *(w for c in record.criteria for w in c.warnings)]
        self.warnings += len({(w.code, w.message, w.start, w.end) for w in found})

    def merge(self, other: Tally) -> None:
        """Counts what another tally counted."""
        self.records += other.records
        self.errors += other.errors
        self.warnings += other.warnings
        self.statuses = dict(Counter(self.statuses) + Counter(other.statuses))

    @property
    def criteria(self) -> int:
        """How many criteria there are."""
        return sum(self.statuses.values())

    def line(self, seconds: float) -> str:
        """`2 records, 40 criteria (75.0 % computable, …), 3 warnings, 0 errors, 1.2 s`."""
        shares = ", ".join(f"{self._share(status):.1%} {status}" for status in _STATUSES)
        return ", ".join(
            (
                _counted(self.records, "record"),
                f"{_counted(self.criteria, 'criterion', 'criteria')} ({shares})",
                _counted(self.warnings, "warning"),
                _counted(self.errors, "error"),
                f"{seconds:.1f} s",
            )
        )

    def _share(self, status: str) -> float:
        return self.statuses.get(status, 0) / max(1, self.criteria)


def _counted(number: int, name: str, names: str | None = None) -> str:
    return f"{number:,} {name if number == 1 else names or name + 's'}"
