"""A run that was interrupted and resumed, against one that never was."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from seqlab.datasets.synthetic_reviews import SyntheticReviews
from seqlab.errors import ConfigError, DataError, SeqlabError
from seqlab.experiment.experiment import Experiment, load_experiment
from seqlab.experiment.training import EarlyStopping, ReduceOnPlateau, TrainingSettings
from seqlab.models.convolutional import Convolutional, ConvolutionBlock
from seqlab.models.embedding import Embedding
from seqlab.models.recurrent import Recurrent, RecurrentLayer
from seqlab.recipes.train import resume_run
from seqlab.runs.reader import Run
from seqlab.text.encodings.tokens import TokenEncoding
from seqlab.training.events import silence
from tests.recipes.examples import DENSE, assert_same, copy_of, forecast, interrupted, run_of

pytestmark = pytest.mark.keras

FOUR = TrainingSettings(epochs=4, steps_per_epoch=3)
GRU = forecast(training=FOUR)
LSTM = Experiment(
    name="test/lstm",
    dataset=SyntheticReviews(reviews=500, encoding=TokenEncoding(max_features=200, maxlen=12)),
    model=Recurrent(
        embedding=Embedding(dimension=4), layers=(RecurrentLayer(cell="lstm", units=4),)
    ),
    training=FOUR,
)
CONV = forecast(model=Convolutional(blocks=(ConvolutionBlock(filters=4, kernel_size=3),)))
CONV = CONV.model_copy(update={"name": "test/conv", "training": FOUR})
FAMILIES = {"gru with both dropouts": GRU, "lstm on text": LSTM, "conv1d": CONV}


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """A run of each family that nothing happened to."""
    folder = tmp_path_factory.mktemp("straight")
    return {name: run_of(experiment, folder) for name, experiment in FAMILIES.items()}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """A run of each family that failed in its last epoch."""
    folder = tmp_path_factory.mktemp("broken")
    return {
        name: interrupted(experiment, folder / experiment.name, epoch=4)
        for name, experiment in FAMILIES.items()
    }


@pytest.mark.parametrize("name", FAMILIES)
def test_resuming_gives_the_run_that_was_never_interrupted(
    name: str, straight: dict[str, Run], broken: dict[str, Run], tmp_path: Path
) -> None:
    run = copy_of(broken[name], tmp_path)
    assert run.status == "failed"
    assert len(run.epochs()) == 3
    finished = resume_run(run, silence)
    assert finished.status == "completed"
    assert_same(finished, straight[name])


def test_schedules_go_on_where_they_were(tmp_path: Path) -> None:
    settings = TrainingSettings(
        epochs=8,
        steps_per_epoch=2,
        learning_rate=0.5,  # far too much, so that the loss soon rises
        early_stopping=EarlyStopping(patience=3),
        reduce_on_plateau=ReduceOnPlateau(patience=1, factor=0.5),
    )
    experiment = forecast(model=DENSE, training=settings)
    straight = run_of(experiment, tmp_path / "straight")
    rates = straight.epochs().column("learning_rate")
    assert len(set(rates)) > 1
    last = len(rates)
    run = interrupted(experiment, tmp_path / "broken", epoch=last)
    assert_same(resume_run(run, silence), straight)


def test_a_damaged_checkpoint_costs_an_epoch_and_no_bit(
    straight: dict[str, Run], broken: dict[str, Run], tmp_path: Path
) -> None:
    run = copy_of(broken["conv1d"], tmp_path)
    older, newest = sorted(run.files.checkpoints.iterdir())
    assert "epoch-00002" in older.name
    newest.write_bytes(newest.read_bytes()[:-100])
    run.files.history.write_text(run.files.history.read_text() + "4,0.1")  # a torn line
    assert_same(resume_run(run, silence), straight["conv1d"])


def test_a_run_without_any_checkpoint_begins_anew(
    straight: dict[str, Run], broken: dict[str, Run], tmp_path: Path
) -> None:
    run = copy_of(broken["conv1d"], tmp_path)
    shutil.rmtree(run.files.checkpoints)
    assert_same(resume_run(run, silence), straight["conv1d"])


def test_a_completed_run_that_lost_its_metrics_gets_them_again(
    straight: dict[str, Run], tmp_path: Path
) -> None:
    run = copy_of(straight["conv1d"], tmp_path)
    for path in (run.files.metrics, run.files.curves_png):
        path.unlink()
    assert run.status == "completed" and run.results is None
    repaired = resume_run(run, silence)
    assert_same(repaired, straight["conv1d"])
    assert repaired.files.curves_png.exists()


def test_what_cannot_be_resumed_says_why(
    straight: dict[str, Run], broken: dict[str, Run], tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match="is completed"):
        resume_run(straight["conv1d"], silence)
    run = copy_of(broken["conv1d"], tmp_path)
    environment = json.loads(run.files.environment.read_text())
    run.files.environment.write_text(json.dumps(environment | {"digests": {"reviews": "x"}}))
    with pytest.raises(DataError, match="not what the run"):
        resume_run(run, silence)
    run.files.environment.write_text(json.dumps(environment | {"plan": {"shards": -1}}))
    with pytest.raises(DataError, match="its plan is"):
        resume_run(run, silence)


EDITS = [
    ("units: 4", "units: 5"),
    ("lookback: 72", "lookback: 144"),
    ("seed: 1", "seed: 2"),
    ("early_stopping: null", "early_stopping: {patience: 1}"),
]


def files_of(run: Run) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in run.path.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("old", "new"), EDITS, ids=[new.split(":")[0] for _, new in EDITS])
def test_a_config_that_was_edited_is_refused_and_the_folder_left_as_it_is(
    old: str, new: str, broken: dict[str, Run], tmp_path: Path
) -> None:
    run = copy_of(broken["gru with both dropouts"], tmp_path)
    config = run.files.config.read_text()
    assert config.count(old) == 1
    run.files.config.write_text(config.replace(old, new))
    assert load_experiment(run.files.config) != GRU
    before = files_of(run)
    with pytest.raises(DataError, match=r"config\.yaml was changed") as caught:
        resume_run(run, silence)
    assert files_of(run) == before
    assert f"seqlab train --config {run.files.config}" in caught.value.remedy
    run.files.config.write_text(config)  # the first remedy
    assert run.experiment() == GRU


def without_digest(run: Run) -> None:
    """Make a folder as those are that were made before the config's digest was kept."""
    record = json.loads(run.files.status.read_text())
    del record["config_digest"]
    run.files.status.write_text(json.dumps(record))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("units: 4", "units: 5", r"gru_1\.units is 4, and 5 in config"),
        ("lookback: 72", "lookback: 144", "found .None, 12, 14."),
        ("optimizer: rmsprop", "optimizer: adam", "optimizer: expected Adam, found RMSprop"),
        ("early_stopping: null", "early_stopping: {patience: 1}", "no state of EarlyStopping"),
        ("seed: 1", "seed: 2", "began with seed 1, and config.yaml says 2"),
    ],
    ids=["units", "lookback", "optimizer", "early_stopping", "seed"],
)
def test_an_edited_config_of_an_older_folder_is_refused_where_it_can_be_told(
    old: str, new: str, says: str, broken: dict[str, Run], tmp_path: Path
) -> None:
    run = copy_of(broken["gru with both dropouts"], tmp_path)
    without_digest(run)
    run.files.config.write_text(run.files.config.read_text().replace(old, new))
    before = files_of(run)
    with pytest.raises(DataError, match=says) as caught:
        resume_run(run, silence)
    assert "Restore" in caught.value.remedy
    assert files_of(run) == before


HOLDER = """
import fcntl, os, sys, time
fcntl.flock(os.open(sys.argv[1], os.O_RDONLY), fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


def test_a_run_that_another_process_trains_is_left_alone(
    broken: dict[str, Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = copy_of(broken["conv1d"], tmp_path)
    before = files_of(run)
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(run.path)], stdout=subprocess.PIPE)
    try:
        holder.stdout.readline()
        # Before data is loaded and a model is built, which takes its time.
        monkeypatch.setattr(type(run.experiment().dataset), "load", lambda _: pytest.fail("loaded"))
        with pytest.raises(SeqlabError, match="trained by another process"):
            resume_run(run, silence)
        assert files_of(run) == before
    finally:
        holder.kill()
        holder.communicate()
