"""What a dataset does that has nothing to say of its own."""

from __future__ import annotations

import pytest

from seqlab.advice import Surroundings
from seqlab.datasets.dataset import Dataset
from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.errors import ConfigError

SMALL = {
    "days": 60,
    "lookback": 72,
    "step": 6,
    "training_rows": (0, 5000),
    "validation_rows": (5001, 6500),
    "test_rows": (6501, None),
}
SURROUNDINGS = Surroundings(may_use_gpu=True, learns=True, clips=False, pads_before=True)


def test_it_warns_of_nothing_draws_nothing_and_is_short_enough() -> None:
    dataset = SyntheticReviews(reviews=100)
    assert list(dataset.warn(SURROUNDINGS)) == []
    assert dataset.warning_names == ()
    assert dataset.drawings(dataset.load()) == ()
    assert dataset.shortened(4) is dataset


def test_texts_are_asked_about_and_series_go_on() -> None:
    reviews, weather = SyntheticReviews(reviews=100), SyntheticClimate(**SMALL)
    prepared = reviews.load().preprocessing
    assert len(reviews.about(prepared, ["a", "b"])) == 2
    with pytest.raises(ConfigError, match="Nothing says which texts"):
        reviews.upcoming(prepared, None)
    with pytest.raises(ConfigError, match="--template writes the rows ahead"):
        reviews.template(prepared, None, parquet=False)
    with pytest.raises(ConfigError, match="dataset synthetic_climate has none"):
        weather.about(weather.load().preprocessing, ["a"])


def test_what_is_neither_is_not_asked_about() -> None:
    reviews = SyntheticReviews(reviews=100)
    data = reviews.load()
    for ask in (
        lambda: Dataset.upcoming(reviews, data.preprocessing, None),
        lambda: Dataset.judged(reviews, data, "validation"),
    ):
        with pytest.raises(ConfigError, match="dataset synthetic_reviews has neither"):
            ask()
