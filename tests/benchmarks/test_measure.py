"""Turns, medians, ratios turn by turn, geometric means, scaled epochs."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.measure import Figure, Target, alternate, geometric_means, ratios
from benchmarks.settings import Settings
from benchmarks.stopwatch import EpochTimes

times = st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=9)


def test_sides_take_turns_and_the_first_turn_only_warms_up() -> None:
    calls: list[str] = []

    def side(name: str, values: list[float]):
        def measure_once() -> float:
            calls.append(name)
            return values.pop(0)

        return measure_once

    found = alternate({"a": side("a", [9, 1, 2]), "b": side("b", [8, 3, 4])}, turns=2)
    assert calls == ["a", "b", "a", "b", "a", "b"]
    assert found == {"a": [1, 2], "b": [3, 4]}


@given(values=times)
def test_the_median_is_that_of_all_turns(values) -> None:
    assert Figure("row", "column", "s", tuple(values)).median == statistics.median(values)


def test_ratios_are_computed_turn_by_turn() -> None:
    figure = Figure("row", "ratio", "x", ratios([30, 44], [10, 11]))
    assert figure.values == (3, 4)
    assert figure.median == 3.5


@given(values=times, slower=st.floats(0.1, 10))
def test_what_slows_a_whole_turn_down_cancels_out(values, slower) -> None:
    alone = ratios([2 * value for value in values], values)
    disturbed = ratios([2 * value * slower for value in values], [v * slower for v in values])
    assert disturbed == pytest.approx(alone)


def test_sides_with_different_numbers_of_turns_have_no_ratios() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ratios([1, 2], [1])


def test_the_geometric_mean_is_over_rows_within_each_turn() -> None:
    assert geometric_means([(2, 3), (8, 3)]) == pytest.approx((4, 3))


@given(values=times)
def test_the_geometric_mean_is_the_root_of_the_product(values) -> None:
    product = math.prod(values) ** (1 / len(values))
    assert geometric_means([(value,) for value in values]) == pytest.approx((product,))


@pytest.mark.parametrize(
    ("target", "value", "met"),
    [
        (Target(2, at_least=True), 2, True),
        (Target(2, at_least=True), 1.9, False),
        (Target(8), 7.9, True),
        (Target(8), 8.1, False),
        (None, 1, None),
    ],
)
def test_a_target_is_a_lower_or_an_upper_limit(target, value, met) -> None:
    assert Figure("row", "column", "s", (value,), target).met is met


def epoch(first: float, step: float, steps: int, validation: float) -> EpochTimes:
    ends = [(n, 100 + first + (n - 1) * step) for n in range(1, steps + 1)]
    return EpochTimes(begun=100, steps=ends, ended=ends[-1][1] + validation)


def test_a_whole_epoch_is_not_scaled() -> None:
    measured = epoch(first=0.5, step=0.01, steps=500, validation=2.0)
    assert measured.whole_epoch(769) == pytest.approx(measured.ended - measured.begun)


def test_a_short_epoch_is_scaled_without_its_first_step() -> None:
    measured = epoch(first=0.11, step=0.01, steps=40, validation=0.2)
    assert measured.whole_epoch(160) == pytest.approx(0.11 + 499 * 0.01 + 0.2 * 769 / 160)


def test_the_time_of_a_step_leaves_out_those_to_be_skipped() -> None:
    measured = epoch(first=3.0, step=0.02, steps=30, validation=0)
    measured.steps[0] = (1, 0.0)
    assert measured.seconds_per_step(skip=9) == pytest.approx(0.02)
    assert epoch(3.0, 0.02, 30, 0).first_step == pytest.approx(3.0)


@pytest.mark.parametrize(("steps", "validation"), [(40, 160), (192, 768), (193, 769), (500, 769)])
def test_validation_batches_come_four_to_a_step_up_to_all(steps, validation) -> None:
    assert Settings(steps=steps).validation_steps == validation
