"""How far back to look and how far ahead to forecast, where nobody has said so yet."""

from __future__ import annotations

from dataclasses import dataclass

from seqlab.series.frequency import season_of, spoken

SHARE = 0.2
"""Of each series for validation, and the same for test."""


@dataclass(frozen=True)
class Spans:
    """Rows of a window, and what the clock may tell of them.

    Args:
        lookback: rows of the past.
        horizon: rows ahead.
        calendar: fields of `dataset.calendar`.
        reasons: why, in words, by setting.
    """

    lookback: int
    horizon: int
    calendar: tuple[str, ...]
    reasons: dict[str, str]


def usual_spans(freq: str, rows: int) -> Spans:
    """What people usually ask of series of a frequency, shorter where series are short.

    Args:
        freq: a pandas alias, or `steps`.
        rows: of a series that is neither long nor short among the others.
    """
    unit = freq.lstrip("0123456789").partition("-")[0]
    known: dict[str, tuple[int, int, tuple[str, ...]]] = {
        "D": (56, 14, ("day_of_week", "day_of_year")),
        "B": (40, 10, ("day_of_week", "day_of_year")),
        "W": (52, 8, ("day_of_year",)),
        **dict.fromkeys(("MS", "ME"), (24, 12, ("month",))),
        **dict.fromkeys(("QS", "QE"), (12, 4, ("month",))),
        **dict.fromkeys(("YS", "YE"), (10, 3, ())),
        "steps": (50, 10, ()),
    }
    season = season_of(freq)
    if unit in known:
        lookback, horizon, calendar = known[unit]
    else:
        horizon, calendar = season or 24, ("hour", "day_of_week", "day_of_year")
        lookback = horizon * (7 if horizon <= 24 else 2)
    # Both fit into the training part several times, and the horizon into the others.
    horizon_here, lookback_here = min(horizon, max(1, rows // 15)), min(lookback, max(2, rows // 4))
    is_short = (horizon_here, lookback_here) != (horizon, lookback)
    why = f", short of the usual {lookback:,} and {horizon:,} as series are short" * is_short
    reasons = {
        "lookback": f"the window: the last {spoken(freq, lookback_here)}{why}",
        "horizon": f"the forecast: the next {spoken(freq, horizon_here)}, all at once",
        "calendar": "what the clock says of each row, also of those ahead",
    }
    return Spans(lookback_here, horizon_here, calendar, reasons)
