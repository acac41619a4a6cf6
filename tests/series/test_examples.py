"""Examples of forecasts: chosen by their errors, drawn with what was really measured."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.series.examples import RANKS, forecast_examples
from seqlab.series.outlook import Headings, Outlook
from seqlab.series.table import Table
from seqlab.tasks.forecast import Forecast, Target
from seqlab.tasks.inputs import Sequence

ROWS = 400
CENTRE, WIDTH = 10.0, 2.0


def outlook(horizon: int, *, series: int = 1, clock: bool = True) -> Outlook:
    """Hourly series whose values are the numbers of their rows; a window at each row."""
    hours = np.datetime64("2026-01-01T00:00:00", "s") + np.arange(ROWS) * np.timedelta64(3600, "s")
    table = Table(
        times=np.tile(hours, series),
        values=np.tile(np.arange(float(ROWS)), series)[:, None],
        columns=("y (degC)",),
        ids=tuple(f"s{number}" for number in range(series)),
        bounds=tuple(ROWS * np.arange(series + 1)),
        freq="h" if clock else "steps",
        timezone=None,
    )
    own = np.arange(150, ROWS - horizon)
    return Outlook(
        table=table,
        newest=np.concatenate([own + ROWS * number for number in range(series)]),
        offsets=np.arange(-143, 1),
        ahead=np.arange(1, horizon + 1),
        asked=Forecast(Sequence(144, 1), (Target("y (degC)", "degC", CENTRE, WIDTH, 0),), horizon),
        units=np.full((series, 1, 2), (CENTRE, WIDTH)),
        known=(),
        headings=Headings(),
    )


def outputs_off_by(errors: np.ndarray, asked: Outlook) -> np.ndarray:
    """What a model says that is wrong by these errors, in original units, at every step."""
    truth = asked.table.values[asked.rows_ahead]  # (windows, horizon, 1)
    said = (truth + errors[:, None, None] - CENTRE) / WIDTH
    return said.reshape(len(said), *asked.task.target_shape)


def test_windows_are_good_typical_and_the_worst_by_their_ranks() -> None:
    asked = outlook(12)
    errors = np.random.default_rng(1).permutation(len(asked)).astype(float)
    found = forecast_examples(asked, outputs_off_by(errors, asked), errors, 1)
    assert list(found) == list(RANKS)
    last = len(asked) - 1
    for (rank, share), drawings in zip(RANKS.items(), found.values(), strict=True):
        (drawing,) = drawings
        assert drawing.error == pytest.approx(round(share * last)), rank
        window = int(np.flatnonzero(errors == round(share * last))[0])
        newest = int(asked.newest[window])
        np.testing.assert_array_equal(drawing.truth, newest + np.arange(1.0, 13))
        np.testing.assert_array_equal(drawing.history_values, newest + np.arange(-48.0, 1))
        assert (drawing.label, drawing.unit, drawing.name) == ("y", "degC", "")
        assert drawing.forecast_times[0] - drawing.history_times[-1] == np.timedelta64(1, "h")


def test_single_steps_are_drawn_as_stretches_of_one_series() -> None:
    asked = outlook(1, series=2)
    windows = len(asked) // 2  # 249: five stretches of 48 and a rest, of each series
    errors = np.zeros(2 * windows)
    errors[windows + 48 : windows + 96] = 5.0  # the second stretch of the second series
    found = forecast_examples(asked, outputs_off_by(errors, asked), errors, 7)
    (worst,) = found["the worst"]
    assert (worst.name, worst.error) == ("s1", pytest.approx(5.0))
    np.testing.assert_array_equal(worst.truth, 150 + 48 + np.arange(1.0, 49))
    assert len(worst.history_times) == 0
    (good,) = found["good: one in ten is better"]
    assert good.error == pytest.approx(0.0)


def test_a_series_that_is_shorter_than_a_stretch_is_drawn_whole() -> None:
    asked = outlook(1)
    errors = np.ones(len(asked))
    found = forecast_examples(asked, outputs_off_by(errors, asked), errors, 1000)
    ((drawing,),) = found.values()
    assert len(drawing.truth) == len(asked)


def test_windows_without_a_number_are_never_chosen() -> None:
    asked = outlook(12)
    errors = np.full(len(asked), np.nan)
    assert forecast_examples(asked, outputs_off_by(errors, asked), errors, 1) == {}
    errors[7] = 1.0
    ((drawing,),) = forecast_examples(asked, outputs_off_by(errors, asked), errors, 1).values()
    assert drawing.error == pytest.approx(1.0)


def test_rows_without_a_clock_are_counted() -> None:
    asked = outlook(12, clock=False)
    errors = np.arange(float(len(asked)))
    for (drawing,) in forecast_examples(asked, outputs_off_by(errors, asked), errors, 1).values():
        assert drawing.forecast_times.dtype.kind == "i"
