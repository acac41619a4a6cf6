"""The main job on small experiments, in this process."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seqlab.errors import ConfigError, DataError, SeqlabError
from seqlab.experiment.experiment import load_experiment
from seqlab.experiment.training import EarlyStopping, ReduceOnPlateau, TrainingSettings
from seqlab.models.persistence import Persistence
from seqlab.runs.reader import Run
from seqlab.tasks.data import all_batches
from tests.recipes.examples import CLIMATE, DENSE, forecast, reviews, run_of, without_seconds

pytestmark = pytest.mark.keras


@pytest.mark.parametrize("name", ["forecast", "reviews"])
def test_the_same_experiment_gives_the_same_bits(
    name: str, trained: dict[str, Run], tmp_path: Path
) -> None:
    first = trained[name]
    second = run_of(first.experiment(), tmp_path)
    assert without_seconds(first) == without_seconds(second)
    assert first.files.model.read_bytes() == second.files.model.read_bytes()


def test_another_seed_gives_other_numbers_from_the_first_epoch_on(tmp_path: Path) -> None:
    runs = [run_of(forecast(model=DENSE, seed=seed), tmp_path) for seed in (1, 2)]
    (first, *_), (other, *_) = map(without_seconds, runs)
    assert first["loss"] != other["loss"]


def test_the_run_folder_holds_everything_and_agrees_with_itself(trained: dict[str, Run]) -> None:
    run = trained["forecast"]
    assert run.status == "completed"
    assert load_experiment(run.files.config) == forecast()
    names = {path.name for path in run.path.iterdir()}
    assert names >= {
        "config.yaml", "environment.json", "preprocessing", "status.json", "history.csv",
        "metrics.json", "model.keras", "checkpoints", "curves.png", "curves.svg", "run.log",
    }  # fmt: skip
    assert not [name for name in names if name.startswith(".")]
    header = run.files.history.read_text().splitlines()[0]
    assert header == "epoch,loss,mae,val_loss,val_mae,learning_rate,seconds"
    best, results = min(run.epochs(), key=lambda row: row["val_loss"]), run.results
    assert results is not None
    assert results.best_epoch == best["epoch"]
    assert results.validation.model.values == {"loss": best["val_loss"], "mae": best["val_mae"]}
    assert run.environment.device == "CPU"
    assert run.environment.versions["tensorflow"]


@pytest.mark.parametrize("name", ["forecast", "reviews"])
def test_the_saved_model_is_that_of_the_best_epoch(name: str, trained: dict[str, Run]) -> None:
    run = trained[name]
    data = run.experiment().dataset.load()
    batches = list(all_batches(data, "validation", 4096))
    model = run.model()
    outputs = np.concatenate([model(x).numpy() for x, _ in batches])
    targets = np.concatenate([y for _, y in batches])
    assert run.results is not None
    recorded, naive = run.results.validation.model, run.results.validation.baseline
    if name == "forecast":
        mae = recorded.values["mae"]
        assert mae == pytest.approx(np.abs(outputs - targets).mean(), rel=1e-5)
        assert recorded.original == pytest.approx(mae * data.task.scale)
        assert run.results.skill() == pytest.approx(1 - mae / naive.values["mae"])
    else:
        right = ((outputs > 0) == targets).mean()
        assert recorded.values["accuracy"] == pytest.approx(right)
        assert run.results.skill() == pytest.approx(
            1 - (1 - right) / (1 - naive.values["accuracy"]), abs=1e-6
        )


def test_a_folder_feeds_its_model_what_it_was_trained_on(trained: dict[str, Run]) -> None:
    run = trained["forecast"]
    data = run.experiment().dataset.load()
    assert run.preprocessing() == data.preprocessing


def test_a_diverging_loss_fails_the_run_and_says_when_and_what_to_try(tmp_path: Path) -> None:
    training = TrainingSettings(
        epochs=3, steps_per_epoch=4, optimizer="sgd", learning_rate=1e30, loss="mse"
    )
    with pytest.raises(SeqlabError, match=r"epoch 1 is (nan|inf)") as caught:
        run_of(forecast(model=DENSE, training=training), tmp_path)
    assert "learning_rate" in caught.value.remedy
    [folder] = (tmp_path / "test" / "gru").iterdir()
    assert Run(folder).status == "failed"
    assert "diverged" in str(Run(folder).status_record.error)


def test_early_stopping_and_the_plateau_act_on_the_history(tmp_path: Path) -> None:
    training = TrainingSettings(
        epochs=8,
        steps_per_epoch=1,
        optimizer="sgd",
        learning_rate=1e-12,
        early_stopping=EarlyStopping(patience=3, smallest_improvement=0.01),
        reduce_on_plateau=ReduceOnPlateau(patience=0, factor=0.5),
    )
    rows = run_of(forecast(model=DENSE, training=training), tmp_path).epochs().rows
    assert len(rows) == 4
    assert rows[-1]["learning_rate"] < rows[0]["learning_rate"]


def test_a_split_beyond_the_series_leaves_no_folder_behind(tmp_path: Path) -> None:
    dataset = CLIMATE.model_copy(update={"test_rows": (45_001, 10_000_000)})
    with pytest.raises(ConfigError, match="test_rows"):
        run_of(forecast(dataset=dataset), tmp_path / "outputs")
    assert not (tmp_path / "outputs").exists()


def test_more_steps_than_one_pass_over_the_reviews_are_refused(tmp_path: Path) -> None:
    experiment = reviews(training=TrainingSettings(steps_per_epoch=10_000))
    with pytest.raises(ConfigError, match="10,000"):
        run_of(experiment, tmp_path / "outputs")
    assert not (tmp_path / "outputs").exists()


def test_missing_data_leaves_no_folder_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seqlab.datasets.jena import Jena

    monkeypatch.setenv("SEQLAB_DATA", str(tmp_path / "nothing"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")  # a closed port: no network
    with pytest.raises(DataError, match="jena_climate_2009_2016"):
        run_of(forecast(dataset=Jena()), tmp_path / "outputs")
    assert not (tmp_path / "outputs").exists()


def test_a_model_without_weights_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nothing to train"):
        run_of(forecast(model=Persistence()), tmp_path)
    assert not list(tmp_path.iterdir())
