"""From a table to the arrays that windows are cut from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqlab.series.calendar import Field, calendar_features, local_clock
from seqlab.series.rows import Rows
from seqlab.series.scaling import Scaling
from seqlab.series.static import StaticColumn, encode_static
from seqlab.series.table import Table, split_unit
from seqlab.series.windows import WindowCutter, WindowShape
from seqlab.tasks.forecast import Target


@dataclass(frozen=True)
class Roles:
    """What the columns of a table are to a model, besides inputs, which all of them are.

    Args:
        targets: columns to forecast.
        known: columns that are known ahead.
        calendar: what of the clock is known, of every row.
        static: what never changes in a series.
    """

    targets: tuple[str, ...]
    known: tuple[str, ...] = ()
    calendar: tuple[Field, ...] = ()
    static: tuple[StaticColumn, ...] = ()


def lay_out(
    table: Table, scaling: Scaling, shape: WindowShape, roles: Roles
) -> tuple[WindowCutter, Rows]:
    """Scale a table, add what the clock says, and lay its rows out for cutting.

    The features of a row are the table's columns and, behind them, those of the calendar. Known
    ahead of a row are its known columns and its calendar.

    Args:
        table: in original units.
        scaling: fitted on training rows.
        shape: where a window's inputs and targets lie.
        roles: of the columns.
    """
    bounds = table.series_bounds
    clock = local_clock(table.times, table.timezone) if table.has_clock else None
    fields = 2 * len(roles.calendar)
    features = scaling.inputs(table.values, bounds, more=fields)
    if clock is not None and fields:
        features[:, -fields:] = calendar_features(clock, roles.calendar)
    ahead = [table.columns.index(name) for name in roles.known]
    ahead += range(len(table.columns), features.shape[1])
    rows = Rows(
        targets=np.stack([_target(table, scaling, name) for name in roles.targets], axis=1),
        bounds=bounds,
        ids=table.ids,
        clock=clock,
        known=features[:, ahead],
        static=encode_static(roles.static, table.static, table.ids),
    )
    return WindowCutter(features, shape), rows


def described_targets(
    table: Table, scaling: Scaling, names: Sequence[str]
) -> tuple[tuple[Target, ...], NDArray[np.float64]]:
    """The targets, and what they were centred by and divided by, `(series, targets, 2)`."""
    places = [table.columns.index(name) for name in names]
    units = np.stack([scaling.centre[:, places], scaling.width[:, places]], axis=-1)
    alone = len(units) == 1
    targets = tuple(
        Target(
            name=name,
            unit=split_unit(name)[1],
            mean=float(centre) if alone else None,
            scale=float(width) if alone else None,
            feature=place,
        )
        for name, place, (centre, width) in zip(names, places, units[0], strict=True)
    )
    return targets, units


def _target(table: Table, scaling: Scaling, name: str) -> NDArray[np.float64]:
    return scaling.apply(table.values, table.series_bounds, table.columns.index(name))
