"""Anchors against the book's generator, followed step by step."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seqlab.errors import ConfigError
from seqlab.series.splits import Anchors, anchors


def rows_until_the_generator_wraps(start: int, stop: int, batch_size: int) -> list[int]:
    """The anchor rows that an ordered generator yields before it begins again (listing 6.33)."""
    rows: list[int] = []
    row = start
    while not row + batch_size >= stop:
        rows.extend(range(row, row + batch_size))
        row += batch_size
    return rows


@given(
    start=st.integers(0, 500),
    length=st.integers(0, 400),
    batch=st.integers(1, 50),
    big=st.integers(1, 200),
)
def test_evaluation_sees_what_the_generator_yields_once_whatever_the_batch(
    start, length, batch, big
) -> None:
    split = Anchors(start, start + length, batch)
    groups = [split.in_order(big, number) for number in range(-(-split.windows // big))]
    seen = [row for group in groups for row in group.tolist()]
    assert seen == rows_until_the_generator_wraps(start, start + length, batch)
    assert split.windows == len(seen)


@given(start=st.integers(0, 1000), length=st.integers(1, 300), seed=st.integers(0, 2**31))
def test_drawn_anchors_lie_in_the_split(start, length, seed) -> None:
    drawn = Anchors(start, start + length, 64).draw(seed, 2, 7)
    assert drawn.shape == (64,)
    assert drawn.min() >= start
    assert drawn.max() < start + length
    assert Anchors(start, start + length, 64).steps_per_epoch is None


def test_drawn_anchors_are_those_that_runs_have_always_drawn() -> None:
    generator = np.random.default_rng((1, 4, 9))
    expected = generator.integers(1440, 200_000, size=128)
    np.testing.assert_array_equal(Anchors(1440, 200_000, 128).draw(1, 4, 9), expected)


def book(split: str, rows: tuple[int, int | None], lookback: int = 1440) -> Anchors:
    return anchors(
        rows, series_length=420_551, lookback=lookback, delay=144, batch_size=128, split=split
    )


def test_the_books_splits_have_769_and_929_batches() -> None:
    assert book("validation", (200_001, 300_000)).batches == 769
    assert book("validation", (200_001, 300_000)).start == 201_441
    assert book("test", (300_001, None)).batches == 929
    assert book("test", (300_001, None)).stop == 420_406
    assert (book("training", (0, 200_000)).start, book("training", (0, 200_000)).stop) == (
        1440,
        200_000,
    )


def test_a_split_beyond_the_series_is_refused_with_the_last_possible_row() -> None:
    with pytest.raises(ConfigError, match="420,407"):
        book("test", (300_001, 420_408))


def test_a_lookback_longer_than_the_split_is_refused_with_the_rows_it_needs() -> None:
    with pytest.raises(ConfigError, match="lookback of 5,000") as caught:
        book("test", (419_000, None), lookback=5000)
    assert "5,129 rows" in caught.value.remedy


@given(st.integers(0, 200), st.integers(1, 150), st.integers(1, 40), st.integers(1, 30))
def test_a_split_is_refused_if_and_only_if_it_holds_no_batch_and_the_remedy_is_enough(
    first, rows, lookback, batch
) -> None:
    def cut(rows: int) -> Anchors:
        return anchors(
            (first, first + rows),
            series_length=1000,
            lookback=lookback,
            delay=5,
            batch_size=batch,
            split="test",
        )

    needed = lookback + batch + 1
    if rows >= needed:
        assert cut(rows).batches >= 1
        return
    with pytest.raises(ConfigError, match=f"dataset.test_rows holds {rows} rows") as caught:
        cut(rows)
    assert f"at least {needed:,} rows" in caught.value.remedy
    assert cut(needed).batches == 1


def test_a_delay_longer_than_the_series_is_told_from_rows_that_end_too_late() -> None:
    with pytest.raises(ConfigError, match="reach over more rows than this series of 8,640") as long:
        anchors(
            (0, 5000), series_length=8640, lookback=72, delay=10**6, batch_size=8, split="training"
        )
    assert "dataset.delay 1,000,000" in long.value.message and "-" not in long.value.remedy


def test_a_split_that_begins_behind_the_series_is_told_the_rows_that_there_are() -> None:
    with pytest.raises(ConfigError, match="begins at row 130,001, but this series has 8,640") as e:
        anchors(
            (130_001, None), series_length=8640, lookback=72, delay=144, batch_size=8, split="test"
        )
    assert "8,495" in e.value.message
    assert e.value.remedy == "Set dataset.test_rows to rows of this series."


def test_dropped_anchors_are_gone_from_drawing_and_from_order() -> None:
    split = Anchors(10, 60, 4)
    dropped = split.rows() % 3 == 0
    left = split.without(dropped, "validation")
    assert left.rows().tolist() == [row for row in range(10, 60) if row % 3]
    assert left.in_order(100, 0).tolist() == left.rows()[: left.windows].tolist()
    assert not (left.draw(0, 0, 0) % 3 == 0).any()
    assert split.without(np.zeros(50, np.bool_), "validation") is split
    with pytest.raises(ConfigError, match="leaves 2 of the 50 windows"):
        split.without(np.arange(50) > 1, "validation")
