"""The Python interface: from a file to a picture, in one process."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import seqlab
from seqlab.task import all_batches


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
