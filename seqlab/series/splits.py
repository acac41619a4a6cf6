"""Which rows belong to which split, and which of them anchor a window.

Every window hangs on an anchor row r: its inputs end before or at r, its target lies `delay` rows
after r. A split is a range of anchor rows; the generator of the book (listing 6.33) decides which.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import ConfigError


class SplitAnchors(Protocol):
    """The anchors of one split, however they are chosen."""

    @property
    def count(self) -> int:
        """Windows that training may draw."""

    @property
    def windows(self) -> int:
        """Windows that an evaluation sees."""

    @property
    def steps_per_epoch(self) -> int | None:
        """Training batches in one pass; None where batches are drawn without end."""

    def draw(self, seed: int, epoch: int, step: int) -> NDArray[np.int64]:
        """The anchors of a training step, `(batch,)`: a pure function of the arguments."""

    def rows(self) -> NDArray[np.int64]:
        """All anchors that training may draw, in their order, `(count,)`."""

    def in_order(self, size: int, number: int) -> NDArray[np.int64]:
        """Group `number` of the evaluation's anchors, `size` at a time."""


RowRange = tuple[int, int | None]
"""First row, and the row after the last one that may anchor a window; None is the end."""


@dataclass(frozen=True)
class Anchors:
    """The anchor rows of one split: all of `[start, stop)`, and those in whole batches.

    Args:
        start: the first anchor row.
        stop: the row after the last anchor.
        batch_size: windows in one batch.
        chosen: the anchors that are left of `[start, stop)` where some were dropped, ascending.
    """

    start: int
    stop: int
    batch_size: int
    chosen: NDArray[np.int64] | None = field(default=None, repr=False, compare=False)

    @property
    def count(self) -> int:
        """Anchor rows, also those that are in no whole batch."""
        return self.stop - self.start if self.chosen is None else len(self.chosen)

    @property
    def batches(self) -> int:
        """Whole batches before the book's generator would wrap round to the first one.

        Its condition to wrap is `row + batch_size >= stop`. Worked example, the book's test split:
        start 301441, stop 420406, batches of 128: (420406 - 301441 - 1) // 128 = 929. The book
        asked for 930, and the last of them was the first one again.
        """
        return max(0, (self.count - 1) // self.batch_size)

    @property
    def windows(self) -> int:
        """Windows in whole batches: what an evaluation sees."""
        return self.batches * self.batch_size

    @property
    def steps_per_epoch(self) -> None:
        """None: batches are drawn at random, without end."""

    def draw(self, seed: int, epoch: int, step: int) -> NDArray[np.int64]:
        """The anchors of a training step, each drawn uniformly from all of them, as `(batch,)`."""
        generator = np.random.default_rng((seed, epoch, step))
        if self.chosen is not None:
            return self.chosen[generator.integers(0, self.count, size=self.batch_size)]
        return generator.integers(self.start, self.stop, size=self.batch_size)

    def rows(self) -> NDArray[np.int64]:
        """All anchors in their order, `(count,)`."""
        return np.arange(self.start, self.stop) if self.chosen is None else self.chosen

    def without(self, dropped: NDArray[np.bool_], split: str) -> Anchors:
        """The same split without some of its anchors.

        Args:
            dropped: whether to leave out each of `rows()`.
            split: the split's name, for errors.

        Raises:
            ConfigError: less than one batch would be left.
        """
        if not dropped.any():
            return self
        left = replace(self, chosen=self.rows()[~dropped])
        if left.batches == 0:
            raise ConfigError(
                f"dataset.bad_rows: drop_windows leaves {left.count:,} of the {self.count:,} "
                f"windows of dataset.{split}_rows: too few for one batch of {self.batch_size:,}.",
                remedy="Choose interpolate, a shorter dataset.lookback, or other rows.",
            )
        return left

    def in_order(self, size: int, number: int) -> NDArray[np.int64]:
        """Group `number` of the anchors of all whole batches, regrouped `size` at a time.

        Worked example, 256 windows from row 100 on: group 2 of 100 holds rows 300 to 355.
        """
        first = number * size
        stop = min(first + size, self.windows)
        if self.chosen is not None:
            return self.chosen[first:stop]
        return np.arange(self.start + first, self.start + stop)


def anchors(
    rows: RowRange, *, series_length: int, lookback: int, delay: int, batch_size: int, split: str
) -> Anchors:
    """The anchor rows of a split whose windows start at or after its first row.

    Worked example, the book's validation split: rows (200001, 300000) with a lookback of 1440
    anchor windows at rows 201441 to 299999. With `None` as the end, the last anchor is the last
    one whose target exists, less one as in the book: 420551 - 144 - 1 = 420406 is the stop.

    Args:
        rows: first row and stop of the split.
        series_length: rows in the whole series.
        lookback: rows before an anchor that its window reaches back to.
        delay: rows from the anchor to the target.
        batch_size: windows in one batch.
        split: the split's name, for errors.

    Raises:
        ConfigError: the split ends after the series, or holds less than one batch of windows.
    """
    first, end = rows
    last_stop = series_length - delay - 1
    stop = last_stop if end is None else end
    if last_stop < lookback:
        raise ConfigError(
            f"dataset.lookback {lookback:,} and dataset.delay {delay:,} reach over more rows than "
            f"this series of {series_length:,} has.",
            remedy="Shorten one of them.",
        )
    if first >= last_stop:
        raise ConfigError(
            f"dataset.{split}_rows begins at row {first:,}, but this series has {series_length:,} "
            f"rows, and with a delay of {delay:,} the last one with a target is {last_stop:,}.",
            remedy=f"Set dataset.{split}_rows to rows of this series.",
        )
    if end is not None and end > series_length - delay:
        raise ConfigError(
            f"dataset.{split}_rows ends at row {end:,}, but with a delay of {delay:,} the last row "
            f"with a target in this series of {series_length:,} rows is {series_length - delay:,}.",
            remedy=f"End the split at {series_length - delay:,} or earlier, or at null: the end.",
        )
    result = Anchors(first + lookback, stop, batch_size)
    if result.batches == 0:
        raise ConfigError(
            f"dataset.{split}_rows holds {max(0, stop - first):,} rows ({first:,} to {stop:,}): "
            f"too few for one batch of {batch_size:,} windows with a lookback of {lookback:,}.",
            remedy=f"It needs at least {lookback + batch_size + 1:,} rows: shorten "
            f"dataset.lookback or dataset.batch_size, or widen dataset.{split}_rows.",
        )
    return result
