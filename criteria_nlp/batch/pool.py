"""Worker processes: tasks go out, results come in, and who dies is replaced.

The processes of `concurrent.futures` would not do: when one of them is killed, all that is under
way is lost, and nobody knows which task it was.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, NamedTuple, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

Work = Callable[[Task, Callable[[int], None]], Result]
"""What is done with a task; it may tell how far it is, as a number."""

_SPAWN = multiprocessing.get_context("spawn")
_WAITING = 4
"""How many results a process may wait for one before them that takes long."""
_LIFETIME = 500
"""How many tasks a process gets: spaCy keeps every word it meets, and so memory would grow."""


class Death(NamedTuple):
    """How a worker ended: its exit code (minus the signal), and how far its task was."""

    code: int | None
    at: int | None


def run(
    tasks: Iterable[Task],
    work: Work[Task, Result],
    *,
    workers: int,
    ordered: bool,
    after_death: Callable[[Task, Death], Task],
) -> Iterator[tuple[Task, Result]]:
    """Each task with its result, as they come or, if `ordered`, in the order of the tasks.

    When a process dies, `after_death` tells the task to do instead. An exception that `work` raises
    is raised here. Tasks are taken when a process is free for them.
    """
    pool = _Pool(tasks, work, workers, after_death)
    try:
        yield from pool.ordered() if ordered else pool.unordered()
    finally:
        pool.stop()


class _Worker(Generic[Task]):
    """A process and the one task that it has, which is the `turn`-th of all."""

    def __init__(self, work: Work[Task, Any], turn: int, task: Task) -> None:
        self.connection, theirs = _SPAWN.Pipe()
        self.process = _SPAWN.Process(target=_serve, args=(theirs, work), daemon=True)
        with _interrupts_blocked():
            self.process.start()
        # As long as we held their end too, the death of the process would go unnoticed.
        theirs.close()
        self.given = 0
        self.give(turn, task)

    def give(self, turn: int, task: Task) -> None:
        self.turn, self.task = turn, task
        self.given += 1
        self.at: int | None = None
        # If the process is gone, its answer, which is none, will tell.
        with suppress(OSError):
            self.connection.send(task)

    def stop(self) -> int | None:
        self.connection.close()
        self.process.terminate()
        self.process.join()
        return self.process.exitcode


class _Pool(Generic[Task, Result]):
    def __init__(
        self,
        tasks: Iterable[Task],
        work: Work[Task, Result],
        workers: int,
        after_death: Callable[[Task, Death], Task],
    ) -> None:
        self._tasks = enumerate(tasks)
        self._work = work
        self._workers = workers
        self._after_death = after_death
        # Looked up one ahead, while the processes are at work.
        self._upcoming = next(self._tasks, None)
        self._idle: list[_Worker[Task]] = []
        self._busy: dict[Any, _Worker[Task]] = {}

    def unordered(self) -> Iterator[tuple[Task, Result]]:
        while self._upcoming or self._busy:
            self._give_out()
            for _, task, result in self._answers():
                yield task, result

    def ordered(self) -> Iterator[tuple[Task, Result]]:
        waiting: dict[int, tuple[Task, Result]] = {}
        turn = 0
        while self._upcoming or self._busy:
            if len(waiting) < _WAITING * self._workers:
                self._give_out()
            for done, task, result in self._answers():
                waiting[done] = task, result
            while turn in waiting:
                yield waiting.pop(turn)
                turn += 1

    def stop(self) -> None:
        for worker in (*self._idle, *self._busy.values()):
            worker.stop()

    def _give_out(self) -> None:
        while self._upcoming and len(self._busy) < self._workers:
            if self._idle:
                worker = self._idle.pop()
                worker.give(*self._upcoming)
            else:
                worker = _Worker(self._work, *self._upcoming)
            self._busy[worker.connection] = worker
            self._upcoming = next(self._tasks, None)

    def _answers(self) -> Iterator[tuple[int, Task, Result]]:
        """What those processes that have something to say have done; waits until there is one."""
        for connection in wait(list(self._busy)):
            worker = self._busy[connection]
            try:
                what, value = worker.connection.recv()
            except (EOFError, OSError):
                self._replace(self._busy.pop(connection))
                continue
            if what == "failed":
                raise value
            if what == "at":
                worker.at = value
                continue
            self._retire_or_keep(self._busy.pop(connection))
            yield worker.turn, worker.task, value

    def _retire_or_keep(self, worker: _Worker[Task]) -> None:
        if worker.given < _LIFETIME:
            self._idle.append(worker)
        else:
            worker.stop()

    def _replace(self, dead: _Worker[Task]) -> None:
        task = self._after_death(dead.task, Death(dead.stop(), dead.at))
        worker = _Worker(self._work, dead.turn, task)
        self._busy[worker.connection] = worker


def _serve(connection: Connection, work: Work[Any, Any]) -> None:
    """The life of a worker process, which ends when the other end of the connection is gone."""
    # The terminal sends Ctrl-C to everyone; whoever gave out the tasks decides what comes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError):
        while True:
            task = connection.recv()
            connection.send(_answer(work, task, lambda at: connection.send(("at", at))))


def _answer(work: Work[Any, Any], task: Any, at: Callable[[int], None]) -> tuple[str, Any]:
    try:
        return "done", work(task, at)
    except MemoryError:
        # There may be too little left to go on with: better a new process.
        raise
    except Exception as error:
        return "failed", error


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Ctrl-C waits, here and in a process that is started meanwhile."""
    # Starting it lets Ctrl-C through again, which would hit the first worker before it is ready.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
