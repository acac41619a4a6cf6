"""What a checkpoint takes from a model and its schedules, and what comes back."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from seqlab.errors import DataError
from seqlab.runs.checkpoints import Checkpoint

pytestmark = pytest.mark.keras


def model(units: int = 2, seed: int = 1) -> Any:
    """A small compiled model with dropout, whose optimizer is built by one step."""
    import keras

    keras.utils.set_random_seed(seed)
    layers = [keras.Input((3,)), keras.layers.Dropout(0.5), keras.layers.Dense(units)]
    built = keras.Sequential(layers)
    built.compile("rmsprop", "mae", jit_compile=False)
    return built


def trained(built: Any, epochs: int) -> Any:
    x = np.ones((4, 3), np.float32)
    built.fit(x, np.zeros((4, 2)), epochs=epochs, shuffle=False, verbose=0)
    return built


def checkpoint(built: Any, schedules: dict[str, dict[str, float]] | None = None) -> Checkpoint:
    from seqlab.training.resuming import state_of

    variables = [np.asarray(variable) for variable in state_of(built)]
    return Checkpoint(2, [], 1, False, schedules or {}, variables)


def test_a_restored_model_goes_on_to_the_same_bits() -> None:
    from seqlab.training.resuming import restore

    straight = trained(model(), 4)
    resumed = model(seed=9)
    restore(resumed, checkpoint(trained(model(), 2)))
    trained(resumed, 2)
    for one, other in zip(straight.get_weights(), resumed.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_checkpoint_of_another_model_is_refused() -> None:
    from seqlab.training.resuming import restore

    with pytest.raises(DataError, match="belongs to another model"):
        restore(model(units=3), checkpoint(trained(model(), 1)))


class Written:
    """Takes the place of a run folder."""

    def __init__(self) -> None:
        self.checkpoints: list[Checkpoint] = []

    def write_checkpoint(self, checkpoint: Checkpoint) -> None:
        self.checkpoints.append(checkpoint)


def checkpointer(schedule: Any, start: Checkpoint | None, run: Any = None) -> Any:
    from seqlab.training.resuming import Checkpointer

    recorder: Any = SimpleNamespace(rows=[{"epoch": 1.0}], best_epoch=1)
    return Checkpointer(run or Written(), recorder, [schedule], start)


def test_schedules_go_on_from_the_state_in_the_checkpoint() -> None:
    import keras

    built, run = trained(model(), 1), Written()
    stopping = keras.callbacks.EarlyStopping("loss", patience=1)
    x, y = np.ones((4, 3), np.float32), np.zeros((4, 2))
    first = checkpointer(stopping, None, run)
    built.fit(x, y, epochs=3, verbose=0, callbacks=[stopping, first])
    last = run.checkpoints[-1]
    assert last.epoch == len(run.checkpoints)
    assert last.schedules["EarlyStopping"].keys() >= {"wait", "best", "best_epoch"}
    again = keras.callbacks.EarlyStopping("loss", patience=1)
    again.on_train_begin()
    checkpointer(again, last).on_train_begin()
    assert (again.wait, again.best) == (stopping.wait, stopping.best)


def test_a_schedule_that_the_checkpoint_does_not_know_is_refused_by_name() -> None:
    import keras

    callback = checkpointer(keras.callbacks.EarlyStopping(), checkpoint(trained(model(), 1)))
    with pytest.raises(DataError, match="epoch 2 has no state of EarlyStopping"):
        callback.on_train_begin()
