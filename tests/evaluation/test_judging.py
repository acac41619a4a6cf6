"""Scores against the book's own way of computing them, and runs from a history made by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seqlab.baselines.baseline import Baseline
from seqlab.baselines.climatology import Climatology
from seqlab.baselines.drift import Drift
from seqlab.baselines.majority import Majority
from seqlab.baselines.persistence import Persistence
from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.errors import ConfigError
from seqlab.evaluation.judging import Contender, contenders, judge, naive, scores_of, sound
from seqlab.experiment.experiment import Experiment
from seqlab.models.dense import Dense
from seqlab.runs.asked import Asked
from seqlab.runs.metrics import Metrics
from seqlab.runs.scores import Judgement, baseline_record
from seqlab.runs.strict_json import strict_json
from seqlab.tasks.data import Data, all_batches
from tests.series.examples import SETTINGS, T, damaged, load, weather


def alone(baseline: Baseline, data: Data, split: str) -> Contender:
    """One baseline on a split."""
    (found,) = contenders((baseline,), data, split)
    return found


def metrics_of(judged: Judgement, data: Data) -> Metrics:
    """The content of a metrics.json."""
    return Metrics(Asked.of(data), 2, judged, None, parameters=7, seconds_per_epoch=2.0)


def record(baseline: Baseline, data: Data, split: str) -> dict:
    """What `seqlab baseline --json` says."""
    rival = alone(baseline, data, split).rival
    return baseline_record(Asked.of(data), split, rival.name, rival.scores, data.samples(split))


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
    found = record(Persistence(), data, split)
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
    found = record(Majority(), data, "validation")
    assert found["accuracy"] == pytest.approx((labels["validation"] == majority).mean())
    assert found["reviews"] == len(labels["validation"])
    assert (found["baseline"], "unit" in found, "horizon_minutes" in found) == (
        "majority", False, False,
    )  # fmt: skip


def test_a_forecast_is_told_in_original_units_beside_its_baselines() -> None:
    data = SETTINGS.load()
    beside = contenders((Persistence(), Drift()), data, "validation")
    errors = beside[0].errors / 2  # a model that is half as wrong everywhere
    model = scores_of(data, {"loss": 0.25, "mae": data.task.score(errors)}, None)
    judged = judge(data, "validation", model, errors, beside)
    found = metrics_of(judged, data).record()
    value = model.values["mae"]
    assert found["validation"] == {
        "loss": 0.25,
        "mae": value,
        "mae_original": value * data.task.scale,
        "unit": "degC",
    }
    assert found["skill"] == pytest.approx(0.5)
    assert judged.samples == data.samples("validation")
    assert [rival.name for rival in judged.rivals] == ["persistence", "drift"]
    assert (judged.name, judged.baseline) == ("persistence", beside[0].rival.scores)
    assert judged.verdict is not None
    assert judged.verdict.best_baseline == "persistence"
    over = judged.verdict.over_best
    # The windows are less than two weeks of them, so that nobody can tell how they would vary.
    assert (over.value, over.is_sure) == (pytest.approx(0.5), False)
    assert judged.verdict.skills["drift"].value == pytest.approx(
        1 - errors.mean() / beside[1].errors.mean()
    )


def test_a_classifications_skill_is_the_share_of_the_majoritys_mistakes_removed() -> None:
    data = SyntheticReviews(reviews=100).load()
    beside = contenders((Majority(),), data, "validation")
    errors = beside[0].errors.copy()
    errors[np.flatnonzero(errors)[::2]] = 0.0
    model = scores_of(data, {"loss": 0.3, "accuracy": data.task.score(errors)}, None)
    found = metrics_of(judge(data, "validation", model, errors, beside), data)
    assert found.skill() == pytest.approx(1 - errors.sum() / beside[0].errors.sum())
    assert found.record()["validation"] == {"loss": 0.3, "accuracy": model.values["accuracy"]}


def test_every_baseline_is_asked_on_the_very_samples_and_what_cannot_be_had_is_told() -> None:
    data, said = SETTINGS.load(), []
    found = contenders((Persistence(), Majority(), Climatology()), data, "test", said.append)
    assert [one.rival.name for one in found] == ["persistence", "climatology"]
    assert said == ["without the baseline majority: " + Majority().obstacle(data)]
    for one in found:
        assert one.outputs.shape == data.targets("test").shape
        errors = np.abs(one.outputs - data.targets("test"))[:, 0]
        np.testing.assert_array_equal(one.errors, errors)
        assert one.rival.scores.values == {"mae": errors.mean()}
        assert one.rival.scores.more["mse"] == pytest.approx((errors**2).mean())
    with pytest.raises(ConfigError, match="none of them can be had for this data: majority"):
        contenders((Majority(),), data, "test")


def test_skill_is_measured_against_the_first_baseline_of_an_experiment() -> None:
    data = SETTINGS.load()
    own = Experiment(name="x", dataset=SETTINGS, model=Dense(), baselines=(Drift(), Persistence()))
    assert naive(own, data, "validation").rival.name == "drift"
    default = own.model_copy(update={"baselines": None})
    assert naive(default, data, "validation").rival.name == "persistence"


def test_scores_on_sound_samples_are_a_mean_over_these_alone(monkeypatch) -> None:
    data = load(damaged((5000, T, -9999.0)), monkeypatch)
    is_sound = data.sound("validation")
    errors = alone(Persistence(), data, "validation").errors
    value, count = sound(errors, data, "validation")
    assert count == len(errors) - 13
    assert value == pytest.approx(errors[is_sound].mean()) and value < errors.mean()
    scores = scores_of(data, {"mae": 0.3}, (value, count))
    assert (scores.original, scores.sound) == (0.3 * data.task.scale, (value, count))
    assert sound(alone(Persistence(), data, "test").errors, data, "test") is None
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


@pytest.mark.parametrize(
    ("make", "baseline"), [(never_changing, Persistence()), (one_label, Majority())]
)
@pytest.mark.parametrize("wrong", [0.0, 0.25, 1.0])
def test_a_perfect_baseline_leaves_no_skill_and_the_run_completes(make, baseline, wrong) -> None:
    data = make()
    metric, beside = data.task.metric, contenders((baseline,), data, "validation")
    assert beside[0].rival.scores.values == {metric.name: metric.best}
    errors = np.full(len(beside[0].errors), wrong)
    model = scores_of(data, {metric.name: data.task.score(errors), "loss": 0.3}, None)
    judged = judge(data, "validation", model, errors, beside)
    found = metrics_of(judged, data)
    assert found.skill() is None
    document = json.loads(strict_json(found.record()))
    assert document["skill"] is document["skill_over_best"] is None
    assert document["verdict"]["validation"]["verdict"] is None
    assert Metrics.parse(document, Path("metrics.json")).skill() is None
    assert found.with_test(judged).skill("test") is None
