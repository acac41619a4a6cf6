"""How long the steps of a job take, by taking some."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import keras

from seqlab.backend import settled_keras
from seqlab.training.batches import (
    evaluation_batch_size,
    evaluation_batches,
    own_errors_of_batches,
    training_batches,
)
from seqlab.training.job import Job
from seqlab.training.model_file import save_model
from seqlab.training.shared_convolutions import share_convolutions

SECONDS = 4.0
"""That are spent on measuring training steps, and again on evaluation batches."""
FEWEST, WARM = 4, 2
"""Steps that are measured at least, and steps before them that are not."""


@dataclass(frozen=True)
class Pace:
    """How long the parts of a run take, in seconds.

    Args:
        first_step: the first training step, in which it is compiled.
        step: any other one.
        first_batch: the first evaluation batch, in which that is compiled.
        validation: a whole pass over the validation split.
        saving: the model, and a checkpoint.
    """

    first_step: float
    step: float
    first_batch: float
    validation: float
    saving: float


@settled_keras()
@own_errors_of_batches()
def measured_pace(job: Job) -> Pace:
    """Take some training steps and a part of the validation pass.

    The job's model is another one afterwards.

    Args:
        job: what `fit` would be given.
    """
    batches = iter(training_batches(job.data, job.experiment.seed, job.steps, first_epoch=0))
    job.model.make_train_function()
    first_step, step = _paced(lambda: job.model.train_function(batches))
    sharing = share_convolutions(job.model, job.plan, job.data, "validation")
    whole_before = 0.0
    if sharing:
        # Convolved once a pass, whatever the number of batches.
        started = time.perf_counter()
        sharing.on_test_begin()
        whole_before = time.perf_counter() - started
    own = evaluation_batches(job.data, "validation", job.model)
    evaluated = iter((sharing.batches if sharing else own).repeat())
    size = evaluation_batch_size(job.model, job.data)
    count = math.ceil(job.data.samples("validation").count / size)
    job.model.make_test_function()
    first_batch, batch = _paced(lambda: job.model.test_function(evaluated), most=count)
    validation = whole_before + count * batch
    return Pace(first_step, step, first_batch, validation, 2 * _seconds_to_save(job.model))


def _seconds_to_save(model: keras.Model) -> float:
    with TemporaryDirectory() as folder:
        started = time.perf_counter()
        save_model(model, Path(folder, "model.keras"))
        return time.perf_counter() - started


def _paced(take: Callable[[], object], most: int = 10**9) -> tuple[float, float]:
    """Seconds of the first call, and of any later one.

    Args:
        take: one step.
        most: steps that there are; no more than these are taken.
    """
    times: list[float] = []
    while len(times) < max(2, min(most, FEWEST + WARM)) or (
        len(times) < most and sum(times[1:]) < SECONDS
    ):
        before = time.perf_counter()
        keras.tree.map_structure(keras.ops.convert_to_numpy, take())  # wait for what it says
        times.append(time.perf_counter() - before)
    usual = times[WARM:] if len(times) > WARM + 1 else times[1:]
    return times[0], sum(usual) / len(usual)
