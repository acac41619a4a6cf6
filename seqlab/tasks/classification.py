"""Choosing one of several classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from seqlab.errors import ConfigError
from seqlab.tasks.metric import ACCURACY, Metric
from seqlab.tasks.task import Task

if TYPE_CHECKING:
    import keras
    import numpy as np
    from numpy.typing import NDArray

BINARY, CATEGORICAL = "binary_crossentropy", "categorical_crossentropy"


@dataclass(frozen=True)
class Classification(Task):
    """Predict the log-odds of the second of two classes, or a score for each of several.

    Targets are the numbers of the classes, `(batch, 1)`.

    Args:
        inputs: what a model sees of one sample.
        classes: their names, at least two, in the order of their numbers.
        weights: how much a sample of each class counts in the loss; none where all count the same.
        watches_f1: whether the mean F1 of the classes stands in the history, too.
    """

    name: ClassVar[str] = "classification"
    metric: ClassVar[Metric] = ACCURACY
    losses: ClassVar[tuple[str, ...]] = (BINARY, CATEGORICAL)

    watched: ClassVar[tuple[str, ...]] = ("macro_f1",)
    loss_title: ClassVar[str] = "loss (cross-entropy, nats)"
    has_logits: ClassVar[bool] = True

    classes: tuple[str, ...]
    weights: tuple[float, ...] = ()
    watches_f1: bool = False

    @property
    def target_shape(self) -> tuple[int, ...]:
        """`(1,)`: the number of the class."""
        return (1,)

    @property
    def output_shape(self) -> tuple[int, ...]:
        """`(1,)` for two classes, `(classes,)` for more."""
        return (1,) if self.is_binary else (len(self.classes),)

    @property
    def is_binary(self) -> bool:
        """Whether one number, the log-odds of the second class, says all."""
        return len(self.classes) == 2

    def head(
        self,
        hidden: keras.KerasTensor,
        inputs: Sequence[keras.KerasTensor] = (),  # noqa: ARG002
    ) -> keras.KerasTensor:
        """`(batch, 1)` for two classes, `(batch, classes)` for more."""
        import keras

        (count,) = self.output_shape
        return keras.layers.Dense(count, dtype="float32", name="output")(hidden)

    def loss(self, name: str | None, *, from_logits: bool) -> keras.losses.Loss:
        import keras

        fitting = BINARY if self.is_binary else CATEGORICAL
        if name not in (None, fitting):
            raise ConfigError(
                f"training.loss is {name}, but the data has {len(self.classes)} classes: "
                f"{', '.join(self.classes[:10])}.",
                remedy=f"Use {fitting}, or leave training.loss out.",
            )
        if self.weights:
            from seqlab.tasks.classes import WeightedCrossentropy

            return WeightedCrossentropy(self.weights, from_logits, name=fitting)
        if self.is_binary:
            return keras.losses.BinaryCrossentropy(from_logits=from_logits, name=BINARY)
        return keras.losses.SparseCategoricalCrossentropy(from_logits=from_logits, name=CATEGORICAL)

    def keras_metric(self, *, from_logits: bool) -> keras.metrics.Metric:
        import keras

        if self.is_binary:
            return keras.metrics.BinaryAccuracy(
                name=self.metric.name, threshold=_threshold(from_logits=from_logits)
            )
        return keras.metrics.SparseCategoricalAccuracy(name=self.metric.name)

    def further_metrics(self, *, from_logits: bool) -> list[keras.metrics.Metric]:
        if not self.watches_f1:
            return []
        from seqlab.tasks.classes import MacroF1

        return [MacroF1(len(self.classes), _threshold(from_logits=from_logits))]

    def commonest(self, targets: NDArray[np.float32]) -> NDArray[np.float64]:
        """Log-odds of 1 or -1 for two classes, a score of 1 for one of more; of equals the first.

        Worked example, the classes 0, 2, 2 of three: scores of 0, 0 and 1.
        """
        import numpy as np

        counts = np.bincount(targets.astype(np.int64).ravel(), minlength=len(self.classes))
        chosen = int(counts.argmax())
        if self.is_binary:
            return np.array([1.0 if chosen else -1.0])
        scores = np.zeros(len(self.classes))
        scores[chosen] = 1.0
        return scores

    def errors(
        self, outputs: NDArray[np.float64], targets: NDArray[np.float64], *, from_logits: bool
    ) -> NDArray[np.float64]:
        """1 for a sample that gets a wrong class, 0 for one that gets the right one."""
        if self.is_binary:
            chosen = outputs[:, 0] > _threshold(from_logits=from_logits)
        else:
            chosen = outputs.argmax(axis=1)
        wrong: NDArray[np.bool_] = chosen != targets[:, 0]
        return wrong.astype("float64")


def _threshold(*, from_logits: bool) -> float:
    """Log-odds above 0, or what is taken for a probability above one half, mean the second."""
    return 0.0 if from_logits else 0.5
