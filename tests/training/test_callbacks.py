"""What happens around the steps of an epoch, called as Keras calls it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from seqlab.errors import SeqlabError
from seqlab.experiment.training import EarlyStopping, ReduceOnPlateau, TrainingSettings
from seqlab.interrupts import Interrupts
from seqlab.runs.checkpoints import Checkpoint

pytestmark = pytest.mark.keras

ROWS = [{"epoch": 1, "loss": 0.9, "val_loss": 0.5, "learning_rate": 0.25, "seconds": 1.0}]


class Folder:
    """What is written to a run folder."""

    def __init__(self) -> None:
        self.rows: list[dict[str, float]] = []
        self.models = 0

    def append_epoch(self, row: dict[str, float]) -> None:
        self.rows.append(row)

    def write_model(self, save: Callable[[Path], None]) -> None:  # noqa: ARG002
        self.models += 1


def recorder(folder: Folder, start: Checkpoint | None = None) -> Any:
    import keras

    from seqlab.training.callbacks import Recorder

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.25), "mse")
    result = Recorder(folder, start)  # type: ignore[arg-type]  # it writes no more than this
    result.set_model(model)
    return result


def end_epochs(callback: Any, *losses: float, first: int = 0) -> None:
    for epoch, loss in enumerate(losses, start=first):
        callback.on_epoch_begin(epoch)
        # Keras's own schedule adds its rate; the recorder's stands in a column of its own.
        callback.on_epoch_end(epoch, {"loss": 1.0, "val_loss": loss, "learning_rate": 9.0})


def test_every_epoch_is_a_row_and_the_best_models_are_kept() -> None:
    folder = Folder()
    callback = recorder(folder)
    end_epochs(callback, 0.5, 0.7, 0.5, 0.4)
    assert [row["epoch"] for row in folder.rows] == [1, 2, 3, 4]
    assert list(folder.rows[0]) == ["epoch", "loss", "val_loss", "learning_rate", "seconds"]
    assert folder.rows[0]["learning_rate"] == 0.25
    assert folder.rows[0]["seconds"] >= 0
    # Epoch 3 is no better than epoch 1, only as good.
    assert (callback.best_epoch, folder.models) == (4, 2)


def test_a_run_that_is_gone_on_with_has_its_rows_and_its_best_epoch() -> None:
    start = Checkpoint(1, ROWS, 1, False, {}, [])
    folder = Folder()
    callback = recorder(folder, start)
    end_epochs(callback, 0.6, first=1)
    assert (callback.best_epoch, folder.models, len(callback.rows)) == (1, 0, 2)
    assert start.rows == ROWS and len(start.rows) == 1


def test_an_observer_is_told_of_everything_in_order() -> None:
    from seqlab.training.callbacks import Teller
    from seqlab.training.events import EpochBegins, EpochEnded, StepEnded, ValidationBegins

    told: list[Any] = []
    callback = recorder(Folder())
    teller = Teller(told.append, callback)
    teller.on_epoch_begin(0)
    teller.on_train_batch_end(0, {"loss": 0.75})
    teller.on_test_begin()
    end_epochs(callback, 0.5)
    teller.on_epoch_end(0)
    assert told == [
        EpochBegins(1),
        StepEnded(1, 0.75),
        ValidationBegins(),
        EpochEnded(callback.rows[0], is_best=True),
    ]


@pytest.mark.parametrize("loss", [float("nan"), float("inf")])
def test_a_loss_that_is_no_number_ends_training_with_ways_out(loss: float) -> None:
    from seqlab.training.callbacks import StopWhenDiverged

    callback = StopWhenDiverged(TrainingSettings(learning_rate=0.5))
    callback.on_epoch_begin(2)
    callback.on_train_batch_end(0, {"loss": 1.0})
    with pytest.raises(SeqlabError, match="training loss in step 5 of epoch 3 is") as caught:
        callback.on_train_batch_end(4, {"loss": loss})
    assert "learning_rate (now 0.5)" in caught.value.remedy
    with pytest.raises(SeqlabError, match="validation loss of epoch 3 is"):
        callback.on_epoch_end(2, {"val_loss": loss})


@pytest.mark.parametrize("moment", ["on_epoch_begin", "on_train_batch_end", "on_test_batch_end"])
def test_a_request_to_stop_is_met_between_two_steps(moment: str) -> None:
    from seqlab.training.callbacks import StopWhenInterrupted

    interrupts = Interrupts()
    callback = StopWhenInterrupted(interrupts)
    getattr(callback, moment)(0)
    interrupts._remember(2, None)
    with pytest.raises(KeyboardInterrupt):
        getattr(callback, moment)(0)


def test_schedules_are_keras_own_with_the_settings_names_translated() -> None:
    from seqlab.training.callbacks import schedule_callbacks

    assert schedule_callbacks(TrainingSettings()) == []
    plateau, stopping = schedule_callbacks(
        TrainingSettings(
            early_stopping=EarlyStopping(monitor="loss", patience=4, smallest_improvement=0.5),
            reduce_on_plateau=ReduceOnPlateau(factor=0.5, patience=1, lowest=1e-4),
        )
    )
    assert (stopping.monitor, stopping.patience, abs(stopping.min_delta)) == ("loss", 4, 0.5)
    assert (plateau.factor, plateau.patience, plateau.min_lr) == (0.5, 1, 1e-4)
