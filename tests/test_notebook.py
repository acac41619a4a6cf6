"""The Python interface: from a file to a picture, in one process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from seqlab.task import all_batches

import seqlab
from seqlab.runs.reader import Run
from tests.conftest import Cli, cli_environment


def test_the_names_of_the_package_are_those_that_it_promises() -> None:
    assert dir(seqlab) == sorted(seqlab.__all__)
    assert {"Experiment", "load_experiment", "open_run", "train"} <= set(seqlab.__all__)
    for name in seqlab.__all__:
        assert getattr(seqlab, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'attic'"):
        seqlab.attic  # noqa: B018


def test_a_run_that_is_not_there_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(seqlab.SeqlabError, match="no run"):
        seqlab.open_run("last", tmp_path)


@pytest.mark.keras
def test_a_notebook_trains_opens_predicts_and_draws(
    small_config: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    experiment = seqlab.load_experiment(small_config, "training.epochs=3")
    outputs = small_config.parent / "runs"
    trained = seqlab.train(experiment, outputs)
    output = capfd.readouterr()
    assert output.out == ""
    assert [line.split()[1] for line in output.err.splitlines()] == ["1/3", "2/3", "3/3"]

    run = seqlab.open_run("last", outputs)
    assert run.path == trained.path
    history = run.history
    assert list(history["epoch"]) == [1, 2, 3]
    assert list(history) == [
        "epoch", "loss", "mae", "val_loss", "val_mae", "learning_rate", "seconds"
    ]  # fmt: skip
    metrics = run.metrics
    assert metrics is not None
    best = history.loc[history["val_loss"].idxmin()]
    assert metrics["best_epoch"] == best["epoch"]
    assert metrics["validation"]["mae"] == best["val_mae"]

    data = experiment.dataset.load()
    errors = [
        np.abs(run.model().predict(inputs, verbose=0) - targets)
        for inputs, targets in all_batches(data, "validation", 100_000)
    ]
    assert np.concatenate(errors).mean() == pytest.approx(best["val_mae"], rel=1e-5)

    figure = run.plot(trained)
    assert figure.axes
    figure.savefig(outputs / "picture.png")
    assert (outputs / "picture.png").read_bytes().startswith(b"\x89PNG")


DROPOUT = "model.layers=[{units: 4, dropout: 0.2, recurrent_dropout: 0.2}]"


@pytest.mark.keras
def test_a_notebook_that_imported_keras_first_computes_the_bits_of_the_command_line(
    small_config: Path, seqlab_cli: Cli
) -> None:
    folder = small_config.parent
    trained = seqlab_cli("train", "--config", small_config, "--outputs", "cli", DROPOUT)
    assert trained.returncode == 0, trained.stderr
    cells = [
        "import keras, seqlab",
        f"experiment = seqlab.load_experiment('small.yaml', {DROPOUT!r})",
        "seqlab.train(experiment, 'notebook')",
    ]
    subprocess.run(
        [sys.executable, "-c", "\n".join(cells)],
        cwd=folder,
        env=cli_environment(folder),
        capture_output=True,
        check=True,
    )
    one, other = (Run(next(folder.glob(f"{place}/small/*"))) for place in ("cli", "notebook"))
    assert one.files.model.read_bytes() == other.files.model.read_bytes()
    without_times = [run.history.drop(columns="seconds") for run in (one, other)]
    assert without_times[0].equals(without_times[1])
