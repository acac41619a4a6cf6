"""What lies ahead of the weather: the windows of the data, from its own rows or from a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from seqlab.datasets.panels.book_outlook import frequency
from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.errors import ConfigError, DataError
from seqlab.series.table import Table
from tests.series.examples import SETTINGS, T, weather

CALENDAR = SETTINGS.model_copy(update={"calendar": ("hour",)})


def write(table: Table, path: Path, rows: slice, time_format: str | None = None) -> Path:
    """Some rows as Jena's file has them, the last column first."""
    frame = pd.DataFrame(table.values[rows], columns=list(table.columns))[list(table.columns)[::-1]]
    times = pd.DatetimeIndex(table.times[rows])
    frame.insert(3, "Date Time", times.strftime(time_format) if time_format else times)
    frame.to_csv(path, index=False)
    return path


@pytest.mark.parametrize("settings", [SETTINGS, CALENDAR])
@pytest.mark.parametrize("time_format", [None, "%d.%m.%Y %H:%M:%S"])
def test_the_window_of_a_file_is_that_of_the_data_bit_for_bit(
    settings: SyntheticClimate, time_format, tmp_path: Path
) -> None:
    data = settings.load()
    prepared = data.preprocessing
    newest = int(data.panel().newest["test"][40])
    path = write(weather(), tmp_path / "new.csv", slice(newest - 50, newest + 1), time_format)
    outlook = settings.upcoming(prepared, path)
    assert (outlook.task, frequency(prepared)) == (data.task, "600s")
    found, (expected, _) = outlook.inputs(prepared), data.evaluation_batch("test", 41, 0)
    if isinstance(expected, tuple):
        np.testing.assert_array_equal(found[1], expected[1][-1:])
        found, expected = found[0], expected[0]
    np.testing.assert_array_equal(found, expected[-1:])
    (ahead,) = outlook.rows_ahead
    assert outlook.ahead.tolist() == [15]  # 12 rows ahead of an anchor, 3 rows after the newest
    assert outlook.table.times[ahead] == weather().times[newest + 15]


def test_without_a_file_the_forecast_begins_behind_the_last_row() -> None:
    data, table = SETTINGS.load(), weather()
    outlook = SETTINGS.upcoming(data.preprocessing, None)
    assert outlook.table.times[outlook.newest] == table.times[-1]
    assert outlook.table.times[outlook.rows_ahead[0]] - table.times[-1] == np.timedelta64(9000, "s")


def test_the_windows_of_a_split_are_those_of_its_evaluation() -> None:
    data = SETTINGS.load()
    outlook = SETTINGS.judged(data, "validation")
    values = outlook.table.values[outlook.rows_ahead, T]
    scaled = (values - outlook.units[0, 0, 0]) / outlook.units[0, 0, 1]
    np.testing.assert_allclose(scaled, data.targets("validation"))


def test_readings_that_were_not_measured_are_treated_as_in_training(tmp_path: Path) -> None:
    table = weather()
    table.values[-4, T] = -9999
    path, rows = tmp_path / "new.csv", slice(-40, None)
    prepared = SETTINGS.load().preprocessing

    def newest(bad_rows: str) -> np.ndarray:
        settings = SETTINGS.model_copy(update={"bad_rows": bad_rows})
        outlook = settings.upcoming(prepared, write(table, path, rows))
        outlook.inputs(prepared)
        return outlook.table.values[outlook.newest[0] - 3, T]

    assert newest("keep") == -9999
    assert newest("interpolate") == pytest.approx(table.values[[-5, -3], T].mean())
    with pytest.raises(DataError, match=r"'T \(degC\)': expected a reading, found none"):
        newest("drop_windows")


def test_what_a_file_lacks_is_named(tmp_path: Path) -> None:
    prepared = SETTINGS.load().preprocessing
    path = write(weather(), tmp_path / "new.csv", slice(0, 20))
    with pytest.raises(DataError, match=r"A window takes 34 rows .* The series has 20"):
        SETTINGS.upcoming(prepared, path)
    frame = pd.read_csv(path)
    frame.drop(columns=["Date Time", "rh (%)"]).to_csv(path, index=False)
    with pytest.raises(DataError, match=r"(?s)a column 'Date Time'.*a column 'rh \(%\)'"):
        SETTINGS.upcoming(prepared, path)
    with pytest.raises(DataError, match="There is no file"):
        SETTINGS.upcoming(prepared, tmp_path / "gone.csv")


def test_there_is_nothing_to_fill_in() -> None:
    with pytest.raises(ConfigError, match="dataset synthetic_climate has none"):
        SETTINGS.template(SETTINGS.load().preprocessing, None, parquet=False)
