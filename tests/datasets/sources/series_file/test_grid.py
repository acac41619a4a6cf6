"""Series stand on the full grid of their frequency, against pandas' reindexing."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.datasets.sources.series_file.files import parse, refusal, series


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.sampled_from(["10min", "h", "D", "W-MON", "B", "MS", "ME", "QS-JAN", "YE-DEC"]),
    st.lists(st.sets(st.integers(0, 29), min_size=1), min_size=1, max_size=4),
    st.booleans(),
)
def test_missing_rows_become_nan_in_every_series(tmp_path, alias, kept, interleaved) -> None:
    frames, expected = [], []
    for number, rows in enumerate(kept):
        times = pd.date_range("2019-06-01", periods=30, freq=alias)[sorted(rows)]
        frame = pd.DataFrame({"s": f"S{number}", "t": times, "y": np.arange(len(times)) + number})
        frames.append(frame)
        full = pd.date_range(times[0], times[-1], freq=alias)
        expected.append(frame.set_index("t")["y"].reindex(full))
    whole = pd.concat(frames)
    if interleaved:
        whole = whole.sort_values("t", kind="stable")
    text = whole.to_csv(index=False)
    order = [int(name[1:]) for name in whole["s"].unique()]
    table = parse(
        tmp_path, text, id_column="s", freq=alias, missing="drop_windows", constant_target="keep"
    )
    assert table.ids == tuple(f"S{number}" for number in order)
    assert table.bounds == (0, *np.cumsum([len(expected[number]) for number in order]))
    together = pd.concat([expected[number] for number in order])
    np.testing.assert_array_equal(table.values[:, 0], together.to_numpy(np.float64))
    np.testing.assert_array_equal(
        table.times.astype(np.int64), pd.DatetimeIndex(together.index).as_unit("s").asi8
    )


def test_a_gap_is_named_and_a_setting_allows_it(tmp_path) -> None:
    text = series(60).replace("2020-01-20,19\n", "").replace("2020-01-25,24\n2020-01-26,25\n", "")
    (line,) = refusal(tmp_path, text)
    assert "line 21, 2020-01-21 00:00:00: expected one step of D (inferred from 57 rows)" in line
    assert "after 2020-01-19 00:00:00 of line 20, found a gap (2 such gaps, 3 missing rows)" in line
    assert "dataset.missing decides: interpolate, or drop_windows." in line
    for missing in ("interpolate", "drop_windows"):
        table = parse(tmp_path, text, missing=missing)
        assert np.flatnonzero(np.isnan(table.values[:, 0])).tolist() == [19, 24, 25]


@pytest.mark.parametrize("row", [0, 1, 30])
@pytest.mark.parametrize("missing", ["error", "interpolate"])
def test_a_row_between_the_times_is_always_refused(tmp_path, row, missing) -> None:
    time = f"2020-01-0{1 + row // 24} {row % 24:02}:"
    text = series(60, "2020-01-01T00:00", "h").replace(f"{time}00", f"{time}05")
    (line,) = refusal(tmp_path, text, missing=missing)
    assert f"line {row + 2}, {time}05:00: expected a time of the frequency h" in line
    assert "found one between them (1 such row)" in line


def test_a_day_at_another_time_of_day_is_between_the_times(tmp_path) -> None:
    text = series(60).replace("2020-01-20,", "2020-01-20 06:00,")
    assert "line 21, 2020-01-20 06:00:00: expected a time of" in refusal(tmp_path, text)[0]


def test_a_mistyped_year_does_not_fill_the_memory(tmp_path) -> None:
    text = series(60).replace("2020-02-29", "2999-02-28")
    (line,) = refusal(tmp_path, text, missing="interpolate")
    assert "line 61, 2999-02-28 00:00:00: expected a time near that of the row before" in line


def test_a_frequency_that_does_not_fit_is_refused(tmp_path) -> None:
    assert "frequency W-MON (given)" in refusal(tmp_path, series(30), freq="W-MON")[0]
