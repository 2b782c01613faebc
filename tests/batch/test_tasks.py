"""What becomes of a task that a process died of."""

import pytest

from criteria_nlp.batch.chunks import Chunk
from criteria_nlp.batch.pool import Death
from criteria_nlp.batch.tasks import Task, after_death
from criteria_nlp.errors import InputError
from criteria_nlp.exports import export_for
from criteria_nlp.readers import Source

SOURCES = tuple(Source(text=str(n), origin={"path": "a", "place": f"row {n}"}) for n in range(3))
TASK = Task(Chunk(0, 1, SOURCES), export_for("a.jsonl"))


def survived(*deaths: int | None) -> Task:
    task = TASK
    for at in deaths:
        task = after_death(task, Death(-9, at))
    return task


@pytest.mark.parametrize(
    ("deaths", "deadly"),
    [
        ((1,), []),
        ((1, 1), [1]),
        ((1, 2), [2]),
        ((1, 1, 2), [1, 2]),
        ((None, None), []),
        ((3, 3), []),
    ],
)
def test_the_second_death_has_a_culprit(deaths: tuple[int | None, ...], deadly: list[int]) -> None:
    task = survived(*deaths)
    assert sorted(task.deadly) == deadly
    assert all("(exit code -9)" in reason for reason in task.deadly.values())
    assert (task.deaths, task.chunk) == (len(deaths), TASK.chunk)


@pytest.mark.parametrize("at", [None, 3])
def test_processes_that_die_before_or_after_the_texts(at: int | None) -> None:
    with pytest.raises(InputError, match="a, row 0: 3 processes died over this chunk"):
        survived(at, at, at)
