"""Forecasting each target from its own past, by one map that all targets share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import keras

    from seqlab.tasks.forecast import Forecast


def past_of_targets(window: keras.KerasTensor, task: Forecast) -> keras.KerasTensor:
    """The targets' own columns of a window, `(batch, targets, time)`.

    Where changes are forecast, their newest values are subtracted, as NLinear does.
    """
    import keras

    columns = [window[:, :, target.feature] for target in task.targets]  # (batch, time) each
    past = keras.ops.stack(columns, axis=1)
    return past - past[:, :, -1:] if task.predict == "change" else past


def forecast_of_each(
    mapped: keras.KerasTensor, task: Forecast, inputs: list[keras.KerasTensor]
) -> keras.KerasTensor:
    """The outputs of a model that maps each target's past to its future.

    What is known ahead and what never changes adds a linear part of its own.

    Args:
        mapped: `(batch, targets, horizon * quantiles)`, with a 1 for quantiles where there are
            none.
        task: the question.
        inputs: the model's, in the order of `inputs.parts`.

    Returns:
        As `task.output_shape` says.
    """
    import keras

    each = max(1, len(task.quantiles))
    split = keras.layers.Reshape((len(task.targets), task.horizon, each), name="steps")
    outputs = keras.layers.Permute((2, 1, 3), name="forecast")(split(mapped))
    outputs = keras.layers.Reshape(task.output_shape, name="as_asked")(outputs)
    beside = task.beside(inputs)
    if beside is not None:
        own = from_nothing(math.prod(task.output_shape), "from_beside")
        more = keras.layers.Reshape(task.output_shape, name="as_asked_too")(own(beside))
        outputs = keras.layers.Add(dtype="float32", name="together")([outputs, more])
    return task.finished(outputs, inputs)


def from_nothing(count: int, name: str) -> keras.layers.Dense:
    """A linear layer that begins with zeros.

    Neighbouring rows say nearly the same, so that descent hardly moves the weights of what tells
    them apart: random ones would stay, and add their noise to every forecast.
    """
    import keras

    return keras.layers.Dense(count, kernel_initializer="zeros", dtype="float32", name=name)
