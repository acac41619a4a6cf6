"""Windows fit their frequency, and into short series."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.datasets.sources.series_file.spans import SHARE, usual_spans


@pytest.mark.parametrize(
    ("freq", "lookback", "horizon"),
    [("h", 168, 24), ("10min", 288, 144), ("D", 56, 14), ("W-SUN", 52, 8), ("MS", 24, 12),
     ("QE-DEC", 12, 4), ("YS-JAN", 10, 3), ("B", 40, 10), ("steps", 50, 10), ("7min", 168, 24)],
)  # fmt: skip
def test_usual_spans_are_those_of_the_frequency(freq, lookback, horizon) -> None:
    found = usual_spans(freq, 100_000)
    assert (found.lookback, found.horizon) == (lookback, horizon)
    assert set(found.reasons) == {"lookback", "horizon", "calendar"}


@given(st.sampled_from(["h", "D", "MS", "steps", "15min"]), st.integers(20, 5000))
def test_series_of_any_length_have_a_window_in_every_split(freq, rows) -> None:
    found = usual_spans(freq, rows)
    assert found.lookback + found.horizon <= rows * (1 - 2 * SHARE)
    assert 1 <= found.horizon <= rows * SHARE


def test_a_calendar_has_no_hours_of_days() -> None:
    assert "hour" in usual_spans("h", 1000).calendar
    assert "hour" not in usual_spans("D", 1000).calendar
    assert usual_spans("steps", 1000).calendar == ()
