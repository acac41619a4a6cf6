"""From a table of one's own series to loaded data."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.panels.preprocessing import PanelPreprocessing
from seqlab.datasets.panels.report import PanelReport
from seqlab.datasets.panels.splitting import refuse_short, split_rows, too_short
from seqlab.errors import ConfigError, DataError
from seqlab.series.data import SeriesData
from seqlab.series.every_window import EveryWindow, SplitRows, every_window
from seqlab.series.frequency import season_of
from seqlab.series.laying_out import Roles, described_targets, lay_out
from seqlab.series.quality import BadRows, bad_rows, interpolated
from seqlab.series.rows import Question
from seqlab.series.scaling import Scaling
from seqlab.series.static import fit_static
from seqlab.series.table import Table
from seqlab.series.windows import WindowShape
from seqlab.tasks.data import ORDER, SplitName

if TYPE_CHECKING:
    from seqlab.datasets.series import Series


def load_panel(
    table: Table,
    digests: dict[str, str],
    settings: Series,
    trained: PanelPreprocessing | None = None,
) -> SeriesData:
    """Split series, scale them by their training rows, and set up the windows of every split.

    Args:
        table: as it was read: on a regular grid, NaN where there is no reading.
        digests: SHA-256 of its source, by name.
        settings: of the dataset.
        trained: what feeds a model that was trained before, which then decides how series are
            scaled; None fits that to the training rows.

    Raises:
        ConfigError: a split is too short, or series are.
        DataError: nothing can be interpolated, or a series was not there in training.
    """
    if trained is not None and settings.short_series == "drop":
        known = [number for number, name in enumerate(table.ids) if name in set(trained.ids)]
        table = table.only(np.array(known))
    shape = WindowShape(settings.lookback, settings.step, 1, "strict", settings.horizon)
    table, rows, dropped = _long_enough(table, shape, settings)
    missing = ~np.isfinite(table.values)
    if settings.missing == "interpolate":
        table = _interpolated(table, missing, rows)
    if trained is None:
        scaling = Scaling.fit(table.values, rows.bounds, rows.stops("training"), settings.scale)
        static = fit_static(table.static)
    else:
        scaling, static = trained.scaling(table), trained.static
    roles = Roles(
        targets=settings.target,
        known=settings.known_dynamic_columns,
        calendar=settings.calendar,
        static=static,
    )
    cutter, laid_out = lay_out(table, scaling, shape, roles)
    targets, units = described_targets(table, scaling, settings.target)
    bad = bad_rows(missing, *(table.columns.index(name) for name in settings.asked_ahead))
    whole = {
        split: every_window(rows, shape, split, settings.batch_size, reach_back=settings.reach_back)
        for split in ORDER
    }
    anchors = whole
    if settings.missing == "drop_windows":
        anchors = {split: _without_gaps(own, bad, shape, split) for split, own in whole.items()}
    return SeriesData(
        interval_minutes=table.interval_minutes if table.has_clock else None,
        season=settings.season or season_of(table.freq),
        shape=shape,
        anchors=anchors,
        question=Question(targets, settings.predict, settings.quantiles),
        units=units,
        sources=digests,
        bad=bad,
        report=PanelReport.of(table, rows, shape, anchors, whole, settings, missing, dropped),
        prepared=PanelPreprocessing.of(table, scaling, roles, settings),
        rows=laid_out,
        cutter=cutter,
    )


def _long_enough(
    table: Table, shape: WindowShape, settings: Series
) -> tuple[Table, SplitRows, tuple[str, ...]]:
    """The series that have windows in every split, their splits, and the names of the others."""
    rows = split_rows(table, settings.split)
    short = too_short(rows, shape, reach_back=settings.reach_back)
    if not short.any():
        return table, rows, ()
    if settings.short_series == "error" or short.all():
        refuse_short(table, rows, shape, np.flatnonzero(short).tolist())
    dropped = tuple(name for name, is_short in zip(table.ids, short, strict=True) if is_short)
    table = table.only(np.flatnonzero(~short))
    return table, split_rows(table, settings.split), dropped


def _interpolated(table: Table, missing: NDArray[np.bool_], rows: SplitRows) -> Table:
    """Straight lines across what is missing, in each series of its own.

    No line of a split ends in a later split, which it would tell of: at the end of a split the last
    reading is repeated. Worked example, training ends after row 5, and the rows 4 to 7 are missing:
    rows 4 and 5 repeat row 3, rows 6 and 7 lie on the line from row 3 to row 8.

    Raises:
        DataError: a series has no reading of a column among its training rows.
    """
    values = table.values.copy()
    for series, (start, end) in enumerate(itertools.pairwise(table.series_bounds)):
        if not missing[start:end].any():
            continue
        _refuse_nothing(table, missing, series, slice(start, rows.stops("training")[series]))
        for split in ORDER:
            first, stop = rows.starts[split][series], rows.stops(split)[series]
            until = replace(
                table, times=table.times[start:stop], values=table.values[start:stop], bounds=()
            )
            values[first:stop] = interpolated(until, missing[start:stop]).values[first - start :]
    return replace(table, values=values)


def _refuse_nothing(table: Table, missing: NDArray[np.bool_], series: int, training: slice) -> None:
    """Refuse a column in which no line can begin."""
    nothing = missing[training].all(axis=0)
    if nothing.any():
        of = f" of series {table.ids[series]!r}" if len(table.ids) > 1 else ""
        raise DataError(
            f"Column {table.columns[int(nothing.argmax())]!r}{of} has no reading among the "
            "training rows: nothing can be interpolated.",
            remedy="Leave it out of the file, or set dataset.missing=drop_windows.",
        )


def _without_gaps(
    own: EveryWindow, bad: BadRows, shape: WindowShape, split: SplitName
) -> EveryWindow:
    """The windows that take in no row without a reading."""
    if not bad.inputs.any():
        return own
    left = own.without(bad.touched(shape, own.anchors))
    if not left.count:
        raise ConfigError(
            f"dataset.missing: drop_windows leaves none of the {own.count:,} windows of the "
            f"{split} split.",
            remedy="Choose interpolate, a shorter dataset.lookback, or other splits.",
        )
    return left
