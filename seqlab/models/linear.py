"""One linear map from the past of each target to its future, the same for all of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from seqlab.models.embedding import model_inputs
from seqlab.models.model import Model

if TYPE_CHECKING:
    import keras

    from seqlab.tasks.forecast import Forecast
    from seqlab.tasks.task import Task


class Linear(Model):
    """Linear and, with `dataset.predict: change`, NLinear (Zeng et al., AAAI 2023).

    A target is forecast from its own past alone, and all targets share one map: with 336 rows of
    the past and 96 ahead it has 336 * 96 weights, whatever the number of targets. What is known
    ahead and what never changes adds a linear part of its own.
    """

    kind: Literal["linear"] = "linear"

    def obstacle(self, task: type[Task]) -> str:
        if task.is_in_inputs:
            return ""
        return f"{self.kind} continues the past of a series, and there is none in"

    def build(self, task: Task) -> keras.Model:
        import keras

        asked: Forecast = task  # type: ignore[assignment]  # only a forecast has no obstacle
        inputs, window = model_inputs(task.inputs, None)
        past = _past_of_targets(window, asked)  # (batch, targets, time)
        each = max(1, len(asked.quantiles))
        mapped = _from_nothing(asked.horizon * each, "output")(past)
        split = keras.layers.Reshape((len(asked.targets), asked.horizon, each), name="steps")
        outputs = keras.layers.Permute((2, 1, 3), name="forecast")(split(mapped))
        outputs = keras.layers.Reshape(task.output_shape, name="as_asked")(outputs)
        beside = asked.beside(inputs)
        if beside is not None:
            count = math.prod(task.output_shape)
            own = _from_nothing(count, "from_beside")
            more = keras.layers.Reshape(task.output_shape, name="as_asked_too")(own(beside))
            outputs = keras.layers.Add(dtype="float32", name="together")([outputs, more])
        outputs = asked.finished(outputs, inputs)
        return keras.Model(inputs if len(inputs) > 1 else inputs[0], outputs, name=self.kind)


def _from_nothing(count: int, name: str) -> keras.layers.Dense:
    """A linear layer that begins with zeros.

    Neighbouring rows say nearly the same, so that descent hardly moves the weights of what tells
    them apart: random ones would stay, and add their noise to every forecast.
    """
    import keras

    return keras.layers.Dense(count, kernel_initializer="zeros", dtype="float32", name=name)


def _past_of_targets(window: keras.KerasTensor, task: Forecast) -> keras.KerasTensor:
    """The targets' own columns of a window, `(batch, targets, time)`.

    Where changes are forecast, their newest values are subtracted, as NLinear does.
    """
    import keras

    columns = [window[:, :, target.feature] for target in task.targets]  # (batch, time) each
    past = keras.ops.stack(columns, axis=1)
    return past - past[:, :, -1:] if task.predict == "change" else past
