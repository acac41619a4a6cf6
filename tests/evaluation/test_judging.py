"""Scores against the book's own way of computing them, and runs from a history made by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.evaluation.judging import baseline_scores, judge, metrics_of, scores_of, sound
from seqlab.runs.asked import Asked
from seqlab.runs.history import History
from seqlab.runs.metrics import Metrics
from seqlab.runs.scores import Scores, baseline_record
from seqlab.runs.strict_json import strict_json
from seqlab.tasks.data import Data, all_batches
from tests.series.examples import SETTINGS, T, damaged, load, weather

SERIES = [
    {"epoch": 1, "loss": 0.4, "mae": 0.4, "val_loss": 0.30, "val_mae": 0.30, "seconds": 9.0},
    {"epoch": 2, "loss": 0.3, "mae": 0.3, "val_loss": 0.25, "val_mae": 0.25, "seconds": 2.0},
    {"epoch": 3, "loss": 0.2, "mae": 0.2, "val_loss": 0.27, "val_mae": 0.27, "seconds": 1.0},
]
TEXT = [{"epoch": 1, "val_loss": 0.3, "val_accuracy": 0.9, "seconds": 1.0}]


def record(data: Data, split: str) -> dict:
    """What `seqlab baseline --json` says."""
    scores, samples = baseline_scores(data, split), data.samples(split)
    return baseline_record(Asked.of(data), split, data.baseline, scores, samples)


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
    found = record(data, split)
    assert found["mae"] == pytest.approx(np.mean(maes), rel=1e-5)
    assert found["windows"] == 128 * len(maes)
    std = dataset.read()[0].values[:105_000, 1].std()
    assert found["mae_original"] == pytest.approx(found["mae"] * std)
    assert found["horizon_minutes"] == (1500 if alignment == "book" else 1440)
    assert (found["baseline"], found["split"], found["unit"]) == ("persistence", split, "degC")
    assert found["fingerprint"] == data.samples(split).fingerprint


def test_majority_counts_the_label_most_frequent_in_training() -> None:
    data = SyntheticReviews().load()
    labels = {
        split: np.concatenate([y for _, y in all_batches(data, split, 64)])
        for split in ("training", "validation")
    }
    majority = float(labels["training"].mean() > 0.5)
    found = record(data, "validation")
    assert found["accuracy"] == pytest.approx((labels["validation"] == majority).mean())
    assert found["reviews"] == len(labels["validation"])
    assert (found["baseline"], "unit" in found, "horizon_minutes" in found) == (
        "majority", False, False,
    )  # fmt: skip


def test_a_forecast_is_told_in_original_units_beside_its_baseline() -> None:
    data = SETTINGS.load()
    scale = data.target.scale
    naive = Scores({"mae": 0.5}, 0.5 * scale)
    found = metrics_of(History(SERIES), 2, data, naive, parameters=7)
    assert found.record()["validation"] == {
        "loss": 0.25,
        "mae": 0.25,
        "mae_original": 0.25 * scale,
        "unit": "degC",
    }
    assert found.skill() == pytest.approx(0.5)
    assert (found.best_epoch, found.parameters) == (2, 7)
    assert found.seconds_per_epoch == 2.0
    assert found.validation.baseline == naive
    assert found.validation.samples == data.samples("validation")
    assert (found.validation.name, found.test) == ("persistence", None)
    assert found.data == data.findings()


def test_a_classifications_skill_is_the_share_of_the_majoritys_mistakes_removed() -> None:
    data = SyntheticReviews(reviews=100).load()
    found = metrics_of(History(TEXT), 1, data, Scores({"accuracy": 0.5}), parameters=1)
    assert found.skill() == pytest.approx(0.8)
    assert found.record()["validation"] == {"loss": 0.3, "accuracy": 0.9}


def test_scores_on_sound_samples_are_a_mean_over_these_alone(monkeypatch) -> None:
    data = load(damaged((5000, T, -9999.0)), monkeypatch)
    is_sound = data.sound("validation")
    errors = data.baseline_errors("validation")
    value, count = sound(errors, data, "validation")
    assert count == len(errors) - 13
    assert value == pytest.approx(errors[is_sound].mean()) and value < errors.mean()
    scores = scores_of(data, {"mae": 0.3}, (value, count))
    assert (scores.original, scores.sound) == (0.3 * data.target.scale, (value, count))
    assert sound(data.baseline_errors("training"), data, "training") is None
    everything_bad = replace(data, bad=replace(data.bad, inputs=np.ones(8640, np.bool_)))
    assert sound(errors, everything_bad, "validation") is None


def never_changing() -> Data:
    """A series whose target is the same in every row, which persistence foretells."""
    table = weather()
    table.values[:, T] = 7.0
    with pytest.MonkeyPatch.context() as patch:
        return load(table, patch)


def one_label() -> Data:
    """The validation split of one review, whose class is the more frequent one in training."""
    data = SyntheticReviews(reviews=100, validation_fraction=0.01).load()
    assert len(data.places["validation"]) == 1
    place = int(data.places["validation"][0])
    data.corpus.labels[place] = np.argmax(data.class_counts("training"))
    return data


@pytest.mark.parametrize("make", [never_changing, one_label])
@pytest.mark.parametrize("value", [0.0, 0.25, 1.0])
def test_a_perfect_baseline_leaves_no_skill_and_the_run_completes(make, value) -> None:
    data = make()
    metric, naive = data.task.metric, baseline_scores(data, "validation")
    assert naive.values == {metric.name: metric.best}
    row = {"epoch": 1, "val_loss": 0.3, f"val_{metric.name}": value, "seconds": 1.0}
    found = metrics_of(History([row]), 1, data, naive, parameters=1)
    assert found.skill() is None
    document = json.loads(strict_json(found.record()))
    assert document["skill"] is None
    assert Metrics.parse(document, Path("metrics.json")).skill() is None
    judged = judge(data, "test", found.validation.model, naive)
    assert found.with_test(judged).skill("test") is None
