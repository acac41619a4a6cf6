"""What a dataset does that has nothing to say of its own."""

from __future__ import annotations

from seqlab.advice import Surroundings
from seqlab.datasets.synthetic_reviews import SyntheticReviews

SURROUNDINGS = Surroundings(may_use_gpu=True, learns=True, clips=False, pads_before=True)


def test_it_warns_of_nothing_draws_nothing_and_is_short_enough() -> None:
    dataset = SyntheticReviews(reviews=100)
    assert list(dataset.warn(SURROUNDINGS)) == []
    assert dataset.warning_names == ()
    assert dataset.drawing(dataset.load()) is None
    assert dataset.shortened(4) is dataset
