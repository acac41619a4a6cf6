"""Runs on one's own file: every family, several series, targets and steps, quantiles of changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seqlab.baselines.persistence import Persistence
from seqlab.datasets.panels.preprocessing import PanelPreprocessing
from seqlab.datasets.series import Series
from seqlab.experiment.experiment import Experiment
from seqlab.experiment.training import TrainingSettings
from seqlab.models.convolutional import (
    Convolutional,
    ConvolutionalRecurrent,
    ConvolutionBlock,
)
from seqlab.models.dense import Dense, DenseLayer
from seqlab.models.linear import Linear
from seqlab.models.model import Model
from seqlab.models.recurrent import Recurrent, RecurrentLayer
from seqlab.recipes.evaluate import evaluate_run
from seqlab.recipes.saved import SavedRun, open_saved
from seqlab.recipes.train import resume_run
from seqlab.recipes.verify import verify_run
from seqlab.runs.reader import Run
from seqlab.tasks.data import Data, all_batches
from seqlab.training.events import silence
from tests.recipes.examples import assert_same, copy_of, interrupted, run_of

pytestmark = pytest.mark.keras

BLOCKS = (ConvolutionBlock(filters=4, kernel_size=3),)
GRU = (RecurrentLayer(units=4, dropout=0.2, recurrent_dropout=0.2),)
FAMILIES: dict[str, Model] = {
    "dense": Dense(layers=(DenseLayer(units=4, dropout=0.2),)),
    "recurrent": Recurrent(layers=GRU),
    "conv1d": Convolutional(blocks=BLOCKS),
    "conv1d_recurrent": ConvolutionalRecurrent(blocks=BLOCKS, layers=GRU),
    "linear": Linear(),
}
LEVELS = (0.1, 0.5, 0.9)
BY_KIND = pytest.mark.parametrize("kind", FAMILIES)


def write_shops(path: Path) -> None:
    """Two shops, hour by hour through the night when clocks go forward, in the zone's own time."""
    import pandas as pd

    generator = np.random.default_rng(0)
    frames = []
    for shop, rows in (("north", 170), ("south", 150)):
        utc = pd.date_range("2020-03-25", periods=rows, freq="h", tz="UTC")
        day = np.sin(np.arange(rows) * 2 * np.pi / 24)
        frames.append(
            pd.DataFrame(
                {
                    "shop": shop,
                    "time": utc.tz_convert("Europe/Berlin").tz_localize(None),
                    "sales (t)": 40 + 9 * day + generator.normal(size=rows),
                    "visits": 200 - 50 * day + 9 * generator.normal(size=rows),
                    "weather": generator.normal(size=rows),
                    "price": generator.integers(1, 5, rows),
                    "city": {"north": "Kiel", "south": "Ulm"}[shop],
                    "area": {"north": 900, "south": 350}[shop],
                }
            )
        )
    pd.concat(frames).to_csv(path, index=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the file, and with a cache of its own."""
    folder = tmp_path_factory.mktemp("shops")
    write_shops(folder / "shops.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        yield folder


def shops(folder: Path, **changes: Any) -> Series:
    whole: dict[str, Any] = {
        "path": str(folder / "shops.csv"),
        "id_column": "shop",
        "timestamp_column": "time",
        "timezone": "Europe/Berlin",
        "target": ("visits", "sales (t)"),
        "past_dynamic_columns": ("weather",),
        "known_dynamic_columns": ("price",),
        "static_columns": ("city", "area"),
        "calendar": ("hour",),
        "lookback": 8,
        "step": 2,
        "horizon": 3,
        "predict": "change",
        "quantiles": LEVELS,
        "batch_size": 32,
    }
    return Series(**(whole | changes))


def experiment(folder: Path, kind: str, epochs: int = 2) -> Experiment:
    return Experiment(
        name=f"shops/{kind}",
        dataset=shops(folder),
        model=FAMILIES[kind],
        training=TrainingSettings(epochs=epochs, steps_per_epoch=2),
        baselines=("persistence",),
    )


@pytest.fixture(scope="module")
def trained(folder: Path) -> dict[str, Run]:
    """A run of each family; not to be changed."""
    return {kind: run_of(experiment(folder, kind), folder / "runs") for kind in FAMILIES}


@pytest.fixture(scope="module")
def saved(trained: dict[str, Run]) -> dict[str, SavedRun]:
    return {kind: open_saved(run) for kind, run in trained.items()}


@BY_KIND
def test_a_forecast_has_every_step_target_and_quantile_and_quantiles_ascend(
    kind: str, saved: dict[str, SavedRun]
) -> None:
    data = saved[kind].data
    outputs = saved[kind].predictions("validation")
    assert outputs.shape == (data.samples("validation").count, 3, 2, 3)
    assert np.isfinite(outputs).all()
    assert (np.diff(outputs, axis=-1) > 0).all()


@BY_KIND
def test_predictions_are_those_of_keras_itself(
    kind: str, trained: dict[str, Run], saved: dict[str, SavedRun]
) -> None:
    (batch,) = all_batches(saved[kind].data, "validation", 10_000)
    expected = np.asarray(trained[kind].model()(batch[0]))
    found = saved[kind].predictions("validation")
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


@BY_KIND
def test_what_is_recorded_is_the_medians_error_beside_persistence_on_the_same_windows(
    kind: str, trained: dict[str, Run], saved: dict[str, SavedRun]
) -> None:
    results, data = trained[kind].results, saved[kind].data
    assert results is not None
    outputs, targets = saved[kind].predictions("validation"), data.targets("validation")
    mae = np.abs(outputs[..., 1] - targets).mean()
    assert results.value("validation") == pytest.approx(mae, rel=1e-4)
    low = targets[..., None] - outputs
    levels = np.array(LEVELS)
    loss = (2 * np.maximum(levels * low, (levels - 1) * low)).mean()
    recorded = results.validation.model
    assert recorded.values["loss"] == pytest.approx(loss, rel=1e-4)
    panel = data.panel()
    newest = panel.targets[panel.newest["validation"]]
    naive = np.abs(newest[:, None] - panel.targets_of("validation")).mean()
    assert [rival.name for rival in results.validation.rivals] == ["persistence"]
    assert results.validation.baseline.values["mae"] == pytest.approx(naive)
    assert set(recorded.more) >= {"mse", "mase", "wape", "coverage", "wql", "targets", "steps"}
    assert results.validation.verdict is not None
    assert results.validation.verdict.best_baseline == "persistence"


@BY_KIND
def test_a_run_is_verified_as_it_is(kind: str, trained: dict[str, Run], tmp_path: Path) -> None:
    run = copy_of(trained[kind], tmp_path)
    if kind == "linear":
        evaluate_run(run, "test")
    again = kind == "linear"
    found = {check.name: check.problems for check in verify_run(run, silence, rerun=again)}
    names = ["files", "history", "checkpoints", "data", "scores", *["rerun"] * again]
    assert found == {name: [] for name in names}


def test_a_folder_feeds_its_model_from_the_file_alone(
    trained: dict[str, Run], saved: dict[str, SavedRun]
) -> None:
    kept = trained["linear"].preprocessing()
    assert isinstance(kept, PanelPreprocessing)
    saved_run = saved["linear"]
    table, _ = saved_run.experiment.dataset.read()
    newest = saved_run.data.panel().newest["test"]
    outputs = saved_run.model.predict(kept.windows(kept.fitting(table), newest), verbose=0)
    np.testing.assert_allclose(outputs, saved_run.predictions("test"), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    "kind",
    ["linear", *(pytest.param(k, marks=pytest.mark.slow) for k in ("recurrent", "conv1d"))],
)
def test_resuming_gives_the_run_that_was_never_interrupted(
    kind: str, trained: dict[str, Run], folder: Path, tmp_path: Path
) -> None:
    run = interrupted(experiment(folder, kind), tmp_path, epoch=2)
    assert len(run.epochs()) == 1
    assert_same(resume_run(run, silence), trained[kind])


@pytest.fixture(scope="module")
def plain(folder: Path) -> Data:
    """The same without quantiles."""
    return shops(folder, quantiles=()).load()


@BY_KIND
def test_a_model_of_changes_without_weights_is_persistence_to_the_bit(
    kind: str, plain: Data
) -> None:
    model = FAMILIES[kind].build(plain.task)
    model.set_weights([np.zeros_like(weight) for weight in model.get_weights()])
    x, _ = plain.evaluation_batch("test", 10_000, 0)
    expected = Persistence().fit(plain).predict("test").astype(np.float32)
    np.testing.assert_array_equal(np.asarray(model(x)), expected)
