"""What a dataset does that has nothing to say of its own."""

from __future__ import annotations

import pytest

from seqlab.advice import Surroundings
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.errors import ConfigError

SURROUNDINGS = Surroundings(may_use_gpu=True, learns=True, clips=False, pads_before=True)


def test_it_warns_of_nothing_draws_nothing_and_is_short_enough() -> None:
    dataset = SyntheticReviews(reviews=100)
    assert list(dataset.warn(SURROUNDINGS)) == []
    assert dataset.warning_names == ()
    assert dataset.drawings(dataset.load()) == ()
    assert dataset.shortened(4) is dataset


def test_what_is_no_series_does_not_go_on() -> None:
    dataset = SyntheticReviews(reviews=100)
    data = dataset.load()
    with pytest.raises(ConfigError, match="says how series go on, and dataset synthetic_reviews"):
        dataset.upcoming(data.preprocessing, None)
    with pytest.raises(ConfigError, match="says how series go on"):
        dataset.judged(data, "validation")
