"""One linear map from the past of each target to its future, the same for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from seqlab.component import Size, problem_at
from seqlab.models.embedding import model_inputs
from seqlab.models.model import Model
from seqlab.models.own_past import forecast_of_each, from_nothing, past_of_targets

if TYPE_CHECKING:
    import keras

    from seqlab.tasks.forecast import Forecast
    from seqlab.tasks.task import Task


class Linear(Model):
    """Linear, NLinear with `dataset.predict: change`, DLinear with `moving_average`.

    All three are of Zeng et al. (AAAI 2023). A target is forecast from its own past alone, and all
    targets share one map: with 336 rows of the past and 96 ahead it has 336 * 96 weights and 96
    biases, DLinear twice as many, whatever the number of targets. What is known ahead and what
    never changes adds a linear part of its own.
    """

    kind: Literal["linear"] = "linear"
    moving_average: Size | None = Field(None, gt=1, examples=[25])
    """Rows of the moving average that is the trend of DLinear (published: 25), which gets a map of
    its own, as what is left does; null for one map of the whole."""

    def obstacle(self, task: type[Task]) -> str:
        if task.is_in_inputs:
            return ""
        return f"{self.kind} continues the past of a series, and there is none in"

    def check_length(self, length: int) -> None:
        if self.moving_average is not None and self.moving_average > length:
            raise problem_at(
                "moving_average",
                f"a moving average of {self.moving_average} rows is longer than an input, which "
                f"has {length}: shorten it, or lengthen dataset.lookback",
            )

    def build(self, task: Task) -> keras.Model:
        import keras

        asked: Forecast = task  # type: ignore[assignment]  # only a forecast has no obstacle
        inputs, window = model_inputs(task.inputs, None)
        past = past_of_targets(window, asked)  # (batch, targets, time)
        count = asked.horizon * max(1, len(asked.quantiles))
        if self.moving_average is None:
            mapped = from_nothing(count, "output")(past)
        else:
            trend = _moving_average(past, self.moving_average)
            parts = [from_nothing(count, "trend")(trend), from_nothing(count, "rest")(past - trend)]
            mapped = keras.layers.Add(dtype="float32", name="output")(parts)
        outputs = forecast_of_each(mapped, asked, inputs)
        return keras.Model(inputs if len(inputs) > 1 else inputs[0], outputs, name=self.kind)


def _moving_average(past: keras.KerasTensor, rows: int) -> keras.KerasTensor:
    """The mean of the rows around each row; the first and the last row stand for what lies beyond.

    Worked example, 3 rows of 1, 2, 6: the means of (1, 1, 2), (1, 2, 6) and (2, 6, 6).

    Args:
        past: `(batch, targets, time)`.
        rows: in each mean; of an even number one more lies before than behind.

    Returns:
        `(batch, targets, time)`.
    """
    import keras

    series = keras.layers.Permute((2, 1), name="rows")(past)  # (batch, time, targets)
    before, behind = rows // 2, (rows - 1) // 2
    ends = [
        keras.ops.repeat(series[:, :1], before, axis=1),
        series,
        keras.ops.repeat(series[:, -1:], behind, axis=1),
    ]
    padded = keras.ops.concatenate(ends if behind else ends[:2], axis=1)
    means = keras.layers.AveragePooling1D(rows, strides=1, name="moving_average")(padded)
    return keras.layers.Permute((2, 1), name="means")(means)
