"""What Keras needs to train on several quantiles of a forecast. Importing this imports Keras.

The classes are registered, so that a saved model that was compiled with them can be opened again.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

PACKAGE = "seqlab"


@keras.saving.register_keras_serializable(PACKAGE)
class PinballLoss(keras.losses.Loss):
    """The pinball loss (Koenker and Bassett 1978), doubled so that the median's is its MAE.

    A forecast f of the quantile q of y costs 2 q (y - f) where it is too low, and 2 (1 - q) (f - y)
    where it is too high. Worked example, q = 0.9 and y = 1: a forecast of 0 costs 1.8, one of 2
    costs 0.2.

    Args:
        quantiles: between 0 and 1, ascending.
        name: of the loss.
    """

    def __init__(
        self, quantiles: tuple[float, ...], name: str = "pinball", **settings: Any
    ) -> None:
        super().__init__(name=name, **settings)
        self.quantiles = tuple(quantiles)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The mean over the quantiles, `(batch, horizon, targets)`.

        Args:
            y_true: `(batch, horizon, targets)`.
            y_pred: `(batch, horizon, targets, quantiles)`.
        """
        low = ops.expand_dims(ops.cast(y_true, y_pred.dtype), -1) - y_pred
        share = ops.convert_to_tensor(self.quantiles, y_pred.dtype)
        return ops.mean(2 * ops.maximum(share * low, (share - 1) * low), axis=-1)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "quantiles": list(self.quantiles)}


@keras.saving.register_keras_serializable(PACKAGE)
class MedianAbsoluteError(keras.metrics.Mean):
    """The mean absolute error of the median among the quantiles.

    Args:
        place: of the median among them.
        name: of the metric.
    """

    def __init__(self, place: int, name: str = "mae", **settings: Any) -> None:
        super().__init__(name=name, **settings)
        self.place = place

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Take a batch in: `(batch, horizon, targets)` and one axis of quantiles more."""
        median = y_pred[..., self.place]
        apart = ops.abs(ops.cast(y_true, median.dtype) - median)
        super().update_state(apart, sample_weight)

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "place": self.place}
