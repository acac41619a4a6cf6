"""Splits of one's own series: every window whose targets all lie in the split, and no other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from seqlab.series.windows import WindowShape
from seqlab.tasks.data import ORDER, SplitName, shuffled


@dataclass(frozen=True)
class EveryWindow:
    """The anchors of one split, whose windows may be of several series.

    Args:
        anchors: the anchor row of every window, ascending, `(windows,)`.
        batch_size: windows in a training batch; the last one of an epoch may be smaller.
    """

    anchors: NDArray[np.int64] = field(repr=False, compare=False)
    batch_size: int

    @property
    def count(self) -> int:
        """Windows that training may draw."""
        return len(self.anchors)

    @property
    def windows(self) -> int:
        """Windows that an evaluation sees."""
        return len(self.anchors)

    @property
    def batches(self) -> int:
        """Training batches in one pass."""
        return -(-len(self.anchors) // self.batch_size)

    @property
    def steps_per_epoch(self) -> int:
        """One pass."""
        return self.batches

    def draw(self, seed: int, epoch: int, step: int) -> NDArray[np.int64]:
        """The anchors of a training step: an epoch is one pass in an order that it shuffles.

        Worked example, 5 windows, batches of 2 and the order 3 0 4 1 2: step 1 has the windows 4
        and 1, and step 2, the last, has window 2.
        """
        first = step * self.batch_size
        order = shuffled(len(self.anchors), seed, epoch)
        return self.anchors[order[first : first + self.batch_size]]

    def rows(self) -> NDArray[np.int64]:
        """All anchors in their order, `(windows,)`."""
        return self.anchors

    def in_order(self, size: int, number: int) -> NDArray[np.int64]:
        """Group `number` of the anchors, `size` at a time; the last one may be smaller."""
        return self.anchors[number * size : (number + 1) * size]

    def without(self, dropped: NDArray[np.bool_]) -> EveryWindow:
        """The same split without some of its windows, `(windows,)`."""
        return replace(self, anchors=self.anchors[~dropped])


@dataclass(frozen=True, eq=False)
class SplitRows:
    """Where the splits of every series lie: each begins where the one before it ends.

    Args:
        bounds: the first row of each series, and the row after the last, `(series + 1,)`.
        starts: the first row of each split of each series, by split, `(series,)`.
    """

    bounds: NDArray[np.int64]
    starts: Mapping[SplitName, NDArray[np.int64]]

    def stops(self, split: SplitName) -> NDArray[np.int64]:
        """The row after the last of a split, of every series, `(series,)`."""
        following = ORDER[ORDER.index(split) + 1 :]
        return self.starts[following[0]] if following else self.bounds[1:]

    def lengths(self, split: SplitName) -> NDArray[np.int64]:
        """Rows of a split, of every series, `(series,)`."""
        lengths: NDArray[np.int64] = self.stops(split) - self.starts[split]
        return lengths

    def of_series(self, series: int) -> dict[str, tuple[int, int]]:
        """The first row of each split and the row after its last, seen from a series' first row."""
        first = int(self.bounds[series])
        return {
            split: (int(self.starts[split][series]) - first, int(self.stops(split)[series]) - first)
            for split in ORDER
        }


def every_window(
    rows: SplitRows, shape: WindowShape, split: SplitName, batch_size: int, *, reach_back: bool
) -> EveryWindow:
    """The windows of a split: all their targets lie in it, and all their inputs in their series.

    Worked example, one series of 20 rows of which the last 5 are the test split, windows of 3
    inputs that are 2 rows apart, the next 2 rows as targets: the first window has the targets 15
    and 16 and the inputs 10, 12 and 14, the last one has the targets 18 and 19 and the inputs 13,
    15 and 17. Without reaching back the first one has the inputs 15, 17 and 19, for which there
    are no targets left.

    Args:
        rows: where the splits lie.
        shape: `strict`, of windows with the next `horizon` rows as targets.
        split: which one.
        batch_size: windows in a training batch.
        reach_back: whether inputs may lie in the split before.
    """
    reach = (shape.length - 1) * shape.step

    def anchors() -> Iterator[NDArray[np.int64]]:
        starts, stops = rows.starts[split], rows.stops(split)
        for first, start, stop in zip(rows.bounds, starts, stops, strict=False):
            oldest = first if reach_back else start
            lowest = max(start - shape.delay, oldest + reach)
            yield np.arange(lowest, stop - shape.delay - shape.horizon + 1, dtype=np.int64)

    return EveryWindow(np.concatenate(list(anchors())), batch_size)
