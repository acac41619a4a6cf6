"""On and on as it went: a line through the ends of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from seqlab.baselines.of_series import SeriesBaseline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.data import SplitName
    from seqlab.tasks.panel import Panel


class Drift(SeriesBaseline):
    """The line through the first and the newest value of the window, drawn on.

    The drift method of Hyndman and Athanasopoulos, *Forecasting: principles and practice* (third
    edition, section 5.2), with the window for the history. Nothing to learn.
    """

    kind: Literal["drift"] = "drift"

    def forecasts(self, panel: Panel) -> Line:
        return Line(panel)


class Line:
    """Draws lines on.

    Args:
        panel: the series.
    """

    def __init__(self, panel: Panel) -> None:
        self.panel = panel

    def of(self, split: SplitName) -> NDArray[np.float64]:
        """`(windows, horizon, targets)`.

        Worked example, a window from row 10, where the value is 1, to row 14, where it is 3: the
        slope is (3 - 1) / 4 = 0.5 a row, so that row 16 gets 3 + 2 * 0.5 = 4. A window of one row
        has no slope.
        """
        newest, oldest = self.panel.newest[split], int(self.panel.offsets[0])
        values = self.panel.targets[newest]  # (windows, targets)
        slope = (values - self.panel.targets[newest + oldest]) / max(1, -oldest)
        return values[:, None] + self.panel.ahead[:, None] * slope[:, None]
