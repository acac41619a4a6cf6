"""What is known of the rows ahead."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seqlab.baselines.learning.ahead import known_of, known_of_all, useful_fields
from tests.baselines.examples import panel_of, waves


@pytest.mark.parametrize(
    ("minutes", "rows", "fields"),
    [
        (None, 500, ()),
        (60, 60, ()),
        (60, 300, ("hour",)),
        (60, 800, ("hour", "day_of_week")),
        (60, 40_000, ("hour", "day_of_week", "day_of_year")),
        (24 * 60, 2000, ("day_of_week", "day_of_year")),
        (7 * 24 * 60, 400, ("day_of_year",)),
        (365 * 24 * 60, 60, ()),
    ],
)
def test_fields_are_used_that_rows_differ_in_and_that_turned_twice(minutes, rows, fields) -> None:
    assert useful_fields(panel_of(waves(rows), minutes=minutes, length=12)) == fields


def test_known_and_static_columns_and_the_clock_of_the_target_row() -> None:
    panel = panel_of(waves(100), bounds=(0, 50, 100), known=2, static=1)
    newest, rows = np.array([30, 80]), np.array([33, 82])
    found = known_of(panel, ("hour",), newest, rows)
    assert found.shape == (2, 5)
    np.testing.assert_array_equal(found[:, :2], panel.known[rows])
    np.testing.assert_array_equal(found[:, 2:3], panel.static)
    hour = 2 * np.pi * np.array([33 % 24, (82 - 50) % 24]) / 24
    np.testing.assert_allclose(found[:, 3:], np.stack([np.sin(hour), np.cos(hour)], 1), atol=1e-6)


def test_a_linear_model_sees_the_known_columns_of_every_step_or_means_of_pieces() -> None:
    panel = panel_of(waves(100), known=2, horizon=6)
    newest = np.array([40, 41])
    every = known_of_all(panel, (), newest, 12)[:, 2:].reshape(2, 6, 2)
    np.testing.assert_array_equal(every, panel.known[newest[:, None] + panel.ahead])
    halves = known_of_all(panel, (), newest, 4)[:, 2:].reshape(2, 2, 2)
    np.testing.assert_allclose(halves, every.reshape(2, 2, 3, 2).mean(axis=2), rtol=1e-5)
    assert known_of_all(replace(panel, known=panel.known[:, :0]), (), newest, 4).shape == (2, 0)
