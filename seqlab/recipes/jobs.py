"""Several experiments, each in a process of its own with its share of the cores."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import MappingProxyType
from typing import cast

from seqlab.backend import leave
from seqlab.bugs import bug
from seqlab.cores import usable_cores
from seqlab.errors import SeqlabError
from seqlab.experiment.experiment import Experiment
from seqlab.interrupts import Interrupted, passed_on
from seqlab.recipes.train import resume_run, train_experiment
from seqlab.runs.reader import Run
from seqlab.training.events import Event, Observer, RunEnded, StepEnded

SECONDS_BETWEEN_STEPS = 0.2
"""A worker tells of its steps no more often than a display would show."""


@dataclass(frozen=True)
class Outcome:
    """How one of several experiments ended: with a run folder, or with an error."""

    experiment: Experiment
    folder: Path | None = None
    error: str = ""
    is_interrupted: bool = False


@dataclass
class _Worker:
    """A process at work."""

    number: int
    process: BaseProcess
    cores: set[int]
    observer: Observer


def train_several(
    experiments: Sequence[Experiment],
    outputs: Path,
    jobs: int,
    observer_of: Callable[[Experiment], Observer],
    begun: Mapping[int, Path] = MappingProxyType({}),
) -> list[Outcome]:
    """Train experiments, at most `jobs` at the same time; one that fails stops no other.

    Args:
        experiments: what to train.
        outputs: the folder of all runs.
        jobs: processes at the same time; each gets an equal share of the cores.
        observer_of: makes what is told of an experiment's steps and epochs.
        begun: by their places in `experiments`, the run folders of those to go on with.

    Returns:
        How each ended, in the order of `experiments`.

    Raises:
        Interrupted: Ctrl-C or SIGTERM ended them all; names the folders that can be gone on with.
    """
    context = multiprocessing.get_context("spawn")
    waiting = deque(enumerate(experiments))
    shares = core_shares(min(jobs, len(experiments)))
    working: dict[Connection, _Worker] = {}
    outcomes: dict[int, Outcome] = {}

    def terminate() -> None:
        for worker in working.values():
            worker.process.terminate()

    def listen() -> None:
        for ready in map(_connection, wait(list(working))):
            worker = working[ready]
            outcome = _receive(ready, worker, experiments[worker.number])
            if outcome is not None:
                outcomes[worker.number] = outcome
                shares.append(worker.cores)
                working.pop(ready).process.join()
                ready.close()

    with passed_on(terminate):
        try:
            while waiting or working:
                while waiting and shares:
                    number, experiment = waiting.popleft()
                    ours, theirs = context.Pipe(duplex=False)
                    cores = shares.pop()
                    process = context.Process(
                        target=_work,
                        args=(experiment, outputs, begun.get(number), cores, theirs),
                        name=experiment.name,
                    )
                    process.start()
                    theirs.close()
                    worker = _Worker(number, process, cores, observer_of(experiment))
                    working[_connection(ours)] = worker
                listen()
        except KeyboardInterrupt:  # each worker got the signal too, and tidies up
            while working:
                listen()
            left = [o.folder for o in outcomes.values() if o.is_interrupted and o.folder]
            raise Interrupted(left) from None
        except BrokenPipeError:  # nobody watches any more; each worker ends as its next word fails
            for connection in working:
                connection.close()
            raise
    return [outcomes[number] for number in sorted(outcomes)]


def title_of(experiment: Experiment) -> str:
    """Which of several experiments this is: `jena/gru seed 2`."""
    return f"{experiment.name} seed {experiment.seed}"


def failures(outcomes: Sequence[Outcome]) -> str:
    """How many runs failed, and in a line each which and why; empty if none did."""
    lines = [f"  {title_of(one.experiment)}: {one.error}" for one in outcomes if one.error]
    count = f"{len(lines)} of {len(outcomes)} runs failed"
    return "\n".join([f"{count}:", *lines]) if lines else ""


def core_shares(jobs: int) -> list[set[int]]:
    """Deal this process's cores out to `jobs` processes; with more jobs than cores they share.

    Worked example, cores 0 to 4 and 2 jobs: {0, 2, 4} and {1, 3}.
    """
    cores = usable_cores()
    return [set(cores[job::jobs]) or set(cores) for job in range(jobs)]


def _connection(pipe: object) -> Connection:
    return cast(Connection, pipe)  # on Windows it has another class, with the same methods


def _receive(connection: Connection, worker: _Worker, experiment: Experiment) -> Outcome | None:
    """Pass one message on; the last one, or the end of the process, is the outcome."""
    try:
        message = connection.recv()
    except EOFError:
        worker.process.join()
        worker.observer(RunEnded("failed"))
        code = worker.process.exitcode
        return Outcome(experiment, error=f"its process ended with exit code {code}, without a word")
    if isinstance(message, _Ended):
        return Outcome(experiment, message.folder, message.error, message.is_interrupted)
    worker.observer(message)
    return None


@dataclass(frozen=True)
class _Ended:
    """A worker's last message."""

    folder: Path | None = None
    error: str = ""
    is_interrupted: bool = False


class Pipe:
    """An observer that tells the process that started this one.

    Args:
        connection: to that process. A broken one means that it is gone, which ends the run.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._told = 0.0

    def __call__(self, event: Event) -> None:
        if isinstance(event, StepEnded):
            now = time.monotonic()
            if now - self._told < SECONDS_BETWEEN_STEPS:
                return
            self._told = now
        self._connection.send(event)


def _work(
    experiment: Experiment,
    outputs: Path,
    begun: Path | None,
    cores: set[int],
    connection: Connection,
) -> None:
    """The life of a worker process. Its cores are set before TensorFlow counts them."""
    if cores and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)
    with suppress(BrokenPipeError):  # nobody is left to be told
        connection.send(_train(experiment, outputs, begun, Pipe(connection)))
    leave(0)


def _train(experiment: Experiment, outputs: Path, begun: Path | None, observer: Observer) -> _Ended:
    try:
        if begun is None:
            run = train_experiment(experiment, outputs, observer)
        else:
            run = resume_run(Run(begun), observer)
    except SeqlabError as error:
        return _Ended(error=str(error))
    except Interrupted as interrupted:
        return _Ended(interrupted.folders[0], "interrupted", is_interrupted=True)
    except KeyboardInterrupt:
        return _Ended(error="interrupted")
    except Exception as error:
        return _Ended(error=bug(error).message)
    return _Ended(run.path)
