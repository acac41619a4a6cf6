"""Parquet files hold the same series as CSV files do."""

import numpy as np
import pandas as pd
import pytest

from tests.datasets.sources.series_file.files import parse, refusal, series


def frame(**more):
    times = pd.date_range("2020-01-01", periods=6, freq="h")
    return pd.DataFrame({"t": times, "y": np.arange(6, dtype=np.float32), **more})


def packed(tmp_path, data):
    data.to_parquet(tmp_path / "made.parquet")
    return (tmp_path / "made.parquet").read_bytes()


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_a_table_is_that_of_the_csv(tmp_path, unit) -> None:
    data = frame()
    data["t"] = data["t"].astype(f"datetime64[{unit}]")
    table = parse(tmp_path, packed(tmp_path, data), "a.parquet")
    same = parse(tmp_path, series(6, "2020-01-01T00:00", "h"))
    np.testing.assert_array_equal(table.times, same.times)
    np.testing.assert_array_equal(table.values, same.values)
    assert (table.freq, table.freq_from) == (same.freq, same.freq_from)


def test_times_with_a_zone_are_kept(tmp_path) -> None:
    data = frame()
    data["t"] = data["t"].dt.tz_localize("Europe/Berlin")
    table = parse(tmp_path, packed(tmp_path, data), "a.parquet", timezone="Europe/Berlin")
    assert str(table.times[0]) == "2019-12-31T23:00:00"
    assert table.timezone == "Europe/Berlin"


def test_days_numbers_and_categories_are_read(tmp_path) -> None:
    data = frame(s=pd.Categorical(["b"] * 3 + ["a"] * 3), c=[7] * 6, n=[1, 2, 3] * 2)
    days = pd.to_datetime(["2020-01-01", "2020-01-02", "2020-01-03"] * 2)
    data["t"] = pd.array(days.date)
    table = parse(
        tmp_path, packed(tmp_path, data), "a.parquet", id_column="s", static=("c",), past=("n",)
    )
    assert table.ids == ("b", "a")
    assert table.static == {"c": (7.0, 7.0)}
    assert table.freq == "D"


def test_whole_numbers_are_ids_and_steps(tmp_path) -> None:
    data = frame(s=[1.0] * 3 + [2.0] * 3)
    data["t"] = [1, 2, 3] * 2
    table = parse(tmp_path, packed(tmp_path, data), "a.parquet", id_column="s")
    assert (table.ids, table.freq) == (("1", "2"), "steps")


def test_missing_cells_are_named_by_row(tmp_path) -> None:
    data = frame()
    data.loc[3, "y"] = np.nan
    (line,) = refusal(tmp_path, packed(tmp_path, data), "a.parquet")
    assert line.startswith("a.parquet: row 4, 2020-01-01 03:00:00, column 'y': expected a number")


def test_a_damaged_file_is_refused(tmp_path) -> None:
    content = packed(tmp_path, frame())
    for part in (content[:4], content[:-10], content[:40] + content[60:], b"t,y\n1,2\n"):
        assert "a.parquet" in refusal(tmp_path, part, "a.parquet")[0]
