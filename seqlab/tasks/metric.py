"""Metrics, and the only place that knows which way each of them is better."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Metric:
    """A number that models are judged by.

    Args:
        name: what it is called in history.csv, metrics.json and claims, such as `mae`.
        title: what an axis of a picture calls it, such as `mean absolute error`.
        unit: what it is measured in, such as `standard deviations`; `%` for a share, which is
            shown as one.
        lower_is_better: whether a smaller value is the better one.
        best: the value of a model that makes no mistake.
        shortfall: what lies between a value and the best one: `error`, or `mistakes`.
    """

    name: str
    title: str
    unit: str
    lower_is_better: bool
    best: float
    shortfall: str

    @property
    def label(self) -> str:
        """What stands beside an axis: `mean absolute error (standard deviations)`."""
        return f"{self.title} ({self.unit})" if self.unit else self.title

    @property
    def is_share(self) -> bool:
        """Whether it is a share of all samples, which is shown in per cent."""
        return self.unit == "%"

    def error(self, value: float) -> float:
        """How far a value lies from the best one; never better below another's than above it.

        Worked example: an mae of 0.3 is an error of 0.3, an accuracy of 0.9 one of 0.1.
        """
        return value - self.best if self.lower_is_better else self.best - value

    def is_better(self, value: float, than: float) -> bool:
        """Whether one value is better than another one."""
        return value < than if self.lower_is_better else value > than

    def best_of(self, values: Iterable[float]) -> float:
        """The best one of some values."""
        return min(values) if self.lower_is_better else max(values)

    def of_samples(self, errors: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the metric is the mean of: `(samples,)` from each sample's error, `(samples,)`."""
        return errors if self.lower_is_better else self.best - errors

    def skill(self, model: float, baseline: float) -> float | None:
        """The share of the baseline's error that a model removes; below 0 where it adds to it.

        Worked example: accuracies of 0.9 and 0.5 leave errors of 0.1 and 0.5, of which 0.8 is gone.

        Returns:
            None where the baseline makes no mistake, so that there is nothing to remove.
        """
        left = self.error(baseline)
        return None if left == 0 else float(1 - self.error(model) / left)

    def record(self) -> dict[str, Any]:
        """The metric as a JSON object, so that a run folder says how it is to be read."""
        return {
            "name": self.name,
            "title": self.title,
            "unit": self.unit,
            "lower_is_better": self.lower_is_better,
            "best": self.best,
            "shortfall": self.shortfall,
        }


MAE = Metric("mae", "mean absolute error", "standard deviations", True, 0.0, "error")
ACCURACY = Metric("accuracy", "accuracy", "%", False, 1.0, "mistakes")
KNOWN = {metric.name: metric for metric in (MAE, ACCURACY)}
"""The metrics of seqlab's own tasks, for runs that are too young to say how they are judged."""
