"""A loaded series: standardisation, batches as pure functions, and what it knows of itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.series.data import SeriesData
from seqlab.tasks.data import ORDER, all_batches
from seqlab.tasks.forecast import Forecast
from seqlab.tasks.inputs import Sequence
from tests.series.examples import SETTINGS, T, damaged, every, load, weather


@pytest.fixture(scope="module")
def data() -> SeriesData:
    return SETTINGS.load()


def test_standardisation_is_that_of_training_rows_only(data) -> None:
    values = weather().values
    np.testing.assert_allclose(data.preprocessing.mean, values[:4000].mean(axis=0))
    np.testing.assert_allclose(data.preprocessing.std, values[:4000].std(axis=0))
    assert data.inspect().record["standardisation_rows"] == [0, 4000]


def test_nothing_of_training_changes_with_later_rows(monkeypatch) -> None:
    later = weather()
    later.values[4001:] += 100.0  # from the first row of validation on
    data = load(weather(), monkeypatch, purge=True)
    other = load(later, monkeypatch, purge=True)
    assert other.preprocessing == data.preprocessing
    for step in range(100):
        for one, again in zip(
            data.training_batch(1, 0, step), other.training_batch(1, 0, step), strict=True
        ):
            np.testing.assert_array_equal(one, again)
    assert not np.array_equal(data.targets("validation"), other.targets("validation"))


@given(seed=st.integers(0, 2**31 - 1), epoch=st.integers(0, 50), step=st.integers(0, 500))
def test_a_training_batch_is_a_pure_function_of_seed_epoch_and_step(
    data, seed, epoch, step
) -> None:
    inputs, targets = data.training_batch(seed, epoch, step)
    data.training_batch(seed, epoch, step + 1)  # what came in between must not matter
    again, targets_again = SETTINGS.load().training_batch(seed, epoch, step)
    np.testing.assert_array_equal(inputs, again)
    np.testing.assert_array_equal(targets, targets_again)
    assert inputs.shape == (16, 12, 14)
    assert targets.shape == (16, 1)


def test_batches_of_other_steps_epochs_and_seeds_differ(data) -> None:
    batches = [
        data.training_batch(*position)[0]
        for position in [(1, 0, 0), (1, 0, 1), (1, 1, 0), (2, 0, 0)]
    ]
    for i, first in enumerate(batches):
        for second in batches[i + 1 :]:
            assert not np.array_equal(first, second)


@given(batch_size=st.integers(1, 3000))
def test_evaluation_is_the_same_windows_for_every_batch_size(data, batch_size) -> None:
    whole_inputs, whole_targets = next(all_batches(data, "validation", 10_000))
    parts = list(all_batches(data, "validation", batch_size))
    np.testing.assert_array_equal(np.concatenate([p[0] for p in parts]), whole_inputs)
    np.testing.assert_array_equal(np.concatenate([p[1] for p in parts]), whole_targets)
    assert len(whole_inputs) == data.samples("validation").count


def test_targets_are_the_target_column_delay_rows_after_the_anchor(data) -> None:
    _, targets = next(all_batches(data, "validation", 5))
    start = data.anchors["validation"].start
    celsius = weather().values[start + 12 : start + 17, 1]
    mean, std = data.preprocessing.mean[1], data.preprocessing.std[1]
    np.testing.assert_allclose(targets[:, 0] * std + mean, celsius, rtol=1e-5)


def test_the_task_tells_the_shape_the_unit_and_the_target(data) -> None:
    task, celsius = data.task, weather().values[:4000, T]
    assert isinstance(task, Forecast)
    assert task.inputs == Sequence(length=12, features=14, known=(1, 0))
    assert [part.name for part in task.inputs.parts] == ["series"]
    assert (task.horizon, task.target_shape, task.unit) == (1, (1,), "degC")
    assert task.scale == pytest.approx(celsius.std())
    (target,) = task.targets
    assert (target.name, target.feature) == ("T (degC)", T)
    assert target.mean == pytest.approx(celsius.mean())


def test_the_standardised_series_comes_back_row_after_row(data) -> None:
    values = weather().values
    kept = data.preprocessing
    expected = ((values - kept.mean) / kept.std).astype(np.float32)
    np.testing.assert_array_equal(data.series(), expected)


@pytest.mark.parametrize("split", ["training", "validation", "test"])
@pytest.mark.parametrize("alignment", ["book", "strict"])
def test_shared_rows_hold_the_evaluation_windows_of_a_split_bit_for_bit(split, alignment) -> None:
    data = SETTINGS.model_copy(update={"alignment": alignment}).load()
    shared = data.shared_rows(split)
    inputs, targets = data.evaluation_batch(split, data.samples(split).count, 0)
    pieces = np.stack([shared.rows[start : start + 12] for start in shared.starts])
    np.testing.assert_array_equal(pieces, inputs)
    np.testing.assert_array_equal(shared.targets, targets)
    own = data.anchors[split]
    assert len(shared.rows) <= own.stop - own.start + SETTINGS.lookback + SETTINGS.step


def fingerprint(split: str = "validation", **settings: object) -> str:
    data = SETTINGS.model_copy(update=settings).load()
    return data.samples(split).fingerprint


def test_the_same_windows_have_the_same_fingerprint_whatever_a_model_sees_of_them() -> None:
    # Anchors from 4137 on: 4101 + 36 and 4065 + 72.
    short = fingerprint(validation_rows=(4101, 6000))
    assert fingerprint(validation_rows=(4065, 6000), lookback=72) == short
    # 1,863 anchors are 116 whole batches of 16 and 58 of 32, which hold the same windows.
    assert fingerprint(validation_rows=(4101, 6000), batch_size=32) == short
    assert fingerprint(validation_rows=(4101, 6000), bad_rows="interpolate") == short
    assert fingerprint(validation_rows=(4101, 6000), test_rows=(7000, None)) == short


@pytest.mark.parametrize(
    "settings",
    [
        {"split": "test"},
        {"validation_rows": (4002, 6000)},
        {"delay": 13},
        {"alignment": "strict"},
        {"target": "p (mbar)"},
        {"data_seed": 5},
        {"training_rows": (0, 3000)},  # another standard deviation is another unit of the metric
    ],
    ids=str,
)
def test_other_windows_targets_horizons_or_units_have_another_fingerprint(settings) -> None:
    assert fingerprint(**settings) != fingerprint()


def test_the_order_of_the_windows_and_each_of_them_count(data) -> None:
    own = data.anchors["validation"]
    found = {data.samples("validation").fingerprint}
    for rows in (own.rows()[::-1], np.delete(own.rows(), 5)):
        anchors = {**data.anchors, "validation": replace(own, chosen=rows)}
        found.add(replace(data, anchors=anchors).samples("validation").fingerprint)
    assert len(found) == 3


def test_digits_in_which_machines_differ_do_not_change_the_fingerprint(data) -> None:
    blurred = replace(data.rows, targets=data.rows.targets * (1 + 1e-12))
    assert replace(data, rows=blurred).samples("test") == data.samples("test")
    warmer = replace(data.rows, targets=data.rows.targets + 1e-3)
    assert replace(data, rows=warmer).samples("test") != data.samples("test")


def test_samples_say_how_many_they_are_and_how_far_ahead_they_look(data) -> None:
    samples = data.samples("validation")
    assert (samples.count, samples.noun) == (data.anchors["validation"].windows, "windows")
    assert samples.horizon_minutes == 150  # 12 + 3 rows of ten minutes
    assert str(samples) == "1,952 windows, 2.5 hours ahead of the newest input"


@pytest.mark.parametrize(("minutes", "windows"), [(10, 1008), (60, 168), (1440, 7), (43_200, 1)])
def test_a_block_of_dependent_windows_is_a_week_of_the_clock(minutes, windows, monkeypatch) -> None:
    table = every(minutes, 8640)
    data = load(table, monkeypatch, training_rows=(0, 4000), target="T (degC)")
    assert data.dependent_samples() == windows


def test_windows_are_sound_that_take_in_nothing_but_measurements(monkeypatch) -> None:
    data = load(damaged((5000, T, -9999.0), (7000, 3, 99.0)), monkeypatch)
    anchors = data.evaluation_anchors("validation")
    # Row 5000 is an input of the anchors 5003 to 5036, three rows apart, and the target of 4988.
    touched = {4988, *range(5003, 5037, 3)}
    assert (~data.sound("validation")).tolist() == [int(a) in touched for a in anchors]
    assert data.sound("training") is None


def test_findings_name_each_split_and_warnings_only_what_is_kept_and_asked_for(monkeypatch) -> None:
    table = damaged((5000, T, -9999.0))
    data = load(table, monkeypatch)
    assert list(data.findings()) == list(ORDER)
    assert data.findings()["validation"]["sentinels"] == {"T (degC)": 1}
    assert data.findings()["validation"]["touched_windows"] == 13
    (warning,) = data.warnings(ORDER)
    assert warning.startswith("13 windows of the validation split take in readings that were not")
    assert "1 x -9999 in T (degC)" in warning
    assert data.warnings(["training", "test"]) == []
    for policy in ("drop_windows", "interpolate"):
        mended = load(table, monkeypatch, bad_rows=policy)
        assert mended.warnings(ORDER) == []
        assert mended.findings() == data.findings()  # of the rows as they were read


@pytest.mark.parametrize("alignment", ["book", "strict"])
def test_behind_the_windows_lie_the_rows_of_their_newest_inputs_and_of_their_targets(
    alignment,
) -> None:
    data = SETTINGS.model_copy(update={"alignment": alignment}).load()
    panel = data.panel()
    assert panel.target_features.tolist() == [T]
    for split in ORDER:
        if split == "training":  # all that may be drawn, not the evaluation's whole batches
            anchors = data.anchors[split].rows()
            inputs, targets = data.cutter.cut(anchors), None
        else:
            batches = list(all_batches(data, split, 100))
            inputs, targets = (np.concatenate(part) for part in zip(*batches, strict=True))
        rows = panel.newest[split][:, np.newaxis] + panel.offsets
        np.testing.assert_array_equal(panel.inputs[rows], inputs)
        if targets is not None:
            own = panel.targets_of(split)[:, 0]  # one step ahead
            np.testing.assert_array_equal(own.astype(np.float32), targets)
            np.testing.assert_array_equal(data.targets(split), own)
