"""Errors by group against a plain loop, and what cannot be asked."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import ConfigError
from seqlab.series.breakdown import WindowErrors, break_down
from seqlab.tasks.breakdown import Group
from tests.series.own import shops, write_shops

EVERY = ("step", "hour", "weekday", "month", "id", "target")


def random_errors(seed: int, windows: int = 40, horizon: int = 3, targets: int = 2) -> WindowErrors:
    generator = np.random.default_rng(seed)
    model, naive, ridge = generator.exponential(size=(3, windows, horizon, targets))
    model[generator.random(model.shape) < 0.1] = np.nan
    seconds = generator.integers(-(10**9), 2 * 10**9, (windows, 1)) + 3600 * np.arange(horizon)
    return WindowErrors(
        model,
        {"persistence": naive, "ridge": ridge},
        [f"t{number}" for number in range(targets)],
        seconds.astype("datetime64[s]"),
        generator.integers(0, 3, windows),
        ("north", "south", "west"),
    )


def name_of(errors: WindowErrors, by: str, window: int, step: int, target: int) -> str:
    assert errors.clock is not None
    at: datetime = errors.clock[window, step].item()
    return {
        "step": str(step + 1),
        "hour": f"{at:%H}",
        "weekday": f"{at:%A}",
        "month": f"{at:%B}",
        "id": errors.ids[errors.series[window]],
        "target": errors.targets[target],
    }[by]


@pytest.mark.parametrize("by", EVERY)
@given(st.integers(0, 10**6))
def test_groups_are_those_of_a_plain_loop(by, seed) -> None:
    errors = random_errors(seed)
    looped: dict[str, list[tuple[float, ...]]] = {}
    for place in np.ndindex(errors.model.shape):
        values = (errors.model[place], *(own[place] for own in errors.baselines.values()))
        if np.isfinite(values).all():
            looped.setdefault(name_of(errors, by, *place), []).append(values)
    found = break_down(errors, by)
    assert {group.name for group in found.groups} == set(looped)
    for group in found.groups:
        values = (group.model, *group.baselines.values())
        assert values == pytest.approx(np.mean(looped[group.name], axis=0))
        assert group.count == len(looped[group.name])
    everything = np.concatenate(list(looped.values()))
    assert found.overall.model == pytest.approx(everything[:, 0].mean())
    assert found.overall.count == len(everything)


def test_groups_stand_in_their_natural_order() -> None:
    errors = random_errors(3, windows=500)
    names = [group.name for group in break_down(errors, "weekday").groups]
    assert (names[0], names[-1], len(names)) == ("Monday", "Sunday", 7)
    assert [group.name for group in break_down(errors, "step").groups] == ["1", "2", "3"]
    assert [group.name for group in break_down(errors, "hour").groups][:2] == ["00", "01"]


def test_the_skill_is_over_the_best_baseline_of_the_group() -> None:
    group = Group("07", 10, 1.5, {"persistence": 4.0, "ridge": 2.0})
    assert (group.best_baseline, group.skill) == ("ridge", 0.25)
    assert Group("07", 10, 1.5, {"ridge": 0.0}).skill is None


def test_the_worst_come_first_and_those_without_a_skill_last() -> None:
    errors = random_errors(0, windows=3, horizon=1, targets=1)
    model = np.array([1.0, 3.0, 1.0]).reshape(3, 1, 1)
    naive = np.array([2.0, 2.0, 0.0]).reshape(3, 1, 1)
    own = replace(errors, model=model, baselines={"naive": naive}, series=np.array([2, 1, 0]))
    assert [group.name for group in break_down(own, "id").worst()] == ["south", "west", "north"]


def test_groups_without_a_value_are_left_out() -> None:
    errors = random_errors(1)
    errors.model[:, 1] = np.nan
    assert [group.name for group in break_down(errors, "step").groups] == ["1", "3"]
    errors.model[:] = np.nan
    nothing = break_down(errors, "step")
    assert (nothing.groups, nothing.overall.model, nothing.overall.skill) == ((), None, None)
    json.dumps(nothing.record(), allow_nan=False)


def test_the_record_has_every_group_and_all_together() -> None:
    record = break_down(random_errors(2), "target").record()
    assert (record["by"], [group["group"] for group in record["groups"]]) == (
        "target",
        ["t0", "t1"],
    )
    assert set(record["overall"]) == set(record["groups"][0])
    assert set(record["overall"]["baselines"]) == {"persistence", "ridge"}
    json.dumps(record, allow_nan=False)


@pytest.mark.parametrize("by", ["hour", "weekday", "month"])
def test_without_a_clock_there_are_no_hours(by) -> None:
    errors = replace(random_errors(0), clock=None)
    with pytest.raises(ConfigError, match=f"by {by}: rows have no clock") as caught:
        break_down(errors, by)
    assert caught.value.remedy == "Choose one of step, id, target."


def test_a_single_series_has_no_ids() -> None:
    errors = random_errors(0)
    single = replace(errors, ids=("",), series=np.zeros_like(errors.series))
    with pytest.raises(ConfigError, match="by id: there is only one series") as caught:
        break_down(single, "id")
    assert caught.value.remedy == "Choose one of step, hour, weekday, month, target."


def test_loaded_series_are_broken_down_in_original_units_by_their_local_clock(tmp_path) -> None:
    path = write_shops(tmp_path / "shops.csv", {"north": 200, "south": 180})
    targets = {"target": ("sales", "visits"), "past_dynamic_columns": ()}
    dataset = shops(path, timezone="Europe/Berlin", **targets)
    data = dataset.load()
    table, _ = dataset.read()
    panel = data.panel()
    generator = np.random.default_rng(0)
    model, naive = generator.standard_normal((2, *data.targets("test").shape))
    by_hour, by_series = (
        data.break_down("test", by, model, {"naive": naive}) for by in ("hour", "id")
    )
    hours: dict[str, list[float]] = {}
    series: dict[str, list[float]] = {}
    for window, newest in enumerate(panel.newest["test"].tolist()):
        own = int(panel.series_of(np.array([newest]))[0])
        for step in range(3):
            row = newest + 1 + step
            for target in range(2):
                centre, width = data.units[own, target]
                error = abs(
                    model[window, step, target] * width + centre - table.values[row, target]
                )
                local = (table.times[row] + np.timedelta64(1, "h")).item()  # in winter
                hours.setdefault(f"{local.hour:02}", []).append(error)
                series.setdefault(table.ids[own], []).append(error)
    for found, expected in ((by_hour, hours), (by_series, series)):
        assert {group.name: group.count for group in found.groups} == {
            name: len(errors) for name, errors in expected.items()
        }
        for group in found.groups:
            assert group.model == pytest.approx(np.mean(expected[group.name]))
    assert by_hour.overall.baselines.keys() == {"naive"}
