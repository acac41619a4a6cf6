"""Where splits begin: by shares, by rows and by dates of the local clock."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.panels.splitting import refuse_short, split_rows, too_short
from seqlab.datasets.split import Split
from seqlab.errors import ConfigError
from seqlab.series.every_window import SplitRows, every_window
from seqlab.series.windows import WindowShape
from seqlab.tasks.data import ORDER
from tests.datasets.panels.examples import made_up


def starts(rows: SplitRows) -> list[list[int]]:
    """The first rows of training, validation and test of each series, seen from its first row."""
    found = [rows.starts[split] - rows.bounds[:-1] for split in ORDER]
    return np.array(found).T.tolist()


def test_worked_example_of_the_docstring() -> None:
    assert starts(split_rows(made_up(20), Split(validation=0.2, test=0.2))) == [[0, 12, 16]]


def test_shares_are_of_each_series_and_rows_are_counted_from_its_end() -> None:
    table = made_up(100, 50)
    by_share = split_rows(table, Split(validation=0.1, test=0.3))
    assert starts(by_share) == [[0, 60, 70], [0, 30, 35]]
    by_rows = split_rows(table, Split(validation=10, test=20))
    assert starts(by_rows) == [[0, 70, 80], [0, 20, 30]]
    assert starts(split_rows(table, Split(validation=45, test=10))) == [[0, 45, 90], [0, 0, 40]]
    mixed = split_rows(table, Split(validation=0.5, test=5))
    assert starts(mixed) == [[0, 45, 95], [0, 20, 45]]


@given(st.floats(0.01, 0.45), st.floats(0.01, 0.45), st.integers(1, 500))
def test_splits_of_shares_follow_one_another_and_leave_nothing_out(validation, test, rows) -> None:
    table = made_up(rows, 500)
    found = split_rows(table, Split(validation=validation, test=test))
    assert sum(found.lengths(split) for split in ORDER).tolist() == [rows, 500]
    assert all((found.lengths(split) >= 0).all() for split in ORDER)
    assert abs(found.lengths("test")[0] - rows * test) <= 0.5


def test_a_date_is_the_first_row_at_or_after_it_in_each_series() -> None:
    table = made_up(60, 60)
    times = table.times.astype("datetime64[s]")
    date = np.datetime64("2020-03-29T10:30:00")
    own = Split(validation="2020-03-29T10:30", test="2020-03-29T20:00")
    found = starts(split_rows(table, own))
    assert [first[1] for first in found] == [
        int((times[:60] < date).sum()),
        int((times[60:] < date).sum()),
    ]


@pytest.mark.parametrize("date", ["2020-03-29", "20200329", "2020-W13-7", "2020-03-29T00:00:00"])
def test_a_date_is_one_of_the_local_clock_however_it_is_written(date) -> None:
    table = made_up(60, timezone="Europe/Berlin")
    found = split_rows(table, Split(validation=date, test=20))
    first = table.times[found.starts["validation"][0]]
    assert first == np.datetime64("2020-03-28T23:00:00")  # midnight in Berlin


def test_a_validation_split_that_would_begin_within_the_test_split_has_no_rows() -> None:
    table = made_up(60)
    found = split_rows(table, Split(validation="2020-03-30T03:00", test=20))
    assert found.lengths("validation").tolist() == [0]
    assert found.lengths("training").tolist() == [40]


@pytest.mark.parametrize("date", ["2019-12-31", "2020-03-27", "2021-01-01"])
def test_a_date_that_the_file_does_not_reach_is_refused_with_its_span(date) -> None:
    own = Split(validation=0.2, test=date)
    with pytest.raises(
        ConfigError, match=rf"split\.test begins on {date}, which the file does"
    ) as e:
        split_rows(made_up(60), own)
    assert "it has rows from 2020-03-" in e.value.message


def test_rows_without_times_have_no_dates() -> None:
    with pytest.raises(ConfigError, match=r"split\.validation is the date 2020-03-29, and the r"):
        split_rows(made_up(60, freq="steps"), Split(validation="2020-03-29", test=5))


def test_splits_that_leave_nothing_to_train_on_are_refused() -> None:
    with pytest.raises(ConfigError, match="no row to train on; the longest series has 30 rows"):
        split_rows(made_up(30, 20), Split(validation=20, test=10))


@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=4), st.integers(1, 12), st.integers(1, 12),
    st.integers(1, 4), st.integers(1, 3), st.integers(1, 5), st.booleans(),
)  # fmt: skip
def test_a_series_is_too_short_if_and_only_if_a_split_has_no_window_of_it(
    lengths, validation, test, length, step, horizon, reach_back
) -> None:
    table = made_up(*lengths)
    try:
        rows = split_rows(table, Split(validation=validation, test=test))
    except ConfigError:
        assert max(lengths) <= validation + test
        return
    shape = WindowShape(length * step, step, 1, "strict", horizon)
    windows = [every_window(rows, shape, split, 8, reach_back=reach_back) for split in ORDER]
    bounds = np.array(table.bounds)
    of = [np.searchsorted(bounds, own.anchors, side="right") - 1 for own in windows]
    expected = [not all((own == series).any() for own in of) for series in range(len(lengths))]
    assert too_short(rows, shape, reach_back=reach_back).tolist() == expected


def refusal(*lengths: int, split: Split, horizon: int, **changes: Any) -> ConfigError:
    table = made_up(*lengths, **changes)
    rows, shape = split_rows(table, split), WindowShape(4, 1, 1, "strict", horizon)
    short = np.flatnonzero(too_short(rows, shape, reach_back=True)).tolist()
    with pytest.raises(ConfigError) as caught:
        refuse_short(table, rows, shape, short)
    return caught.value


def test_a_horizon_longer_than_a_split_is_told_before_all_series_are_listed() -> None:
    error = refusal(60, 40, split=Split(validation=10, test=5), horizon=6)
    assert error.message == (
        "dataset.horizon 6 is longer than the test split, which has 5 rows of the longest series."
    )
    assert "dataset.split.test" in error.remedy


def test_short_series_are_named_with_what_they_have_and_need_and_many_are_counted() -> None:
    error = refusal(60, *[9] * 7, split=Split(validation=2, test=2), horizon=2)
    assert "7 of 8 series are too short" in error.message
    assert "takes 6 rows of training and 2 of each other split" in error.message
    assert "  shop 2: 5 rows of training, 2 rows of validation, 2 rows of test" in error.message
    assert error.message.endswith("and 2 more")
