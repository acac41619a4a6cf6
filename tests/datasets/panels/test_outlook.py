"""What lies ahead of a file: the windows of training, whatever form its future rows have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from seqlab.datasets.panels.preprocessing import PanelPreprocessing
from seqlab.datasets.series import Series
from seqlab.datasets.sources.series_file.write import series_csv, series_parquet
from seqlab.errors import DataError
from seqlab.series.outlook import Outlook
from tests.own_series import HORIZON, LOOKBACK, STEP, sales, seen_from, settings

Change = Callable[[pd.DataFrame], pd.DataFrame]
CUTOFF = pd.Timestamp("2020-10-25 00:00", tz="Europe/Berlin")
"""The forecast goes through the hour that occurs twice."""


@pytest.fixture
def fitted(tmp_path: Path) -> tuple[Series, PanelPreprocessing]:
    """Settings, and what a model is fed by that was trained on them."""
    path = tmp_path / "sales.csv"
    sales().to_csv(path, index=False)
    own = settings(path)
    prepared = own.load().preprocessing
    return own, PanelPreprocessing.model_validate_json(prepared.model_dump_json())


def outlook_from(fitted: tuple[Series, PanelPreprocessing], frame: pd.DataFrame) -> Outlook:
    own, prepared = fitted
    path = Path(own.path).with_name("new.csv")
    frame.to_csv(path, index=False)
    return own.upcoming(prepared, path)


def test_the_windows_are_those_of_the_data_at_that_moment_bit_for_bit(fitted) -> None:
    own, prepared = fitted
    data = own.load()
    outlook = outlook_from(fitted, seen_from(sales(), CUTOFF))
    assert data.task.inputs == outlook.task.inputs
    assert data.task.quantiles == outlook.task.quantiles
    np.testing.assert_array_equal(data.units, outlook.units)
    times = own.read()[0].times
    newest = data.panel().newest["test"]
    windows = np.flatnonzero(times[newest] == outlook.table.times[outlook.newest[0]])
    assert len(windows) == 2
    batch, _ = data.evaluation_batch("test", len(newest), 0)
    for part, expected in zip(outlook.inputs(prepared), batch, strict=True):
        np.testing.assert_array_equal(part, expected[windows])
    np.testing.assert_array_equal(
        outlook.table.times[outlook.rows_ahead], times[newest[windows, None] + outlook.ahead]
    )


def test_the_own_file_is_read_as_it_is_now(fitted) -> None:
    own, prepared = fitted
    frame = sales()
    assert own.upcoming(prepared, None).table.times.max() == np.datetime64("2020-10-26T02:00:00")
    seen_from(frame, CUTOFF).to_csv(own.path, index=False)
    outlook = own.upcoming(prepared, None)
    assert outlook.table.times[outlook.newest[0]] == np.datetime64("2020-10-24T22:00:00")
    Path(own.path).unlink()
    with pytest.raises(DataError, match=r"Name a file with the history .* --data"):
        own.upcoming(prepared, None)


def test_one_series_and_more_future_rows_than_the_horizon_are_enough(fitted) -> None:
    frame = seen_from(sales(), CUTOFF)
    north = frame[frame["shop"] == "north"].tail(LOOKBACK + HORIZON)
    whole, part = outlook_from(fitted, frame), outlook_from(fitted, north)
    assert part.table.ids == ("north",)
    for one, other in zip(part.inputs(fitted[1]), whole.inputs(fitted[1]), strict=True):
        np.testing.assert_array_equal(one, other[:1])
    more = north.iloc[: -HORIZON + 1]
    assert np.isnan(outlook_from(fitted, more).table.values[-1]).all()


def without(column: str) -> Change:
    return lambda frame: frame.drop(columns=column)


def with_cell(column: str, row: int, value: object) -> Change:
    """Another value in a row of north, counted from its cutoff."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        newest = int(np.flatnonzero((frame["shop"] == "north") & (frame["time"] == CUTOFF))[0])
        frame.loc[frame.index[newest + row], column] = value
        return frame

    return change


def renamed(column: str, old: str, new: str) -> Change:
    return lambda frame: frame.assign(**{column: frame[column].replace(old, new)})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (renamed("shop", "south", "soth"), "series 'soth' was not there .* did you mean `south`"),
        (renamed("city", "Gera", "Gera "), "'city' of series 'south' is 'Gera ', .* `Gera`"),
        (without("price"), "expected a column 'price', which dataset.known_dynamic_columns"),
        (without("visits"), "expected a column 'visits', which dataset.target names"),
        (without("shop"), "expected a column 'shop', which dataset.id_column names"),
        (lambda frame: frame.tail(LOOKBACK + HORIZON - 2), "A window takes 23 rows .* has 22"),
        (
            with_cell("visits", -STEP, np.nan),
            "Series 'north', 2020-10-24 22:00:00, column 'visits': expected a reading, found none",
        ),
        (with_cell("sales", -2 * STEP, np.inf), "Series 'north', 2020-10-24 20:00:00, .* 'sales'"),
        (
            with_cell("price", HORIZON, np.nan),
            "Series 'north', 2020-10-25 04:00:00, column 'price': .* --template FILE",
        ),
        (
            lambda frame: frame.assign(time=range(len(frame))),
            "expected times, since dataset.freq is h",
        ),
    ],
)
def test_what_a_model_cannot_be_fed_with_is_named(fitted, change, says) -> None:
    frame = change(seen_from(sales(), CUTOFF))
    with pytest.raises(DataError, match=f"(?s){says}"):
        outlook_from(fitted, frame).inputs(fitted[1])


def test_a_cell_between_the_inputs_of_a_window_may_be_empty(fitted) -> None:
    frame = seen_from(sales(), CUTOFF)
    expected = outlook_from(fitted, frame).inputs(fitted[1])
    holed = with_cell("visits", -1, np.nan)(frame)
    for one, other in zip(outlook_from(fitted, holed).inputs(fitted[1]), expected, strict=True):
        np.testing.assert_array_equal(one, other)


def test_gaps_of_the_history_are_filled_where_they_were_in_training(fitted) -> None:
    own, prepared = fitted
    filling = own.model_copy(update={"missing": "interpolate"}), prepared
    frame = with_cell("visits", -STEP, np.nan)(seen_from(sales(), CUTOFF))
    outlook = outlook_from(filling, frame)
    visits = outlook.table.values[:, 1]
    newest = outlook.newest[0]
    assert visits[newest - STEP] == pytest.approx(visits[newest - STEP + np.array([-1, 1])].mean())
    assert np.isnan(visits[newest + 1])


def test_a_missing_file_is_named(fitted) -> None:
    own, prepared = fitted
    with pytest.raises(DataError, match=r"There is no file .*gone\.csv"):
        own.upcoming(prepared, Path("gone.csv"))


def test_words_of_a_static_column_are_words_also_where_all_look_like_numbers(
    tmp_path: Path,
) -> None:
    path, frame = tmp_path / "sales.csv", sales()
    frame["floor"] = frame["shop"].map({"north": "1", "south": "2a"})
    frame.to_csv(path, index=False)
    own = settings(path, static_columns=("floor",), known_dynamic_columns=())
    prepared = own.load().preprocessing
    frame[frame["shop"] == "north"].to_csv(path, index=False)
    *_, static = own.upcoming(prepared, path).inputs(prepared)
    np.testing.assert_array_equal(static, [[1, 0]])


def test_a_static_column_of_numbers_stays_one(tmp_path: Path) -> None:
    path, frame = tmp_path / "sales.csv", sales()
    frame["area"] = frame["shop"].map({"north": 80.5, "south": 120.0})
    frame.to_csv(path, index=False)
    own = settings(path, static_columns=("area",), known_dynamic_columns=())
    prepared = own.load().preprocessing
    frame.replace({"area": {120.0: "big"}}).to_csv(path, index=False)
    with pytest.raises(DataError, match="'area' of series 'south' is 'big', and in training"):
        own.upcoming(prepared, path).inputs(prepared)


def test_series_that_were_left_out_of_training_are_left_out_again_of_the_own_file_alone(
    tmp_path: Path,
) -> None:
    path, frame = tmp_path / "sales.csv", sales()
    short = frame[frame["shop"] == "north"].tail(LOOKBACK).assign(shop="new")
    pd.concat([frame, short]).to_csv(path, index=False)
    own = settings(path, short_series="drop", known_dynamic_columns=())
    prepared = own.load().preprocessing
    assert own.upcoming(prepared, None).table.ids == ("north", "south")
    with pytest.raises(DataError, match="The series 'new' was not there"):
        own.upcoming(prepared, path)


def test_counts_of_the_file_go_on(tmp_path: Path) -> None:
    path, frame = tmp_path / "counted.csv", sales()
    counts = frame.groupby("shop").cumcount() * 2 + 1
    frame.assign(time=counts).to_csv(path, index=False)
    own = settings(path, timezone=None, calendar=(), known_dynamic_columns=())
    prepared = own.load().preprocessing
    outlook = own.upcoming(prepared, None)
    last = int(counts.max())
    assert outlook.table.times[outlook.rows_ahead[1]].astype(int).tolist() == [
        last + 2 * step for step in range(1, HORIZON + 1)
    ]
    frame["time"] = frame["time"].dt.tz_convert(None)
    frame.to_csv(path, index=False)
    with pytest.raises(DataError, match=r"trained on rows with counts; .* have times"):
        own.upcoming(prepared, path)


def test_the_settings_of_the_text_hold_for_new_files_and_a_part_of_the_rows_does_not(
    tmp_path: Path,
) -> None:
    path, frame = tmp_path / "sales.csv", sales()
    written = {"sep": ";", "decimal": ",", "index": False}
    frame.to_csv(path, **written)
    own = settings(path, decimal=",", rows=(48, 300))
    prepared = own.load().preprocessing
    assert own.upcoming(prepared, None).table.times.max() < np.datetime64("2020-10-25")
    seen = seen_from(frame, CUTOFF)
    seen.groupby("shop").tail(LOOKBACK + HORIZON).to_csv(tmp_path / "new.csv", **written)
    outlook = own.upcoming(prepared, tmp_path / "new.csv")
    assert outlook.table.times[outlook.newest[0]] == np.datetime64("2020-10-24T22:00:00")


@pytest.mark.parametrize("parquet", [False, True])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"decimal": ","},
        {"separator": "|", "encoding_of_file": "utf-16"},
        {"time_format": "%d.%m.%Y %H:%M %z"},
        {"time_format": "unix"},
    ],
)
def test_what_is_written_to_be_filled_in_is_read_as_what_it_was(
    fitted, tmp_path, changes, parquet
) -> None:
    own, prepared = fitted
    known = seen_from(sales(), CUTOFF)
    outlook = outlook_from(fitted, known)
    own = own.model_copy(update=changes)
    path = tmp_path / ("template.parquet" if parquet else "template.csv")
    write = series_parquet if parquet else series_csv
    path.write_bytes(write(outlook.table, own.columns))
    again = own.upcoming(prepared, path)
    np.testing.assert_array_equal(again.table.times, outlook.table.times)
    np.testing.assert_array_equal(again.table.values, outlook.table.values)
    assert replace(again.table, times=0, values=0) == replace(outlook.table, times=0, values=0)
