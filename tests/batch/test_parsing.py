"""Whose fault an error is: that of the record, or that of the installation."""

import pytest

import criteria_nlp
from criteria_nlp.batch.parsing import parsed
from criteria_nlp.errors import InputError, LexiconError, MissingExtraError, ModelError
from criteria_nlp.readers import Source

SOURCE = Source(text="EDSS <= 5.0", origin={"path": "a.csv", "place": "row 3"})


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    def fail(text: str, **_: object) -> None:
        raise request.param

    monkeypatch.setattr(criteria_nlp, "parse", fail)


@pytest.mark.parametrize("failing", [ValueError("odd"), RecursionError()], indirect=True)
def test_what_the_text_causes_is_an_error_of_its_own(failing: None) -> None:
    error = parsed(SOURCE)
    assert isinstance(error, InputError)
    assert str(error).startswith("a.csv: row 3: the pipeline failed: ")


@pytest.mark.parametrize(
    "failing",
    [LexiconError("broken"), MissingExtraError("transformer", "it"), ModelError("gone")],
    indirect=True,
)
def test_what_no_text_would_survive_stops_the_run(failing: None) -> None:
    with pytest.raises((LexiconError, MissingExtraError, ModelError)):
        parsed(SOURCE)
