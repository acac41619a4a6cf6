"""Summaries of windows, against plain loops."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seqlab.baselines.learning import summaries
from seqlab.baselines.learning.summaries import Summaries
from tests.baselines.examples import panel_of


def jena_like():
    """240 hourly inputs of ten-minute rows in 14 columns, the second of which is forecast."""
    values = np.random.default_rng(0).normal(size=(2000, 14))
    panel = panel_of(values, length=240, step=6, season=144)
    return replace(
        panel, targets=values[:, [1]], target_features=np.array([1]), ahead=np.array([150])
    )


def test_the_worked_example_of_jena() -> None:
    chosen = Summaries.of(jena_like(), 384)
    sizes = chosen.recent, chosen.block, chosen.mean_blocks, chosen.extreme_blocks
    assert sizes == (27, 24, 10, 10)
    assert chosen.seasons_ago.tolist() == list(range(192, -1, -24))
    assert chosen.cut(np.array([1500])).shape == (1, 378 + 140 + 20 + 9)


def test_each_number_is_what_it_is_said_to_be() -> None:
    panel = jena_like()
    row = 1600
    window = panel.inputs[row - 239 * 6 : row + 1 : 6]
    own = window[:, 1] - window[-1, 1]
    (numbers,) = Summaries.of(panel, 384).cut(np.array([row]))
    expected = [*window[-27:].ravel()]
    expected += [value for day in range(10) for value in window[24 * day : 24 * day + 24].mean(0)]
    expected += [own[24 * day : 24 * day + 24].min() for day in range(10)]
    expected += [own[24 * day : 24 * day + 24].max() for day in range(10)]
    rows_ago = [row + 150 - 144 * days for days in range(3, 12)]
    expected += [
        panel.inputs[ago, 1] - panel.inputs[row, 1] for ago in rows_ago if ago > row - 1435
    ]
    np.testing.assert_allclose(numbers, expected, rtol=1e-4, atol=1e-6)


@given(
    length=st.integers(1, 400),
    features=st.integers(1, 30),
    targets=st.integers(1, 3),
    season=st.sampled_from([None, 1, 2, 7, 24, 365, 5000]),
    horizon=st.integers(1, 60),
    step=st.integers(1, 3),
    alone=st.booleans(),
)
def test_windows_of_any_form_get_a_bounded_number_of_them(
    length, features, targets, season, horizon, step, alone
) -> None:
    values = np.zeros((1300, features))
    panel = panel_of(values, length=length, season=season, horizon=horizon, step=step)
    panel = replace(panel, target_features=np.arange(min(targets, features))[::-1])
    chosen = Summaries.of(panel, 64, 0 if alone else None)
    numbers = chosen.cut(np.array([1200, 1250, 1299]))
    assert numbers.shape[0] == 3
    assert 1 <= numbers.shape[1] <= 4 * 64 + features
    assert numbers.dtype == np.float32


def test_without_room_for_all_columns_the_targets_are_looked_at_alone() -> None:
    values = np.random.default_rng(0).normal(size=(300, 50))
    panel = replace(panel_of(values, length=4, season=None), target_features=np.array([40, 3]))
    chosen = Summaries.of(panel, 20)
    assert chosen.columns.tolist() == [3, 40]
    assert chosen.targets.tolist() == [1, 0]


def test_parts_of_any_size_give_the_same(monkeypatch) -> None:
    whole = Summaries.of(jena_like(), 64).cut(np.arange(1500, 1600))
    monkeypatch.setattr(summaries, "NUMBERS_AT_ONCE", 14 * 240 * 7)
    np.testing.assert_array_equal(Summaries.of(jena_like(), 64).cut(np.arange(1500, 1600)), whole)
