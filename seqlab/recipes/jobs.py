"""Several experiments, each in a process of its own with its share of the cores."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType, MappingProxyType
from typing import Any

from seqlab.errors import SeqlabError
from seqlab.experiment.experiment import Experiment
from seqlab.recipes.train import resume_run, train_experiment
from seqlab.runs.reader import Run
from seqlab.task import Task
from seqlab.training.progress import Progress

SECONDS_BETWEEN_STEPS = 0.2
"""A worker tells of its steps no more often than a display would show."""


@dataclass(frozen=True)
class Outcome:
    """How one of several experiments ended: with a run folder, or with an error."""

    experiment: Experiment
    folder: Path | None = None
    error: str = ""


@dataclass
class _Job:
    """A process at work."""

    number: int
    process: BaseProcess
    cores: set[int]
    progress: Progress


def train_several(
    experiments: Sequence[Experiment],
    outputs: Path,
    jobs: int,
    progress_of: Callable[[Experiment], Progress],
    begun: Mapping[int, Path] = MappingProxyType({}),
) -> list[Outcome]:
    """Train experiments, at most `jobs` at the same time; one that fails stops no other.

    Args:
        experiments: what to train.
        outputs: the folder of all runs.
        jobs: processes at the same time; each gets an equal share of the cores.
        progress_of: makes what shows an experiment's steps and epochs.
        begun: by their places in `experiments`, the run folders of those to go on with.

    Returns:
        How each ended, in the order of `experiments`.
    """
    previous = signal.getsignal(signal.SIGTERM)
    context = multiprocessing.get_context("spawn")
    waiting = deque(enumerate(experiments))
    shares = core_shares(min(jobs, len(experiments)))
    working: dict[Connection, _Job] = {}
    outcomes: dict[int, Outcome] = {}

    def pass_on(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        for job in working.values():  # Ctrl-C reaches them by itself, SIGTERM only this process
            job.process.terminate()
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, pass_on)
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
                working[ours] = _Job(number, process, cores, progress_of(experiment))
            for ready in wait(list(working)):
                assert isinstance(ready, Connection)
                job = working[ready]
                outcome = _receive(ready, job, experiments[job.number])
                if outcome is not None:
                    outcomes[job.number] = outcome
                    shares.append(job.cores)
                    working.pop(ready).process.join()
                    ready.close()
    finally:
        for job in working.values():  # interrupted: each worker got the signal too, and cleans up
            job.process.join()
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, previous)
    return [outcomes[number] for number in sorted(outcomes)]


def core_shares(jobs: int) -> list[set[int]]:
    """Deal this process's cores out to `jobs` processes; with more jobs than cores they share.

    Worked example, cores 0 to 4 and 2 jobs: {0, 2, 4} and {1, 3}.
    """
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
    return [set(cores[job::jobs]) or set(cores) for job in range(jobs)]


def _receive(connection: Connection, job: _Job, experiment: Experiment) -> Outcome | None:
    """Pass one message on; the last one, or the end of the process, is the outcome."""
    try:
        kind, *message = connection.recv()
    except EOFError:
        job.process.join()
        job.progress.training_ended()
        code = job.process.exitcode
        return Outcome(experiment, error=f"its process ended with exit code {code}, without a word")
    if kind == "done":
        return Outcome(experiment, folder=message[0])
    if kind == "failed":
        return Outcome(experiment, error=message[0])
    method, arguments, keywords = message
    getattr(job.progress, method)(*arguments, **keywords)
    return None


class _Telling:
    """A `Progress` that tells the process that started this one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._told = 0.0

    def training_begins(self, task: Task, epochs: int, steps: int) -> None:
        self._tell("training_begins", task, epochs, steps)

    def epoch_begins(self, epoch: int) -> None:
        self._tell("epoch_begins", epoch)

    def step_ended(self, step: int, loss: float) -> None:
        now = time.monotonic()
        if now - self._told >= SECONDS_BETWEEN_STEPS:
            self._told = now
            self._tell("step_ended", step, loss)

    def epoch_ended(self, row: Mapping[str, float], *, is_best: bool) -> None:
        self._tell("epoch_ended", dict(row), is_best=is_best)

    def training_ended(self) -> None:
        self._tell("training_ended")

    def _tell(self, method: str, *arguments: Any, **keywords: Any) -> None:
        self._connection.send(("progress", method, arguments, keywords))


def _work(
    experiment: Experiment,
    outputs: Path,
    begun: Path | None,
    cores: set[int],
    connection: Connection,
) -> None:
    """The life of a worker process. Its cores are set before TensorFlow counts them."""
    if cores:
        os.sched_setaffinity(0, cores)
    try:
        progress = _Telling(connection)
        if begun is None:
            run = train_experiment(experiment, outputs, progress)
        else:
            run = resume_run(Run(begun), progress)
        connection.send(("done", run.path))
    except SeqlabError as error:
        connection.send(("failed", str(error)))
    except KeyboardInterrupt:
        connection.send(("failed", "interrupted"))
    except Exception as error:
        connection.send(("failed", f"a bug in seqlab: {type(error).__name__}: {error}"))
