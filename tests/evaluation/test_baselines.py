"""Baselines against the book's own way of computing them."""

from __future__ import annotations

import numpy as np
import pytest
from seqlab.evaluation.baselines import baseline
from seqlab.task import all_batches

from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews


@pytest.mark.parametrize("alignment", ["book", "strict"])
@pytest.mark.parametrize("split", ["validation", "test"])
def test_persistence_is_the_mean_of_batch_maes_over_the_evaluation_windows(
    alignment, split
) -> None:
    dataset = SyntheticClimate(alignment=alignment)
    data = dataset.load()
    maes = [
        np.abs(inputs[:, -1, 1] - targets[:, 0]).mean()
        for inputs, targets in all_batches(data, split, 128)
    ]
    found = baseline(data, split)
    assert found["mae"] == pytest.approx(np.mean(maes), rel=1e-5)
    assert found["windows"] == 128 * len(maes)
    std = dataset.read()[0].values[:105_000, 1].std()
    assert found["mae_original"] == pytest.approx(found["mae"] * std)
    assert found["horizon_minutes"] == (1500 if alignment == "book" else 1440)
    assert (found["baseline"], found["split"], found["unit"]) == ("persistence", split, "degC")


def test_majority_counts_the_label_most_frequent_in_training() -> None:
    data = SyntheticReviews().load()
    labels = {
        split: np.concatenate([y for _, y in all_batches(data, split, 64)])
        for split in ("training", "validation")
    }
    majority = float(labels["training"].mean() > 0.5)
    found = baseline(data, "validation")
    assert found["accuracy"] == pytest.approx((labels["validation"] == majority).mean())
    assert found["reviews"] == len(labels["validation"])
