"""Fitting a compiled model."""

from __future__ import annotations

from dataclasses import dataclass

import keras

from seqlab.backend import settled_keras
from seqlab.errors import ConfigError
from seqlab.experiment.experiment import STEPS_PER_EPOCH, Experiment
from seqlab.runs.checkpoints import Checkpoint
from seqlab.runs.writer import RunWriter
from seqlab.task import Data
from seqlab.training.batches import evaluation_batches, training_batches
from seqlab.training.callbacks import (
    Recorder,
    StopWhenDiverged,
    StopWhenInterrupted,
    schedule_callbacks,
)
from seqlab.training.interrupts import Interrupts
from seqlab.training.plan import Plan
from seqlab.training.progress import Progress
from seqlab.training.resuming import Checkpointer
from seqlab.training.shared_convolutions import share_convolutions


@dataclass(frozen=True)
class Fitted:
    """What came out of `fit`: a row per epoch, and which was the best (counted from 1)."""

    rows: list[dict[str, float]]
    best_epoch: int


def steps_per_epoch(experiment: Experiment, data: Data) -> int:
    """Training batches in one epoch: as set, or one pass, or the book's 500.

    Raises:
        ConfigError: more are asked for than one pass over the data has.
    """
    wanted, one_pass = experiment.training.steps_per_epoch, data.steps_per_epoch()
    if wanted is not None and one_pass is not None and wanted > one_pass:
        raise ConfigError(
            f"training.steps_per_epoch is {wanted:,}, but one pass over the training reviews has "
            f"{one_pass:,} batches.",
            remedy=f"Set it to {one_pass:,} or less, or to null for one full pass.",
        )
    return wanted or one_pass or STEPS_PER_EPOCH


@settled_keras()
def fit(
    model: keras.Model,
    plan: Plan | None,
    data: Data,
    experiment: Experiment,
    run: RunWriter,
    progress: Progress,
    interrupts: Interrupts,
    start: Checkpoint | None = None,
) -> Fitted:
    """Train a compiled model, writing history, the best model and checkpoints as it goes.

    Args:
        model: compiled, its variables those of `start` if there is one.
        plan: how its steps are computed; None is Keras's own way.
        data: to train and validate on.
        experiment: how.
        run: the folder to write to.
        progress: shown every step and every epoch.
        interrupts: asked between two steps.
        start: the checkpoint to go on from; None begins with the first epoch.

    Raises:
        SeqlabError: the loss became NaN or infinite, or the folder cannot be written.
        KeyboardInterrupt: Ctrl-C was pressed; the step under way was finished.
    """
    steps = steps_per_epoch(experiment, data)
    epochs = experiment.training.epochs
    recorder = Recorder(run, progress, start)
    schedules = schedule_callbacks(experiment.training)
    first = start.epoch if start else 0
    if first == epochs or (start and start.has_stopped):
        return Fitted(recorder.rows, recorder.best_epoch)
    sharing = share_convolutions(model, plan, data, "validation")
    validation = sharing.batches if sharing else evaluation_batches(data, "validation", model)
    progress.training_begins(data.task, epochs, steps)
    try:
        model.fit(
            training_batches(data, experiment.seed, steps, first_epoch=first),
            initial_epoch=first,
            epochs=epochs,
            steps_per_epoch=steps,
            shuffle=False,
            validation_data=validation,
            callbacks=[
                *([sharing] if sharing else []),
                StopWhenInterrupted(interrupts),
                StopWhenDiverged(experiment.training),
                recorder,
                *schedules,
                Checkpointer(run, recorder, schedules, start),
            ],
            verbose=0,
        )
    finally:
        progress.training_ended()
    return Fitted(recorder.rows, recorder.best_epoch)
