"""Processes that train one run after another: what starting TensorFlow takes is paid once."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from seqlab.backend import leave
from seqlab.bugs import bug
from seqlab.errors import DataError, SeqlabError
from seqlab.experiment.experiment import Experiment
from seqlab.interrupts import EXIT_CODE, Interrupted, passed_on
from seqlab.recipes.jobs import Pipe, core_shares
from seqlab.recipes.train import resume_run, train_experiment
from seqlab.runs.lock import alone_in
from seqlab.runs.reader import Run
from seqlab.tasks.data import Data
from seqlab.training.events import (
    EpochBegins,
    EpochEnded,
    Event,
    RunBegins,
    RunEnded,
    Stopped,
)

RUNS_OF_A_PROCESS = 50
"""TensorFlow keeps a little of every model; a new process begins with none."""


@dataclass(frozen=True)
class Errand:
    """A run that is wanted.

    Args:
        experiment: to train.
        begun: the run folder to go on with; None begins one.
        is_watched: whether it is asked after each epoch if the run is to end.
    """

    experiment: Experiment
    begun: Path | None
    is_watched: bool


How = Literal["completed", "pruned", "failed", "stopped", "interrupted"]


@dataclass(frozen=True)
class Ended:
    """How an errand ended.

    Args:
        how: `failed` is the run's own fault, `stopped` that of the data, which no other run of
            the search could be trained on either.
        folder: of the run, if there is one.
        error: what went wrong.
        remedy: how to mend it.
    """

    how: How
    folder: Path | None = None
    error: str = ""
    remedy: str = ""


@dataclass
class _Worker:
    process: BaseProcess
    cores: set[int]
    alive: Connection
    errand: Errand | None = None
    runs: int = 0


class Crew:
    """At most so many processes, which live until it is left.

    Args:
        outputs: the folder of all runs.
        jobs: processes at the same time; each gets an equal share of the cores.
    """

    def __init__(self, outputs: Path, jobs: int) -> None:
        self._outputs = outputs
        self._shares = core_shares(jobs)
        self._workers: dict[Connection, _Worker] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for connection in list(self._workers):
            self._dismiss(connection)

    def train(
        self,
        errands: deque[Errand],
        hear: Callable[[Errand, Event], bool],
        done: Callable[[Errand, Ended], None],
    ) -> None:
        """Train runs until none is left.

        Args:
            errands: what is wanted; `done` may append more.
            hear: takes what happens in a run; its answer ends a watched one.
            done: takes how a run ended.

        Raises:
            Interrupted: Ctrl-C or SIGTERM ended them all.
        """
        with passed_on(self._terminate):
            try:
                while errands or self._busy():
                    while errands and (free := self._free()) is not None:
                        self._send(free, errands.popleft())
                    self._listen(hear, done)
            except KeyboardInterrupt:  # each process got the signal too, and tidies up
                folders: list[Path] = []

                def left(errand: Errand, ended: Ended) -> None:  # noqa: ARG001
                    if ended.how == "interrupted" and ended.folder is not None:
                        folders.append(ended.folder)

                while self._busy():
                    self._listen(hear, left)
                raise Interrupted(folders) from None

    def _busy(self) -> list[Connection]:
        return [connection for connection, w in self._workers.items() if w.errand is not None]

    def _free(self) -> Connection | None:
        """A process without work: one that lives, or a new one where there is a share of cores."""
        for connection, worker in list(self._workers.items()):
            is_spent = worker.runs == RUNS_OF_A_PROCESS or not worker.process.is_alive()
            if worker.errand is None and is_spent:
                self._dismiss(connection)
            elif worker.errand is None:
                return connection
        return self._start() if self._shares else None

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        their_alive, alive = context.Pipe(duplex=False)
        cores = self._shares.pop()
        process = context.Process(target=_work, args=(self._outputs, cores, theirs, their_alive))
        process.start()
        theirs.close()
        their_alive.close()
        self._workers[ours] = _Worker(process, cores, alive)
        return ours

    def _send(self, connection: Connection, errand: Errand) -> None:
        worker = self._workers[connection]
        worker.errand, worker.runs = errand, worker.runs + 1
        with suppress(BrokenPipeError):  # it died; listening tells
            connection.send(errand)

    def _listen(
        self, hear: Callable[[Errand, Event], bool], done: Callable[[Errand, Ended], None]
    ) -> None:
        for ready in wait(self._busy()):
            assert isinstance(ready, Connection)
            worker = self._workers[ready]
            errand = worker.errand
            assert errand is not None
            try:
                message = ready.recv()
            except (EOFError, ConnectionResetError):
                self._dismiss(ready)
                code = worker.process.exitcode
                hear(errand, RunEnded("failed"))
                done(errand, Ended("failed", error=_death(code)))
                continue
            if isinstance(message, Ended):
                worker.errand = None
                done(errand, message)
                continue
            answer = hear(errand, message)
            if errand.is_watched and isinstance(message, (RunBegins, EpochEnded)):
                with suppress(BrokenPipeError):
                    ready.send(answer)

    def _dismiss(self, connection: Connection) -> None:
        """End a process; one at work ends at once, which its run folder endures."""
        worker = self._workers.pop(connection)
        worker.alive.close()
        connection.close()
        worker.process.join()
        self._shares.append(worker.cores)

    def _terminate(self) -> None:
        for worker in self._workers.values():
            worker.process.terminate()


def _death(code: int | None) -> str:
    killed = ", killed by the system: perhaps the memory did not suffice" if code == -9 else ""
    return f"its process ended with exit code {code}, without a word{killed}"


class _Watched:
    """Tells the parent of a run, and ends it as an epoch begins if the parent says so.

    As an epoch begins and not as it ends, because only then is its checkpoint written.
    """

    def __init__(self, connection: Connection, *, is_watched: bool) -> None:
        self._connection = connection
        self._pipe = Pipe(connection)
        self._is_watched = is_watched
        self._shall_end = False

    def __call__(self, event: Event) -> None:
        self._pipe(event)
        if isinstance(event, EpochBegins) and self._shall_end:
            raise Stopped(f"pruned after epoch {event.epoch - 1}: the search saw no prospect in it")
        if self._is_watched and isinstance(event, (RunBegins, EpochEnded)):
            self._shall_end = self._connection.recv()


def _work(outputs: Path, cores: set[int], connection: Connection, alive: Connection) -> None:
    """The life of a process. Its cores are set before TensorFlow counts them."""
    if cores and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)
    threading.Thread(target=_leave_with_parent, args=(alive,), daemon=True).start()
    loaded: dict[str, Data] = {}
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            errand: Errand = connection.recv()
            observer = _Watched(connection, is_watched=errand.is_watched)
            connection.send(_train(errand, outputs, observer, loaded))
    leave(0)


def _leave_with_parent(alive: Connection) -> None:
    """End this process at once when the one that started it has ended, however it did."""
    with suppress(EOFError, OSError):
        alive.recv()
    os._exit(EXIT_CODE)


def _train(errand: Errand, outputs: Path, observer: _Watched, loaded: dict[str, Data]) -> Ended:
    try:
        return Ended("completed", _trained(errand, outputs, observer, loaded).path)
    except Stopped as stopped:
        return Ended("pruned", error=stopped.reason)
    except SeqlabError as error:
        how: How = "stopped" if isinstance(error, DataError) else "failed"
        return Ended(how, error=error.message, remedy=error.remedy)
    except KeyboardInterrupt as interrupt:
        folders = interrupt.folders if isinstance(interrupt, Interrupted) else ()
        return Ended("interrupted", next(iter(folders), None))
    except Exception as error:
        name = type(error).__name__
        is_memory = name in {"MemoryError", "ResourceExhaustedError"}
        text = "the memory does not suffice" if is_memory else bug(error).message
        return Ended("failed", error=text)


def _trained(errand: Errand, outputs: Path, observer: _Watched, loaded: dict[str, Data]) -> Run:
    if errand.begun is not None:
        with alone_in(errand.begun):  # a process of a killed search may still be ending
            pass
        return resume_run(Run(errand.begun), observer)
    experiment = errand.experiment
    key = experiment.dataset.model_dump_json()
    if key not in loaded:
        loaded.clear()  # the data of one dataset is enough to hold
        loaded[key] = experiment.dataset.load()
    return train_experiment(experiment, outputs, observer, data=loaded[key])
