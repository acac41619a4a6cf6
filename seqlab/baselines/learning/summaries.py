"""A window in fewer numbers than it has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqlab.tasks.panel import Panel

MOST_BLOCKS = 16
"""Blocks that a window is parted into at most."""
BLOCKS_WITHOUT_A_SEASON = 8
NUMBERS_AT_ONCE = 8_000_000
"""Numbers of windows in memory while they are summed up: 32 MB."""


@dataclass(frozen=True, eq=False)
class Summaries:
    """Sums windows up by their newest rows, by seasons, and by what was a whole season ago.

    Worked example, Jena's 240 hours of 14 columns with a season of 24 hours and a budget of 384:
    the last 27 hours of all columns (378 numbers), the means of the ten days (140), the lowest and
    highest temperature of each day (20), and the temperature at the target's hour on each day that
    the last 27 hours leave out (9).

    Args:
        panel: the series.
        columns: the features that are looked at, `(columns,)`.
        targets: the targets' places among these, `(targets,)`.
        recent: time steps of which every column is kept.
        block: time steps in a block.
        mean_blocks: blocks of which the mean of every column is kept, counted from the newest.
        extreme_blocks: blocks of which each target's lowest and highest value are kept.
        seasons_ago: other time steps of which the targets are kept, newest first.
    """

    panel: Panel
    columns: NDArray[np.int64]
    targets: NDArray[np.int64]
    recent: int
    block: int
    mean_blocks: int
    extreme_blocks: int
    seasons_ago: NDArray[np.int64]

    @classmethod
    def of(cls, panel: Panel, budget: int, target: int | None = None) -> Summaries:
        """Choose the summaries that suit a window's length, its season and its columns.

        Args:
            panel: the series.
            budget: about how many numbers each of the four kinds of summaries may have.
            target: the one target that is looked at, and nothing beside it; None looks at all
                features, or at the targets alone where the features are more than the budget.
        """
        length, features = len(panel.offsets), panel.inputs.shape[1]
        columns = np.arange(features)
        if target is not None:
            columns = panel.target_features[[target]]
        elif features > budget:
            columns = np.sort(panel.target_features)
        own = panel.target_features if target is None else columns
        recent = min(length, max(1, budget // len(columns)))
        block = _block(length, _season_steps(panel))
        blocks = min(length // block, MOST_BLOCKS)
        back = _whole_seasons_ago(panel)
        return cls(
            panel=panel,
            columns=columns,
            targets=np.searchsorted(columns, own),
            recent=recent,
            block=block,
            mean_blocks=min(blocks, budget // len(columns)),
            extreme_blocks=min(blocks, budget // (2 * len(own))),
            seasons_ago=back[back < length - recent][: budget // len(own)],
        )

    def cut(self, newest: NDArray[np.int64]) -> NDArray[np.float32]:
        """Sum windows up.

        Args:
            newest: the rows of their newest inputs, `(windows,)`.

        Returns:
            `(windows, numbers)`; what is a target's alone is told as its difference from the
            target's newest value, as that is what is to be predicted.
        """
        at_once = max(1, NUMBERS_AT_ONCE // (len(self.panel.offsets) * len(self.columns)))
        firsts = range(0, max(1, len(newest)), at_once)
        parts = [self._sum_up(self._windows(newest[at : at + at_once])) for at in firsts]
        return np.concatenate(parts)

    def _windows(self, newest: NDArray[np.int64]) -> NDArray[np.float32]:
        """`(windows, time, columns)`."""
        rows, inputs = newest[:, None] + self.panel.offsets, self.panel.inputs
        if len(self.columns) == inputs.shape[1]:
            windows: NDArray[np.float32] = inputs[rows]  # whole rows lie together, which is faster
        else:
            windows = inputs[rows[:, :, None], self.columns]
        return windows

    def _sum_up(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """`(windows, numbers)` from `(windows, time, columns)`."""
        count, length, _ = windows.shape
        own = windows[:, :, self.targets] - windows[:, -1:, self.targets]
        means = self._blocks(windows, self.mean_blocks).mean(axis=2)
        extremes = self._blocks(own, self.extreme_blocks)
        parts = [
            windows[:, length - self.recent :],
            means,
            extremes.min(axis=2),
            extremes.max(axis=2),
            own[:, self.seasons_ago],
        ]
        return np.concatenate([part.reshape(count, -1) for part in parts], axis=1)

    def _blocks(self, windows: NDArray[np.float32], blocks: int) -> NDArray[np.float32]:
        """The newest time steps in blocks, `(windows, blocks, steps, columns)`, oldest first."""
        count, length, columns = windows.shape
        newest = windows[:, length - blocks * self.block :]
        return newest.reshape(count, blocks, self.block, columns)


def _season_steps(panel: Panel) -> int:
    """Time steps of a window in a season; 0 where it has none, or where no season fits in it.

    Worked example, 144 rows a season and an input every 6 rows: 24.
    """
    if panel.season is None:
        return 0
    steps = round(panel.season / _rows_in_a_step(panel))
    return steps if 2 <= steps <= len(panel.offsets) else 0


def _rows_in_a_step(panel: Panel) -> int:
    return int(panel.offsets[-1] - panel.offsets[-2]) if len(panel.offsets) > 1 else 1


def _block(length: int, season: int) -> int:
    """Time steps in a block: one season, or several where a window has many.

    Worked example, a season of 24: 240 steps are ten blocks of 24, 1,440 steps fifteen of 96.
    """
    if not season:
        return -(-length // BLOCKS_WITHOUT_A_SEASON)
    return season * -(-(length // season) // MOST_BLOCKS)


def _whole_seasons_ago(panel: Panel) -> NDArray[np.int64]:
    """The time steps of a window that lie whole seasons before its targets, newest first.

    Worked example, inputs at -4 to 0, targets at 1 and 2, a season of 3: a season before the
    targets is -2 and -1, two seasons -5 and -4; steps 3, 2 and 0 of the window. Rows between two
    inputs stand for the nearer one.
    """
    if panel.season is None:
        return np.empty(0, np.int64)
    last = len(panel.offsets) - 1
    seasons = np.arange(1, (panel.ahead[-1] - panel.offsets[0]) // panel.season + 1)
    rows = panel.ahead[:, None] - seasons * panel.season
    steps = last + np.rint(rows / _rows_in_a_step(panel)).astype(np.int64)
    return np.sort(np.unique(steps[(steps >= 0) & (steps <= last)]))[::-1]
