"""Tasks: what a process is given to do, and what is done when it dies of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from criteria_nlp.batch import pool
from criteria_nlp.batch.chunks import Chunk
from criteria_nlp.batch.journal import save
from criteria_nlp.batch.work import Part, work
from criteria_nlp.errors import InputError
from criteria_nlp.exports import Export

_PATIENCE = 3
"""How many processes may die over a chunk while they read none of its texts."""


class Task(msgspec.Struct, frozen=True):
    """A chunk to work on, and where its part goes; None gives the part back.

    `deadly` says which of the items must not be parsed, and why; `deaths` counts the processes that
    ended over the chunk.
    """

    chunk: Chunk
    export: Export
    path: str | None = None
    deadly: dict[int, str] = {}
    deaths: int = 0


def parts(tasks: Iterable[Task], workers: int, *, ordered: bool) -> Iterator[Part]:
    """The part of each task, or only the counts of it where the part was saved.

    One worker is this process; more are processes of their own.
    """
    if workers == 1:
        return (_perform(task, lambda at: None) for task in tasks)
    done = pool.run(tasks, _perform, workers=workers, ordered=ordered, after_death=after_death)
    return (part for _, part in done)


def after_death(task: Task, death: pool.Death) -> Task:
    """The task to do instead of one that a process died of.

    It may have been chance: the system ends any process when memory runs out. The second time, the
    record that was being read is the culprit, and becomes an error.
    """
    reading = death.at is not None and death.at < len(task.chunk.items)
    deaths, deadly = task.deaths + 1, dict(task.deadly)
    if death.at is not None and reading and task.deaths:
        deadly[death.at] = f"the process that read it died, twice (exit code {death.code})"
    elif not reading and deaths >= _PATIENCE:
        reason = f"{deaths} processes died over this chunk (exit code {death.code})"
        raise InputError(reason, path=task.chunk.place)
    return msgspec.structs.replace(task, deaths=deaths, deadly=deadly)


def _perform(task: Task, at: Callable[[int], None]) -> Part:
    part = work(task.chunk, task.export, task.deadly, at)
    if task.path is None:
        return part
    save(task.path, part)
    return Part(part.tally, b"", b"")
