"""What the baselines that forecast series have in common."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from seqlab.baselines.baseline import Baseline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.data import Data, SplitName
    from seqlab.tasks.panel import Panel


class Forecasts(Protocol):
    """Forecasts of the windows of a panel."""

    def of(self, split: SplitName) -> NDArray[np.float64]:
        """Of every window of a split, in their order, `(windows, horizon, targets)`."""


@dataclass(frozen=True)
class Shaped:
    """Forecasts in the form of a task's targets; see `seqlab.baselines.baseline.Fitted`.

    Args:
        forecasts: of a panel.
        shape: of the targets of one window.
    """

    forecasts: Forecasts
    shape: tuple[int, ...]

    def predict(self, split: SplitName) -> NDArray[np.float64]:
        """`(windows, horizon, targets)`, or `(windows, 1)` where a window has a single target."""
        return self.forecasts.of(split).reshape(-1, *self.shape)


class SeriesBaseline(Baseline):
    """A baseline that needs the series behind the windows."""

    def obstacle(self, data: Data) -> str:
        panel = data.panel()
        if panel is None:
            return f"{self.kind} forecasts series, and there is none in this data"
        return self.lacks(panel)

    def lacks(self, panel: Panel) -> str:  # noqa: ARG002
        """Why it cannot be had for some series, as a clause; empty where it can."""
        return ""

    def fit(self, data: Data) -> Shaped:
        panel = data.panel()
        assert panel is not None  # else there is an obstacle
        return Shaped(self.forecasts(panel), data.task.target_shape)

    @abstractmethod
    def forecasts(self, panel: Panel) -> Forecasts:
        """Learn from the training windows of a panel alone."""
