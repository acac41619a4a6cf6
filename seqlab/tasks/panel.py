"""What lies behind the windows of one or several series, for whatever looks at more than a batch.

Baselines are fitted on it, breakdowns and pictures read it. Everything is standardised as the model
sees it; rows of several series stand one series after the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.data import SplitName


@dataclass(frozen=True, eq=False)
class Panel:
    """Series end to end, and where the windows of every split lie in them.

    Worked example, two series of 5 and 4 rows, windows of 2 inputs that are 1 row apart and a
    horizon of 2: `bounds` is [0, 5, 9], `offsets` [-1, 0], `ahead` [1, 2]. The window whose newest
    input is row 6 has the inputs 5 and 6 and the targets 7 and 8, all of the second series.

    Args:
        read_inputs: what windows are cut from, `(rows, features)`; called when it is first asked
            for, because it may be a copy of everything.
        targets: `(rows, targets)`; NaN where there is no reading.
        bounds: the first row of each series, and the row after the last one, `(series + 1,)`.
        offsets: rows of a window's inputs, seen from its newest one, ascending, `(time,)`.
        ahead: rows of its targets, seen from its newest input, ascending, `(horizon,)`.
        newest: the row of each window's newest input, `(windows,)`, by split. For training every
            window that may be drawn, for the others exactly the evaluation's, in their order.
        target_features: the place of each target among the features, `(targets,)`.
        season: rows in a season; None where there is none.
        clock: the local time of each row, `datetime64[s]`, `(rows,)`; None where rows have none.
        known: what is known ahead of each row, `(rows, known)`; of no width where nothing is.
        static: what never changes in a series, `(series, static)`; of no width where there is none.
    """

    read_inputs: Callable[[], NDArray[np.float32]] = field(repr=False)
    targets: NDArray[np.float64] = field(repr=False)
    bounds: NDArray[np.int64]
    offsets: NDArray[np.int64]
    ahead: NDArray[np.int64]
    newest: Mapping[SplitName, NDArray[np.int64]] = field(repr=False)
    target_features: NDArray[np.int64]
    season: int | None
    clock: NDArray[np.datetime64] | None = field(repr=False)
    known: NDArray[np.float32] = field(repr=False)
    static: NDArray[np.float32] = field(repr=False)

    @cached_property
    def inputs(self) -> NDArray[np.float32]:
        """What windows are cut from, `(rows, features)`."""
        return self.read_inputs()

    def series_of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The number of the series that each row belongs to, of the shape of `rows`.

        Worked example, bounds [0, 5, 9]: rows 0, 4 and 5 belong to the series 0, 0 and 1.
        """
        found: NDArray[np.int64] = self.bounds.searchsorted(rows, side="right") - 1
        return found

    def target_rows(self, split: SplitName) -> NDArray[np.int64]:
        """The rows of every window's targets, `(windows, horizon)`."""
        rows: NDArray[np.int64] = self.newest[split][:, None] + self.ahead
        return rows

    def targets_of(self, split: SplitName) -> NDArray[np.float64]:
        """What is to be predicted for every window, `(windows, horizon, targets)`."""
        values: NDArray[np.float64] = self.targets[self.target_rows(split)]
        return values

    def digest(self) -> str:
        """The same text for the same numbers and the same windows, on this machine."""
        content = hashlib.blake2b(digest_size=16)
        parts: list[NDArray[Any]] = [
            self.inputs,
            self.targets,
            self.bounds,
            self.offsets,
            self.ahead,
            self.target_features,
            self.known,
        ]
        parts += [self.static, *(self.newest[split] for split in sorted(self.newest))]
        for part in parts if self.clock is None else [*parts, self.clock.astype("int64")]:
            content.update(f"{part.shape} {part.dtype}".encode())
            content.update(part.tobytes())
        content.update(str(self.season).encode())
        return content.hexdigest()
