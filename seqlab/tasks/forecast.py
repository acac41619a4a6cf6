"""Forecasting numbers: what a series will be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from seqlab.tasks.metric import MAE, Metric
from seqlab.tasks.task import Task

if TYPE_CHECKING:
    import keras
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Target:
    """A quantity that is forecast.

    Args:
        name: such as `T (degC)`.
        unit: its original unit, such as `degC`; empty where it is not known.
        mean: what was subtracted from it, in `unit`.
        scale: what it was divided by, in `unit`: one standard deviation.
        feature: its place among the numbers of a time step of the inputs.
    """

    name: str
    unit: str
    mean: float
    scale: float
    feature: int


@dataclass(frozen=True)
class Forecast(Task):
    """Predict targets in standard deviations, at one or several time steps ahead.

    Args:
        inputs: what a model sees of one sample.
        targets: what is forecast.
        horizon: time steps ahead, all of them predicted at once.
    """

    name: ClassVar[str] = "forecast"
    metric: ClassVar[Metric] = MAE
    losses: ClassVar[tuple[str, ...]] = ("mae", "mse")

    is_in_inputs: ClassVar[bool] = True

    targets: tuple[Target, ...]
    horizon: int = 1

    @property
    def target_shape(self) -> tuple[int, ...]:
        """`(horizon, targets)`; `(1,)` for a single number."""
        count = len(self.targets)
        return (1,) if self.horizon * count == 1 else (self.horizon, count)

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
            return columns[0]
        # (batch, 1, targets), the same for every step ahead
        return keras.ops.repeat(keras.ops.stack(columns, axis=-1), self.horizon, axis=1)

    def head(self, hidden: keras.KerasTensor) -> keras.KerasTensor:
        import keras

        count = math.prod(self.target_shape)
        numbers = keras.layers.Dense(count, dtype="float32", name="output")(hidden)
        if len(self.target_shape) == 1:
            return numbers  # (batch, 1)
        # (batch, horizon, targets)
        return keras.layers.Reshape(self.target_shape, name="forecast")(numbers)

    def loss(self, name: str | None, *, from_logits: bool) -> keras.losses.Loss:  # noqa: ARG002
        import keras

        names = {"mae": "mean_absolute_error", "mse": "mean_squared_error"}
        return keras.losses.get(names[name or self.losses[0]])

    def keras_metric(self, *, from_logits: bool) -> keras.metrics.Metric:  # noqa: ARG002
        import keras

        return keras.metrics.MeanAbsoluteError(name=self.metric.name)

    def errors(
        self,
        outputs: NDArray[np.float64],
        targets: NDArray[np.float64],
        *,
        from_logits: bool,  # noqa: ARG002
    ) -> NDArray[np.float64]:
        """The absolute error of each sample in standard deviations, over all of its targets."""
        apart = abs(outputs - targets)
        errors: NDArray[np.float64] = apart.reshape(len(apart), -1).mean(axis=1)
        return errors
