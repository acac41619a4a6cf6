"""Training processes that are killed, terminated or robbed of their folder, and what is left."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from seqlab.compiled_programs import FLAG
from seqlab.experiment.experiment import load_experiment
from seqlab.recipes.train import resume_run
from seqlab.runs.checkpoints import newest_checkpoint
from seqlab.runs.reader import Run
from seqlab.training.events import silence
from tests.conftest import cli_environment
from tests.own_texts import tickets
from tests.recipes.examples import assert_same, run_of

pytestmark = pytest.mark.keras

CONFIG = """\
name: killed
dataset: {kind: synthetic_climate, lookback: 72, step: 6, days: 60, training_rows: [0, 5000],
  validation_rows: [5001, 6500], test_rows: [6501, null]}
model: {kind: dense, layers: [{units: 4, dropout: 0.2}]}
training: {epochs: 12, steps_per_epoch: 60}
baselines: [persistence]
"""


OWN_CONFIG = """\
name: killed
dataset: {kind: series, path: loads.csv, id_column: grid, timestamp_column: hour, freq: h,
  target: [load, losses], known_dynamic_columns: [price], calendar: [hour], predict: change,
  lookback: 12, horizon: 6, quantiles: [0.1, 0.5, 0.9], missing: drop_windows}
model: {kind: dense, layers: [{units: 4, dropout: 0.2}]}
training: {epochs: 12, steps_per_epoch: 35}
baselines: [persistence]
"""


TEXT_CONFIG = """\
name: killed
dataset: {kind: text, path: tickets.csv, class_weight: balanced, batch_size: 4,
  encoding: {kind: tokens, max_features: 100, maxlen: 10}}
model: {kind: dense, layers: [{units: 4, dropout: 0.2}], embedding: {dimension: 4}}
training: {epochs: 12}
baselines: [majority]
"""


def write_loads(path: Path) -> None:
    """Three series of two targets, of different lengths, with a gap in the second."""
    generator, lines = np.random.default_rng(3), ["grid,hour,load,losses,price"]
    for grid, hours in (("north", 3000), ("south", 2500), ("isle", 2000)):
        times = np.datetime64("2024-01-01T00", "h") + np.arange(hours)
        numbers = generator.normal(size=(hours, 3)).cumsum(axis=0)
        for hour, (time_, row) in enumerate(zip(times, numbers, strict=True)):
            if grid != "south" or not 700 < hour < 730:
                lines.append(f"{grid},{time_}:00,{row[0]:.3f},{row[1]:.3f},{row[2]:.3f}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def seqlab(
    folder: Path, *arguments: str, before: Sequence[str] = (), **environment: str
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*before, sys.executable, "-m", "seqlab", *arguments],
        cwd=folder,
        env=cli_environment(folder) | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 100
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.01)


def newest_epoch(outputs: Path) -> int:
    """The epoch of the newest checkpoint; 0 where there is none."""
    names = [path.name for path in outputs.glob("killed/*/checkpoints/epoch-*.npz")]
    return max((int(name.split("-")[1]) for name in names), default=0)


@pytest.mark.parametrize(
    "config",
    [
        pytest.param(CONFIG, id="book", marks=pytest.mark.slow),  # `make soak` kills those, too
        pytest.param(OWN_CONFIG, id="own_series", marks=pytest.mark.slow),
        pytest.param(TEXT_CONFIG, id="own_texts"),
    ],
)
def test_a_killed_process_and_a_terminated_one_are_resumed_to_the_same_bits(
    config: str, tmp_path: Path
) -> None:
    write_loads(tmp_path / "loads.csv")
    tickets(600).to_csv(tmp_path / "tickets.csv", index=False)
    (tmp_path / "killed.yaml").write_text(config, encoding="utf-8")
    straight = run_of(load_experiment(tmp_path / "killed.yaml"), tmp_path / "straight")
    outputs = tmp_path / "outputs"
    process = seqlab(tmp_path, "train", "--config", "killed.yaml")
    wait_for(lambda: newest_epoch(outputs) >= 1)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    (folder,) = outputs.glob("killed/*")
    assert Run(folder).status == "interrupted"
    killed_at = newest_epoch(outputs)
    process = seqlab(tmp_path, "resume", "last")
    wait_for(lambda: newest_epoch(outputs) > killed_at)
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate()
    assert process.returncode == 130
    assert f"seqlab resume outputs/killed/{folder.name}" in errors
    assert Run(folder).status == "interrupted"
    assert newest_epoch(outputs) < 12
    assert_same(resume_run(Run(folder), silence), straight)


GRU_CONFIG = CONFIG.replace("kind: dense", "kind: recurrent")
"""Whose first step takes XLA seconds to compile."""


def test_a_second_ctrl_c_leaves_at_once_even_while_xla_compiles(tmp_path: Path) -> None:
    (tmp_path / "killed.yaml").write_text(GRU_CONFIG, encoding="utf-8")
    process = seqlab(tmp_path, "train", "--config", "killed.yaml", TF_XLA_FLAGS=f"{FLAG}=")
    wait_for(lambda: [p for p in tmp_path.glob("outputs/killed/*/run.log") if p.read_text()])
    time.sleep(0.3)  # seconds before the first step ends
    process.send_signal(signal.SIGINT)
    time.sleep(0.05)  # two pending signals would be one
    pressed = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert time.monotonic() - pressed < 2
    assert process.returncode == 130
    assert errors.endswith("Left at once. `seqlab resume` goes on from the last finished epoch.\n")
    (folder,) = tmp_path.glob("outputs/killed/*")
    assert Run(folder).status == "interrupted"


LONG = CONFIG.replace("epochs: 12", "epochs: 100000")
POWERLESS = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
"""Root may write to every folder, unless it gives up its powers."""


@pytest.mark.parametrize("what", ["deleted", "made read-only"])
def test_a_folder_that_goes_away_ends_the_run_with_a_message(what: str, tmp_path: Path) -> None:
    (tmp_path / "killed.yaml").write_text(LONG, encoding="utf-8")
    is_root = os.geteuid() == 0
    if is_root and shutil.which("setpriv") is None:
        pytest.skip("root without `setpriv` may write everywhere")
    process = seqlab(
        tmp_path, "train", "--config", "killed.yaml", before=POWERLESS if is_root else []
    )
    wait_for(lambda: newest_epoch(tmp_path / "outputs") >= 1)
    (folder,) = tmp_path.glob("outputs/killed/*")
    if what == "deleted":
        shutil.rmtree(folder)
    else:
        folder.chmod(0o500)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"error: Cannot write to the folder outputs/killed/{folder.name}: " in errors
    assert "Traceback" not in errors
    if what == "made read-only":
        folder.chmod(0o700)
        assert Run(folder).status == "interrupted"  # it could not say that it failed
        epochs = len(Run(folder).epochs())
        assert newest_checkpoint(folder / "checkpoints").epoch in (epochs - 1, epochs)
