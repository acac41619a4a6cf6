"""Forecasts as a table, against hand-worked numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from seqlab.series.forecasts import forecast_table, forecast_values, free_headings, with_texts
from seqlab.series.outlook import Headings, Outlook
from seqlab.series.table import Table
from seqlab.tasks.forecast import Forecast, Target
from seqlab.tasks.inputs import Sequence

TARGETS = (Target("y", "", None, None, 0), Target("z", "", None, None, 1))
OUTPUTS = np.arange(8.0).reshape(2, 2, 2)  # (windows, horizon, targets)


def outlook(quantiles: tuple[float, ...] = (), headings: Headings | None = None) -> Outlook:
    """Two series of three hours each, the first one as the window; the clock falls after it."""
    hours = np.datetime64("2020-10-25T00:00:00", "s") + np.arange(3) * np.timedelta64(3600, "s")
    table = Table(
        times=np.tile(hours, 2),
        values=np.zeros((6, 2)),
        columns=("y", "z"),
        ids=("A", "B"),
        bounds=(0, 3, 6),
        freq="h",
        timezone="Europe/Berlin",
    )
    return Outlook(
        table=table,
        newest=np.array([0, 3]),
        offsets=np.array([0]),
        ahead=np.array([1, 2]),
        asked=Forecast(Sequence(1, 2), TARGETS, 2, quantiles=quantiles),
        units=np.array([[[10.0, 1.0], [20.0, 2.0]], [[0.0, 3.0], [0.0, 4.0]]]),
        known=(),
        headings=headings or Headings("shop", "time"),
    )


def test_a_row_for_each_window_target_and_step_in_original_units_and_local_time() -> None:
    table = forecast_table(outlook(), OUTPUTS)
    assert list(table) == ["shop", "time", "cutoff", "step", "target", "prediction"]
    assert table["shop"].tolist() == ["A"] * 4 + ["B"] * 4
    assert table["target"].tolist() == ["y", "y", "z", "z"] * 2
    assert table["step"].tolist() == [1, 2] * 4
    # A's y is 10 + output, its z 20 + 2 * output; B's y is 3 * output, its z 4 * output.
    assert table["prediction"].tolist() == [10, 12, 22, 26, 12, 18, 20, 28]
    lines = table.to_csv(index=False).splitlines()
    assert lines[1] == "A,2020-10-25 02:00:00+01:00,2020-10-25 02:00:00+02:00,1,y,10.0"


def test_quantiles_have_columns_and_the_median_is_the_prediction() -> None:
    wide = np.stack([OUTPUTS - 1, OUTPUTS, OUTPUTS + 1], axis=-1)
    asked = outlook((0.1, 0.5, 0.95))
    table = forecast_table(asked, wide)
    assert list(table)[-4:] == ["prediction", "0.1", "0.5", "0.95"]
    assert table["prediction"].tolist() == table["0.5"].tolist()
    assert table["0.1"].tolist() == [9, 11, 20, 24, 9, 15, 16, 24]
    assert forecast_values(asked, wide).shape == (2, 2, 2, 4)


def test_a_single_number_per_window_needs_no_axes() -> None:
    asked = outlook()
    asked = replace(
        asked,
        ahead=np.array([2]),
        asked=Forecast(Sequence(1, 2), TARGETS[:1]),
        units=asked.units[:, :1],
    )
    assert forecast_table(asked, np.array([[1.0], [2.0]]))["prediction"].tolist() == [11, 6]


@pytest.mark.parametrize(
    ("headings", "free"),
    [
        (Headings(), (None, "row")),
        (Headings("shop", "time"), ("shop", "time")),
        (Headings("target", "step"), ("id", "timestamp")),
    ],
)
def test_headings_of_the_file_give_way_to_those_of_forecasts(headings, free) -> None:
    assert free_headings(headings) == free


def test_rows_without_a_clock_are_counted() -> None:
    asked = outlook(headings=Headings())
    counted = replace(asked.table, times=np.tile(np.arange(3), 2).astype("M8[s]"), freq="steps")
    table = forecast_table(replace(asked, table=counted), OUTPUTS)
    assert list(table)[:2] == ["row", "cutoff"]
    assert table["row"].tolist() == [1, 2] * 4 and table["cutoff"].tolist() == [0] * 8


def test_times_without_a_zone_stay_as_they_are() -> None:
    asked = outlook()
    table = forecast_table(replace(asked, table=replace(asked.table, timezone="")), OUTPUTS)
    assert table["time"][0] == pd.Timestamp("2020-10-25 01:00:00")


@pytest.mark.parametrize(
    ("times", "cutoffs", "texts"),
    [
        (["2020-01-02", "2020-01-03"], ["2020-01-01"] * 2, ["2020-01-02", "2020-01-01"]),
        (
            ["2020-01-01 01:00", "2020-01-01 02:00"],
            ["2020-01-01"] * 2,
            ["2020-01-01 01:00:00", "2020-01-01 00:00:00"],
        ),
        (
            pd.DatetimeIndex(["2020-01-02", "2020-01-03"], tz="Europe/Berlin"),
            pd.DatetimeIndex(["2020-01-01"] * 2, tz="Europe/Berlin"),
            ["2020-01-02 00:00:00+01:00", "2020-01-01 00:00:00+01:00"],
        ),
    ],
)
def test_all_times_of_a_table_are_written_alike(times, cutoffs, texts) -> None:
    table = pd.DataFrame({"t": pd.to_datetime(times), "cutoff": pd.to_datetime(cutoffs), "y": 1.5})
    written = with_texts(table)
    assert written.iloc[0].tolist() == [*texts, 1.5]
    assert written["cutoff"][1] == texts[1]
