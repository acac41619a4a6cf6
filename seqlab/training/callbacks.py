"""What happens around the steps of `fit`: bookkeeping, the best model, the end of a bad run."""

from __future__ import annotations

import math
import time
from functools import partial
from typing import Any

import keras

from seqlab.errors import SeqlabError
from seqlab.experiment.training import ReduceOnPlateau, TrainingSettings
from seqlab.interrupts import Interrupts
from seqlab.runs.checkpoints import Checkpoint
from seqlab.runs.history import Row
from seqlab.runs.writer import RunWriter
from seqlab.training.events import (
    EpochBegins,
    EpochEnded,
    Observer,
    StepEnded,
    ValidationBegins,
)
from seqlab.training.model_file import save_model

Logs = dict[str, Any] | None


class Recorder(keras.callbacks.Callback):
    """Writes a row of history as each epoch ends, and keeps the best epoch's model.

    Args:
        run: the folder to write to.
        start: the checkpoint that training goes on from, if it does.

    Attributes:
        rows: the history so far.
        best_epoch: the one with the lowest validation loss, counted from 1; 0 before the first.
    """

    def __init__(self, run: RunWriter, start: Checkpoint | None) -> None:
        super().__init__()
        self._run = run
        self._started = 0.0
        self.best_epoch = start.best_epoch if start else 0
        self.rows: list[Row] = list(start.rows) if start else []

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        self._started = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        values = {name: float(value) for name, value in (logs or {}).items()}
        values.pop("learning_rate", None)  # Keras's own schedule callback adds it, before ours
        rate = float(self.model.optimizer.learning_rate)
        seconds = time.perf_counter() - self._started
        row = {"epoch": epoch + 1, **values, "learning_rate": rate, "seconds": seconds}
        is_best = not self.rows or row["val_loss"] < self.rows[self.best_epoch - 1]["val_loss"]
        self.rows.append(row)
        self._run.append_epoch(row)
        if is_best:
            self.best_epoch = epoch + 1
            self._run.write_model(partial(save_model, self.model))


class Teller(keras.callbacks.Callback):
    """Tells an observer of steps and epochs. It comes after the recorder.

    Args:
        observer: who is told.
        recorder: has the rows.
    """

    def __init__(self, observer: Observer, recorder: Recorder) -> None:
        super().__init__()
        self._observer = observer
        self._recorder = recorder

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        self._observer(EpochBegins(epoch + 1))

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        self._observer(StepEnded(batch + 1, float((logs or {})["loss"])))

    def on_test_begin(self, logs: Logs = None) -> None:
        self._observer(ValidationBegins())

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        is_best = self._recorder.best_epoch == epoch + 1
        self._observer(EpochEnded(self._recorder.rows[-1], is_best))


class StopWhenInterrupted(keras.callbacks.Callback):
    """Ends the run between two batches when Ctrl-C was pressed."""

    def __init__(self, interrupts: Interrupts) -> None:
        super().__init__()
        self._interrupts = interrupts

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        self._interrupts.check()

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        self._interrupts.check()

    def on_test_batch_end(self, batch: int, logs: Logs = None) -> None:
        self._interrupts.check()


class StopWhenDiverged(keras.callbacks.Callback):
    """Ends the run when the loss is no longer a number."""

    def __init__(self, settings: TrainingSettings) -> None:
        super().__init__()
        self._settings = settings
        self._epoch = 0

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        self._epoch = epoch + 1

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        self._check(float((logs or {})["loss"]), f"training loss in step {batch + 1}")

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        self._check(float((logs or {})["val_loss"]), "validation loss")

    def _check(self, loss: float, what: str) -> None:
        if math.isfinite(loss):
            return
        raise SeqlabError(
            f"The {what} of epoch {self._epoch} is {loss}: training has diverged.",
            remedy=f"Try a smaller training.learning_rate (now {self._settings.learning_rate:g}), "
            "gradient clipping (training.clipping.global_norm=1.0), tanh instead of relu in "
            "recurrent layers, or look for bad rows in the data with `seqlab inspect`.",
        )


def schedule_callbacks(settings: TrainingSettings) -> list[keras.callbacks.Callback]:
    """Keras's own callbacks for early stopping and a learning rate that falls on a plateau."""
    callbacks: list[keras.callbacks.Callback] = []
    plateau: ReduceOnPlateau | None = settings.reduce_on_plateau
    if plateau is not None:
        callbacks.append(
            keras.callbacks.ReduceLROnPlateau(
                monitor=plateau.monitor,
                factor=plateau.factor,
                patience=plateau.patience,
                min_lr=plateau.lowest,
                min_delta=0.0,
            )
        )
    stopping = settings.early_stopping
    if stopping is not None:
        callbacks.append(
            keras.callbacks.EarlyStopping(
                monitor=stopping.monitor,
                patience=stopping.patience,
                min_delta=stopping.smallest_improvement,
            )
        )
    return callbacks
