"""The one-line notation: it shows what a tree says, can be read back, and refuses with a place."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria_nlp.errors import NotationError
from criteria_nlp.schema import (
    AllOf,
    AnyOf,
    AtLeast,
    Category,
    Concept,
    Except,
    Expression,
    Fact,
    If,
    Include,
    Interval,
    Not,
    Unresolved,
    Window,
    from_notation,
    to_notation,
)

# What a line leaves out: where things stand, how they are written, and where they come from.
UNSAID = {"start", "end", "unit_text", "anchor_text", "name", "codes", "modifiers", "evidence"}


def said(value: Any) -> Any:
    """The object less what its line does not show."""
    if isinstance(value, tuple):
        return tuple(said(member) for member in value)
    if not isinstance(value, msgspec.Struct):
        return value
    unsaid = UNSAID | ({"text"} if isinstance(value, Category) else set())
    names = [name for name in value.__struct_fields__ if name not in unsaid]
    return type(value)(**{name: said(getattr(value, name)) for name in names})


@given(st.from_type(Expression))  # type: ignore[arg-type]
def test_round_trip(node: Expression) -> None:
    assert from_notation(to_notation(node, domains=True)) == said(node)


@given(st.from_type(Expression))  # type: ignore[arg-type]
def test_one_line(node: Expression) -> None:
    line = to_notation(node)
    assert to_notation(from_notation(line)) == line


def fact(text: str, **fields: Any) -> Fact:
    return Fact(concept=Concept(text=text), **fields)


def interval(low: float | None, high: float | None, closed: str, **fields: Any) -> Interval:
    """`closed` is "", "low", "high" or "low high"."""
    return Interval(
        low=low, high=high, low_inclusive="low" in closed, high_inclusive="high" in closed, **fields
    )


A, B, C = fact("A"), fact("B"), fact("C")

LINES = [
    # Operators
    ("A", A),
    ("all_of(A, B)", AllOf(args=(A, B))),
    ("any_of(A, not(B))", AnyOf(args=(A, Not(arg=B)))),
    ("at_least(2, A, B, C)", AtLeast(n=2, args=(A, B, C))),
    ("if(A, B)", If(condition=A, then=B)),
    ("if(A, B, C)", If(condition=A, then=B, otherwise=C)),
    ("except(A, [B, C])", Except(arg=A, exceptions=(B, C))),
    ('unresolved("see (5.2)", reference)', Unresolved(text="see (5.2)", reason="reference")),
    # Values: no comparator is another's neighbour
    ("eGFR < 60", fact("eGFR", value=interval(None, 60, ""))),
    ("eGFR <= 60", fact("eGFR", value=interval(None, 60, "high"))),
    ("eGFR > 60", fact("eGFR", value=interval(60, None, ""))),
    ("eGFR >= 60", fact("eGFR", value=interval(60, None, "low"))),
    ("EDSS = 5", fact("EDSS", value=interval(5, 5, "low high"))),
    ("age >= 18 <= 55 a", fact("age", value=interval(18, 55, "low high", unit="a"))),
    ("ALT <= 2.5 x ULN", fact("ALT", value=interval(None, 2.5, "high", reference="ULN"))),
    ("HER2 is positive", fact("HER2", value=Category(category="positive"))),
    ("NYHA in {III, IV}", fact("NYHA", value=Category(categories=("III", "IV")))),
    # The other parts of a fact
    ("EDSS increase", fact("EDSS", change="increase")),
    ("EDSS increase(>= 1)", fact("EDSS", change="increase", value=interval(1, None, "low"))),
    ("relapse count(>= 2)", fact("relapse", count=interval(2, None, "low"))),
    ("MS duration(> 1 a)", fact("MS", duration=interval(1, None, "", unit="a"))),
    (
        "relapse window(<= 24 mo before screening, last)",
        fact("relapse", window=Window(high=24, high_inclusive=True, unit="mo", which="last")),
    ),
    (
        "EDSS window(during enrollment)",
        fact("EDSS", window=Window(direction="during", anchor="enrollment")),
    ),
    ("malignancy [history]", fact("malignancy", temporality="history")),
    ("diabetes [family]", fact("diabetes", experiencer="family")),
    # Words that look like notation
    ('"if any"', fact("if any")),
    ('"hepatitis (B, C)"', fact("hepatitis (B, C)")),
    ('"PaO2/FiO2 < 300"', fact("PaO2/FiO2 < 300")),
    ("count of cells", fact("count of cells")),
]


@pytest.mark.parametrize(("line", "node"), LINES)
def test_line(line: str, node: Expression) -> None:
    assert from_notation(line) == node
    assert to_notation(node) == line


def test_domain() -> None:
    node = Fact(concept=Concept(text="eGFR", domain="measurement"), value=interval(None, 60, ""))
    assert to_notation(node, domains=True) == "eGFR < 60 @measurement"
    assert from_notation("eGFR < 60 @measurement") == node


def about(domain: Any, text: str, includes: tuple[str, ...] = (), **fields: Any) -> Fact:
    shown = tuple(Include(text=text) for text in includes)
    return Fact(concept=Concept(text=text, domain=domain, includes=shown), **fields)


EGFR = "mL/min/{1.73_m2}"
YEAR = Window(high=12, high_inclusive=True, unit="mo")
ENROLLED = Window(direction="during", anchor="enrollment")


def edss(**fields: Any) -> Fact:
    return about("measurement", "EDSS", **fields)


# The worked examples of the contract, §5.
WORKED = [
    pytest.param(
        "any_of(eGFR < 60 mL/min/{1.73_m2} @measurement, renal failure [confirmed] @condition, "
        "inability to undergo MRI examination @observation)",
        AnyOf(
            args=(
                about("measurement", "eGFR", value=interval(None, 60, "", unit=EGFR)),
                about("condition", "renal failure", certainty="confirmed"),
                about("observation", "inability to undergo MRI examination"),
            )
        ),
        id="renal",
    ),
    pytest.param(
        "any_of("
        "all_of(EDSS <= 5 window(during enrollment) @measurement, "
        "EDSS increase(>= 1) window(<= 12 mo before screening) @measurement), "
        "all_of(EDSS >= 5.5 window(during enrollment) @measurement, "
        "EDSS increase(>= 0.5) window(<= 12 mo before screening) @measurement))",
        AnyOf(
            args=(
                AllOf(
                    args=(
                        edss(value=interval(None, 5, "high"), window=ENROLLED),
                        edss(change="increase", value=interval(1, None, "low"), window=YEAR),
                    )
                ),
                AllOf(
                    args=(
                        edss(value=interval(5.5, None, "low"), window=ENROLLED),
                        edss(change="increase", value=interval(0.5, None, "low"), window=YEAR),
                    )
                ),
            )
        ),
        id="EDSS",
    ),
    pytest.param(
        "immunosuppressive therapy window(< 3 mo before screening, last) "
        "includes(natalizumab, fingolimod) @drug",
        about(
            "drug",
            "immunosuppressive therapy",
            ("natalizumab", "fingolimod"),
            window=Window(high=3, unit="mo", which="last"),
        ),
        id="therapy",
    ),
    pytest.param(
        "except(malignancy [history] @condition, [basal cell carcinoma of the skin @condition, "
        "carcinoma in situ duration(> 1 a) @condition])",
        Except(
            arg=about("condition", "malignancy", temporality="history"),
            exceptions=(
                about("condition", "basal cell carcinoma of the skin"),
                about("condition", "carcinoma in situ", duration=interval(1, None, "", unit="a")),
            ),
        ),
        id="malignancy",
    ),
    pytest.param(
        "all_of(Women of childbearing age @demographic, effective contraception @observation)",
        AllOf(
            args=(
                about("demographic", "Women of childbearing age"),
                about("observation", "effective contraception"),
            )
        ),
        id="contraception",
    ),
]


@pytest.mark.parametrize(("line", "node"), WORKED)
def test_worked_example(line: str, node: Expression) -> None:
    assert from_notation(line) == node
    assert to_notation(node, domains=True) == line


@pytest.mark.parametrize(
    ("line", "reason", "at"),
    [
        ("", "expected the words of a concept", 0),
        ("all_of(A, )", "expected the words of a concept", 10),
        ("all_of(A, B", "expected a closing parenthesis", 11),
        ("not(A, B)", "not does not take 2 arguments", 9),
        ("except(A)", "except does not take 1 arguments", 9),
        ("at_least(A, B)", "expected a number", 9),
        ("eGFR < 60 <", "expected a comparator and a number", 9),
        ("A window(soon)", "expected a direction and an anchor", 9),
        ('unresolved("x")', "expected a comma and a reason", 14),
        ("A B)", "expected the end", 3),
    ],
)
def test_refusal_says_where(line: str, reason: str, at: int) -> None:
    with pytest.raises(NotationError) as caught:
        from_notation(line)
    assert caught.value.reason == reason
    assert caught.value.place == f"character {at} of {line!r}"
