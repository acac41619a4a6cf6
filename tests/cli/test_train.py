"""`seqlab train`: what it resolves, what it refuses, and what a run leaves behind."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
import yaml

from seqlab.experiment.experiment import Experiment, load_experiment
from seqlab.recipes.jobs import Outcome
from seqlab.runs.reader import Run
from tests.conftest import CONFIGS, SMALL, Cli


def test_a_dry_run_prints_the_whole_config_which_gives_itself_again(
    seqlab_here: Cli, small_config: Path
) -> None:
    done = seqlab_here(
        "train", "--config", small_config, "--dry-run", "training.epochs=9", "name='1e3'"
    )
    assert (done.returncode, done.stderr) == (0, "")
    whole = small_config.with_name("whole.yaml")
    whole.write_text(done.stdout)
    assert load_experiment(whole) == load_experiment(
        small_config, "training.epochs=9", "name='1e3'"
    )
    assert seqlab_here("train", "--config", whole, "--dry-run").stdout == done.stdout
    assert sorted(path.name for path in small_config.parent.iterdir()) == [
        "small.yaml",
        "whole.yaml",
    ]


def test_a_dry_run_as_json_is_the_config_or_a_list_of_them(
    seqlab_here: Cli, small_config: Path
) -> None:
    arguments = ["train", small_config, "--dry-run"]
    done = seqlab_here(*arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == yaml.safe_load(seqlab_here(*arguments).stdout)
    several = json.loads(seqlab_here(*arguments, "--json", "--seed", "1", "--seed", "2").stdout)
    assert [one["seed"] for one in several] == [1, 2]


def test_what_cannot_be_trained_is_refused_before_anything_is(
    seqlab_here: Cli, small_config: Path
) -> None:
    naive = SMALL.replace("recurrent", "persistence")
    layers = "  layers:\n    - {cell: gru, units: 4}\n"
    small_config.with_name("naive.yaml").write_text(naive.replace(layers, ""))
    done = seqlab_here("train", "small.yaml", "naive.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "naive.yaml: model.kind is persistence, which has nothing to train" in done.stderr
    assert "seqlab baseline naive.yaml" in done.stderr
    assert not (small_config.parent / "outputs").exists()
    assert seqlab_here("train", "naive.yaml", "--dry-run").returncode == 0


def test_data_that_is_not_here_and_no_network_is_told_at_once_with_all_one_needs(
    seqlab_cli: Cli, tmp_path: Path
) -> None:
    closed = "http://127.0.0.1:9"
    start = time.perf_counter()
    done = seqlab_cli(
        "train", "--config", CONFIGS / "jena" / "gru.yaml",
        SEQLAB_DATA=str(tmp_path / "data"), http_proxy=closed, https_proxy=closed,
        HTTP_PROXY=closed, HTTPS_PROXY=closed, ALL_PROXY=closed, NO_PROXY="", no_proxy="",
    )  # fmt: skip
    assert time.perf_counter() - start < 20
    assert done.returncode == 1
    assert done.stdout == ""
    for part in (
        "jena_climate_2009_2016.csv.zip is not in",
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/jena_climate_2009_2016.csv.zip",
        "sha256:fba0d56cee436968219dee0bef412afcfaa643bafab758386bcde650df06da08",
        str(tmp_path / "data"),
        str(tmp_path / ".home" / "keras" / "datasets"),
        "SEQLAB_DATA",
    ):
        assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "outputs").exists()


def only_run(folder: Path) -> Run:
    """The one run that there is below the outputs of a folder."""
    (status,) = (folder / "outputs").rglob("status.json")
    return Run(status.parent)


@pytest.mark.keras
def test_a_run_in_a_pipe_tells_a_line_an_epoch_on_stderr_and_the_result_on_stdout(
    seqlab_here: Cli, quick_config: Path
) -> None:
    folder = quick_config.parent
    done = seqlab_here("train", "--config", quick_config, "training.steps_per_epoch=6")
    assert done.returncode == 0
    run = only_run(folder)
    assert run.path.parent == folder / "outputs" / "small"

    opening, first, second = done.stderr.splitlines()
    assert opening == "2 epochs of 6 steps on the CPU"
    pattern = r"epoch {}/2  loss \d\.\d{{4}}  val_mae \d\.\d{{4}}  = \d+\.\d{{3}} degC  \d+\.\d s"
    assert re.match(pattern.format(1), first) and first.endswith("best")
    assert re.match(pattern.format(2), second)

    metrics = json.loads(run.files.metrics.read_text())
    lines = done.stdout.splitlines()
    assert lines[-1] == str(run.path.relative_to(folder))
    assert f"{metrics['validation']['mae']:.4f}" in lines[1]
    assert f"{metrics['baseline']['validation']['mae']:.4f}" in lines[2]
    assert f"{metrics['parameters']:,} parameters" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr

    assert run.status == "completed"
    assert run.environment.command.endswith("training.steps_per_epoch=6")
    assert len(run.epochs()) == 2
    again = seqlab_here("train", "--config", run.files.config, "--dry-run")
    assert again.stdout == run.config_text
    assert "steps_per_epoch: 6" in again.stdout


@pytest.mark.keras
def test_a_loss_that_is_no_number_ends_the_run_as_failed_with_the_epoch_and_a_remedy(
    seqlab_here: Cli, quick_config: Path
) -> None:
    done = seqlab_here(
        "train", "--config", quick_config, "training.optimizer=sgd", "training.loss=mse",
        "training.learning_rate=1e30", "--json",
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(r"of epoch 1 is (nan|inf): training has diverged", done.stderr)
    assert "Try a smaller training.learning_rate (now 1e+30)" in done.stderr
    assert "Traceback" not in done.stderr
    run = only_run(quick_config.parent)
    assert run.status == "failed"
    assert "epoch 1" in str(run.status_record.error)


@pytest.mark.keras
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["training.device=gpu"], "training.device is gpu, but TensorFlow"),
        (["--outputs", "quick.yaml/x"], "quick.yaml is not a folder"),
        (["dataset.target=T"], "'T', which is not a column of this series"),
        (["dataset.days=40"], "dataset.validation_rows ends at row 6,500"),
        (["training.optimizer=adam", "training.steps_per_epoch=0"], "steps_per_epoch"),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else "",
)
def test_what_cannot_begin_leaves_no_run_behind(
    arguments: list[str],
    says: str,
    seqlab_here: Cli,
    quick_config: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import tensorflow as tf

    monkeypatch.setattr(tf.config, "list_physical_devices", lambda _=None: [])
    done = seqlab_here("train", "--config", quick_config, *arguments)
    assert done.returncode == (1 if "gpu" in says or "folder" in says else 2)
    assert done.stdout == ""
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    left = {path.name for path in quick_config.parent.iterdir()} - {".home"}
    assert left == {"quick.yaml"}


def in_place_of_training(
    monkeypatch: pytest.MonkeyPatch, outcomes: list[Outcome]
) -> list[Experiment]:
    """What several trainings are asked for; they end as is said here."""
    asked: list[Experiment] = []

    def train_several(experiments: list[Experiment], *_: object) -> list[Outcome]:
        asked.extend(experiments)
        return outcomes

    monkeypatch.setattr("seqlab.recipes.jobs.train_several", train_several)
    return asked


def test_equal_seeds_are_trained_once_and_different_files_each(
    seqlab_here: Cli, quick_config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = in_place_of_training(monkeypatch, [])
    (quick_config.parent / "other.yaml").write_text(SMALL.replace("name: small", "name: other"))
    seeds = [word for seed in (3, 1, 3, 1) for word in ("--seed", str(seed))]
    assert seqlab_here("train", "quick.yaml", "other.yaml", *seeds).returncode == 0
    expected = [("small", 3), ("small", 1), ("other", 3), ("other", 1)]
    assert [(one.name, one.seed) for one in asked] == expected


@pytest.mark.parametrize("as_json", [False, True])
def test_of_several_runs_those_that_failed_are_told_with_exit_code_1(
    as_json: bool, run: Run, seqlab_here: Cli, quick_config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiments = [load_experiment(quick_config, f"seed={seed}") for seed in (1, 2)]
    outcomes = [Outcome(experiments[0], run.path), Outcome(experiments[1], error="it broke")]
    in_place_of_training(monkeypatch, outcomes)
    options = ["--seed", "1", "--seed", "2", *(["--json"] if as_json else [])]
    done = seqlab_here("train", quick_config, *options)
    assert done.returncode == 1
    assert "1 of 2 runs failed:\n  small seed 2: it broke\n" in done.stderr
    if as_json:
        document = json.loads(done.stdout)
        assert document["failed"] == [{"name": "small", "error": "it broke"}]
        assert [one["run"] for one in document["runs"]] == [run.id]
    else:
        assert run.id in done.stdout.splitlines()[1]
