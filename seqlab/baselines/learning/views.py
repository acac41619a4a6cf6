"""Two ways for a linear model to look at several targets: all together, or each one alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from seqlab.baselines.learning.ahead import known_of_all, useful_fields
from seqlab.baselines.learning.summaries import Summaries
from seqlab.series.calendar import Field
from seqlab.tasks.panel import Panel

BUDGET = 384
"""About how many numbers each kind of summary has."""


class View(Protocol):
    """What a model sees of windows, and how its outputs are changes from their newest values."""

    @property
    def panel(self) -> Panel:
        """The series."""

    @property
    def rows_of_a_window(self) -> int:
        """Rows of features that it has."""

    def features(self, newest: NDArray[np.int64]) -> NDArray[np.float32]:
        """`(rows, features)` of the windows with these newest inputs, `(windows,)`."""

    def outputs(self, changes: NDArray[np.float32]) -> NDArray[np.float32]:
        """`(rows, outputs)` from changes, `(windows, horizon, targets)`."""

    def changes(self, outputs: NDArray[np.float64]) -> NDArray[np.float64]:
        """`(windows, horizon, targets)` from outputs, `(rows, outputs)`."""


@dataclass(frozen=True, eq=False)
class Together:
    """A row for each window: every column says something of every target.

    Args:
        panel: the series.
        fields: of the calendar.
    """

    panel: Panel
    fields: tuple[Field, ...]

    @property
    def rows_of_a_window(self) -> int:
        return 1

    def features(self, newest: NDArray[np.int64]) -> NDArray[np.float32]:
        known = known_of_all(self.panel, self.fields, newest, BUDGET)
        return np.concatenate([Summaries.of(self.panel, BUDGET).cut(newest), known], axis=1)

    def outputs(self, changes: NDArray[np.float32]) -> NDArray[np.float32]:
        return changes.reshape(len(changes), -1)

    def changes(self, outputs: NDArray[np.float64]) -> NDArray[np.float64]:
        return outputs.reshape(len(outputs), len(self.panel.ahead), -1)


@dataclass(frozen=True, eq=False)
class Alone:
    """A row for each window and target, and the same weights for all: only its own past counts.

    Other columns often mislead more than they tell: on the loads of ETTh1, 96 hours ahead, seeing
    them takes the squared error from 0.38 to 0.5. NLinear shares its weights likewise (Zeng et
    al., *Are transformers effective for time series forecasting?*, AAAI 2023).

    Args:
        panel: the series.
        fields: of the calendar.
    """

    panel: Panel
    fields: tuple[Field, ...]

    @property
    def rows_of_a_window(self) -> int:
        return len(self.panel.target_features)

    def features(self, newest: NDArray[np.int64]) -> NDArray[np.float32]:
        known = known_of_all(self.panel, self.fields, newest, BUDGET)
        rows = [
            np.concatenate([Summaries.of(self.panel, BUDGET, target).cut(newest), known], axis=1)
            for target in range(self.rows_of_a_window)
        ]
        return np.concatenate(rows)  # (targets * windows, features), target after target

    def outputs(self, changes: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.moveaxis(changes, 2, 0).reshape(-1, len(self.panel.ahead))

    def changes(self, outputs: NDArray[np.float64]) -> NDArray[np.float64]:
        by_target = outputs.reshape(self.rows_of_a_window, -1, len(self.panel.ahead))
        return np.moveaxis(by_target, 0, 2)


def views_of(panel: Panel) -> list[View]:
    """Both, or one where there is nothing beside a single target."""
    together = Together(panel, useful_fields(panel))
    return [together, Alone(panel, together.fields)] if panel.inputs.shape[1] > 1 else [together]


def changes_of(panel: Panel, newest: NDArray[np.int64]) -> NDArray[np.float32]:
    """From the newest values to the targets, `(windows, horizon, targets)`."""
    changes = np.empty((len(newest), len(panel.ahead), panel.targets.shape[1]), np.float32)
    for step, ahead in enumerate(panel.ahead):
        changes[:, step] = panel.targets[newest + ahead] - panel.targets[newest]
    return changes
