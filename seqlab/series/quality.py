"""Readings that are no measurements, which windows take them in, and what can be done about them.

A reading is bad if it is the file's sentinel for "no reading", not a finite number, or outside what
its column can physically be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from seqlab.errors import DataError
from seqlab.series.table import Table
from seqlab.series.windows import WindowShape


@dataclass(frozen=True, eq=False)
class BadRows:
    """The rows that a window should not take in.

    Args:
        inputs: whether any reading of a row is bad, `(rows,)`.
        targets: whether a reading of a column to forecast is bad, `(rows,)`.
    """

    inputs: NDArray[np.bool_]
    targets: NDArray[np.bool_]

    def touched(self, shape: WindowShape, anchors: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether each window takes in a bad row as an input, or asks for a bad target.

        Bad inputs are counted along every `step`-th row: `sums[r]` is the number of bad rows among
        r, r - step, r - 2 * step, ..., so that a window with the newest input n and its input
        number one before the oldest at n - length * step holds `sums[n] - sums[n - length * step]`
        of them. Worked example, step 2, length 3, row 5 bad: sums is 0 0 0 0 0 1 0 1 0 1 0 1, the
        window with the inputs 5, 7, 9 holds sums[9] - sums[3] = 1, that with 7, 9, 11 holds
        sums[11] - sums[5] = 0.

        Args:
            shape: where a window's inputs and target lie.
            anchors: anchor rows, `(windows,)`.

        Returns:
            `(windows,)`.
        """
        step = shape.step
        # One more window's worth of sound rows in front, so that no index falls below 0.
        front = shape.lookback
        padding = -(front + len(self.inputs)) % step
        bad = np.concatenate(
            [np.zeros(front, np.int32), self.inputs.astype(np.int32), np.zeros(padding, np.int32)]
        )
        sums = bad.reshape(-1, step).cumsum(axis=0).ravel()
        newest = shape.newest_input(anchors) + front
        touched: NDArray[np.bool_] = sums[newest] > sums[newest - shape.lookback]
        first = shape.first_target(anchors)
        if shape.horizon == 1:
            return touched | self.targets[first]
        # Worked example, row 5 bad: the sums before each row are 0 0 0 0 0 0 1 1, and targets from
        # row 4 to 6 hold sums[7] - sums[4] = 1 of them.
        before = np.concatenate([[0], self.targets.cumsum()])
        asked: NDArray[np.bool_] = before[first + shape.horizon] > before[first]
        return touched | asked


def bad_rows(readings: NDArray[np.bool_], *targets: int) -> BadRows:
    """The rows with bad readings.

    Args:
        readings: which readings are bad, `(rows, columns)`.
        targets: the columns to forecast.
    """
    return BadRows(np.any(readings, axis=1), np.any(readings[:, list(targets)], axis=1))


def bad_readings(table: Table) -> NDArray[np.bool_]:
    """Which readings are no measurements, `(rows, columns)`."""
    bad = ~np.isfinite(table.values)
    bad |= table.is_sentinel()
    return bad | implausible_readings(table)


def implausible_readings(table: Table) -> NDArray[np.bool_]:
    """Which readings are finite, no sentinel, and yet outside their column's range."""
    bad = np.zeros(table.values.shape, np.bool_)
    for number, column in enumerate(table.columns):
        if column in table.ranges:
            lowest, highest = table.ranges[column]
            values = table.values[:, number]
            bad[:, number] = (values < lowest) | (values > highest)
    bad &= np.isfinite(table.values)
    bad &= ~table.is_sentinel()
    return bad


def interpolated(table: Table, bad: NDArray[np.bool_]) -> Table:
    """Put a straight line between the sound readings around them in the place of bad ones.

    Before the first sound reading of a column and after the last one, that one is repeated. The
    line is drawn over rows, which are equally far apart wherever there is no gap.

    Raises:
        DataError: a column has no sound reading at all.
    """
    values = table.values.copy()
    rows = np.arange(len(table))
    for number in np.flatnonzero(bad.any(axis=0)):
        wrong = bad[:, number]
        if wrong.all():
            raise DataError(
                f"Column {table.columns[number]!r} has no sound reading: nothing can be "
                "interpolated.",
                remedy="Leave the column out of the file, or mend it.",
            )
        values[wrong, number] = np.interp(rows[wrong], rows[~wrong], values[~wrong, number])
    return replace(table, values=values)


def refuse_bad_readings(table: Table, bad: NDArray[np.bool_], rows: slice) -> None:
    """Be content with sound readings and a clock that only goes forwards, and with nothing less.

    Args:
        table: the whole series.
        bad: which readings are bad, `(rows, columns)`.
        rows: those that matter: what no window touches may be anything.

    Raises:
        DataError: names the first bad reading, or the first row whose timestamp is not later than
            that of the row before it.
    """
    ways = "drop_windows or interpolate"
    if np.isfinite(table.values).all():
        ways = "drop_windows, interpolate, or keep, as the book does"
    remedy = f"Choose what to do with such rows: dataset.bad_rows={ways}; or rows without any."
    part = bad[rows]
    if part.any():
        row, column = np.argwhere(part)[0]
        row += rows.start
        raise DataError(
            f"Row {row:,} ({table.times[row]}), column {table.columns[column]!r}: "
            f"{table.values[row, column]:g} is no measurement; such readings: {int(part.sum()):,}.",
            remedy=remedy,
        )
    stuck = np.diff(table.times[rows]).astype(np.int64) <= 0
    if stuck.any():
        row = rows.start + int(stuck.argmax()) + 1
        raise DataError(
            f"Row {row:,} ({table.times[row]}) is not later than the row before it "
            f"({table.times[row - 1]}); such rows: {int(stuck.sum()):,}.",
            remedy=remedy,
        )


def refuse_not_finite(table: Table) -> None:
    """Refuse to keep what would turn every weight of a model into NaN.

    Raises:
        DataError: names the first reading that is not a finite number.
    """
    bad = ~np.isfinite(table.values)
    if bad.any():
        row, column = np.argwhere(bad)[0]
        raise DataError(
            f"Row {row:,} ({table.times[row]}), column {table.columns[column]!r}: "
            f"{table.values[row, column]} is not a finite number, and nothing can be learned from "
            f"windows with such readings; there are {int(bad.sum()):,}.",
            remedy="Set dataset.bad_rows to drop_windows or interpolate.",
        )
