"""Parameter counts of every shipped config against the published set-ups."""

from __future__ import annotations

import pytest

from seqlab.experiment.experiment import load_experiment
from seqlab.experiment.shipped import shipped_config
from tests.models.examples import forecast, two_classes

PUBLISHED = {
    "jena/dense": 107_585,
    "jena/gru": 4_641,
    "jena/gru_dropout": 4_641,
    "jena/gru_reversed": 4_641,
    "jena/gru_stacked": 23_489,
    "jena/gru_bidirectional": 9_281,
    "jena/conv1d": 12_609,
    "jena/conv1d_gru": 13_793,
    "jena/conv1d_gru_1440": 13_793,
    "imdb/embedding_flatten": 80_161,
    "imdb/simple_rnn": 322_113,
    "imdb/lstm": 328_353,
    "imdb/lstm_reversed": 1_300_641,
    "imdb/lstm_bidirectional": 336_705,
    "imdb/conv1d": 1_315_937,
}
"""Deep Learning with Python, chapter 6, in Keras 3 (GRU with `reset_after`)."""


@pytest.mark.keras
@pytest.mark.parametrize("name", PUBLISHED)
def test_the_config_builds_the_published_number_of_parameters(name) -> None:
    experiment = load_experiment(shipped_config(name))
    if name.startswith("jena/"):
        task = forecast(experiment.dataset.length, features=14)
    else:
        task = two_classes(experiment.dataset.length, vocabulary=10_000)
    assert experiment.model.build(task).count_params() == PUBLISHED[name]
