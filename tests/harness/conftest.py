"""What the tests of the harness share: a small annotated corpus with predictions, as files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Rows = list[dict[str, Any]]

FEVER = "No fever & <b>cough</b> within 2 weeks"
RENAL = "Severe renal failure"
ACUITY = 'Acuity "20/40" or better'

GOLD = [
    ("T1_exc_0", "T1", FEVER, ("Negation", "No"), ("Condition", "fever"), ("Condition", "cough"),
     ("Temporal", "within 2 weeks")),
    ("T1_exc_1", "T1", RENAL, ("Qualifier", "Severe"), ("Condition", "renal failure")),
    ("T2_inc_0", "T2", ACUITY, ("Measurement", "Acuity")),
]  # fmt: skip
FOUND = [
    ("T1_exc_0", "T1", FEVER, ("Negation", "No"), ("Condition", "fever"), ("Condition", "<b>cough"),
     ("Temporal", "2 weeks")),
    ("T1_exc_1", "T1", RENAL, ("Condition", "Severe renal failure")),
    ("T2_inc_0", "T2", ACUITY, ("Measurement", "Acuity")),
]  # fmt: skip


def _span_row(id: str, trial: str, text: str, *places: tuple[str, str]) -> dict[str, Any]:
    entities = []
    for label, words in places:
        start = text.index(words)
        entities.append({"type": label, "start": start, "end": start + len(words), "text": words})
    return {"id": id, "nct_id": trial, "text": text, "entities": entities}


def _write(path: Path, rows: Rows) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, Rows], Path]:
    """Writes rows as JSON Lines into an empty folder."""
    return lambda name, rows: _write(tmp_path / name, rows)


@pytest.fixture
def gold_spans(tmp_path: Path) -> Path:
    """Three annotated sentences of two trials."""
    return _write(tmp_path / "gold.jsonl", [_span_row(*row) for row in GOLD])


@pytest.fixture
def found_spans(tmp_path: Path) -> Path:
    """What was found in them: two right, three with other offsets, one missed."""
    return _write(tmp_path / "found.jsonl", [_span_row(*row) for row in FOUND])


def _fact(text: str, words: str, **fields: Any) -> dict[str, Any]:
    start = text.index(words)
    concept = {"text": words, "start": start, "end": start + len(words), "domain": "condition"}
    return {"op": "fact", "concept": concept, **fields}


CRITERIA = ("No fever or cough", "Age > 18 years", "Fever")
AGE = {"low": 18, "low_inclusive": False, "high": None, "high_inclusive": False, "unit": "a"}


@pytest.fixture
def gold_criteria(tmp_path: Path) -> Path:
    """Three gold criteria of two trials."""
    no, age, fever = CRITERIA
    both = {"op": "any_of", "args": [_fact(no, "fever"), _fact(no, "cough")]}
    expressions = [{"op": "not", "arg": both}, _fact(age, "Age", value=AGE), _fact(fever, "Fever")]
    return _write(
        tmp_path / "criteria.jsonl",
        [
            {
                "id": f"C{n}",
                "trial": f"T{n // 2}",
                "kind": "inclusion",
                "text": text,
                "expression": e,
            }
            for n, (text, e) in enumerate(zip(CRITERIA, expressions, strict=True))
        ],
    )


@pytest.fixture
def found_criteria(tmp_path: Path) -> Path:
    """What was read: the negation of one concept lost, a bound made inclusive, the last right."""
    no, age, fever = CRITERIA
    both = [{"op": "not", "arg": _fact(no, "fever")}, _fact(no, "cough")]
    expressions = [
        {"op": "any_of", "args": both},
        _fact(age, "Age", value={**AGE, "low_inclusive": True}),
        _fact(fever, "Fever"),
    ]
    return _write(
        tmp_path / "read.jsonl",
        [{"id": f"C{n}", "kind": "inclusion", "expression": e} for n, e in enumerate(expressions)],
    )


@pytest.fixture
def corpus() -> Path:
    """Our own corpus."""
    return Path(__file__).resolve().parents[2] / "corpora" / "criteria"
