"""Windows and their changes as a linear model sees them."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.baselines.learning.views import Alone, Together, changes_of, views_of
from tests.baselines.examples import panel_of, waves


@pytest.mark.parametrize("number", [0, 1])
def test_outputs_become_the_changes_again_that_they_were(number) -> None:
    panel = panel_of(waves(200, targets=3), horizon=4)
    newest = np.arange(50, 61)
    view = views_of(panel)[number]
    changes = changes_of(panel, newest)
    outputs = view.outputs(changes)
    assert len(outputs) == len(view.features(newest)) == 11 * view.rows_of_a_window
    np.testing.assert_array_equal(view.changes(outputs), changes)


def test_changes_lead_from_the_newest_value_to_each_target() -> None:
    panel = panel_of(waves(200, targets=2), horizon=3)
    changes = changes_of(panel, np.array([70]))
    for step in range(3):
        expected = panel.targets[71 + step] - panel.targets[70]
        np.testing.assert_allclose(changes[0, step], expected, atol=1e-6)


def test_alone_a_target_sees_nothing_of_the_others() -> None:
    values = waves(200, targets=2)
    panel = panel_of(values, known=1)
    newest = np.arange(50, 60)
    first = Alone(panel, ()).features(newest)[:10]
    values[:, 1] = 99
    np.testing.assert_array_equal(Alone(panel_of(values, known=1), ()).features(newest)[:10], first)


def test_a_single_column_is_looked_at_in_one_way() -> None:
    assert [type(view) for view in views_of(panel_of(waves(100)))] == [Together]
    assert [type(view) for view in views_of(panel_of(waves(100, targets=2)))] == [Together, Alone]
