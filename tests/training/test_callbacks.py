"""What happens around steps and epochs, each callback by itself."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from seqlab.errors import SeqlabError
from seqlab.experiment.training import EarlyStopping, ReduceOnPlateau, TrainingSettings
from seqlab.runs.checkpoints import Checkpoint
from seqlab.runs.history import Row
from seqlab.training.events import (
    EpochBegins,
    EpochEnded,
    Event,
    StepEnded,
    ValidationBegins,
)

pytestmark = pytest.mark.keras


class Written:
    """Takes the place of a run folder."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.models: list[int] = []

    def append_epoch(self, row: Row) -> None:
        self.rows.append(row)

    def write_model(self, _: Any) -> None:
        self.models.append(len(self.rows))


def recorder(start: Checkpoint | None = None) -> Any:
    from seqlab.training.callbacks import Recorder

    run: Any = Written()
    made = Recorder(run, start)
    made.set_model(SimpleNamespace(optimizer=SimpleNamespace(learning_rate=0.5)))
    return made


def train(callback: Any, losses: list[float], first: int = 0) -> None:
    for epoch, loss in enumerate(losses, start=first):
        callback.on_epoch_begin(epoch)
        callback.on_epoch_end(epoch, {"loss": 0.1, "val_loss": loss, "learning_rate": 7.0})


def test_each_epoch_is_a_row_and_the_best_one_so_far_a_model() -> None:
    made = recorder()
    train(made, [0.3, 0.2, 0.2, 0.25, 0.1])
    assert made.best_epoch == 5
    assert made._run.models == [1, 2, 5]  # of equal epochs the first
    assert made._run.rows == made.rows
    first = made.rows[0]
    assert list(first) == ["epoch", "loss", "val_loss", "learning_rate", "seconds"]
    assert (first["epoch"], first["learning_rate"]) == (1, 0.5)  # that of the optimizer
    assert 0 <= first["seconds"] < 10


def test_a_run_that_goes_on_knows_its_best_epoch() -> None:
    rows = [{"epoch": 1.0, "val_loss": 0.2}, {"epoch": 2.0, "val_loss": 0.3}]
    made = recorder(Checkpoint(2, rows, 1, False, {}, []))
    train(made, [0.25, 0.15], first=2)
    assert made._run.models == [2]
    assert made.best_epoch == 4
    assert [row["epoch"] for row in made.rows] == [1, 2, 3, 4]


def test_an_observer_is_told_of_steps_validation_and_epochs() -> None:
    from seqlab.training.callbacks import Teller

    told: list[Event] = []
    made = recorder()
    teller = Teller(told.append, made)
    teller.on_epoch_begin(0)
    teller.on_train_batch_end(0, {"loss": 0.5})
    teller.on_test_begin()
    train(made, [0.3])
    teller.on_epoch_end(0)
    train(made, [0.4], first=1)
    teller.on_epoch_end(1)
    assert told == [
        EpochBegins(1),
        StepEnded(1, 0.5),
        ValidationBegins(),
        EpochEnded(made.rows[0], True),
        EpochEnded(made.rows[1], False),
    ]


def test_a_request_to_stop_is_met_between_batches_of_training_and_of_validation() -> None:
    from seqlab.training.callbacks import StopWhenInterrupted

    checked: list[None] = []
    interrupts: Any = SimpleNamespace(check=lambda: checked.append(None))
    callback = StopWhenInterrupted(interrupts)
    callback.on_epoch_begin(0)
    callback.on_train_batch_end(0)
    callback.on_test_batch_end(0)
    assert len(checked) == 3


@pytest.mark.parametrize("loss", [float("nan"), float("inf")])
def test_a_loss_that_is_no_number_says_when_and_what_to_try(loss: float) -> None:
    from seqlab.training.callbacks import StopWhenDiverged

    callback = StopWhenDiverged(TrainingSettings(learning_rate=0.25))
    callback.on_epoch_begin(2)
    callback.on_train_batch_end(0, {"loss": 1e30})
    with pytest.raises(
        SeqlabError, match=f"training loss in step 7 of epoch 3 is {loss}"
    ) as caught:
        callback.on_train_batch_end(6, {"loss": loss})
    assert "training.learning_rate (now 0.25)" in caught.value.remedy
    with pytest.raises(SeqlabError, match=f"validation loss of epoch 3 is {loss}"):
        callback.on_epoch_end(2, {"val_loss": loss})


def test_schedules_are_those_that_are_asked_for() -> None:
    from seqlab.training.callbacks import schedule_callbacks

    assert schedule_callbacks(TrainingSettings()) == []
    plateau, stopping = schedule_callbacks(
        TrainingSettings(
            early_stopping=EarlyStopping(patience=3, smallest_improvement=0.01),
            reduce_on_plateau=ReduceOnPlateau(factor=0.5, patience=1, lowest=1e-6),
        )
    )
    assert (plateau.factor, plateau.patience, plateau.min_lr, plateau.min_delta) == (
        0.5,
        1,
        1e-6,
        0,
    )
    assert (stopping.patience, abs(stopping.min_delta)) == (3, 0.01)
    assert plateau.monitor == stopping.monitor == "val_loss"
