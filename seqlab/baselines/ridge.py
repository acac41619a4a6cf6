"""A linear model of the window, which takes seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from seqlab.baselines.of_series import SeriesBaseline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.baselines.learning.linear import Linear
    from seqlab.baselines.learning.views import View
    from seqlab.tasks.data import SplitName
    from seqlab.tasks.panel import Panel

MOST_ROWS = 100_000
MOST_NUMBERS = 100_000_000
"""Of the training rows' features, and of their outputs: 400 MB."""
ROWS_AT_ONCE = 4096


class Ridge(SeriesBaseline):
    """A linear model of the window and its summaries, of the calendar and of what is known ahead.

    It predicts the change from the newest value, every step at once, and holds inputs within their
    training range. The penalty, and whether targets see all columns or their own past alone, are
    chosen by the mean absolute error on the last quarter of each series' training windows.
    """

    kind: Literal["ridge"] = "ridge"
    is_slow: ClassVar[bool] = True

    def forecasts(self, panel: Panel) -> LinearChanges:
        from seqlab.baselines.learning.threads import one_thread
        from seqlab.baselines.learning.views import views_of

        with one_thread():
            trials = [_Trial.of(view) for view in views_of(panel)]
            best = min(trials, key=lambda trial: trial.error)
            return LinearChanges(panel, best.view, best.fit())


@dataclass(frozen=True, eq=False)
class LinearChanges:
    """Adds linear functions of windows to their newest values.

    Args:
        panel: the series.
        view: what the model sees of windows.
        model: predicts changes.
    """

    panel: Panel
    view: View
    model: Linear

    def of(self, split: SplitName) -> NDArray[np.float64]:
        """`(windows, horizon, targets)`."""
        import numpy as np

        from seqlab.baselines.learning.threads import one_thread

        panel, view = self.panel, self.view
        windows, at_once = panel.newest[split], max(1, ROWS_AT_ONCE // view.rows_of_a_window)
        forecasts = np.empty((len(windows), len(panel.ahead), panel.targets.shape[1]))
        with one_thread():
            for first in range(0, len(windows), at_once):
                newest = windows[first : first + at_once]
                changes = view.changes(self.model.predict(view.features(newest)))
                forecasts[first : first + at_once] = panel.targets[newest][:, None] + changes
        return forecasts


@dataclass(frozen=True, eq=False)
class _Trial:
    """A view of the training windows, and how well it did on the last of them.

    Args:
        view: of windows.
        newest: the rows of the training windows' newest inputs.
        penalty: the one that did best.
        error: its mean absolute error.
    """

    view: View
    newest: NDArray[np.int64]
    penalty: float
    error: float

    @classmethod
    def of(cls, view: View) -> _Trial:
        import numpy as np

        from seqlab.baselines.learning.linear import PENALTIES, ridge_path
        from seqlab.baselines.learning.views import changes_of
        from seqlab.baselines.learning.windows import earlier_and_later

        panel, newest = view.panel, _training_windows(view)
        earlier, later = (newest[places] for places in earlier_and_later(panel, newest))
        if len(earlier) == 0:  # too few windows to choose by
            return cls(view, newest, PENALTIES[len(PENALTIES) // 2], np.inf)
        outputs = view.outputs(changes_of(panel, earlier))
        path = ridge_path(view.features(earlier), outputs, PENALTIES)
        features, truth = view.features(later), changes_of(panel, later)
        errors = [abs(view.changes(model.predict(features)) - truth).mean() for model in path]
        best = int(np.argmin(errors))
        return cls(view, newest, PENALTIES[best], float(errors[best]))

    def fit(self) -> Linear:
        """The model of all training windows."""
        from seqlab.baselines.learning.linear import ridge_path
        from seqlab.baselines.learning.views import changes_of

        outputs = self.view.outputs(changes_of(self.view.panel, self.newest))
        (model,) = ridge_path(self.view.features(self.newest), outputs, (self.penalty,))
        return model


def _training_windows(view: View) -> NDArray[np.int64]:
    """As many as memory and patience have room for."""
    from seqlab.baselines.learning.windows import some_training_windows

    (example, *_), panel = view.features(view.panel.newest["training"][:1]), view.panel
    outputs = len(panel.ahead) * panel.targets.shape[1] // view.rows_of_a_window
    rows = min(MOST_ROWS, MOST_NUMBERS // max(len(example), outputs))
    return some_training_windows(panel, max(1, rows // view.rows_of_a_window))
