"""What a run needs to go on: taken from a model at the end of an epoch, and put back."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from seqlab.backend import settled_keras
from seqlab.errors import DataError
from seqlab.experiment.training import TrainingSettings
from seqlab.runs.checkpoints import Checkpoint
from seqlab.runs.writer import RunWriter
from seqlab.training.callbacks import Logs, Recorder, schedule_callbacks
from seqlab.training.keras_insides import callback_state, set_callback_state


class Checkpointer(keras.callbacks.Callback):
    """Writes a checkpoint as each epoch ends. It must be the last callback.

    Args:
        run: the folder to write to.
        recorder: has the history and the best epoch.
        schedules: Keras's own callbacks whose state belongs to the checkpoint.
        start: the checkpoint that training goes on from, if it does.
    """

    def __init__(
        self,
        run: RunWriter,
        recorder: Recorder,
        schedules: list[keras.callbacks.Callback],
        start: Checkpoint | None,
    ) -> None:
        super().__init__()
        self._run = run
        self._recorder = recorder
        self._schedules = schedules
        self._start = start

    def on_train_begin(self, logs: Logs = None) -> None:
        # Here and not before `fit`, because the callbacks forget everything as training begins.
        if self._start is not None:
            for schedule in self._schedules:
                set_callback_state(schedule, _state(self._start, schedule))

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        self._run.write_checkpoint(
            Checkpoint(
                epoch=epoch + 1,
                rows=self._recorder.rows,
                best_epoch=self._recorder.best_epoch,
                has_stopped=bool(self.model.stop_training),
                schedules={type(s).__name__: callback_state(s) for s in self._schedules},
                variables=[np.asarray(variable) for variable in state_of(self.model)],
            )
        )


@settled_keras()
def restore(model: keras.Model, checkpoint: Checkpoint) -> None:
    """Put a checkpoint's variables into a compiled model of the same experiment.

    Raises:
        DataError: it is the checkpoint of another model.
    """
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)
    variables = state_of(model)
    shapes = [tuple(variable.shape) for variable in variables]
    if [value.shape for value in checkpoint.variables] != shapes:
        raise DataError(
            "The checkpoint belongs to another model than the run's config describes.",
            remedy="Restore config.yaml and checkpoints/ from one copy, or train it again.",
        )
    for variable, value in zip(variables, checkpoint.variables, strict=True):
        variable.assign(value)


def check_schedules(settings: TrainingSettings, checkpoint: Checkpoint) -> None:
    """Refuse a checkpoint that was written without the schedules that are asked for now.

    Raises:
        DataError: names the schedule.
    """
    for schedule in schedule_callbacks(settings):
        _state(checkpoint, schedule)


def state_of(model: keras.Model) -> list[Any]:
    """Weights, random states and the optimizer's variables, always in the same order."""
    return [*model.variables, *model.optimizer.variables]


def _state(start: Checkpoint, schedule: keras.callbacks.Callback) -> dict[str, float]:
    """What a schedule remembered as the checkpoint was written.

    Raises:
        DataError: config.yaml did not ask for this schedule then.
    """
    name = type(schedule).__name__
    if name not in start.schedules:
        raise DataError(
            f"The checkpoint of epoch {start.epoch} has no state of {name}, which config.yaml asks "
            "for: it was written with other settings.",
            remedy="Restore config.yaml as it was, or train it as a new run.",
        )
    return start.schedules[name]
