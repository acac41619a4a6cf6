"""One's own series as `inspect --plot` draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from seqlab.datasets.dataset import Drawing
from seqlab.datasets.panels.report import PanelReport
from seqlab.series.data import SeriesData
from seqlab.series.table import split_unit
from seqlab.tasks.data import Data

if TYPE_CHECKING:
    from seqlab.datasets.series import Series

MOST_DRAWN = 6
"""More panels would be too small to see anything."""


def panel_drawings(settings: Series, data: Data) -> tuple[Drawing, ...]:
    """The targets of the first series, each with its splits.

    Args:
        settings: of the dataset.
        data: loaded with them.

    Raises:
        DataError: the file has gone or changed.
    """
    report, (table, _) = cast(PanelReport, cast(SeriesData, data).report), settings.read()
    if table.ids != report.ids:  # some were too short
        table = table.only(np.array([table.ids.index(name) for name in report.ids]))
    found = []
    for series, start in enumerate(report.rows.bounds[:-1]):
        rows = slice(int(start), int(report.rows.bounds[series + 1]))
        for target in settings.target:
            name, unit = split_unit(target)
            found.append(
                Drawing(
                    times=table.times[rows],
                    values=table.values[rows, table.columns.index(target)],
                    label=f"{table.ids[series]} {name}".strip(),
                    unit=unit,
                    splits=report.rows.of_series(series),
                    has_clock=table.has_clock,
                )
            )
            if len(found) == MOST_DRAWN:
                return tuple(found)
    return tuple(found)
