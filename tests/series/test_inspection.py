"""What `seqlab inspect` tells of a series: the true horizon, the splits, what is wrong."""

from __future__ import annotations

import json

import numpy as np
import pytest

from seqlab.series.inspection import duration
from seqlab.tasks.data import ORDER
from tests.series.examples import SETTINGS, T, damaged, load, weather


def test_the_record_is_plain_json_and_says_what_a_window_really_is() -> None:
    found = SETTINGS.load().inspect()
    assert json.loads(json.dumps(found.record, allow_nan=False)) == found.record
    assert found.record["window"] == {
        "inputs": 12,
        "features": 14,
        "reaches_back_minutes": 360,
        "newest_input_age_minutes": 30,
        "delay_minutes": 120,
        "horizon_minutes": 150,
    }
    assert (found.record["task"], found.record["rows"]) == ("forecast", 8640)
    assert (found.record["target"], found.record["standardisation_rows"]) == ("T (degC)", [0, 4000])


def test_facts_and_splits_are_those_of_the_record() -> None:
    data = SETTINGS.load()
    found = data.inspect()
    assert found.facts == [
        "8,640 rows, one every 10 minutes, 14 columns",
        "window: 12 inputs of 14 numbers, reaching back 6 hours; target: T (degC)",
        "newest input: 30 minutes before the anchor row; delay: 2 hours; true horizon: 2.5 hours",
        "standardised with rows 0 to 3,999",
    ]
    table, splits = found.splits, found.record["splits"]
    assert [row[0] for row in table.rows] == list(ORDER) == list(splits)
    assert all(len(row) == len(table.words) + len(table.numbers) for row in table.rows)
    training, validation, _ = table.rows
    # Anchors 36 to 3999; their rows go from 0 to the last target, 4011.
    assert training == ("training", "2009-01-01 00:00:00", "2009-01-28 20:30:00",
                        "4,012", "3,964", "11")  # fmt: skip
    assert validation[4] == f"{data.samples('validation').count:,}"
    assert splits["validation"]["windows"] == data.samples("validation").count
    assert (splits["training"]["batches"], splits["validation"]["batches"]) == (None, 122)


def test_the_problems_of_each_split_stand_below(monkeypatch) -> None:
    table = damaged((5000, T, -9999.0), (5001, 4, 1e6))
    table.times[7000:] += np.timedelta64(7200, "s")
    table.values[:, 13] = 0.0
    heading, *problems = load(table, monkeypatch).inspect().notes
    assert heading == "data problems (bad_rows: keep)"
    never = f"{table.columns[13]} never changes"
    assert problems[0] == f"  training: {never}"
    assert problems[1].startswith("  validation: 1 x -9999 in T (degC), 1 implausible in ")
    assert problems[1].endswith(f"25 windows with such readings, {never}")
    assert problems[2] == f"  test: {never}, 1 gap, the longest 2.17 hours"


def test_windows_that_are_left_out_are_counted_and_a_purge_is_said(monkeypatch) -> None:
    settings = {"bad_rows": "drop_windows", "purge": True}
    found = load(damaged((5000, T, -9999.0)), monkeypatch, **settings).inspect()
    heading, training, validation, _ = found.notes
    assert heading == (
        "data problems (bad_rows: drop_windows; purged: no split's targets lie in the next one)"
    )
    assert training == "  training: none found"
    assert validation == "  validation: 1 x -9999 in T (degC), 13 windows left out"
    assert found.record["splits"]["validation"]["dropped_windows"] == 13
    assert load(weather(), monkeypatch).inspect().record["splits"]["test"]["dropped_windows"] == 0


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 minutes"), (10, "10 minutes"), (60, "1 hour"), (90, "90 minutes"), (120, "2 hours"),
     (1440, "1 day"), (1500, "25 hours"), (14_400, "10 days"), (0.25, "0.25 minutes")],
)  # fmt: skip
def test_a_time_is_told_in_the_largest_unit_that_fits(minutes, words) -> None:
    assert duration(minutes) == words
