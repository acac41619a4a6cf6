"""What is known of the rows that are forecast."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from seqlab.series.calendar import Field, calendar_features
from seqlab.tasks.panel import Panel

DAY = np.timedelta64(24 * 60 * 60, "s")


def useful_fields(panel: Panel) -> tuple[Field, ...]:
    """The fields of the calendar that training can tell something of; none without a clock.

    Those in which rows differ and that turned twice at least: hours mean nothing to daily rows, and
    after a single year its days cannot be told from a trend.
    """
    if panel.clock is None:
        return ()
    newest, clock = panel.newest["training"], panel.clock
    row = np.median(clock[newest + panel.ahead[0]] - clock[newest]) / int(panel.ahead[0])
    span = clock[newest + panel.ahead[-1]].max() - clock[newest].min()
    turns: tuple[tuple[Field, int], ...] = (("hour", 1), ("day_of_week", 7), ("day_of_year", 365))
    return tuple(field for field, days in turns if row < days * DAY and span >= 2 * days * DAY)


def known_of(
    panel: Panel, fields: tuple[Field, ...], newest: NDArray[np.int64], rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    """What the calendar, known columns and static ones say of targets.

    Args:
        panel: the series.
        fields: of the calendar; see `useful_fields`.
        newest: the rows of the windows' newest inputs, `(windows,)`.
        rows: of one target of each window, `(windows,)`.

    Returns:
        `(windows, numbers)`.
    """
    parts = [panel.known[rows], panel.static[panel.series_of(newest)]]
    if panel.clock is not None and fields:
        parts.append(calendar_features(panel.clock[rows], fields))
    return np.concatenate(parts, axis=1)


def known_of_all(
    panel: Panel, fields: tuple[Field, ...], newest: NDArray[np.int64], budget: int
) -> NDArray[np.float32]:
    """The same of all targets of a window at once, for a linear model.

    The calendar is that of the first target: the sine and the cosine of any other one are linear
    in those. Known columns are averaged over as many pieces of the horizon as the budget has room
    for, which are the single steps of a short one.

    Args:
        panel: the series.
        fields: of the calendar.
        newest: the rows of the windows' newest inputs, `(windows,)`.
        budget: about how many numbers of known columns there may be.

    Returns:
        `(windows, numbers)`.
    """
    first = known_of(panel, fields, newest, newest + panel.ahead[0])
    columns = panel.known.shape[1]
    if columns == 0 or len(panel.ahead) == 1:
        return first
    pieces = min(len(panel.ahead), max(1, budget // columns))
    means = [
        np.mean([panel.known[newest + ahead] for ahead in piece], axis=0, dtype=np.float32)
        for piece in np.array_split(panel.ahead, pieces)
    ]
    return np.concatenate([first, *means], axis=1)
