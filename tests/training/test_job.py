"""How many steps an epoch has."""

from __future__ import annotations

import pytest

from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.errors import ConfigError
from seqlab.experiment.experiment import STEPS_PER_EPOCH, Experiment
from seqlab.experiment.training import TrainingSettings
from seqlab.models.dense import Dense
from seqlab.models.embedding import Embedding
from seqlab.training.job import steps_per_epoch

REVIEWS = SyntheticReviews(reviews=300, batch_size=64)
CLIMATE = SyntheticClimate(lookback=72)


def steps(dataset: SyntheticClimate | SyntheticReviews, wanted: int | None) -> int:
    embedding = Embedding(dimension=2) if dataset is REVIEWS else None
    training = TrainingSettings(steps_per_epoch=wanted)
    experiment = Experiment(
        name="test", dataset=dataset, model=Dense(embedding=embedding), training=training
    )
    return steps_per_epoch(experiment, dataset.load())


def test_an_epoch_is_what_was_asked_for_or_one_pass_or_the_books() -> None:
    # 240 of 300 reviews are for training: four batches of 64, the last one of 48.
    assert [steps(REVIEWS, wanted) for wanted in (None, 3, 4)] == [4, 3, 4]
    assert [steps(CLIMATE, wanted) for wanted in (None, 7)] == [STEPS_PER_EPOCH, 7]


def test_more_than_one_pass_is_refused_in_the_words_of_the_data() -> None:
    with pytest.raises(ConfigError, match="one pass over the training reviews has 4") as caught:
        steps(REVIEWS, 5)
    assert "Set it to 4 or less" in caught.value.remedy


def test_data_that_does_not_fill_one_batch_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = REVIEWS.load()
    monkeypatch.setattr(type(data), "steps_per_epoch", lambda _: 0)
    experiment = Experiment(
        name="t", dataset=REVIEWS, model=Dense(embedding=Embedding(dimension=2))
    )
    with pytest.raises(ConfigError, match="The 240 training reviews do not fill one batch"):
        steps_per_epoch(experiment, data)
