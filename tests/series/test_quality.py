"""Bad readings: which windows take them in, and what each policy makes of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.baselines.persistence import Persistence
from seqlab.datasets.sources.weather import make_climate
from seqlab.errors import ConfigError, DataError
from seqlab.evaluation.judging import contenders
from seqlab.runs.asked import Asked
from seqlab.runs.scores import Scores
from seqlab.series.data import SeriesData
from seqlab.series.quality import BadRows, bad_readings, interpolated
from seqlab.series.table import Table
from seqlab.series.windows import WindowCutter, WindowShape
from tests.series.examples import SETTINGS, T, damaged, load


def naive_scores(data: SeriesData, split: str) -> Scores:
    """What repeating the newest value scores."""
    (naive,) = contenders((Persistence(),), data, split)
    return naive.rival.scores


@given(
    step=st.integers(1, 4),
    length=st.integers(1, 5),
    delay=st.integers(1, 6),
    horizon=st.integers(1, 4),
    alignment=st.sampled_from(["book", "strict"]),
    bad=st.sets(st.integers(0, 59), max_size=6),
    bad_targets=st.sets(st.integers(0, 59), max_size=3),
)
def test_a_window_is_touched_if_and_only_if_it_takes_in_a_bad_row(
    step, length, delay, horizon, alignment, bad, bad_targets
) -> None:
    shape = WindowShape(length * step, step, delay, alignment, horizon)
    anchors = np.arange(shape.lookback, 60 - delay - horizon + 1)
    inputs = np.isin(np.arange(60), sorted(bad | bad_targets))
    targets = np.isin(np.arange(60), sorted(bad_targets))
    # The cutter itself says which rows a window holds.
    rows = WindowCutter(np.arange(60, dtype=np.float32)[:, np.newaxis], shape).cut(anchors)
    expected = [
        bool({int(r) for r in window.ravel()} & (bad | bad_targets))
        or any(anchor + delay + ahead in bad_targets for ahead in range(horizon))
        for window, anchor in zip(rows, anchors.tolist(), strict=True)
    ]
    assert BadRows(inputs, targets).touched(shape, anchors).tolist() == expected


def test_what_is_no_measurement_is_bad_and_weather_is_not() -> None:
    table = damaged((5, T, -9999.0), (6, T, 99.0), (7, 4, np.nan), (8, 11, -0.5), (9, 0, np.inf))
    assert np.argwhere(bad_readings(table)).tolist() == [[5, 1], [6, 1], [7, 4], [8, 11], [9, 0]]
    assert not bad_readings(make_climate(400, 3)).any()


def test_interpolation_draws_a_line_between_neighbours_and_repeats_the_ends() -> None:
    values = np.array([[np.nan], [1.0], [-9999.0], [-9999.0], [4.0], [np.inf]])
    times = np.datetime64("2020-01-01T00:00:00", "s") + np.arange(6) * np.timedelta64(600, "s")
    table = Table(times, values, ("T (degC)",), sentinel=-9999.0)
    mended = interpolated(table, bad_readings(table))
    assert mended.values[:, 0].tolist() == [1.0, 1.0, 2.0, 3.0, 4.0, 4.0]
    assert np.isnan(table.values[0, 0])  # what was read stays what it was
    hopeless = replace(table, values=np.full((6, 1), np.nan))
    with pytest.raises(DataError, match=r"'T \(degC\)' has no sound reading"):
        interpolated(hopeless, bad_readings(hopeless))


def test_dropped_windows_are_those_that_are_touched_in_every_split(monkeypatch) -> None:
    table = damaged((300, 11, -9999.0), (4500, T, np.nan), (5000, T, -9999.0), (7000, 3, 99.0))
    data = load(table, monkeypatch, bad_rows="drop_windows")
    for split, own in data.anchors.items():
        dropped = own.stop - own.start - own.count
        assert dropped == data.findings()[split]["touched_windows"] > 0
    assert data.sound("validation") is None
    count = data.samples("validation").count
    inputs, targets = data.evaluation_batch("validation", count, 0)
    assert np.isfinite(inputs).all() and np.isfinite(targets).all()
    assert inputs.min() > -50  # no sentinel in standard deviations
    for step in range(50):
        inputs, _ = data.training_batch(1, 0, step)
        assert inputs.min() > -50
    clean = np.delete(table.values[:4000, 11], 300)
    assert data.preprocessing.mean[11] == pytest.approx(clean.mean())
    assert data.preprocessing.std[11] == pytest.approx(clean.std())
    assert naive_scores(data, "validation").sound is None


def test_a_split_that_would_be_left_without_a_batch_is_refused(monkeypatch) -> None:
    table = damaged()
    table.values[4001:6000:4, 0] = -9999.0
    with pytest.raises(ConfigError, match=r"leaves 0 of the 1,963 windows of dataset.validation_r"):
        load(table, monkeypatch, bad_rows="drop_windows")


def test_kept_readings_give_scores_with_and_without_the_windows_they_touch(monkeypatch) -> None:
    data = load(damaged((5000, T, -9999.0)), monkeypatch, bad_rows="keep")
    naive, asked = naive_scores(data, "validation"), Asked.of(data)
    assert naive.sound is not None
    value, count = naive.sound
    # As an input the reading counts where it is the newest, so once; as a target once too.
    touched = data.findings()["validation"]["touched_windows"]
    assert count == data.samples("validation").count - touched
    sound = load(damaged((5000, T, -9999.0)), monkeypatch, bad_rows="drop_windows")
    assert asked.original(value) == pytest.approx(
        naive_scores(sound, "validation").original, rel=0.02
    )
    assert naive.original > 3 * asked.original(value)


def test_not_finite_readings_are_never_kept(monkeypatch) -> None:
    with pytest.raises(DataError, match=r"Row 100 \(2009-01-01T16:40:00\), column 'p \(mbar\)'"):
        load(damaged((100, 0, np.nan)), monkeypatch, bad_rows="keep")


def test_error_names_the_first_bad_reading_and_a_clock_that_stands_still(monkeypatch) -> None:
    with pytest.raises(DataError, match=r"Row 70 .* 'T \(degC\)': 99 is no measurement.*: 2\."):
        load(damaged((70, T, 99.0), (80, T, -9999.0)), monkeypatch, bad_rows="error")
    table = damaged()
    table.times[500] = table.times[499]
    with pytest.raises(DataError, match=r"Row 500 .* is not later than the row before it"):
        load(table, monkeypatch, bad_rows="error")
    found = load(damaged(), monkeypatch, bad_rows="error").findings()
    assert found["test"]["touched_windows"] == 0


@pytest.mark.parametrize("value", [-9999.0, 99.0, np.nan])
def test_error_looks_at_rows_that_windows_touch_and_at_no_others(value, monkeypatch) -> None:
    rows = {"validation_rows": (4101, 6000), "test_rows": (6101, 8000)}
    # Training windows touch the rows to 4011, validation windows 4101 to 6011, test 6101 to 8011.
    between = damaged((4012, T, value), (4100, 0, value), (6050, T, value), (8012, T, value))
    between.times[8100:] -= np.timedelta64(3600, "s")
    data = load(between, monkeypatch, bad_rows="error", **rows)
    assert all(found["touched_windows"] == 0 for found in data.findings().values())
    for row in (0, 4011, 4101, 6011, 6101, 8011):
        with pytest.raises(DataError, match=f"Row {row:,} "):
            load(damaged((row, T, value)), monkeypatch, bad_rows="error", **rows)


@pytest.mark.parametrize("value", [-9999.0, np.nan])
def test_every_remedy_of_a_refusal_works(value, monkeypatch) -> None:
    table = damaged((5000, T, value))
    with pytest.raises(DataError) as caught:
        load(table, monkeypatch, bad_rows="error")
    named = [p for p in ("drop_windows", "interpolate", "keep") if p in caught.value.remedy]
    assert named[:2] == ["drop_windows", "interpolate"]
    for policy in named:
        load(table, monkeypatch, bad_rows=policy)
    load(table, monkeypatch, bad_rows="error", validation_rows=(5001, 6000))


def test_purge_keeps_targets_out_of_the_next_split_and_loses_no_more_than_it_must() -> None:
    book, purged = SETTINGS.load(), SETTINGS.model_copy(update={"purge": True}).load()
    assert book.findings()["training"]["targets_in_next_split"] == 11
    for split, following in (("training", "validation"), ("validation", "test")):
        assert purged.findings()[split]["targets_in_next_split"] == 0
        first = {"validation": 4001, "test": 6001}[following]
        assert purged.shape.targets(purged.anchors[split].rows()).max() == first - 1
    assert purged.inspect().record["standardisation_rows"] == [0, 3989]
    assert purged.anchors["test"] == book.anchors["test"]
