"""What is wrong with the rows that the windows of a split touch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from seqlab.series.quality import BadRows, implausible_readings
from seqlab.series.splits import Anchors
from seqlab.series.table import Table
from seqlab.series.windows import WindowShape
from seqlab.tasks.data import ORDER, SplitName


@dataclass(frozen=True)
class SplitAudit:
    """Findings over the rows from a split's oldest input to its newest target.

    Args:
        sentinel: what stands where there is no reading; None where nothing does.
        first_row: the oldest input of any window.
        last_row: the newest target of any window.
        first_time: when the first row was measured.
        last_time: when the last row was measured.
        sentinels: readings of that value, by column; columns without any are left out.
        missing: readings that are not finite numbers.
        implausible: other readings outside what their column can physically be, by column.
        constant: columns that never change.
        repeated: rows whose timestamp an earlier row has too.
        backwards: rows whose timestamp lies before that of the row before.
        gaps: places where more than one interval lies between two rows.
        longest_gap_hours: the longest of them.
        touched_windows: windows with a bad reading among their inputs or as their target.
        targets_in_next: targets that lie among the rows of the next split.
    """

    sentinel: float | None
    first_row: int
    last_row: int
    first_time: np.datetime64
    last_time: np.datetime64
    sentinels: dict[str, int]
    missing: int
    implausible: dict[str, int]
    constant: list[str]
    repeated: int
    backwards: int
    gaps: int
    longest_gap_hours: float
    touched_windows: int
    targets_in_next: int

    def record(self) -> dict[str, Any]:
        """The findings as a JSON object."""
        return {
            "first_row": self.first_row,
            "last_row": self.last_row,
            "first_time": str(self.first_time),
            "last_time": str(self.last_time),
            "sentinels": self.sentinels,
            "missing": self.missing,
            "implausible": self.implausible,
            "constant_columns": self.constant,
            "repeated_timestamps": self.repeated,
            "backward_timestamps": self.backwards,
            "gaps": self.gaps,
            "longest_gap_hours": self.longest_gap_hours,
            "touched_windows": self.touched_windows,
            "targets_in_next_split": self.targets_in_next,
        }

    def bad_readings(self) -> list[str]:
        """Each kind of reading that is no measurement, counted: `18 x -9999 in wv (m/s)`."""
        counts = [f"{n:,} x {self.sentinel:g} in {column}" for column, n in self.sentinels.items()]
        counts += [f"{n:,} implausible in {column}" for column, n in self.implausible.items()]
        return counts + ([f"{self.missing:,} missing"] if self.missing else [])


def audit_split(
    table: Table,
    shape: WindowShape,
    anchors: dict[SplitName, Anchors],
    split: SplitName,
    bad: BadRows,
) -> SplitAudit:
    """Look through the rows that the windows of `split` touch.

    Args:
        table: the series in original units, as it was read.
        shape: where a window's inputs and target lie.
        anchors: the anchor rows of every split.
        split: which one to look through.
        bad: the rows that a window should not take in.

    Returns:
        What was found; counts are of rows unless said otherwise.
    """
    own = anchors[split]
    rows = shape.rows(own.start, own.stop)
    part = replace(table, times=table.times[rows], values=table.values[rows])
    seconds = np.diff(part.times).astype(np.int64)
    gaps = seconds[seconds > 60 * table.interval_minutes]
    lowest, highest = part.values.min(axis=0), part.values.max(axis=0)
    return SplitAudit(
        sentinel=table.sentinel,
        first_row=rows.start,
        last_row=rows.stop - 1,
        first_time=part.times[0],
        last_time=part.times[-1],
        sentinels=_by_column(part, part.is_sentinel()),
        missing=int((~np.isfinite(part.values)).sum()),
        implausible=_by_column(part, implausible_readings(part)),
        constant=[c for c, same in zip(part.columns, lowest == highest, strict=True) if same],
        repeated=_repeated(part, seconds),
        backwards=int((seconds < 0).sum()),
        gaps=len(gaps),
        longest_gap_hours=float(gaps.max()) / 3600 if len(gaps) else 0.0,
        touched_windows=int(bad.touched(shape, own.rows()).sum()),
        targets_in_next=_targets_in_next(shape, anchors, split),
    )


def _by_column(table: Table, found: np.ndarray[Any, np.dtype[np.bool_]]) -> dict[str, int]:
    counts = found.sum(axis=0)
    return {c: int(n) for c, n in zip(table.columns, counts, strict=True) if n}


def _repeated(table: Table, seconds: np.ndarray[Any, np.dtype[np.int64]]) -> int:
    if (seconds > 0).all():  # most files; sorting is slower
        return 0
    # Not np.unique, which hashes and takes ten times as long.
    return int((np.diff(np.sort(table.times.astype(np.int64))) == 0).sum())


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
    last_target = anchors[split].stop - 1 + shape.delay + shape.horizon - 1
    return int(np.clip(last_target - next_first + 1, 0, anchors[split].stop - anchors[split].start))
