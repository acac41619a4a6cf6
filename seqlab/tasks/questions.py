"""What a trained model is asked about: samples whose answers nobody knows yet, or once more."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from seqlab.tasks.data import InputBatch
    from seqlab.tasks.task import Task


@dataclass(frozen=True, eq=False)
class ForecastDrawing:
    """The last history of a series and its forecast.

    Args:
        history_times: local times, `datetime64[s]`, or numbers of rows where there is no clock,
            `(rows,)`.
        history_values: what was measured, in original units, `(rows,)`; NaN leaves a gap.
        forecast_times: the times that are forecast, `(horizon,)`.
        forecast: what is forecast, in original units, `(horizon,)`.
        label: what the values are, such as `OT`.
        unit: of the values; empty where it is not known.
        name: of the series; empty where there is only one.
        lower: the lower end of the band, `(horizon,)`; None where there are no quantiles.
        upper: its upper end.
        band: what the band is, such as `0.1 to 0.9`.
        truth: what was measured of what is forecast, `(horizon,)`; None where nobody knows yet.
    """

    history_times: NDArray[Any]
    history_values: NDArray[np.float64] = field(repr=False)
    forecast_times: NDArray[Any]
    forecast: NDArray[np.float64]
    label: str
    unit: str
    name: str = ""
    lower: NDArray[np.float64] | None = None
    upper: NDArray[np.float64] | None = None
    band: str = ""
    truth: NDArray[np.float64] | None = None

    @property
    def error(self) -> float | None:
        """The mean absolute error, in `unit`; None where the truth is not known."""
        import numpy as np

        if self.truth is None:
            return None
        apart = abs(self.forecast - self.truth)
        return float(np.nanmean(apart)) if np.isfinite(apart).any() else None


class Questions(ABC):
    """Samples that a model answers, in their order."""

    can_be_drawn: ClassVar[bool] = False
    """Whether there is something to draw of the answers."""

    @property
    @abstractmethod
    def task(self) -> Task:
        """What is asked."""

    @property
    @abstractmethod
    def noun(self) -> str:
        """What the samples are called: `windows`, `texts`."""

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def chosen(self, places: NDArray[np.int64]) -> Self:
        """Some of the samples, by their places."""

    @abstractmethod
    def inputs(self, prepared: Any) -> InputBatch:
        """What a model sees of every sample.

        Args:
            prepared: what a run keeps to feed its model.

        Raises:
            DataError: something is missing of what it sees.
        """

    @abstractmethod
    def answers(self, outputs: NDArray[np.float64], *, from_logits: bool) -> pd.DataFrame:
        """What a model says, as a table that people and programs read.

        Args:
            outputs: for every sample, `(samples, ...)` as the task's head puts them out.
            from_logits: whether outputs are log-odds, not probabilities; numbers are neither.
        """

    def drawings(self, outputs: NDArray[np.float64]) -> Sequence[ForecastDrawing]:  # noqa: ARG002
        """What is drawn of the answers; nothing where they cannot be drawn.

        Args:
            outputs: as for `answers`.
        """
        return ()

    def examples(
        self,
        outputs: NDArray[np.float64],  # noqa: ARG002
        errors: NDArray[np.float64],  # noqa: ARG002
        dependent: int,  # noqa: ARG002
    ) -> Mapping[str, Sequence[ForecastDrawing]]:
        """Good, typical and bad answers beside the truth; nothing where they cannot be drawn.

        Args:
            outputs: as for `answers`.
            errors: how wrong each answer is, `(samples,)`.
            dependent: neighbouring samples that hang together; see `Data.dependent_samples`.

        Returns:
            What is drawn of each example, by what it is an example of, the best first.
        """
        return {}
