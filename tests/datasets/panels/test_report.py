"""What `inspect` says of one's own series: columns, splits, gaps, and what was left out."""

from __future__ import annotations

import json

import numpy as np

from tests.datasets.panels.examples import load, made_up


def facts(data) -> str:
    return "\n".join(data.inspect().facts)


def test_series_rows_frequency_roles_window_season_and_scaling_are_told() -> None:
    table = made_up(60, 50, freq_from="inferred from 110 rows")
    told = facts(load(table, calendar=("hour",), scale="robust"))
    for line in (
        "2 series of 50 to 60 rows, 110 rows in all",
        "one row every hour (h, inferred from 110 rows)",
        "target: sales (t)",
        "past: visits",
        "known ahead: price",
        "static: city (2 values), area (2 values)",
        "calendar: hour",
        "window: 3 inputs 2 rows apart, reaching back 6 hours; the next 2 rows are forecast",
        "forecast, 2 hours ahead",
        "season: 24 rows, 24 hours",
        "robust scaling, each series by its own of 66 training rows",
    ):
        assert line in told, told


def test_a_single_series_without_a_clock_and_a_season_says_so() -> None:
    table = made_up(60, freq="steps", static={})
    data = load(
        table, id_column=None, timestamp_column=None, scale="none", lookback=4, step=1, horizon=3,
        static_columns=(),
    )  # fmt: skip
    told = facts(data)
    for line in (
        "60 rows; rows without a clock",
        "window: 4 inputs one after the other, reaching back 4 steps; the next 3 rows are forecast",
        "season: none",
        "not scaled",
    ):
        assert line in told, told
    assert data.inspect().splits.words == ("split",)
    record = data.inspect().record
    assert record["splits"]["test"] == {"from": None, "to": None, "rows": 12, "windows": 10}


def test_splits_have_their_local_dates_rows_and_windows() -> None:
    table = made_up(50, timezone="Europe/Berlin")
    table.times[:] += np.datetime64("2020-03-28T00:00:00", "s") - table.times[0]
    splits = load(table, id_column=None).inspect().splits
    assert (splits.words, splits.numbers) == (("split", "from", "to"), ("rows", "windows"))
    assert splits.rows == (
        # 01:00 in winter time, an hour more from the next night on
        ("training", "2020-03-28 01:00:00", "2020-03-29 07:00:00", "30", "24"),
        ("validation", "2020-03-29 08:00:00", "2020-03-29 17:00:00", "10", "9"),
        ("test", "2020-03-29 18:00:00", "2020-03-30 03:00:00", "10", "9"),
    )


def test_spans_are_those_of_all_series_together() -> None:
    table = made_up(50, 50)
    record = load(table).inspect().record["splits"]["test"]
    last = [table.times[40:50], table.times[90:100]]
    assert record["from"] == str(min(times[0] for times in last)).replace("T", " ")
    assert record["to"] == str(max(times[-1] for times in last)).replace("T", " ")


def test_gaps_constant_columns_and_short_series_are_notes_findings_and_warnings() -> None:
    table = made_up(60, 5, 60)
    table.values[3, 0] = np.nan
    table.values[70:72, 1] = np.nan
    table.values[:, 2] = 7.5
    table.values[-1, 2] = 8.0  # what changes only later teaches nothing
    data = load(table, missing="drop_windows", short_series="drop")
    expected = {
        "missing": {"sales (t)": 1, "visits": 2},
        "constant_columns": ["price"],
        "dropped_series": ["shop 2"],
    }
    findings = data.findings()
    assert {key: findings[key] for key in expected} == expected
    # Row 3 is an input of the windows that end in rows 5 and 7 and a target of none that fits;
    # the rows 5 and 6 of the other series are inputs of those that end in rows 5 to 10.
    assert findings["windows_left_out"] == {"training": 8, "validation": 0, "test": 0}
    notes = data.inspect().notes
    assert notes[0] == "data problems (missing: drop_windows)"
    assert [note.strip() for note in notes[1:]] == [
        "1 cells without a reading in sales (t)",
        "2 cells without a reading in visits",
        "8 windows of the training split left out for them",
        "price never changes among the training rows",
        "1 series too short: shop 2",
    ]
    constant, dropped = data.warnings(("training",))
    assert "never changing among the training rows, so of no use: price" in constant
    assert "1 series are too short for a window in each split and left out: shop 2" in dropped


def test_sound_series_have_nothing_to_warn_of() -> None:
    data = load(made_up(60, 60))
    assert data.warnings(("training", "validation", "test")) == []
    assert [note.strip() for note in data.inspect().notes][1:] == ["none found"]


def test_lines_across_gaps_do_not_hide_them() -> None:
    table = made_up(60)
    table.values[3, 0] = np.nan
    data = load(table, id_column=None, missing="interpolate")
    assert data.findings()["missing"] == {"sales (t)": 1}
    assert data.findings()["windows_left_out"] == {"training": 0, "validation": 0, "test": 0}


def test_the_record_is_plain_json_with_the_horizon_as_time() -> None:
    record = load(made_up(60, 60), horizon=3).inspect().record
    assert json.loads(json.dumps(record, allow_nan=False)) == record
    assert record["window"] == {
        "inputs": 3,
        "step": 2,
        "horizon": 3,
        "horizon_as_time": "3 hours",
    }
    assert (record["series"], record["rows"], record["scaling_rows"]) == (2, 120, 72)
    assert (record["freq"], record["season"], record["scale"]) == ("h", 24, "standard")
    assert record["splits"]["training"]["windows"] == 2 * (36 - 5 - 2)
