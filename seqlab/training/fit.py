"""Fitting a compiled model."""

from __future__ import annotations

from dataclasses import dataclass

from seqlab.backend import settled_keras
from seqlab.interrupts import Interrupts
from seqlab.runs.asked import Asked
from seqlab.runs.checkpoints import Checkpoint
from seqlab.runs.history import History
from seqlab.runs.writer import RunWriter
from seqlab.training.batches import evaluation_batches, own_errors_of_batches, training_batches
from seqlab.training.callbacks import (
    Recorder,
    StopWhenDiverged,
    StopWhenInterrupted,
    Teller,
    schedule_callbacks,
)
from seqlab.training.events import Observer, RunBegins
from seqlab.training.job import Job
from seqlab.training.resuming import Checkpointer
from seqlab.training.shared_convolutions import share_convolutions


@dataclass(frozen=True)
class Fitted:
    """What came out of `fit`: a row per epoch, and which was the best (counted from 1)."""

    history: History
    best_epoch: int


@settled_keras()
@own_errors_of_batches()
def fit(
    job: Job,
    run: RunWriter,
    observer: Observer,
    interrupts: Interrupts,
    start: Checkpoint | None = None,
) -> Fitted:
    """Train a compiled model, writing history, the best model and checkpoints as it goes.

    Args:
        job: model, data and settings.
        run: the folder to write to.
        observer: told of every step and every epoch.
        interrupts: asked between two steps.
        start: the checkpoint to go on from; None begins with the first epoch.

    Raises:
        SeqlabError: the loss became NaN or infinite, or the folder cannot be written.
        KeyboardInterrupt: Ctrl-C was pressed; the step under way was finished.
    """
    settings, model, data = job.experiment.training, job.model, job.data
    recorder = Recorder(run, start)
    schedules = schedule_callbacks(settings)
    first = start.epoch if start else 0
    if first == settings.epochs or (start and start.has_stopped):
        return Fitted(History(recorder.rows), recorder.best_epoch)
    sharing = share_convolutions(model, job.plan, data, "validation")
    validation = sharing.batches if sharing else evaluation_batches(data, "validation", model)
    observer(_beginning(job, run, first + 1))
    model.fit(
        training_batches(data, job.experiment.seed, job.steps, first_epoch=first),
        initial_epoch=first,
        epochs=settings.epochs,
        steps_per_epoch=job.steps,
        shuffle=False,
        validation_data=validation,
        callbacks=[
            *([sharing] if sharing else []),
            StopWhenInterrupted(interrupts),
            StopWhenDiverged(settings),
            recorder,
            Teller(observer, recorder),
            *schedules,
            Checkpointer(run, recorder, schedules, start),
        ],
        verbose=0,
    )
    return Fitted(History(recorder.rows), recorder.best_epoch)


def _beginning(job: Job, run: RunWriter, first_epoch: int) -> RunBegins:
    return RunBegins(
        name=job.experiment.name,
        seed=job.experiment.seed,
        folder=run.files.folder,
        epochs=job.experiment.training.epochs,
        first_epoch=first_epoch,
        steps=job.steps,
        device=job.device,
        asked=Asked.of(job.data),
    )
