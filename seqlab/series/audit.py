"""What is wrong with the rows that the windows of a split touch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seqlab.series.splits import Anchors
from seqlab.series.table import Table
from seqlab.series.windows import WindowShape
from seqlab.task import SplitName

SENTINEL = -9999.0
"""What the Jena station writes where it has no reading."""

ORDER: tuple[SplitName, ...] = ("training", "validation", "test")


@dataclass(frozen=True)
class SplitAudit:
    """Findings over the rows from a split's oldest input to its newest target.

    Args:
        first_row: the oldest input of any window.
        last_row: the newest target of any window.
        first_time: when the first row was measured.
        last_time: when the last row was measured.
        sentinels: readings of -9999, by column; columns without any are left out.
        missing: readings that are not finite numbers.
        repeated: rows whose timestamp an earlier row has too.
        backwards: rows whose timestamp lies before that of the row before.
        gaps: places where more than one interval lies between two rows.
        longest_gap_hours: the longest of them.
        targets_in_next: targets that lie among the rows of the next split.
    """

    first_row: int
    last_row: int
    first_time: np.datetime64
    last_time: np.datetime64
    sentinels: dict[str, int]
    missing: int
    repeated: int
    backwards: int
    gaps: int
    longest_gap_hours: float
    targets_in_next: int


def audit_split(
    table: Table, shape: WindowShape, anchors: dict[SplitName, Anchors], split: SplitName
) -> SplitAudit:
    """Look through the rows that the windows of `split` touch.

    Args:
        table: the series in original units.
        shape: where a window's inputs and target lie.
        anchors: the anchor rows of every split.
        split: which one to look through.

    Returns:
        What was found; counts are of rows unless said otherwise.
    """
    own = anchors[split]
    first = own.start - shape.lookback
    last = own.stop - 1 + shape.delay
    values = table.values[first : last + 1]
    times = table.times[first : last + 1]
    seconds = np.diff(times).astype(np.int64)
    gaps = seconds[seconds > 60 * table.interval_minutes]
    sentinels = (values == SENTINEL).sum(axis=0)
    return SplitAudit(
        first_row=first,
        last_row=last,
        first_time=times[0],
        last_time=times[-1],
        sentinels={c: int(n) for c, n in zip(table.columns, sentinels, strict=True) if n},
        missing=int((~np.isfinite(values)).sum()),
        repeated=len(times) - len(np.unique(times)),
        backwards=int((seconds < 0).sum()),
        gaps=len(gaps),
        longest_gap_hours=float(gaps.max()) / 3600 if len(gaps) else 0.0,
        targets_in_next=_targets_in_next(shape, anchors, split),
    )


def _targets_in_next(
    shape: WindowShape, anchors: dict[SplitName, Anchors], split: SplitName
) -> int:
    """Targets of `split` at or after the first row that a window of the next split may use.

    Worked example, the book's training split: anchors to 199999 have targets to 200143, validation
    begins at row 200001, so 200143 - 200001 + 1 = 143 targets lie among the validation rows.
    """
    following = ORDER[ORDER.index(split) + 1 :]
    if not following:
        return 0
    next_first = anchors[following[0]].start - shape.lookback
    last_target = anchors[split].stop - 1 + shape.delay
    return int(np.clip(last_target - next_first + 1, 0, anchors[split].stop - anchors[split].start))
