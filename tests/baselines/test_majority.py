"""The most frequent class."""

from __future__ import annotations

import numpy as np
import pytest

from seqlab.baselines.majority import Majority
from tests.baselines.examples import PanelData, panel_of, waves
from tests.text.test_data import make_data


@pytest.mark.parametrize(("training", "chosen"), [(23, -1.0), (4, -1.0)])
def test_every_sample_gets_the_log_odds_of_the_class_that_is_most_frequent_in_training(
    training, chosen
) -> None:
    data = make_data(training)
    assert Majority().obstacle(data) == ""
    for split, samples in (("training", training), ("validation", 7), ("test", 9)):
        predicted = Majority().fit(data).predict(split)
        np.testing.assert_array_equal(predicted, np.full((samples, 1), chosen))


def test_a_task_scores_it_as_the_share_of_that_class() -> None:
    data = make_data(23)
    predicted = Majority().fit(data).predict("validation")
    errors = data.task.errors(predicted, data.targets("validation"), from_logits=True)
    assert errors.mean() == np.mean(data.targets("validation") == 1)


def test_training_targets_are_the_classes_of_all_training_texts() -> None:
    assert make_data(5).training_targets().tolist() == [0, 1, 0, 1, 0]


def test_series_have_no_classes() -> None:
    obstacle = Majority().obstacle(PanelData(panel_of(waves(100))))
    assert obstacle == "majority chooses the most frequent class, and there are none in this data"
