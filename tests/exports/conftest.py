"""What the tests of the exports share: records that use every part of the contract."""

from collections.abc import Iterator

import pytest

from criteria_nlp.schema import (
    Concept,
    Criterion,
    Demographics,
    Evidence,
    Fact,
    Heading,
    Interval,
    Record,
    Residual,
    Warning,
    from_notation,
)

EXPRESSIONS = {
    "I1": "EDSS >= 2 < 5.5 window(during screening)",
    "I2": "any_of(HIV [history], not(all_of(HER2 is positive, NYHA in {III, IV})))",
    "E3": "all_of(except(cancer [family], [melanoma duration(> 1 a)]), "
    'unresolved("too ill", subjective))',
    "E4": "at_least(2, relapse count(>= 1) window(<= 12 mo before screening, last), "
    "EDSS increase(>= 0.5) includes(gait), if(women, pregnancy [planned], ALT > 2.5 x ULN))",
}


def _criterion(id: str, notation: str) -> Criterion:
    return Criterion(
        id=id,
        parent="I1" if id == "I2" else None,
        kind="inclusion" if id.startswith("I") else "exclusion",
        kind_source="inferred",
        kind_confidence=0.75,
        start=10,
        end=20,
        text=f"text of {id}",
        normalized_text="normal",
        status="partial" if "unresolved" in notation else "computable",
        expression=from_notation(notation),
        confidence=0.5,
        **({"restated": True} if id == "E3" else {}),
        warnings=(Warning(code="odd", message="look"),) if id == "E4" else (),
    )


def _records() -> Iterator[tuple[int, Record]]:
    yield (
        1,
        Record(
            id="a",
            trial_id="T1",
            source={"path": "in.csv", "format": "csv", "place": "row 1"},
            demographics=Demographics(minimum_age="18 Years", sex="ALL", healthy_volunteers=False),
            criteria=tuple(_criterion(*item) for item in EXPRESSIONS.items()),
            headings=(Heading(start=0, end=9, text="Inclusion", kind="inclusion"),),
            residual=(Residual(start=30, end=32, text="--", reason="decoration"),),
            warnings=(Warning(code="long", message="very"),),
        ),
    )
    fact = Fact(
        concept=Concept(
            text="Hb",
            start=10,
            end=12,
            domain="measurement",
            name="haemoglobin",
            modifiers=("low",),
        ),
        value=Interval(low=9.0, low_inclusive=True, unit="g/dL", start=13, end=20),
        evidence=(Evidence(role="concept", source="measurements: Hb", start=10, end=12),),
    )
    bare = _criterion("I1", "x")
    yield 3, Record(criteria=(Criterion(**{**_fields(bare), "expression": fact}),))


def _fields(criterion: Criterion) -> dict[str, object]:
    return {name: getattr(criterion, name) for name in criterion.__struct_fields__}


@pytest.fixture
def records() -> list[tuple[int, Record]]:
    """Two records, the first and the third of an input of which the second is bad."""
    return list(_records())
