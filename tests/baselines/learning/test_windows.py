"""Which training windows are taken, and how they are parted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.baselines.learning.windows import earlier_and_later, some_training_windows
from seqlab.errors import DataError
from tests.baselines.examples import panel_of, waves


@given(most=st.integers(10, 2000), season=st.sampled_from([None, 7, 12, 24, 144]))
def test_no_more_than_asked_and_every_phase_of_the_season_and_the_week(most, season) -> None:
    panel = panel_of(waves(3000), season=season)
    taken = some_training_windows(panel, most)
    assert len(taken) <= most
    assert set(taken) <= set(panel.newest["training"])
    for phases in (season or 1, 7):
        assert len(np.unique(taken % phases)) == min(len(taken), phases)


def test_all_are_taken_where_there_is_room() -> None:
    panel = panel_of(waves(300))
    assert some_training_windows(panel, 10**6).tolist() == panel.newest["training"].tolist()


def test_windows_without_a_reading_of_a_target_are_left_out() -> None:
    panel = panel_of(waves(300), horizon=3)
    panel.targets[100] = np.nan
    left_out = set(panel.newest["training"]) - set(some_training_windows(panel, 10**6))
    assert left_out == {97, 98, 99, 100}


def test_without_any_reading_it_says_so() -> None:
    panel = panel_of(waves(300))
    with pytest.raises(DataError, match=r"None of \d+ training windows has a reading"):
        some_training_windows(replace(panel, targets=panel.targets * np.nan), 10)


def test_the_later_quarter_of_each_series_shares_no_target_row_with_the_earlier_rest() -> None:
    panel = panel_of(waves(500), bounds=(0, 200, 500), horizon=4)
    newest = panel.newest["training"]
    earlier, later = (newest[places] for places in earlier_and_later(panel, newest))
    for first, stop in ((0, 200), (200, 500)):
        own = [part[(part >= first) & (part < stop)] for part in (earlier, later)]
        count = ((newest >= first) & (newest < stop)).sum()
        assert len(own[1]) == int(count * 0.25)
        assert own[0].max() + 4 < own[1].min() + 1
        assert own[0].max() + 4 == own[1].min()  # and none is left out without need


def test_the_worked_example() -> None:
    panel = panel_of(waves(30), horizon=2)
    earlier, later = earlier_and_later(panel, np.arange(10, 18))
    assert (earlier + 10).tolist() == [10, 11, 12, 13, 14]
    assert (later + 10).tolist() == [16, 17]
