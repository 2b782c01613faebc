"""The pool, with work so small that any process can do it."""

import operator
import subprocess
import sys
from typing import Any

import pytest

from criteria_nlp.batch import pool


def results(tasks: list[int], work: Any = operator.is_, **options: Any) -> list[tuple[int, Any]]:
    """What becomes of the tasks; by default, whether each is the function it may report to."""
    settings = {"workers": 2, "ordered": True, "after_death": lambda task, death: task, **options}
    return list(pool.run(tasks, work, **settings))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The workers that were started."""
    found: list[Any] = []

    class Counted(pool._Worker[int]):
        def __init__(self, *given: Any) -> None:
            found.append(self)
            super().__init__(*given)

    monkeypatch.setattr(pool, "_Worker", Counted)
    return found


@pytest.mark.parametrize("ordered", [True, False])
def test_every_task_has_a_result(started: list[Any], ordered: bool) -> None:
    found = results(list(range(30)), ordered=ordered)
    assert sorted(found) == [(task, False) for task in range(30)]
    assert found == sorted(found) or not ordered
    assert 1 <= len(started) <= 2
    assert not any(worker.process.is_alive() for worker in started)


def test_no_more_processes_than_tasks(started: list[Any]) -> None:
    assert results([]) == [] and not started
    assert results([1], workers=9) == [(1, False)] and len(started) == 1


def test_an_old_process_is_replaced(started: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_LIFETIME", 2)
    assert len(results(list(range(5)), workers=1)) == 5
    assert [worker.given for worker in started] == [2, 2, 1]


def test_what_the_work_raises_is_raised_here(started: list[Any]) -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        results([1, 2, 3], operator.truediv)
    assert not any(worker.process.is_alive() for worker in started)


_STARTS_ONE = """
import multiprocessing, signal
from criteria_nlp.batch.pool import _interrupts_blocked
with _interrupts_blocked():
    process = multiprocessing.get_context("spawn").Process(target=int)
    process.start()
    blocked = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())
process.join()
print(blocked)
"""


def test_no_process_is_interrupted_before_it_is_ready() -> None:
    # In a process of its own: the first one started also starts Python's resource tracker.
    done = subprocess.run([sys.executable, "-c", _STARTS_ONE], capture_output=True, check=True)
    assert done.stdout.split() == [b"True"]
