"""From one regular series to the book's windows, split by rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seqlab.errors import ConfigError, DataError
from seqlab.series import splits
from seqlab.series.audit import audit_split
from seqlab.series.calendar import feature_names
from seqlab.series.data import MINUTES_IN_A_DAY, SeriesData
from seqlab.series.inspection import BookReport
from seqlab.series.laying_out import Roles, described_targets, lay_out
from seqlab.series.mending import mended
from seqlab.series.preprocessing import SeriesPreprocessing
from seqlab.series.quality import bad_readings, bad_rows
from seqlab.series.rows import Question
from seqlab.series.scaling import Scaling
from seqlab.series.table import Table
from seqlab.series.windows import WindowShape
from seqlab.tasks.data import SplitName

if TYPE_CHECKING:
    from seqlab.datasets.series_dataset import SeriesDataset


def load_book(settings: SeriesDataset) -> SeriesData:
    """Read the series, standardise it and set up the windows of every split.

    Raises:
        DataError: a file cannot be had, read or trusted.
        ConfigError: the target is not a column, or a split does not fit into the series.
    """
    table, digests = settings.read()
    _check_table(settings, table)
    shape = WindowShape(settings.lookback, settings.step, settings.delay, settings.alignment)
    anchors = _anchors(settings, len(table))
    readings = bad_readings(table)
    bad = bad_rows(readings, table.columns.index(settings.target))
    audits = {split: audit_split(table, shape, anchors, split, bad) for split in anchors}
    table, anchors = mended(table, readings, anchors, bad, shape, settings.bad_rows)
    training = (settings.training_rows[0], anchors["training"].stop)
    left_out = readings if settings.bad_rows == "drop_windows" else None
    scaling = Scaling.of_rows(table.values, training, left_out)
    roles = Roles((settings.target,), calendar=settings.calendar)
    cutter, rows = lay_out(table, scaling, shape, roles)
    targets, units = described_targets(table, scaling, roles.targets)
    report = BookReport(
        task=settings.task.name,
        rows=len(table),
        standardisation_rows=training,
        columns=(*table.columns, *feature_names(settings.calendar)),
        interval_minutes=table.interval_minutes,
        target=targets[0],
        shape=shape,
        anchors=anchors,
        audits=audits,
        bad_rows=settings.bad_rows,
        purge=settings.purge,
    )
    return SeriesData(
        interval_minutes=table.interval_minutes,
        season=round(MINUTES_IN_A_DAY / table.interval_minutes) or None,
        shape=shape,
        anchors=anchors,
        question=Question(targets, settings.predict),
        units=units,
        sources=digests,
        bad=bad,
        report=report,
        prepared=_preprocessing(settings, table, scaling),
        rows=rows,
        cutter=cutter,
    )


def _check_table(settings: SeriesDataset, table: Table) -> None:
    """Refuse a target that is not there, and a clock that stands still."""
    if settings.target not in table.columns:
        raise ConfigError(
            f"dataset.target is {settings.target!r}, which is not a column of this series.",
            remedy="Its columns: " + ", ".join(table.columns),
        )
    if len(table) > 1 and table.interval_minutes <= 0:
        raise DataError(
            f"The times of {settings.kind} do not rise from row to row: the first is "
            f"{table.times[0]}, the last {table.times[-1]}.",
            remedy="Sort the rows by time, the oldest first, where they are read.",
        )


def _anchors(settings: SeriesDataset, series_length: int) -> dict[SplitName, splits.Anchors]:
    """The anchor rows of each split.

    Worked example, the book's splits with `purge`: validation begins at row 200001, so that
    training stops before 200001 - 144 = 199857: its last target is row 199856 + 144 = 200000.
    """
    ranges = settings.split_rows
    if settings.purge:
        borders: list[tuple[SplitName, SplitName]]
        borders = [("training", "validation"), ("validation", "test")]
        for split, following in borders:
            first, stop = ranges[split]
            latest = ranges[following][0] - settings.delay
            ranges[split] = first, latest if stop is None else min(stop, latest)
    return {
        split: splits.anchors(
            rows,
            series_length=series_length,
            lookback=settings.lookback,
            delay=settings.delay,
            batch_size=settings.batch_size,
            split=split,
        )
        for split, rows in ranges.items()
    }


def _preprocessing(settings: SeriesDataset, table: Table, scaling: Scaling) -> SeriesPreprocessing:
    return SeriesPreprocessing(
        columns=table.columns,
        mean=tuple(scaling.centre[0].tolist()),
        std=tuple(scaling.width[0].tolist()),
        target=settings.target,
        lookback=settings.lookback,
        step=settings.step,
        delay=settings.delay,
        alignment=settings.alignment,
        interval_minutes=table.interval_minutes,
        calendar=settings.calendar,
    )
