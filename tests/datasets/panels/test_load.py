"""Loaded series against a plain loop over their rows, and training that no later row reaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqlab.datasets.series import Series
from seqlab.errors import ConfigError, DataError
from seqlab.series.table import Table
from seqlab.tasks.data import ORDER, all_batches
from seqlab.tasks.forecast import Forecast
from tests.datasets.panels import examples
from tests.datasets.panels.examples import COLUMNS, START, load, made_up

SHARES = st.tuples(st.floats(0.1, 0.45), st.floats(0.1, 0.45))
COUNTS = st.tuples(st.integers(1, 20), st.integers(1, 20))
DATES = st.tuples(st.integers(1, 40), st.integers(1, 20)).map(
    lambda hours: tuple(str(START + np.timedelta64(h, "h")) for h in (hours[0], sum(hours)))
)
Windows = dict[str, list[int]]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Table, Series]:
    """Up to four series with gaps, and any windows over them."""
    lengths = draw(st.lists(st.integers(1, 60), min_size=1, max_size=4))
    table = made_up(*lengths, seed=draw(st.integers(0, 999)))
    rows = st.integers(0, len(table) - 1)
    for row, column in draw(st.sets(st.tuples(rows, st.integers(0, 2)), max_size=3)):
        table.values[row, column] = np.nan
    validation, test = draw(SHARES | COUNTS | DATES)
    step = draw(st.integers(1, 3))
    return table, examples.settings(
        lookback=step * draw(st.integers(1, 5)),
        step=step,
        horizon=draw(st.integers(1, 4)),
        split={"validation": validation, "test": test},
        reach_back=draw(st.booleans()),
        missing="drop_windows",
        short_series="drop",
    )


def first_rows(table: Table, own: Series, series: int) -> list[int]:
    """Where training, validation and test begin, and the end, from the first row of a series."""
    start, stop = table.bounds[series], table.bounds[series + 1]
    rows = stop - start
    match own.split.validation, own.split.test:
        case float(validation), float(test):
            last = round(rows * test)
            return [0, rows - last - round(rows * validation), rows - last, rows]
        case int(validation), int(test):
            return [0, max(0, rows - test - validation), max(0, rows - test), rows]
        case str(validation), str(test):
            times = table.times[start:stop].tolist()
            dates = map(datetime.fromisoformat, (validation, test))
            return [0, *(sum(time < date for time in times) for date in dates), rows]
    raise AssertionError(own.split)


def loop(table: Table, own: Series, series: int, *, with_gaps: bool) -> Windows:
    """The newest rows of all windows of a series, as a tutorial would look for them."""
    first, stop = table.bounds[series], table.bounds[series + 1]
    known = np.isfinite(table.values)
    found: Windows = {}
    for split, (start, end) in zip(ORDER, pairwise(first_rows(table, own, series)), strict=True):
        found[split] = []
        for newest in range(first, stop):
            inputs = [newest - back * own.step for back in range(own.lookback // own.step)]
            targets = [newest + ahead for ahead in range(1, own.horizon + 1)]
            if min(inputs) < (first if own.reach_back else first + start):
                continue
            if not first + start <= targets[0] <= targets[-1] < first + end:
                continue
            if with_gaps or (known[inputs].all() and known[np.ix_(targets, [0, 2])].all()):
                found[split].append(newest)
    return found


@settings(max_examples=300)
@given(cases())
def test_windows_are_exactly_those_of_a_plain_loop_and_none_crosses_an_id_or_a_gap(case) -> None:
    table, own = case
    kept = [
        series
        for series in range(len(table.ids))
        if all(loop(table, own, series, with_gaps=True).values())
    ]
    expected: dict[str, list[np.ndarray]] = {split: [] for split in ORDER}
    whole = table.only(np.array(kept)) if kept else table
    newest: Windows = {split: [] for split in ORDER}
    for series in range(len(whole.ids)) if kept else ():
        for split, rows in loop(whole, own, series, with_gaps=False).items():
            newest[split] += rows
    if not all(newest.values()):
        with pytest.raises(ConfigError):
            load(table, **own.model_dump(exclude={"kind"}))
        return
    data = load(table, **own.model_dump(exclude={"kind"}))
    panel, shape = data.panel(), data.shape
    assert panel.bounds.tolist() == list(whole.bounds)
    for split in ORDER:
        assert panel.newest[split].tolist() == newest[split], split
        assert data.samples(split).count == len(newest[split])
    for split, rows in newest.items():
        expected[split] = [panel.inputs[[r + back for back in panel.offsets]] for r in rows]
        (x, known, static), y = data.evaluation_batch(split, len(rows), 0)
        np.testing.assert_array_equal(x, np.stack(expected[split]))
        np.testing.assert_array_equal(y.reshape(len(rows), -1), panel.targets_of(split)[..., 0]
                                      .astype(np.float32))  # fmt: skip
        np.testing.assert_array_equal(known[:, :, 0], panel.inputs[panel.target_rows(split), 2])
        np.testing.assert_array_equal(static, panel.static[panel.series_of(np.array(rows))])
        assert np.isfinite(x).all() and np.isfinite(y).all() and np.isfinite(known).all()
    last = shape.targets(data.anchors["training"].rows()).max(initial=-1, axis=1)
    starts = data.report.rows.starts["validation"][panel.series_of(last)]
    assert (last < starts).all()  # no target of training lies in validation or test


@given(st.integers(0, 99), st.sampled_from(["standard", "robust", "minmax", "none"]))
def test_what_a_window_holds_is_what_was_measured_in_its_own_series(seed, scale) -> None:
    table = made_up(60, 45, seed=seed)
    data = load(table, scale=scale)
    (x, known, _), y = data.evaluation_batch("test", 1000, 0)
    newest = data.panel().newest["test"]
    series = data.panel().series_of(newest)
    centre, width = np.array(data.preprocessing.centre), np.array(data.preprocessing.width)
    inputs = table.values[newest[:, None] + [-4, -2, 0]]
    ahead = newest[:, None] + [1, 2]
    back = x * width[series][:, None] + centre[series][:, None]
    np.testing.assert_allclose(back, inputs, rtol=1e-4, atol=1e-4)
    for found, column in ((y[..., 0], 0), (known[..., 0], 2)):
        back = found * width[series, column, None] + centre[series, column, None]
        np.testing.assert_allclose(back, table.values[ahead, column], rtol=1e-4, atol=1e-4)
    training = table.values[60:87]  # of 45 rows, 9 for validation and 9 for test
    by_hand = {
        "standard": training.mean(axis=0),
        "robust": np.median(training, axis=0),
        "minmax": training.min(axis=0),
        "none": np.zeros(3),
    }
    np.testing.assert_allclose(centre[1], by_hand[scale])


def batches_of(data: Any) -> list[np.ndarray]:
    """Every training batch of an epoch, part by part."""
    found: list[np.ndarray] = []
    for step in range(data.steps_per_epoch()):
        x, y = data.training_batch(3, 1, step)
        found += [*x, y]
    return found


@pytest.mark.parametrize("scale", ["standard", "robust", "minmax"])
@pytest.mark.parametrize("missing", ["error", "interpolate", "drop_windows"])
@pytest.mark.parametrize("place", [0.2, 10, str(START + np.timedelta64(45, "h"))], ids=str)
def test_no_later_row_changes_anything_of_training(scale, missing, place) -> None:
    table = made_up(70, 60, 80)
    test = str(START + np.timedelta64(55, "h")) if isinstance(place, str) else place
    changes = {
        "scale": scale, "missing": missing, "calendar": ("hour",),
        "split": {"validation": place, "test": test},
    }  # fmt: skip
    starts = load(table, **changes).report.rows.starts["validation"]
    if missing != "error":  # gaps that reach from training into validation, and one within
        for start in starts:
            table.values[start - 2 : start + 2] = np.nan
            table.values[start - 20, 1] = np.nan
    other = replace(table, values=table.values.copy())
    for start, stop in zip(starts, table.bounds[1:], strict=True):
        other.values[start:stop] = np.random.default_rng(1).normal(-900, 5, (stop - start, 3))
    one, changed = load(table, **changes), load(other, **changes)
    np.testing.assert_array_equal(one.units, changed.units)
    assert one.preprocessing == changed.preprocessing
    assert one.steps_per_epoch() == changed.steps_per_epoch()
    for before, after in zip(batches_of(one), batches_of(changed), strict=True):
        np.testing.assert_array_equal(before, after)


@settings(max_examples=30)
@given(st.integers(0, 2**31 - 1), st.integers(0, 50), st.integers(0, 9))
def test_a_training_batch_is_a_pure_function_of_seed_epoch_and_step(seed, epoch, step) -> None:
    table = made_up(60, 60)
    data = load(table)
    step %= data.steps_per_epoch()
    (x, known, static), y = data.training_batch(seed, epoch, step)
    data.training_batch(seed, epoch, step + 1)  # what came in between must not matter
    again, targets = load(table).training_batch(seed, epoch, step)
    for one, other in zip((x, known, static, y), (*again, targets), strict=True):
        np.testing.assert_array_equal(one, other)
    assert (x.shape[1:], known.shape[1:], static.shape[1:]) == ((3, 3), (2, 1), (3,))


def rows_seen(batches: list[tuple[Any, np.ndarray]]) -> list[bytes]:
    return [window.tobytes() for x, _ in batches for window in x[0]]


def test_an_epoch_sees_every_training_window_once() -> None:
    data = load(made_up(60, 50))
    for epoch in range(3):
        epochs = [data.training_batch(1, epoch, n) for n in range(data.steps_per_epoch())]
        every = [data.evaluation_batch("training", 10_000, 0)]
        assert sorted(rows_seen(epochs)) == sorted(rows_seen(every))
        assert len(set(rows_seen(every))) == data.samples("training").count


@given(st.integers(1, 60))
def test_evaluation_is_the_same_windows_for_every_batch_size(size) -> None:
    data = load(made_up(60, 50))
    (whole,) = all_batches(data, "validation", 10_000)
    parts = list(all_batches(data, "validation", size))
    for place in range(3):
        joined = np.concatenate([x[place] for x, _ in parts])
        np.testing.assert_array_equal(joined, whole[0][place])
    np.testing.assert_array_equal(np.concatenate([y for _, y in parts]), whole[1])
    np.testing.assert_array_equal(data.targets("validation").astype(np.float32), whole[1])


def test_the_task_says_what_is_asked_and_what_is_seen() -> None:
    data = load(
        made_up(60, 60), target=("sales (t)", "visits"), past_dynamic_columns=(), horizon=3,
        calendar=("hour", "day_of_week"), predict="change", quantiles=(0.1, 0.5, 0.9),
    )  # fmt: skip
    task = data.task
    assert isinstance(task, Forecast)
    assert [part.shape for part in task.inputs.parts] == [(3, 7), (3, 5), (3,)]
    assert (task.target_shape, task.output_shape) == ((3, 2), (3, 2, 3))
    assert (task.horizon, task.predict, task.quantiles) == (3, "change", (0.1, 0.5, 0.9))
    assert [(t.name, t.unit, t.mean, t.scale, t.feature) for t in task.targets] == [
        ("sales (t)", "t", None, None, 0),
        ("visits", "", None, None, 1),
    ]
    assert (data.season, data.interval_minutes, data.samples("test").horizon_minutes) == (
        24,
        60,
        180,
    )


def test_of_a_single_series_units_are_known() -> None:
    table = made_up(60)
    (target,) = load(table, id_column=None).task.targets
    training = table.values[:36, 0]
    assert (target.mean, target.scale) == (
        pytest.approx(training.mean()),
        pytest.approx(training.std()),
    )


def test_without_a_clock_there_are_no_minutes_and_a_season_must_be_set() -> None:
    table = made_up(60, freq="steps")
    data = load(table, timestamp_column=None, id_column=None)
    assert (data.interval_minutes, data.season, data.panel().clock) == (None, None, None)
    assert (data.samples("test").horizon_minutes, data.dependent_samples()) == (None, 1)
    data = load(table, timestamp_column=None, id_column=None, season=12)
    assert (data.season, data.dependent_samples()) == (12, 12)


def test_the_calendar_is_that_of_the_local_clock_and_known_ahead() -> None:
    table = made_up(60, timezone="Europe/Berlin")  # in which clocks go forward
    panel = load(table, id_column=None, calendar=("hour",)).panel()
    local = [
        moment.replace(tzinfo=UTC).astimezone(ZoneInfo("Europe/Berlin"))
        for moment in table.times.tolist()
    ]
    assert len({moment.utcoffset() for moment in local}) == 2
    assert panel.clock is not None
    assert panel.clock.tolist() == [moment.replace(tzinfo=None) for moment in local]
    turns = 2 * np.pi * np.array([moment.hour for moment in local]) / 24
    np.testing.assert_allclose(panel.inputs[:, 3], np.sin(turns), atol=1e-6)
    np.testing.assert_array_equal(panel.known[:, 1:], panel.inputs[:, 3:])


def test_lines_across_gaps_are_drawn_within_a_series_and_its_past() -> None:
    table = made_up(50, 50)
    for row in (0, 20, 21, 49, 50, 90):
        table.values[row, 0] = np.nan
    data = load(table, missing="interpolate")
    units = data.units[data.rows.series_of(np.arange(100)), 0]
    mended = data.rows.targets[:, 0] * units[:, 1] + units[:, 0]
    before, after = table.values[19, 0], table.values[22, 0]
    expected = {
        0: table.values[1, 0],
        20: before + (after - before) / 3,
        21: before + (after - before) * 2 / 3,
        49: table.values[48, 0],
        50: table.values[51, 0],
        90: (table.values[89, 0] + table.values[91, 0]) / 2,
    }
    for row, value in expected.items():
        assert mended[row] == pytest.approx(value)
    assert data.samples("test").count == load(made_up(50, 50)).samples("test").count


def test_a_column_that_no_line_can_be_drawn_in_is_named_with_its_series() -> None:
    table = made_up(50, 50)
    table.values[50:80, 1] = np.nan
    with pytest.raises(DataError, match="'visits' of series 'shop 2' has no reading among the tra"):
        load(table, missing="interpolate")


def test_short_series_are_refused_by_name_and_left_out_only_where_that_is_set() -> None:
    table = made_up(60, 9, 60)
    with pytest.raises(ConfigError, match="1 of 3 series are too short") as caught:
        load(table)
    assert "shop 2: 5 rows of training, 2 rows of validation, 2 rows of test" in str(caught.value)
    assert "short_series=drop" in caught.value.remedy
    data = load(table, short_series="drop")
    assert data.rows.ids == ("shop 1", "shop 3")
    alone = load(table.only(np.array([0, 2])))
    assert data.samples("validation") == alone.samples("validation")
    np.testing.assert_array_equal(data.rows.static, alone.rows.static)


def test_gaps_that_leave_a_split_without_windows_are_refused() -> None:
    table = made_up(60)
    table.values[36:48:2] = np.nan
    with pytest.raises(ConfigError, match=r"leaves none of the 11 windows of the validation"):
        load(table, id_column=None, missing="drop_windows")


def test_the_same_windows_have_the_same_fingerprint_whatever_a_model_sees_of_them() -> None:
    def fingerprint(table: Table, **changes: Any) -> str:
        return load(table, **changes).samples("test").fingerprint

    table = made_up(60, 60)
    same = fingerprint(table)
    for changes in (
        {"lookback": 8}, {"batch_size": 5}, {"calendar": ("hour",)}, {"static_columns": ()},
        {"predict": "change"}, {"quantiles": (0.5,)},
    ):  # fmt: skip
        assert fingerprint(table, **changes) == same, changes
    later = replace(table, values=table.values + 0.001)
    for other in (
        fingerprint(table, horizon=3),
        fingerprint(table, target=("visits",), past_dynamic_columns=("sales (t)",)),
        fingerprint(table, split={"validation": 0.2, "test": 0.3}),
        fingerprint(later),
        fingerprint(replace(table, ids=("shop 1", "shop 9"))),
        load(table).samples("validation").fingerprint,
    ):
        assert other != same


def test_of_the_columns_those_of_a_row_stand_before_the_calendar() -> None:
    data = load(made_up(60), id_column=None, calendar=("month",))
    assert data.cutter.layout.shape[1] == len(COLUMNS) + 2
    assert data.digests == {"sales.csv": "ab" * 32}


def test_times_of_a_series_are_an_hour_apart() -> None:
    """The examples are what the file's reader would give."""
    table = made_up(30, 20)
    for start, stop in pairwise(table.bounds):
        times = table.times[start:stop].tolist()
        assert all(b - a == timedelta(hours=1) for a, b in pairwise(times))
