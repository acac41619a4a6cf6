"""Cutting windows out of a series, fast.

Rows of one window are `step` rows apart. Stored row after row they would have to be picked one by
one; stored phase after phase (all rows with the same remainder modulo `step` side by side) every
window is one contiguous piece of memory, and cutting a batch is one copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Alignment = Literal["book", "strict"]


@dataclass(frozen=True)
class WindowShape:
    """Where a window's inputs and targets lie, seen from its anchor row.

    For an anchor r, `book` (listing 6.33) takes the inputs r - lookback, r - lookback + step, ...,
    r - step: the newest is `step` rows older than the anchor. `strict` shifts them by one step, so
    that the newest is row r itself. The first target is row r + delay in both, and the others
    follow it row by row.

    Worked example, lookback 6, step 2, delay 3, horizon 2, anchor 10: `book` has the inputs 4, 6,
    8, `strict` 6, 8, 10; the targets are rows 13 and 14.

    Args:
        lookback: rows from the oldest input to the anchor; a multiple of `step`.
        step: rows between two inputs.
        delay: rows from the anchor to the first target.
        alignment: `book` or `strict`.
        horizon: rows that are forecast, one after the other.
    """

    lookback: int
    step: int
    delay: int
    alignment: Alignment = "book"
    horizon: int = 1

    @property
    def length(self) -> int:
        """Time steps of one window."""
        return self.lookback // self.step

    @property
    def newest_input_age(self) -> int:
        """Rows from the newest input to the anchor."""
        return self.step if self.alignment == "book" else 0

    @property
    def distance(self) -> int:
        """Rows from the newest input to the last target: how far ahead a forecast really looks."""
        return self.delay + self.newest_input_age + self.horizon - 1

    @property
    def ahead(self) -> NDArray[np.int64]:
        """Rows of the targets, seen from the newest input, `(horizon,)`."""
        return np.arange(self.distance - self.horizon + 1, self.distance + 1)

    def newest_input(self, anchors: NDArray[np.int64]) -> NDArray[np.int64]:
        """The row of each window's newest input, `(batch,)`."""
        return anchors - self.newest_input_age

    def oldest_input(self, anchors: NDArray[np.int64]) -> NDArray[np.int64]:
        """The row of each window's oldest input, `(batch,)`."""
        return self.newest_input(anchors) - (self.length - 1) * self.step

    def rows(self, start: int, stop: int) -> slice:
        """All rows that the windows of the anchors `[start, stop)` may touch.

        Worked example, lookback 6, delay 3, anchors 10 to 19: rows 4 to 22, the last target.
        """
        return slice(start - self.lookback, stop + self.delay + self.horizon - 1)

    def first_target(self, anchors: NDArray[np.int64]) -> NDArray[np.int64]:
        """The row of each window's first target, `(batch,)`."""
        return anchors + self.delay

    def targets(self, anchors: NDArray[np.int64]) -> NDArray[np.int64]:
        """The rows of each window's targets, `(batch, horizon)`."""
        rows: NDArray[np.int64] = (anchors + self.delay)[:, np.newaxis] + np.arange(self.horizon)
        return rows


class WindowCutter:
    """A series laid out so that each window is contiguous.

    Args:
        values: the series, `(rows, features)`.
        shape: where a window's rows lie.

    Attributes:
        layout: the phases one after the other, `(rows, features)`.
    """

    def __init__(self, values: NDArray[np.float32], shape: WindowShape) -> None:
        rows, features = values.shape
        self._shape = shape
        self._rows = rows
        self._rows_per_phase = -(-rows // shape.step)
        phases = np.zeros((shape.step, self._rows_per_phase, features), values.dtype)
        for phase in range(shape.step):
            part = values[phase :: shape.step]
            phases[phase, : len(part)] = part
        self._phases = phases
        self.layout = phases.reshape(shape.step * self._rows_per_phase, features)
        self._windows = sliding_window_view(self.layout, (shape.length, features))[:, 0]

    def starts(self, anchors: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where in `layout` each window starts; its inputs follow one another from there.

        The oldest input of an anchor is row `oldest`; it is number `oldest // step` of phase
        `oldest % step`. Worked example, 10 rows, step 3 (4 rows a phase), lookback 6, anchor 8:
        oldest = 2, so the window starts at 2 * 4 + 0 = 8 of the layout 0 3 6 9 | 1 4 7 - | 2 5 8 -
        and holds rows 2 and 5.

        Args:
            anchors: anchor rows, `(batch,)`.

        Returns:
            Rows of `layout`, `(batch,)`.
        """
        oldest = self._shape.oldest_input(anchors)
        step = self._shape.step
        starts: NDArray[np.int64] = (oldest % step) * self._rows_per_phase + oldest // step
        return starts

    def cut(self, anchors: NDArray[np.int64]) -> NDArray[np.float32]:
        """Cut the inputs of a batch of windows.

        Args:
            anchors: anchor rows, `(batch,)`.

        Returns:
            Inputs, oldest first, `(batch, time, features)`.
        """
        windows: NDArray[np.float32] = self._windows[self.starts(anchors)]
        return windows

    def series(self) -> NDArray[np.float32]:
        """The series again, row after row, `(rows, features)`."""
        interleaved = self._phases.swapaxes(0, 1).reshape(-1, self._phases.shape[2])
        return interleaved[: self._rows]
