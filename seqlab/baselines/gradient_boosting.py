"""Boosted trees of the window, which take a little longer than a linear model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from seqlab.baselines.of_series import Forecasts, SeriesBaseline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.baselines.learning.summaries import Summaries
    from seqlab.baselines.learning.trees import Trees
    from seqlab.series.calendar import Field
    from seqlab.tasks.data import SplitName
    from seqlab.tasks.panel import Panel

BUDGET = 64
"""About how many numbers each kind of summary has: more take longer and predict no better."""
MOST_MODELS = 4
MOST_WINDOWS = 50_000
MOST_ROWS = 100_000
WINDOWS_AT_ONCE = 4096
SEASONS = 3


class GradientBoosting(SeriesBaseline):
    """Boosted trees on summaries of the window, the calendar and what is known ahead.

    They predict the change from the newest value by the absolute error, and hold inputs within
    their training range. Up to four targets get trees of their own, which see all columns. Of more,
    one model sees a sample, each target by its own past, with the step and the target as features.
    """

    kind: Literal["gradient_boosting"] = "gradient_boosting"
    is_slow: ClassVar[bool] = True
    libraries: ClassVar[tuple[str, ...]] = ("scikit-learn",)

    def forecasts(self, panel: Panel) -> Forecasts:
        if len(panel.ahead) * panel.targets.shape[1] <= MOST_MODELS:
            return OneByOne.fit(panel)
        return AllInOne.fit(panel)


@dataclass(frozen=True, eq=False)
class OneByOne:
    """Trees for each step and target.

    Args:
        panel: the series.
        summaries: of windows.
        fields: of the calendar.
        models: by step and target.
    """

    panel: Panel
    summaries: Summaries
    fields: tuple[Field, ...]
    models: dict[tuple[int, int], Trees]

    @classmethod
    def fit(cls, panel: Panel) -> OneByOne:
        import numpy as np

        from seqlab.baselines.learning.ahead import useful_fields
        from seqlab.baselines.learning.summaries import Summaries
        from seqlab.baselines.learning.trees import fit_trees
        from seqlab.baselines.learning.windows import some_training_windows

        self = cls(panel, Summaries.of(panel, BUDGET), useful_fields(panel), {})
        newest = some_training_windows(panel, MOST_WINDOWS)
        summed = self.summaries.cut(newest)
        for step, target in np.ndindex(len(panel.ahead), panel.targets.shape[1]):
            levels = panel.targets[:, target]
            changes = levels[newest + panel.ahead[step]] - levels[newest]
            seen = self._seen(summed, newest, step)
            self.models[step, target] = fit_trees(
                seen, changes.astype(np.float32), trees=100, rate=0.1
            )
        return self

    def _seen(
        self, summed: NDArray[np.float32], newest: NDArray[np.int64], step: int
    ) -> NDArray[np.float32]:
        """`(windows, features)` from summaries of windows, `(windows, numbers)`."""
        import numpy as np

        from seqlab.baselines.learning.ahead import known_of

        known = known_of(self.panel, self.fields, newest, newest + self.panel.ahead[step])
        return np.concatenate([summed, known], axis=1)

    def of(self, split: SplitName) -> NDArray[np.float64]:
        """`(windows, horizon, targets)`."""
        import numpy as np

        panel, windows = self.panel, self.panel.newest[split]
        forecasts = np.empty((len(windows), len(panel.ahead), panel.targets.shape[1]))
        for first in range(0, len(windows), WINDOWS_AT_ONCE):
            part = slice(first, first + WINDOWS_AT_ONCE)
            summed = self.summaries.cut(windows[part])
            for (step, target), model in self.models.items():
                changes = model.predict(self._seen(summed, windows[part], step))
                forecasts[part, step, target] = panel.targets[windows[part], target] + changes
        return forecasts


@dataclass(frozen=True, eq=False)
class AllInOne:
    """The same trees for all steps and targets.

    Args:
        panel: the series.
        fields: of the calendar.
        model: the trees.
    """

    panel: Panel
    fields: tuple[Field, ...]
    model: Trees

    @classmethod
    def fit(cls, panel: Panel) -> AllInOne:
        import numpy as np

        from seqlab.baselines.learning.ahead import useful_fields
        from seqlab.baselines.learning.trees import fit_trees
        from seqlab.baselines.learning.windows import some_training_windows

        targets, fields = panel.targets.shape[1], useful_fields(panel)
        windows = some_training_windows(panel, max(1, MOST_ROWS // targets))
        each = max(1, MOST_ROWS // (targets * len(windows)))
        newest = windows.repeat(min(each, len(panel.ahead)))
        features, changes = [], []
        for target in range(targets):
            steps = np.random.default_rng(target).integers(len(panel.ahead), size=len(newest))
            levels = panel.targets[:, target]
            features.append(_of_one_target(panel, fields, newest, steps, target))
            changes.append(levels[newest + panel.ahead[steps]] - levels[newest])
        outputs = np.concatenate(changes).astype(np.float32)
        # Every window is asked for each step of each target: few trees, or it takes minutes.
        return cls(panel, fields, fit_trees(np.concatenate(features), outputs, trees=30, rate=0.25))

    def of(self, split: SplitName) -> NDArray[np.float64]:
        """`(windows, horizon, targets)`."""
        import numpy as np

        panel, windows = self.panel, self.panel.newest[split]
        horizon = len(panel.ahead)
        forecasts = np.empty((len(windows), horizon, panel.targets.shape[1]))
        at_once = max(1, 16 * WINDOWS_AT_ONCE // horizon)
        for first in range(0, len(windows), at_once):
            newest = windows[first : first + at_once]
            rows, steps = newest.repeat(horizon), np.tile(np.arange(horizon), len(newest))
            for target in range(panel.targets.shape[1]):
                seen = _of_one_target(panel, self.fields, rows, steps, target)
                changes = self.model.predict(seen).reshape(-1, horizon)
                levels = panel.targets[newest, target][:, None] + changes
                forecasts[first : first + at_once, :, target] = levels
        return forecasts


def _of_one_target(
    panel: Panel,
    fields: tuple[Field, ...],
    newest: NDArray[np.int64],
    steps: NDArray[np.int64],
    target: int,
) -> NDArray[np.float32]:
    """What tells of one step of one target.

    Args:
        panel: the series.
        fields: of the calendar.
        newest: the rows of windows' newest inputs, equal ones side by side, `(rows,)`.
        steps: which step ahead is asked for, `(rows,)`.
        target: which target.

    Returns:
        `(rows, features)`.
    """
    import numpy as np

    from seqlab.baselines.learning.ahead import known_of
    from seqlab.baselines.learning.summaries import Summaries

    is_first = np.diff(newest, prepend=-1) != 0  # each window is summed up once
    summed = Summaries.of(panel, BUDGET, target).cut(newest[is_first])[is_first.cumsum() - 1]
    ahead = panel.ahead[steps]
    own = panel.inputs[:, panel.target_features[target]]
    parts = [
        summed,
        known_of(panel, fields, newest, newest + ahead),
        np.stack([ahead, np.full_like(ahead, target)], axis=1).astype(np.float32),
    ]
    if panel.season is not None:
        # What a season or several ago said; before the window, what the season after that said.
        ago = np.zeros(len(newest), np.float32)
        for seasons in range(SEASONS):
            back = ahead - (-(-ahead // panel.season) + seasons) * panel.season
            change = own[newest + np.maximum(back, panel.offsets[0])] - own[newest]
            ago = np.where(back >= panel.offsets[0], change, ago)
            parts.append(ago[:, None])
    return np.concatenate(parts, axis=1, dtype=np.float32)
