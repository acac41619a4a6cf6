"""What an experiment will cost: time, memory and disk, from a few of its steps."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import dataclass

from seqlab.cores import usable_cores
from seqlab.errors import SeqlabError
from seqlab.evaluation.judging import contenders
from seqlab.experiment.experiment import Experiment
from seqlab.recipes.jobs import core_shares
from seqlab.recipes.train import prepared_job, refuse_naive

PICTURES = 200_000
"""Bytes of what a run folder holds beside its model and checkpoints."""
CHECKPOINTS = 2
"""That are kept."""


@dataclass(frozen=True)
class Cost:
    """What one run of an experiment costs, where several may be trained side by side.

    Args:
        jobs: runs at the same time.
        cores: that each of them has.
        start: seconds before the first epoch: to load, to score baselines, to build.
        compiling: seconds by which the first step and the first evaluation are longer.
        step: seconds of a training step.
        validation: seconds of a pass over the validation split.
        saving: seconds for the model and a checkpoint, after an epoch.
        steps: of an epoch.
        epochs: at most.
        memory: the most bytes that one run held.
        disk: bytes of its folder.
    """

    jobs: int
    cores: int
    start: float
    compiling: float
    step: float
    validation: float
    saving: float
    steps: int
    epochs: int
    memory: int
    disk: int

    @property
    def epoch(self) -> float:
        """Seconds of any epoch but the first."""
        return self.steps * self.step + self.validation + self.saving

    @property
    def run(self) -> float:
        """Seconds of a whole run of all its epochs; the best one is evaluated once more."""
        return self.start + self.compiling + self.epochs * self.epoch + self.validation

    @property
    def runs_per_hour(self) -> float:
        """Of all that are trained side by side."""
        return 3600 * self.jobs / self.run


def estimate(experiment: Experiment, jobs: int) -> Cost:
    """Measure an experiment as `--jobs` would train several of it.

    Args:
        experiment: what would be trained.
        jobs: how many of it at the same time.

    Returns:
        The mean of what each costs.

    Raises:
        ConfigError: the settings do not fit the data, or there is nothing to train.
        DataError: the data cannot be had.
        SeqlabError: it does not fit into memory, or a process ended without a word.
    """
    refuse_naive(experiment)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, max_tasks_per_child=1) as pool:
        asked = [
            pool.submit(_measured, experiment, jobs, cores, time.time())
            for cores in core_shares(jobs)
        ]
        try:
            costs = [one.result() for one in asked]
        except BrokenExecutor as error:
            raise SeqlabError(
                f"{experiment.name} cannot be measured: its process ended without a word.",
                remedy="Perhaps the memory did not suffice: free some, or measure fewer at a time.",
            ) from error
    return _mean(costs)


def _measured(experiment: Experiment, jobs: int, cores: set[int], started: float) -> Cost:
    """The work of a process of its own. Its cores are set before TensorFlow counts them."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, cores)
    data = experiment.dataset.load()
    contenders(experiment.judged_beside, data, "validation", lambda _: None)
    job = prepared_job(experiment, data)

    from seqlab.training.memory import memory_needed
    from seqlab.training.timing import measured_pace

    start = time.time() - started
    pace = measured_pace(job)
    state = memory_needed(experiment, data).state
    return Cost(
        jobs=jobs,
        cores=len(usable_cores()),
        start=start,
        compiling=max(0.0, pace.first_step - pace.step) + pace.first_batch,
        step=pace.step,
        validation=pace.validation,
        saving=pace.saving,
        steps=job.steps,
        epochs=experiment.training.epochs,
        memory=_peak_memory(),
        disk=(1 + CHECKPOINTS) * state + PICTURES,
    )


def _peak_memory() -> int:
    """The most bytes that this process has held so far."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


def _mean(costs: list[Cost]) -> Cost:
    """Of several that were measured side by side; of memory the most."""
    first = costs[0]

    def mean(of: Callable[[Cost], float]) -> float:
        return sum(map(of, costs)) / len(costs)

    return Cost(
        jobs=first.jobs,
        cores=first.cores,
        start=mean(lambda cost: cost.start),
        compiling=mean(lambda cost: cost.compiling),
        step=mean(lambda cost: cost.step),
        validation=mean(lambda cost: cost.validation),
        saving=mean(lambda cost: cost.saving),
        steps=first.steps,
        epochs=first.epochs,
        memory=max(cost.memory for cost in costs),
        disk=first.disk,
    )
