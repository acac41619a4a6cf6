"""What Keras needs to weigh classes and to judge each of them. Importing this imports Keras.

The classes are registered, so that a saved model that was compiled with them can be opened again.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

PACKAGE = "seqlab"


@keras.saving.register_keras_serializable(PACKAGE)
class WeightedCrossentropy(keras.losses.Loss):
    """The cross-entropy in which a sample counts as much as its class says.

    Worked example, weights of 0.5 and 2: a sample of the second class that is given a probability
    of one half costs 2 ln 2.

    Args:
        weights: of each class, in the order of their numbers.
        from_logits: whether outputs are log-odds or scores, not probabilities.
        name: of the loss.
    """

    def __init__(
        self,
        weights: tuple[float, ...],
        from_logits: bool,
        name: str = "crossentropy",
        **settings: Any,
    ) -> None:
        super().__init__(name=name, **settings)
        self.weights = tuple(weights)
        self.from_logits = from_logits

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The weighed loss of each sample, `(batch,)`.

        Args:
            y_true: the numbers of the classes, `(batch, 1)`.
            y_pred: `(batch, 1)` for two classes, `(batch, classes)` for more.
        """
        numbers = ops.cast(y_true[:, 0], "int32")
        weights = ops.take(ops.convert_to_tensor(self.weights, y_pred.dtype), numbers)
        if y_pred.shape[-1] == 1:
            truth = ops.cast(y_true, y_pred.dtype)
            each = ops.binary_crossentropy(truth, y_pred, from_logits=self.from_logits)[:, 0]
        else:
            each = ops.sparse_categorical_crossentropy(
                numbers, y_pred, from_logits=self.from_logits
            )
        return weights * each

    def get_config(self) -> dict[str, Any]:
        own = {"weights": list(self.weights), "from_logits": self.from_logits}
        return {**super().get_config(), **own}


@keras.saving.register_keras_serializable(PACKAGE)
class MacroF1(keras.metrics.Metric):
    """The mean of the F1 of the classes that occur, in truth or among the answers.

    F1 is 2 hits / (2 hits + misses + false alarms) (van Rijsbergen 1979). Keras's own F1Score wants
    targets as vectors and counts classes that do not occur as 0.

    Args:
        classes: how many there are.
        threshold: what a single output must exceed to mean the second of two classes.
        name: of the metric.
    """

    def __init__(
        self, classes: int, threshold: float = 0.0, name: str = "macro_f1", **settings: Any
    ) -> None:
        super().__init__(name=name, **settings)
        self.classes = classes
        self.threshold = threshold
        self.hits = self.add_weight(shape=(classes,), initializer="zeros", name="hits")
        self.answers = self.add_weight(shape=(classes,), initializer="zeros", name="answers")
        self.truths = self.add_weight(shape=(classes,), initializer="zeros", name="truths")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:  # noqa: ARG002
        """Take a batch in: the numbers of the classes `(batch, 1)`, and outputs as for the loss."""
        if y_pred.shape[-1] == 1:
            chosen = ops.cast(y_pred[:, 0] > self.threshold, "int32")
        else:
            chosen = ops.argmax(y_pred, axis=-1)
        truth = ops.one_hot(ops.cast(y_true[:, 0], "int32"), self.classes, dtype="float32")
        answer = ops.one_hot(chosen, self.classes, dtype="float32")
        self.hits.assign_add(ops.sum(truth * answer, axis=0))
        self.answers.assign_add(ops.sum(answer, axis=0))
        self.truths.assign_add(ops.sum(truth, axis=0))

    def result(self) -> Any:
        """The metric of all that was taken in; 0 for nothing."""
        both = self.answers + self.truths
        occurs = ops.cast(both > 0, "float32")
        each = 2 * self.hits / ops.maximum(both, 1)
        return ops.sum(each * occurs) / ops.maximum(ops.sum(occurs), 1)

    def get_config(self) -> dict[str, Any]:
        own = {"classes": self.classes, "threshold": self.threshold}
        return {**super().get_config(), **own}
