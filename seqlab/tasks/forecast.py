"""Forecasting numbers: what series will be."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from seqlab.errors import ConfigError, SeqlabError
from seqlab.tasks.metric import MAE, Metric
from seqlab.tasks.task import Task

if TYPE_CHECKING:
    import keras
    import numpy as np
    from numpy.typing import NDArray

Predicted = Literal["level", "change"]


@dataclass(frozen=True)
class Target:
    """A quantity that is forecast.

    Args:
        name: such as `T (degC)`.
        unit: its original unit, such as `degC`; empty where it is not known.
        mean: what was subtracted from it, in `unit`; None where that differs from series to series.
        scale: what it was divided by, in `unit`; None where that differs from series to series.
        feature: its place among the numbers of a time step of the inputs.
    """

    name: str
    unit: str
    mean: float | None
    scale: float | None
    feature: int


@dataclass(frozen=True)
class Forecast(Task):
    """Predict targets in standard deviations, at one or several time steps ahead.

    Args:
        inputs: what a model sees of one sample.
        targets: what is forecast.
        horizon: time steps ahead, all of them predicted at once.
        predict: whether the last layer says the values themselves or their difference from the
            newest ones, which the head then adds.
        quantiles: between 0 and 1, ascending, 0.5 among them; none for one value alone.
    """

    name: ClassVar[str] = "forecast"
    metric: ClassVar[Metric] = MAE
    losses: ClassVar[tuple[str, ...]] = ("mae", "mse", "pinball")

    is_in_inputs: ClassVar[bool] = True

    targets: tuple[Target, ...]
    horizon: int = 1
    predict: Predicted = "level"
    quantiles: tuple[float, ...] = ()

    @property
    def target_shape(self) -> tuple[int, ...]:
        """`(horizon, targets)`; `(1,)` for a single number."""
        count = len(self.targets)
        return (1,) if self.horizon * count == 1 else (self.horizon, count)

    @property
    def output_shape(self) -> tuple[int, ...]:
        """That of the targets, and an axis of quantiles behind it where there are some."""
        return (*self.target_shape, *([len(self.quantiles)] if self.quantiles else []))

    @property
    def unit(self) -> str:
        units = {target.unit for target in self.targets}
        return units.pop() if len(units) == 1 else ""

    @property
    def scale(self) -> float | None:
        """Original units per standard deviation, where all targets have the same ones."""
        scales = {(target.scale, target.unit) for target in self.targets}
        return scales.pop()[0] if len(scales) == 1 else None

    def newest(self, window: keras.KerasTensor) -> keras.KerasTensor:
        import keras

        # (batch, 1) each
        columns = [window[:, -1, t.feature : t.feature + 1] for t in self.targets]
        if len(self.target_shape) == 1:
            newest = columns[0]
        else:  # (batch, 1, targets), the same for every step ahead
            newest = keras.ops.repeat(keras.ops.stack(columns, axis=-1), self.horizon, axis=1)
        if not self.quantiles:
            return newest
        return keras.ops.repeat(newest[..., None], len(self.quantiles), axis=-1)

    def head(
        self, hidden: keras.KerasTensor, inputs: Sequence[keras.KerasTensor] = ()
    ) -> keras.KerasTensor:
        """What is seen beside the sequence joins the hidden layer; a change is added to the newest.

        Returns:
            `(batch, 1)` or `(batch, horizon, targets)`, with quantiles `(..., quantiles)`.
        """
        import keras

        self._check_inputs(inputs)
        beside = self.beside(inputs)
        if beside is not None:
            hidden = keras.layers.Concatenate(name="with_beside")([hidden, beside])
        count = math.prod(self.output_shape)
        outputs = keras.layers.Dense(count, dtype="float32", name="output")(hidden)
        if len(self.output_shape) > 1:
            outputs = keras.layers.Reshape(self.output_shape, name="forecast")(outputs)
        return self.finished(outputs, inputs)

    def beside(self, inputs: Sequence[keras.KerasTensor]) -> keras.KerasTensor | None:
        """All that is seen beside the sequence, `(batch, numbers)`; None where nothing is.

        Args:
            inputs: the model's, in the order of `inputs.parts`.
        """
        import keras

        parts = self.inputs.parts[1:]
        if not parts:
            return None
        numbers = [
            keras.layers.Flatten(name=f"flat_{part.name}")(given)
            for part, given in zip(parts, inputs[1:], strict=True)
        ]
        return keras.layers.Concatenate(name="beside")(numbers) if parts[1:] else numbers[0]

    def finished(
        self, outputs: keras.KerasTensor, inputs: Sequence[keras.KerasTensor]
    ) -> keras.KerasTensor:
        """Outputs whose quantiles ascend, and with the newest values where they are changes.

        Args:
            outputs: of the last layer, as `output_shape` says.
            inputs: the model's, in the order of `inputs.parts`.
        """
        import keras

        if self.quantiles:
            outputs = _ascending(outputs, self.quantiles.index(0.5))
        if self.predict == "change":
            newest = keras.ops.cast(self.newest(inputs[0]), "float32")
            outputs = keras.layers.Add(dtype="float32", name="from_newest")([newest, outputs])
        return outputs

    def _check_inputs(self, inputs: Sequence[keras.KerasTensor]) -> None:
        parts = self.inputs.parts
        if (parts[1:] or self.predict == "change") and len(inputs) != len(parts):
            raise SeqlabError(
                "The answer of this data needs the model's inputs beside its last layer.",
                remedy="End its `build` with `task.head(x, inputs)`, or derive it from `Network`.",
            )

    def loss(self, name: str | None, *, from_logits: bool) -> keras.losses.Loss:  # noqa: ARG002
        import keras

        if self.quantiles or name == "pinball":
            return self._pinball(name)
        names = {"mae": "mean_absolute_error", "mse": "mean_squared_error"}
        return keras.losses.get(names[name or self.losses[0]])

    def keras_metric(self, *, from_logits: bool) -> keras.metrics.Metric:  # noqa: ARG002
        import keras

        if self.quantiles:
            from seqlab.tasks.quantiles import MedianAbsoluteError

            return MedianAbsoluteError(self.quantiles.index(0.5), name=self.metric.name)
        return keras.metrics.MeanAbsoluteError(name=self.metric.name)

    def errors(
        self,
        outputs: NDArray[np.float64],
        targets: NDArray[np.float64],
        *,
        from_logits: bool,  # noqa: ARG002
    ) -> NDArray[np.float64]:
        """The absolute error of each sample in standard deviations, over all of its targets."""
        apart = abs(self.points(outputs) - targets)
        errors: NDArray[np.float64] = apart.reshape(len(apart), -1).mean(axis=1)
        return errors

    def points(self, outputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """One value of each target, `(samples, ...)` as targets are: the median of quantiles.

        Outputs that are such values already, as those of baselines, stay as they are.
        """
        if outputs.ndim == 1 + len(self.target_shape):
            return outputs
        return outputs[..., self.quantiles.index(0.5)]

    def _pinball(self, name: str | None) -> keras.losses.Loss:
        from seqlab.tasks.quantiles import PinballLoss

        if not self.quantiles:
            raise ConfigError(
                "training.loss is pinball, which is for quantiles, and dataset.quantiles has none.",
                remedy="Set dataset.quantiles, such as [0.1, 0.5, 0.9], or leave the loss out.",
            )
        if name not in (None, "pinball"):
            raise ConfigError(
                f"training.loss is {name}, but dataset.quantiles needs the pinball loss.",
                remedy="Leave training.loss out, or dataset.quantiles.",
            )
        return PinballLoss(self.quantiles)


def _ascending(outputs: keras.KerasTensor, median: int) -> keras.KerasTensor:
    """Quantiles that cannot cross: the median, and how far each lies from the one towards it.

    Args:
        outputs: any numbers, `(..., quantiles)`.
        median: its place among them.
    """
    import keras

    middle = outputs[..., median : median + 1]
    parts = [middle]
    if median:  # the distances downwards, the nearest to the median first
        below = keras.ops.softplus(outputs[..., :median])
        parts.insert(0, keras.ops.flip(middle - keras.ops.cumsum(below, axis=-1), axis=-1))
    if median + 1 < outputs.shape[-1]:
        above = keras.ops.softplus(outputs[..., median + 1 :])
        parts.append(middle + keras.ops.cumsum(above, axis=-1))
    return keras.ops.concatenate(parts, axis=-1) if parts[1:] else middle
