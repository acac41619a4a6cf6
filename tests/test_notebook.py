"""The Python interface: from a file to a picture, in one process."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import seqlab
from seqlab.runs.reader import Run
from seqlab.tasks.data import all_batches
from tests.conftest import QUICK, Cli, cli_environment


def test_the_names_of_the_package_are_those_that_it_promises() -> None:
    assert dir(seqlab) == sorted(seqlab.__all__)
    assert {"Experiment", "load_experiment", "open_run", "train", "train_several"} <= set(
        seqlab.__all__
    )
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
    opening, *epochs = output.err.splitlines()
    assert opening == "3 epochs of 5 steps on the CPU"
    assert [line.split()[1] for line in epochs] == ["1/3", "2/3", "3/3"]

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

    (ahead,) = run.predict().to_dict("records")
    weather, _ = experiment.dataset.read()
    assert ahead["cutoff"] == weather.times[-1] and ahead["step"] == 150
    seen = pd.DataFrame(weather.values[:5000], columns=list(weather.columns))
    seen["Date Time"] = weather.times[:5000]
    (earlier,) = run.predict(seen).to_dict("records")
    assert earlier["cutoff"] == weather.times[4999]
    assert len(run.predict(split="validation")) == data.samples("validation").count

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


FLOAT16_FILE = '{"floatx": "float16", "epsilon": 1e-3, "image_data_format": "channels_first"}'


def bits(run: Run) -> tuple[bytes, list[str]]:
    """The model's file, and the history without the times."""
    rows = run.files.history.read_text(encoding="utf-8").splitlines()
    return run.files.model.read_bytes(), [row.rsplit(",", 1)[0] for row in rows]


@pytest.fixture(scope="module")
def plain_bits(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[str]]:
    folder = tmp_path_factory.mktemp("plain")
    (folder / "quick.yaml").write_text(QUICK, encoding="utf-8")
    return bits(seqlab.train(seqlab.load_experiment(folder / "quick.yaml"), folder / "runs"))


@pytest.mark.keras
@pytest.mark.parametrize("state", ["mixed_float16", "float64", "floatx", "eager", "capped"])
def test_what_a_notebook_set_in_keras_changes_no_bit_of_a_run_and_is_kept(
    state: str, quick_config: Path, plain_bits: tuple[bytes, list[str]]
) -> None:
    import keras
    import tensorflow as tf

    states: dict[str, list[tuple[Any, Any, Any]]] = {
        "mixed_float16": [
            (keras.config.set_dtype_policy, keras.config.dtype_policy, "mixed_float16")
        ],
        "float64": [(keras.config.set_dtype_policy, keras.config.dtype_policy, "float64")],
        "floatx": [
            (keras.config.set_floatx, keras.config.floatx, "float64"),
            (keras.config.set_epsilon, keras.config.epsilon, 1e-2),
            (
                keras.config.set_image_data_format,
                keras.config.image_data_format,
                "channels_first",
            ),
        ],
        "eager": [(tf.config.run_functions_eagerly, tf.config.functions_run_eagerly, True)],
        "capped": [
            (keras.config.set_max_epochs, keras.config.max_epochs, 1),
            (keras.config.set_max_steps_per_epoch, keras.config.max_steps_per_epoch, 1),
        ],
    }
    before = [get() for _, get, _ in states[state]]
    try:
        for put, _, value in states[state]:
            put(value)
        set_by_user = [get() for _, get, _ in states[state]]
        run = seqlab.train(seqlab.load_experiment(quick_config), quick_config.parent / "runs")
        assert [get() for _, get, _ in states[state]] == set_by_user
    finally:
        for (put, _, _), value in zip(states[state], before, strict=True):
            put(value)
    assert bits(run) == plain_bits


@pytest.mark.keras
def test_a_keras_json_changes_no_bit_of_a_run(
    quick_config: Path, seqlab_cli: Cli, plain_bits: tuple[bytes, list[str]]
) -> None:
    home = quick_config.parent / ".home" / "keras"
    home.mkdir(parents=True)
    (home / "keras.json").write_text(FLOAT16_FILE, encoding="utf-8")
    trained = seqlab_cli("train", "--config", quick_config, KERAS_MAX_EPOCHS="1")
    assert trained.returncode == 0, trained.stderr
    assert bits(Run(next(quick_config.parent.glob("outputs/small/*")))) == plain_bits
    verified = seqlab_cli("verify", "last")
    assert verified.returncode == 0, verified.stdout + verified.stderr


@pytest.mark.keras
def test_threads_that_train_at_once_get_the_bits_of_one_alone(
    quick_config: Path, plain_bits: tuple[bytes, list[str]]
) -> None:
    experiment = seqlab.load_experiment(quick_config)
    outputs = quick_config.parent / "runs"
    with ThreadPoolExecutor(3) as threads:
        runs = list(threads.map(lambda _: seqlab.train(experiment, outputs), range(3)))
    assert len({run.path for run in runs}) == 3
    assert [bits(run) == plain_bits for run in runs] == [True] * 3


STATM = Path("/proc/self/statm")
"""The sizes of this process in pages, on Linux; the second is what lies in memory."""


def megabytes() -> float:
    """What this process holds in memory, garbage collected."""
    gc.collect()
    return int(STATM.read_text(encoding="utf-8").split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


@pytest.mark.keras
@pytest.mark.skipif(not STATM.exists(), reason="tells memory only on Linux")
def test_several_get_the_bits_of_one_alone_and_leave_no_memory_behind(
    quick_config: Path,
    plain_bits: tuple[bytes, list[str]],
    capfd: pytest.CaptureFixture[str],
) -> None:
    experiments = [quick_config, seqlab.load_experiment(quick_config, "seed=7")]
    before = megabytes()
    one, other = seqlab.train_several(experiments, quick_config.parent / "runs")
    assert megabytes() - before < 20
    assert bits(one) == plain_bits != bits(other)
    assert [run.config["seed"] for run in (one, other)] == [1, 7]
    output = capfd.readouterr()
    assert output.out == ""
    openings = [line for line in output.err.splitlines() if line.endswith("steps on the CPU")]
    assert openings == [f"small seed {seed}  2 epochs of 5 steps on the CPU" for seed in (1, 7)]


@pytest.mark.keras
def test_of_several_one_that_fails_stops_no_other_and_the_error_names_both(
    quick_config: Path,
) -> None:
    diverging = seqlab.load_experiment(
        quick_config,
        *("seed=2", "training={optimizer: sgd, learning_rate: 1e30, loss: mse, epochs: 1}"),
    )
    outputs = quick_config.parent / "runs"
    with pytest.raises(seqlab.SeqlabError) as caught:
        seqlab.train_several([diverging, quick_config], outputs, jobs=2)
    assert caught.value.message.startswith("1 of 2 runs failed:\n  small seed 2: ")
    assert "diverged" in caught.value.message
    [finished] = [run for run in map(Run, outputs.glob("small/*")) if run.status == "completed"]
    assert caught.value.remedy.splitlines()[1:] == [f"  {finished.path}"]


def test_several_are_checked_before_the_first_is_trained(quick_config: Path) -> None:
    outputs = quick_config.parent / "runs"
    naive = seqlab.load_experiment(quick_config, "model={kind: persistence}")
    for experiments, jobs, says in (
        ([quick_config], 0, "jobs is 0"),
        ([quick_config, "jena/gruu"], 1, "no config"),
        ([quick_config, naive], 1, "nothing to train"),
    ):
        with pytest.raises(seqlab.SeqlabError, match=says):
            seqlab.train_several(experiments, outputs, jobs)
    assert seqlab.train_several([], outputs) == []
    assert not outputs.exists()


def test_a_script_that_does_not_guard_its_main_part_ends_in_an_error_that_says_so(
    quick_config: Path,
) -> None:
    script = quick_config.parent / "script.py"
    script.write_text("import seqlab\nseqlab.train_several(['quick.yaml'])\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script],
        cwd=script.parent,
        env=cli_environment(script.parent),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "if __name__ == '__main__':" in done.stderr  # Python's own error, of the process
    assert "1 of 1 runs failed:\n  small seed 1: its process ended" in done.stderr
    assert not (script.parent / "outputs").exists()


LEFT_BEHIND = """
import seqlab
from tests.test_notebook import megabytes

sizes = []
for _ in range(6):
    seqlab.train("small.yaml")
    sizes.append(megabytes())
print((sizes[5] - sizes[1]) / 4)
"""


@pytest.mark.slow
@pytest.mark.keras
@pytest.mark.skipif(not STATM.exists(), reason="tells memory only on Linux")
def test_training_in_one_process_leaves_no_more_behind_than_documented(small_config: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEFT_BEHIND],
        cwd=small_config.parent,
        env=cli_environment(small_config.parent),
        capture_output=True,
        text=True,
        check=True,
    )
    # XLA's programs, which nothing frees: docs/python.md says this bound.
    assert float(done.stdout) < 60
