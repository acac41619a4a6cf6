"""What a run keeps feeds a model the very windows of its data, from a table as it was read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqlab.datasets.panels.preprocessing import PanelPreprocessing
from seqlab.errors import DataError
from seqlab.series.table import Table
from tests.datasets.panels.examples import load, made_up

LENGTHS = (60, 45, 80)
BARE: dict[str, Any] = {
    "past_dynamic_columns": ("visits", "price"),
    "known_dynamic_columns": (),
    "static_columns": (),
}


def some_table(**changes: Any) -> Table:
    return made_up(*LENGTHS, timezone="Europe/Berlin", **changes)


def from_a_file(data: Any) -> PanelPreprocessing:
    kept = data.preprocessing
    again = PanelPreprocessing.model_validate_json(kept.model_dump_json())
    assert again == kept
    return again


def parts_of(batch: Any) -> tuple[np.ndarray, ...]:
    return batch if isinstance(batch, tuple) else (batch,)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"calendar": ("hour", "day_of_year"), "scale": "robust"},
        {"calendar": ("minute",), "known_dynamic_columns": (), "static_columns": ("city",)},
        {"target": ("sales (t)", "visits"), "past_dynamic_columns": (), "horizon": 5},
        {"static_columns": (), "step": 1, "lookback": 1, "predict": "change"},
        BARE,
    ],
    ids=lambda changes: ",".join(changes) or "all roles",
)
@pytest.mark.parametrize("split", ["training", "validation", "test"])
def test_raw_rows_become_the_windows_of_the_data_bit_for_bit_also_from_a_file(
    split, changes
) -> None:
    table = some_table()
    if not changes.get("static_columns", True):
        table = replace(table, static={})
    elif "static_columns" in changes:
        table = replace(table, static={"city": table.static["city"]})
    data = load(table, **changes)
    kept = from_a_file(data)
    panel = data.panel()
    expected = parts_of(data.evaluation_batch(split, 10_000, 0)[0])
    fitting = kept.fitting(table)
    found = parts_of(kept.windows(fitting, panel.newest[split]))
    assert len(found) == len(expected) == len(data.task.inputs.parts)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)
    # `inputs` has all windows of the table, those of the split among them.
    newest = kept.newest(fitting)
    places = np.searchsorted(newest, panel.newest[split])
    np.testing.assert_array_equal(newest[places], panel.newest[split])
    for one, other in zip(parts_of(kept.inputs(table)), expected, strict=True):
        np.testing.assert_array_equal(one[places], other)


@settings(max_examples=50)
@given(
    st.lists(st.integers(1, 20), min_size=1, max_size=4), st.integers(1, 4), st.integers(1, 3),
    st.integers(1, 4), st.booleans(),
)  # fmt: skip
def test_every_window_within_a_series_is_cut_and_no_other(
    lengths, length, step, horizon, has_known
) -> None:
    kept = load(
        replace(made_up(60, 60, 60, 60), static={}),
        lookback=length * step, step=step, horizon=horizon, scale="none",
        **({**BARE, "known_dynamic_columns": ("price",), "past_dynamic_columns": ("visits",)}
           if has_known else BARE),
    ).preprocessing  # fmt: skip
    table = made_up(*lengths)
    ids = kept.ids[: len(lengths)]
    table = replace(table, ids=ids, static={})
    table.values[:] = np.arange(len(table))[:, None]
    expected = []
    for start, stop in zip(table.bounds, table.bounds[1:], strict=False):
        for newest in range(start, stop):
            rows = [newest - back * step for back in reversed(range(length))]
            if rows[0] >= start and newest + (horizon if has_known else 0) < stop:
                expected.append([float(row) for row in rows])
    if not expected:
        with pytest.raises(DataError, match=f"A window takes {(length - 1) * step + 1} rows"):
            kept.inputs(table)
        return
    found = parts_of(kept.inputs(table))
    assert found[0][:, :, 0].tolist() == expected
    if has_known:
        ahead = [[rows[-1] + n for n in range(1, horizon + 1)] for rows in expected]
        assert found[1][:, :, 0].tolist() == ahead


def test_some_of_the_series_in_any_order_are_scaled_each_as_in_training() -> None:
    table = some_table()
    data = load(table, calendar=("hour",))
    kept, panel = from_a_file(data), data.panel()
    other = table.only(np.array([2, 0]))
    found = parts_of(kept.inputs(other))
    newest = kept.newest(table)
    order = [np.flatnonzero(panel.series_of(newest) == series) for series in (2, 0)]
    for one, whole in zip(found, parts_of(kept.inputs(table)), strict=True):
        np.testing.assert_array_equal(one, whole[np.concatenate(order)])


def test_columns_are_found_by_their_names_in_any_order_and_others_left_alone() -> None:
    table = some_table()
    kept = load(table).preprocessing
    turned = np.column_stack([np.full(len(table), np.nan), table.values[:, ::-1]])
    other = replace(table, values=turned, columns=("rain", *table.columns[::-1]))
    for one, expected in zip(kept.inputs(other), kept.inputs(table), strict=True):
        np.testing.assert_array_equal(one, expected)


def test_targets_of_rows_ahead_are_not_looked_at() -> None:
    table = some_table()
    kept = load(table).preprocessing
    ahead = replace(table, values=table.values.copy())
    for stop in table.bounds[1:]:
        ahead.values[stop - 2 : stop, :2] = np.nan  # sales and visits of the horizon
    newest = np.array(table.bounds[1:]) - 3
    for one, expected in zip(kept.windows(ahead, newest), kept.windows(table, newest), strict=True):
        np.testing.assert_array_equal(one, expected)
        assert np.isfinite(one).all()


def test_a_series_that_was_not_there_in_training_is_refused_with_the_one_that_was_meant() -> None:
    table = some_table()
    kept = load(table).preprocessing
    unknown = replace(table, ids=("shop 1", "Shop 22", "mall"))
    with pytest.raises(DataError, match=r"'Shop 22' was not .*mean `shop 2`\? Such series: 2"):
        kept.inputs(unknown)


def test_missing_columns_of_numbers_and_static_ones_are_named_together() -> None:
    table = some_table()
    kept = load(table).preprocessing
    less = replace(
        table, values=table.values[:, :2], columns=table.columns[:2],
        static={"city": table.static["city"]},
    )  # fmt: skip
    with pytest.raises(
        DataError, match="The columns price, area are missing; the model was tr"
    ) as e:
        kept.inputs(less)
    assert "trained on sales (t), visits, price, city, area." in e.value.message


def test_unknown_words_and_rows_without_a_clock_are_refused() -> None:
    table = some_table()
    kept = load(table, calendar=("hour",)).preprocessing
    static = {**table.static, "city": ("Bonn", "Paris", "Bonn")}
    with pytest.raises(DataError, match="'city' of series 'shop 2' is 'Paris'"):
        kept.inputs(replace(table, static=static))
    with pytest.raises(DataError, match="The rows have no times; the model was trained on hour"):
        kept.inputs(replace(table, freq="steps"))


def test_too_few_rows_are_refused_with_what_a_window_takes() -> None:
    table = some_table()
    kept = load(table).preprocessing
    few = replace(
        table, times=table.times[:6], values=table.values[:6], bounds=(0, 6), ids=("shop 1",),
        static={name: own[:1] for name, own in table.static.items()},
    )  # fmt: skip
    with pytest.raises(DataError, match=r"A window takes 5 rows and 2 ahead, and the longest .* 6"):
        kept.inputs(few)
