"""What a run keeps feeds a model the very windows that it was trained on, from raw rows alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import DataError
from seqlab.series.preprocessing import SeriesPreprocessing
from seqlab.series.table import Table
from tests.series.examples import SETTINGS, every, weather


@pytest.mark.parametrize("alignment", ["book", "strict"])
@pytest.mark.parametrize("split", ["training", "validation", "test"])
def test_raw_rows_become_the_windows_of_the_data_bit_for_bit_also_from_a_file(
    split, alignment
) -> None:
    data = SETTINGS.model_copy(update={"alignment": alignment}).load()
    kept = data.preprocessing
    again = SeriesPreprocessing.model_validate_json(kept.model_dump_json())
    assert again == kept
    anchors = data.evaluation_anchors(split)
    oldest = int(data.shape.oldest_input(anchors)[0])
    newest = int(data.shape.newest_input(anchors)[-1])
    table = weather()
    rows = slice(oldest, newest + 1)
    part = replace(table, times=table.times[rows], values=table.values[rows])
    expected, _ = data.evaluation_batch(split, len(anchors), 0)
    np.testing.assert_array_equal(again.inputs(part), expected)


def test_with_a_calendar_raw_rows_become_what_is_known_ahead_too() -> None:
    data = SETTINGS.model_copy(update={"calendar": ("hour", "day_of_year")}).load()
    kept = SeriesPreprocessing.model_validate_json(data.preprocessing.model_dump_json())
    anchors = data.evaluation_anchors("validation")
    rows = slice(
        int(data.shape.oldest_input(anchors)[0]), int(data.shape.newest_input(anchors)[-1]) + 1
    )
    table = weather()
    part = replace(table, times=table.times[rows], values=table.values[rows])
    expected, _ = data.evaluation_batch("validation", len(anchors), 0)
    windows, known = kept.inputs(part)
    assert (windows.shape, known.shape) == ((len(anchors), 12, 18), (len(anchors), 1, 4))
    for made, own in zip((windows, known), expected, strict=True):
        np.testing.assert_array_equal(made, own)


@given(step=st.integers(1, 4), length=st.integers(1, 4), more=st.integers(0, 9))
def test_every_window_that_lies_within_a_table_is_cut_and_no_other(step, length, more) -> None:
    kept = SeriesPreprocessing(
        columns=("T (degC)",), mean=(0.0,), std=(1.0,), target="T (degC)", lookback=step * length,
        step=step, delay=3, alignment="book", interval_minutes=10,
    )  # fmt: skip
    rows = (length - 1) * step + 1 + more
    table = replace(every(10, rows), values=np.arange(float(rows))[:, np.newaxis])
    expected = [[start + step * place for place in range(length)] for start in range(more + 1)]
    assert kept.inputs(table)[:, :, 0].tolist() == expected


def test_columns_are_found_by_their_names_in_any_order() -> None:
    kept, table = SETTINGS.load().preprocessing, weather()
    order = np.random.default_rng(0).permutation(14)
    shuffled = Table(table.times, table.values[:, order], tuple(table.columns[i] for i in order))
    np.testing.assert_array_equal(kept.inputs(shuffled), kept.inputs(table))


def test_a_missing_column_and_too_few_rows_are_refused_with_what_is_needed() -> None:
    kept, table = SETTINGS.load().preprocessing, weather()
    with pytest.raises(DataError, match=r"columns p \(mbar\) are missing"):
        kept.inputs(replace(table, values=table.values[:, 1:], columns=table.columns[1:]))
    few = replace(table, times=table.times[:33], values=table.values[:33])
    with pytest.raises(DataError, match="A window takes 34 rows, and there are 33"):
        kept.inputs(few)
    enough = replace(table, times=table.times[:34], values=table.values[:34])
    assert kept.inputs(enough).shape == (1, 12, 14)
