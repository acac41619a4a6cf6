"""The picture of a run shows its numbers, all of them and nothing else."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from seqlab.errors import ConfigError, DataError
from seqlab.plots.curves import draw_curves
from seqlab.plots.style import BASELINE, PALETTE
from seqlab.runs.reader import Run
from tests.runs.old_folders import old_classification, old_forecast
from tests.runs_examples import (
    GRU_LOSS,
    GRU_VAL_LOSS,
    LSTM_VAL_ACCURACY,
    LSTM_VAL_LOSS,
    PERSISTENCE,
    STD,
    beside_a_perfect_baseline,
    series_run,
    start,
    text_run,
    write_metrics,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def heights(axes: Axes, label: str) -> list[float]:
    """The y values of the line with this label."""
    (line,) = [line for line in axes.lines if line.get_label() == label]
    return [float(value) for value in np.asarray(line.get_ydata())]


def baselines(axes: Axes) -> list[float]:
    """The heights of the lines in the baseline's colour."""
    lines = [line for line in axes.lines if line.get_color() == BASELINE]
    return [float(np.asarray(line.get_ydata())[0]) for line in lines]


def legend(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.legends[0].get_texts()]


def test_a_series_has_one_panel_with_both_curves_and_the_baseline(tmp_path: Path) -> None:
    figure = draw_curves([series_run(tmp_path)])
    (axes,) = figure.axes
    assert heights(axes, "training") == list(GRU_LOSS)
    assert heights(axes, "validation") == list(GRU_VAL_LOSS)
    assert baselines(axes) == [PERSISTENCE]
    assert legend(figure) == ["training", "validation", "persistence baseline: 0.2897 (2.56 °C)"]
    assert figure.get_suptitle() == "jena/gru"
    assert axes.get_ylabel() == "mean absolute error (standard deviations)"


def test_the_best_epoch_is_marked_and_spelled_out(tmp_path: Path) -> None:
    (axes,) = draw_curves([series_run(tmp_path)]).axes
    (ring,) = [line for line in axes.lines if line.get_markerfacecolor() == "none"]
    assert list(np.asarray(ring.get_xydata()).ravel()) == [3, 0.2653]
    assert axes.get_title("left") == "○ best epoch 3: validation 0.2653 (2.35 °C), skill 0.084"


def test_the_right_axis_is_in_original_units(tmp_path: Path) -> None:
    figure = draw_curves([series_run(tmp_path)])
    figure.draw_without_rendering()
    (axes,) = figure.axes
    (right,) = axes.child_axes
    assert right.get_ylabel() == "mean absolute error (°C)"
    assert right.get_ylim() == pytest.approx([limit * STD for limit in axes.get_ylim()])


def test_text_has_a_panel_for_the_loss_and_one_for_the_accuracy(tmp_path: Path) -> None:
    loss, accuracy = draw_curves([text_run(tmp_path)]).axes
    assert heights(loss, "validation") == list(LSTM_VAL_LOSS)
    assert heights(accuracy, "validation") == list(LSTM_VAL_ACCURACY)
    assert (baselines(loss), baselines(accuracy)) == ([], [0.5])
    assert accuracy.get_ylabel() == "accuracy (%)"
    assert not loss.child_axes
    assert not accuracy.child_axes


def test_a_loss_that_is_not_the_error_has_a_panel_of_its_own_without_baseline(
    tmp_path: Path,
) -> None:
    writer = start(tmp_path)
    for epoch in (1, 2):
        row = {"epoch": epoch, "loss": 0.2 / epoch, "mae": 0.3 / epoch}
        writer.append_epoch({**row, "val_loss": 0.25 / epoch, "val_mae": 0.35 / epoch})
    validation = {"loss": 0.125, "mae": 0.175, "mae_original": 1.75, "unit": "degC"}
    write_metrics(
        writer,
        {
            "best_epoch": 2,
            "validation": validation,
            "baseline": {"validation": {"mae": 0.3, "windows": 1000}},
            "parameters": 33,
            "seconds_per_epoch": 1.0,
        },
    )
    squared, absolute = draw_curves([Run(writer.files.folder)]).axes
    assert (baselines(squared), baselines(absolute)) == ([], [0.3])
    assert not squared.child_axes
    assert absolute.child_axes[0].get_ylabel() == "mean absolute error (°C)"


def test_epochs_are_whole_numbers_within_the_run(tmp_path: Path) -> None:
    for count in (1, 2, 8):
        run = series_run(tmp_path, loss=GRU_LOSS[:count], val_loss=GRU_VAL_LOSS[:count])
        figure = draw_curves([run])
        figure.draw_without_rendering()
        low, high = figure.axes[0].get_xlim()
        ticks = [tick for tick in figure.axes[0].get_xticks() if low <= tick <= high]
        assert ticks
        assert all(tick == int(tick) and 1 <= tick <= count for tick in ticks)


def test_a_single_epoch_shows_its_points(tmp_path: Path) -> None:
    (axes,) = draw_curves([series_run(tmp_path, loss=[0.32], val_loss=[0.27])]).axes
    for label in ("training", "validation"):
        (line,) = [line for line in axes.lines if line.get_label() == label]
        assert line.get_marker() not in ("", "None", " ")
        low, high = axes.get_ylim()
        assert low < heights(axes, label)[0] < high


def test_two_single_epochs_show_their_points_when_overlaid(tmp_path: Path) -> None:
    runs = [series_run(tmp_path, loss=[0.32], val_loss=[value]) for value in (0.27, 0.28)]
    (axes,) = draw_curves(runs).axes
    curves = [line for line in axes.lines if len(np.asarray(line.get_xdata())) == 1]
    assert len(curves) == 4
    assert all(line.get_marker() not in ("", "None", " ") for line in curves)


def test_a_first_epoch_far_off_does_not_flatten_the_rest_and_is_named(tmp_path: Path) -> None:
    losses = [1.5009, *GRU_LOSS[1:]]
    (axes,) = draw_curves([series_run(tmp_path, loss=losses)]).axes
    assert axes.get_ylim()[1] < 0.4
    assert "↑ off the scale: 1.5" in [text.get_text() for text in axes.texts]
    assert heights(axes, "training") == losses


def test_ordinary_curves_are_not_cut(tmp_path: Path) -> None:
    (axes,) = draw_curves([series_run(tmp_path)]).axes
    low, high = axes.get_ylim()
    assert low < min(*GRU_LOSS, *GRU_VAL_LOSS)
    assert high > max(*GRU_LOSS, *GRU_VAL_LOSS)
    assert not axes.texts


def test_several_runs_have_a_colour_each_and_one_baseline(tmp_path: Path) -> None:
    runs = [series_run(tmp_path, name) for name in ("jena/gru", "jena/lstm", "jena/conv1d")]
    figure = draw_curves(runs)
    (axes,) = figure.axes
    for number, name in enumerate(("jena/gru", "jena/lstm", "jena/conv1d")):
        lines = [line for line in axes.lines if line.get_color() == PALETTE[number]]
        solid, dashed = lines
        assert (solid.get_label(), solid.get_linestyle(), dashed.get_linestyle()) == (
            name,
            "-",
            "--",
        )
        assert solid.get_linewidth() > dashed.get_linewidth()
    assert baselines(axes) == [PERSISTENCE]
    assert legend(figure)[-2:] == ["validation", "training"]


def test_runs_of_one_experiment_are_told_apart_by_their_ids(tmp_path: Path) -> None:
    runs = [series_run(tmp_path), series_run(tmp_path)]
    assert legend(draw_curves(runs))[:2] == [f"jena/gru ({run.id})" for run in runs]


def test_baselines_that_differ_are_left_out(tmp_path: Path) -> None:
    runs = [series_run(tmp_path), series_run(tmp_path)]
    document = json.loads(runs[1].files.metrics.read_text())
    document["baseline"]["validation"]["mae"] = 0.3
    runs[1].files.metrics.write_text(json.dumps(document))
    (axes,) = draw_curves(runs).axes
    assert baselines(axes) == []


def test_every_run_of_many_has_its_own_colour_and_mark(tmp_path: Path) -> None:
    figure = draw_curves([series_run(tmp_path, f"jena/model{number}") for number in range(20)])
    lines = [line for line in figure.axes[0].lines if str(line.get_label()).startswith("jena/")]
    assert len({(line.get_color(), line.get_marker()) for line in lines}) == 20


def test_nothing_is_drawn_over_the_panel_by_legend_or_title(tmp_path: Path) -> None:
    for count in (1, 3, 12):
        figure = draw_curves([series_run(tmp_path, f"jena/model{n}") for n in range(count)])
        figure.draw_without_rendering()
        panel = figure.axes[0].get_tightbbox()
        legend_box = figure.legends[0].get_window_extent()
        assert panel is not None
        assert legend_box.y1 <= panel.y0
        assert legend_box.x0 >= 0
        assert legend_box.x1 <= figure.bbox.x1
        assert panel.y1 < figure.bbox.y1


def test_series_and_text_cannot_share_a_picture(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot share a picture") as caught:
        draw_curves([series_run(tmp_path), text_run(tmp_path)])
    assert "jena/gru" in caught.value.message
    assert "imdb/lstm" in caught.value.message


def test_a_run_without_epochs_is_refused_by_name(tmp_path: Path) -> None:
    run = Run(start(tmp_path).files.folder)
    with pytest.raises(DataError, match=r"no finished epoch .* status is running"):
        draw_curves([run])


def test_a_run_that_still_goes_on_shows_the_best_so_far(tmp_path: Path) -> None:
    writer = start(tmp_path)
    for epoch, loss in enumerate([0.5, 0.3, 0.4], start=1):
        writer.append_epoch({"epoch": epoch, "loss": loss, "val_loss": loss})
    (axes,) = draw_curves([Run(writer.files.folder)]).axes
    assert axes.get_title("left") == "○ best epoch 2: validation 0.3000"


def test_losses_that_are_not_numbers_leave_gaps(tmp_path: Path) -> None:
    writer = start(tmp_path)
    for epoch, loss in enumerate([0.5, math.inf, math.nan], start=1):
        writer.append_epoch({"epoch": epoch, "loss": loss, "val_loss": math.nan})
    figure = draw_curves([Run(writer.files.folder)])
    figure.draw_without_rendering()
    assert np.isnan(heights(figure.axes[0], "training")).tolist() == [False, True, True]
    assert figure.axes[0].get_title("left") == ""


@pytest.mark.parametrize(
    ("history", "reason"),
    [
        ("epoch,loss\n1,0.5\n", "no column val_loss"),
        ("loss,val_loss\n1,0.5\n", "no column epoch"),
        ("epoch,loss,val_loss\nnan,1,1\n", "an epoch has no number"),
    ],
)
def test_a_history_that_none_writes_is_refused(tmp_path: Path, history: str, reason: str) -> None:
    run = series_run(tmp_path)
    run.files.history.write_text(history)
    with pytest.raises(DataError, match=reason):
        draw_curves([run])


def test_a_best_epoch_outside_the_history_is_refused(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    document = json.loads(run.files.metrics.read_text())
    run.files.metrics.write_text(json.dumps(document | {"best_epoch": 99}))
    with pytest.raises(DataError, match="names epoch 99"):
        draw_curves([run])


def test_a_name_is_not_read_as_a_formula(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    record = json.loads(run.files.status.read_text())
    run.files.status.write_text(json.dumps({**record, "name": r"$\frac{$ $x$ _a"}))
    figure = draw_curves([run, run])
    figure.draw_without_rendering()
    draw_curves([run]).draw_without_rendering()
    assert r"$\frac{$ $x$ _a" in legend(figure)[0]


@pytest.mark.parametrize(("make", "best"), [(series_run, 0.0), (text_run, 1.0)])
def test_beside_a_perfect_baseline_the_picture_tells_no_skill(make, best, tmp_path: Path) -> None:
    run = beside_a_perfect_baseline(make(tmp_path))
    figure = draw_curves([run])
    figure.draw_without_rendering()
    title = figure.axes[-1].get_title("left")
    assert title.startswith("○ best epoch") and "skill" not in title
    assert baselines(figure.axes[-1]) == [best]
    draw_curves([run, run]).draw_without_rendering()


def test_runs_from_before_formats_are_drawn_beside_younger_ones(tmp_path: Path) -> None:
    figure = draw_curves([old_forecast(tmp_path), series_run(tmp_path, "jena/young")])
    assert figure.axes[0].get_ylabel() == "mean absolute error (standard deviations)"
    figure.draw_without_rendering()
    loss, accuracy = draw_curves([old_classification(tmp_path), text_run(tmp_path)]).axes
    assert loss.get_ylabel() == "loss (cross-entropy, nats)"
    assert accuracy.get_ylabel() == "accuracy (%)"
    assert baselines(accuracy) == []  # 0.4936 and 0.5 are not one line


def test_one_measure_alone_has_the_panel_that_it_has_among_all(tmp_path: Path) -> None:
    run = text_run(tmp_path)
    (alone,) = draw_curves([run], "accuracy").axes
    among = draw_curves([run]).axes[1]
    assert alone.get_ylabel() == among.get_ylabel() == "accuracy (%)"
    assert heights(alone, "validation") == heights(among, "validation")


def test_the_legend_of_one_panel_fits_below_it(tmp_path: Path) -> None:
    figure = draw_curves([series_run(tmp_path)])
    figure.draw_without_rendering()
    (legend,) = figure.legends
    box = legend.get_window_extent()
    assert box.x0 >= 0 and box.x1 <= figure.bbox.width
