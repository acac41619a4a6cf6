"""The picture of a series shows every extreme and the first ten days exactly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from seqlab.datasets.dataset import Drawing
from seqlab.plots.series import draw_series
from seqlab.plots.style import save_figure
from tests.series.examples import SETTINGS, T, load, weather


def drawn(
    times: np.ndarray,
    values: np.ndarray,
    label: str = "temperature",
    unit: str = "degC",
    splits: dict[str, tuple[int, int]] | None = None,
) -> Figure:
    return draw_series([Drawing(times, values, label, unit, splits or {})])


def every_ten_minutes(rows: int) -> np.ndarray:
    return np.datetime64("2009-01-01T00:10") + np.arange(rows) * np.timedelta64(10, "m")


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 20_000), st.integers(0, 2**32 - 1))
def test_no_extreme_is_lost(rows: int, seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=rows)
    figure = drawn(every_ten_minutes(rows), values)
    heights = np.asarray(figure.axes[0].lines[0].get_ydata(), dtype=float)
    assert (heights.min(), heights.max()) == (values.min(), values.max())


def test_the_first_ten_days_are_1440_rows_as_they_are() -> None:
    values = np.sin(np.arange(5000) / 50)
    figure = drawn(every_ten_minutes(5000), values)
    np.testing.assert_array_equal(figure.axes[1].lines[0].get_ydata(), values[:1440])


def test_a_gap_in_the_values_does_not_spread() -> None:
    values = np.ones(30_000)
    values[::2] = np.nan
    figure = drawn(every_ten_minutes(30_000), values)
    assert np.isfinite(np.asarray(figure.axes[0].lines[0].get_ydata(), dtype=float)).all()


def test_the_splits_are_shaded_and_named(tmp_path: Path) -> None:
    splits = {"training": (0, 2000), "validation": (2001, 3001), "test": (3001, 5000)}
    times = every_ten_minutes(5000)
    figure = drawn(times, np.zeros(5000), splits=splits)
    whole, start = figure.axes
    assert [text.get_text() for text in whole.texts] == list(splits)
    assert len(whole.patches) == 3
    assert not start.patches
    assert whole.get_ylabel() == start.get_ylabel() == "temperature (°C)"
    save_figure(figure, tmp_path / "series.svg")
    assert (tmp_path / "series.svg").stat().st_size > 10_000


@pytest.mark.parametrize("rows", [1, 2, 1440, 1441])
def test_short_series_are_drawn(rows: int) -> None:
    figure = drawn(every_ten_minutes(rows), np.ones(rows), "pressure", "hPa", {"all": (0, rows)})
    figure.draw_without_rendering()
    assert len(np.asarray(figure.axes[1].lines[0].get_ydata())) == min(rows, 1440)


def test_a_dataset_draws_its_target_with_the_splits_that_its_windows_touch(monkeypatch) -> None:
    data = load(weather(), monkeypatch)
    (drawing,) = SETTINGS.drawings(data)
    assert (drawing.label, drawing.unit) == ("temperature", "degC")
    np.testing.assert_array_equal(drawing.values, weather().values[:, T])
    assert drawing.splits["training"] == (0, 4012)
    draw_series([drawing]).draw_without_rendering()


def test_several_series_stand_below_one_another_as_wholes_each_with_its_splits() -> None:
    times = every_ten_minutes(3000)
    drawings = [
        Drawing(times, np.full(3000, level), name, "kW", {"training": (0, 2000)})
        for level, name in ((1.0, "north"), (2.0, "south"), (3.0, "west"))
    ]
    figure = draw_series(drawings)
    assert [axes.get_ylabel() for axes in figure.axes] == ["north (kW)", "south (kW)", "west (kW)"]
    for axes, level in zip(figure.axes, (1.0, 2.0, 3.0), strict=True):
        assert set(np.asarray(axes.lines[0].get_ydata())) == {level}
        assert len(axes.patches) == 1


def test_rows_without_a_clock_or_far_apart_begin_with_240_of_them() -> None:
    days = np.datetime64("2009-01-01") + np.arange(500) * np.timedelta64(1, "D")
    figure = drawn(days, np.arange(500.0))
    assert len(np.asarray(figure.axes[1].lines[0].get_ydata())) == 240
    steps = np.datetime64("1970-01-01T00:00:00", "s") + np.arange(500)
    drawing = Drawing(steps, np.arange(500.0), "load", "", {}, has_clock=False)
    whole, start = draw_series([drawing]).axes
    assert (whole.get_xlabel(), start.get_title("left")) == ("row", "the first 240 rows")


def test_rows_without_a_clock_stand_at_their_numbers() -> None:
    times = np.arange(300).astype("datetime64[s]")
    drawing = Drawing(times, np.zeros(300), "y", "", {"test": (200, 300)}, has_clock=False)
    for axes in draw_series([drawing]).axes:
        assert axes.get_xlabel() == "row"
        places = np.asarray(axes.lines[0].get_xdata())
        assert places.dtype.kind == "i" and places.max() in (299, 239)
