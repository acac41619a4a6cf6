"""What every task answers, so that no other room asks which one it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from seqlab.tasks.inputs import Inputs
from seqlab.tasks.metric import Metric

if TYPE_CHECKING:
    import keras
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Task(ABC):
    """A question asked of samples. What a class says holds before any data is loaded.

    Args:
        inputs: what a model sees of one sample.
    """

    name: ClassVar[str]
    """What the task is called, such as `forecast`."""
    metric: ClassVar[Metric]
    """What models are judged by."""
    losses: ClassVar[tuple[str, ...]]
    """The losses that fit, by their names in YAML; the first is the default."""

    watched: ClassVar[tuple[str, ...]] = ()
    """Further metrics that may stand in the history; see `further_metrics`."""
    loss_title: ClassVar[str] = "loss"
    """What an axis of a picture calls the loss, where that is not the metric."""
    is_in_inputs: ClassVar[bool] = False
    """Whether inputs hold what is predicted, as it was before, so that it may be repeated."""
    has_logits: ClassVar[bool] = False
    """Whether outputs are log-odds, which a loss may mistake for probabilities."""

    inputs: Inputs

    @property
    @abstractmethod
    def target_shape(self) -> tuple[int, ...]:
        """Of the targets of one sample."""

    @property
    def output_shape(self) -> tuple[int, ...]:
        """Of a model's outputs for one sample, which `head` gives them."""
        return self.target_shape

    @property
    def unit(self) -> str:
        """The original unit of what is predicted, such as `degC`; empty where there is none."""
        return ""

    @property
    def scale(self) -> float | None:
        """Original units per unit of the metric; None where there are none."""
        return None

    @abstractmethod
    def head(
        self, hidden: keras.KerasTensor, inputs: Sequence[keras.KerasTensor] = ()
    ) -> keras.KerasTensor:
        """The outputs of a model.

        Always float32, so that losses keep their precision under mixed precision.

        Args:
            hidden: what its last layer says of a sample, `(batch, units)`.
            inputs: the model's, in the order of `inputs.parts`.

        Raises:
            SeqlabError: the answer needs the inputs too, and they are not given.
        """

    def newest(self, window: keras.KerasTensor) -> keras.KerasTensor:  # noqa: ARG002
        """What the newest time step of inputs says of the targets, shaped as these are.

        Args:
            window: `(batch, time, features)`.

        Raises:
            TypeError: inputs do not hold it; see `is_in_inputs`.
        """
        raise TypeError(f"the inputs of {self.name} say nothing of its targets")

    @abstractmethod
    def loss(self, name: str | None, *, from_logits: bool) -> keras.losses.Loss:
        """The loss to train with.

        Args:
            name: one of `losses`; None for the task's own.
            from_logits: whether outputs are log-odds, not probabilities; numbers are neither.

        Raises:
            ConfigError: the loss does not fit the targets that were found.
        """

    @abstractmethod
    def keras_metric(self, *, from_logits: bool) -> keras.metrics.Metric:
        """The task's metric as Keras measures it batch by batch."""

    def further_metrics(self, *, from_logits: bool) -> list[keras.metrics.Metric]:  # noqa: ARG002
        """What else Keras measures batch by batch, for the history alone."""
        return []

    def commonest(self, targets: NDArray[np.float32]) -> NDArray[np.float64] | None:  # noqa: ARG002
        """What outputs say that always mean the most frequent answer; None where none repeats.

        Args:
            targets: of the training samples, `(samples, ...)`.

        Returns:
            Of one sample, as `output_shape` says.
        """
        return None

    @abstractmethod
    def errors(
        self, outputs: NDArray[np.float64], targets: NDArray[np.float64], *, from_logits: bool
    ) -> NDArray[np.float64]:
        """How wrong each sample's outputs are; the metric is a mean over these.

        Args:
            outputs: a model's, `(samples, ...)`.
            targets: `(samples, ...)`.
            from_logits: as for `loss`.

        Returns:
            `(samples,)`.
        """

    def score(self, errors: NDArray[np.float64]) -> float:
        """The metric's value from the errors of all samples, `(samples,)`."""
        return float(self.metric.of_samples(errors).mean())

    def in_original_units(self, scores: Mapping[str, float]) -> dict[str, Any]:
        """Scores as metrics.json has them, with the metric in original units where there are some.

        Worked example: an mae of 0.3 standard deviations of 8.85 degC each gets `mae_original`
        2.655 and `unit` degC.
        """
        if self.scale is None:
            return dict(scores)
        original = {f"{self.metric.name}_original": scores[self.metric.name] * self.scale}
        return {**scores, **original, "unit": self.unit}
