"""The picture of a forecast shows its history, every step and the band."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from seqlab.plots.forecast import draw_forecasts
from seqlab.plots.style import save_figure
from seqlab.tasks.questions import ForecastDrawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def drawing(horizon: int = 24, rows: int = 100, *, clock: bool = True) -> ForecastDrawing:
    times = np.arange(rows + horizon)
    if clock:
        times = np.datetime64("2018-06-01", "s") + times * np.timedelta64(3600, "s")
    values = np.sin(np.arange(rows + horizon) / 4)
    ahead = values[rows:]
    return ForecastDrawing(
        times[:rows],
        values[:rows],
        times[rows:],
        ahead,
        "temperature",
        "degC",
        lower=ahead - 1,
        upper=ahead + 1,
        band="0.1 to 0.9",
    )


def heights(axes: Axes, label: str) -> np.ndarray:
    (line,) = [line for line in axes.lines if line.get_label() == label]
    return np.asarray(line.get_ydata(), float)


def test_history_and_forecast_are_drawn_as_they_are(tmp_path: Path) -> None:
    shown = drawing()
    figure = draw_forecasts([shown], "jena/gru: the next 24 hours")
    (axes,) = figure.axes
    np.testing.assert_array_equal(heights(axes, "measured"), shown.history_values)
    np.testing.assert_array_equal(heights(axes, "forecast"), shown.forecast)
    assert (axes.get_ylabel(), axes.get_xlabel()) == ("temperature (°C)", "local time")
    assert figure.get_suptitle() == "jena/gru: the next 24 hours"
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert labels == ["measured", "quantiles 0.1 to 0.9", "forecast"]
    save_figure(figure, tmp_path / "forecast.svg")


def test_the_band_reaches_from_the_lower_to_the_upper_quantile() -> None:
    shown = drawing()
    (axes,) = draw_forecasts([shown], "title").axes
    (band,) = axes.collections
    corners = band.get_paths()[0].vertices[:, 1]
    assert (corners.min(), corners.max()) == (shown.lower.min(), shown.upper.max())


def test_without_quantiles_there_is_no_band() -> None:
    figure = draw_forecasts([replace(drawing(), lower=None, upper=None)], "title")
    assert not figure.axes[0].collections
    assert [t.get_text() for t in figure.legends[0].get_texts()] == ["measured", "forecast"]


def test_a_single_step_is_a_mark_with_its_ends() -> None:
    (axes,) = draw_forecasts([drawing(horizon=1)], "title").axes
    (mark,) = [line for line in axes.lines if line.get_label() == "forecast"]
    assert mark.get_marker() == "o"
    low, high = axes.get_ylim()
    assert low < drawing(horizon=1).lower[0] < drawing(horizon=1).upper[0] < high
    assert len(axes.collections) == 2  # the bar, and what the legend shows of the band


def test_a_forecast_outside_its_band_is_drawn_where_it_is() -> None:
    shown = drawing(horizon=1)
    outside = replace(shown, forecast=shown.upper + 1)
    (axes,) = draw_forecasts([outside], "title").axes
    assert heights(axes, "forecast") == outside.forecast


@pytest.mark.parametrize(("series", "panels"), [(1, 1), (2, 2), (3, 3), (6, 6), (7, 6), (414, 6)])
def test_each_series_has_a_panel_up_to_six(series: int, panels: int) -> None:
    drawings = [replace(drawing(), name=f"H{number}") for number in range(series)]
    figure = draw_forecasts(drawings, "m4/gru")
    figure.draw_without_rendering()
    assert [axes.get_title("left") for axes in figure.axes] == [f"H{n}" for n in range(panels)]
    assert ("the first 6 of" in figure.get_suptitle()) == (series > 6)


def test_rows_without_a_clock_are_counted() -> None:
    assert draw_forecasts([drawing(clock=False)], "title").axes[0].get_xlabel() == "row"


def test_gaps_and_formulas_do_no_harm(tmp_path: Path) -> None:
    shown = replace(drawing(), label=r"$\frac{$", name="$x_\x1b", unit="")
    shown.history_values[-10:] = np.nan
    figure = draw_forecasts([shown, shown], "$y")
    save_figure(figure, tmp_path / "forecast.png")
    assert figure.axes[0].get_ylabel() == r"$\frac{$"
    assert figure.axes[0].get_title("left") == "$x_"


def test_the_truth_goes_on_behind_the_history_and_its_error_is_told() -> None:
    shown = replace(drawing(), truth=drawing().forecast + 0.5, name="north")
    assert shown.error == pytest.approx(0.5)
    (axes,) = draw_forecasts([shown], "typical").figure.axes
    np.testing.assert_array_equal(
        heights(axes, "measured"), np.concatenate([shown.history_values, shown.truth])
    )
    assert axes.get_title(loc="left") == "north, mean absolute error 0.5 °C"
    assert drawing().error is None


def test_a_forecast_without_history_is_drawn_over_the_truth_alone() -> None:
    whole = drawing()
    shown = replace(
        whole,
        history_times=whole.history_times[:0],
        history_values=whole.history_values[:0],
        truth=whole.forecast,
    )
    (axes,) = draw_forecasts([shown], "typical").figure.axes
    np.testing.assert_array_equal(heights(axes, "measured"), whole.forecast)
    assert axes.get_xlabel() == "local time"
