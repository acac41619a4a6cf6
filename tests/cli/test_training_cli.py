"""Training through the real entry point: what is shown, what is left behind, how it ends."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import SMALL, Cli, cli_environment

pytestmark = pytest.mark.keras


def only_run(outputs: Path) -> Path:
    """The one run folder that there is."""
    (status,) = outputs.rglob("status.json")
    return status.parent


def test_a_run_in_a_pipe_tells_a_line_an_epoch_on_stderr_and_the_result_on_stdout(
    seqlab_cli: Cli, small_config: Path
) -> None:
    done = seqlab_cli("train", "--config", small_config, "training.steps_per_epoch=6")
    assert done.returncode == 0
    outputs = small_config.parent / "outputs"
    run = only_run(outputs)
    assert run.parent == outputs / "small"

    first, second = done.stderr.splitlines()
    pattern = r"epoch {}/2  loss \d\.\d{{4}}  val_mae \d\.\d{{4}}  = \d+\.\d{{3}} degC  \d+\.\d s"
    assert re.match(pattern.format(1), first) and first.endswith("best")
    assert re.match(pattern.format(2), second)

    metrics = json.loads((run / "metrics.json").read_text())
    lines = done.stdout.splitlines()
    assert lines[-1] == str(run.relative_to(small_config.parent))
    assert f"{metrics['validation']['mae']:.4f}" in lines[1]
    assert f"{metrics['baseline']['validation']['mae']:.4f}" in lines[2]
    assert f"{metrics['parameters']:,} parameters" in done.stdout
    assert "\x1b" not in done.stdout + done.stderr

    names = {path.name for path in run.iterdir()}
    assert names >= {
        "config.yaml", "environment.json", "status.json", "history.csv", "metrics.json",
        "curves.png", "curves.svg", "model.keras", "run.log",
    }  # fmt: skip
    assert json.loads((run / "status.json").read_text())["status"] == "completed"
    environment = json.loads((run / "environment.json").read_text())
    assert environment["command"].endswith("training.steps_per_epoch=6")
    assert len((run / "history.csv").read_text().splitlines()) == 3

    again = seqlab_cli("train", "--config", run / "config.yaml", "--dry-run")
    assert again.stdout == (run / "config.yaml").read_text()
    assert "steps_per_epoch: 6" in again.stdout


def test_a_run_on_a_terminal_shows_a_bar_there_and_one_json_document_on_stdout(
    small_config: Path,
) -> None:
    folder = small_config.parent
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "seqlab", "train", "--config", "small.yaml", "--json",
         "training.epochs=1", "training.steps_per_epoch=40"],
        cwd=folder,
        env=cli_environment(folder) | {"TERM": "xterm", "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=theirs,
        stdin=theirs,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other end has closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    stdout, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    text = shown.decode()
    assert "\x1b[" in text and "━" in text
    assert "epoch 1/1" in text and "/40" in text and "left" in text
    document = json.loads(stdout)
    assert document["run"] == only_run(folder / "outputs").name
    assert document["metrics"]["best_epoch"] == 1


def test_a_loss_that_is_no_number_ends_the_run_as_failed_with_the_epoch_and_a_remedy(
    seqlab_cli: Cli, small_config: Path
) -> None:
    done = seqlab_cli(
        "train", "--config", small_config, "training.optimizer=sgd", "training.loss=mse",
        "training.learning_rate=1e30", "--json",
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(r"of epoch 1 is (nan|inf): training has diverged", done.stderr)
    assert "Try a smaller training.learning_rate (now 1e+30)" in done.stderr
    assert "Traceback" not in done.stderr
    status = json.loads((only_run(small_config.parent / "outputs") / "status.json").read_text())
    assert status["status"] == "failed"
    assert "epoch 1" in status["error"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["training.device=gpu"], "training.device is gpu, but TensorFlow"),
        (["--outputs", "small.yaml/x"], "small.yaml is not a folder"),
        (["dataset.target=T"], "'T', which is not a column of this series"),
        (["dataset.days=40"], "dataset.validation_rows ends at row 6,500"),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else "",
)
def test_what_cannot_begin_leaves_no_run_behind(
    arguments: list[str], says: str, seqlab_cli: Cli, small_config: Path
) -> None:
    done = seqlab_cli("train", "--config", small_config, *arguments, CUDA_VISIBLE_DEVICES="-1")
    assert done.returncode == (2 if "dataset." in says or "column" in says else 1)
    assert done.stdout == ""
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    left = {path.name for path in small_config.parent.iterdir()} - {".home"}
    assert left == {"small.yaml"}


@pytest.mark.parametrize("when", ["in an epoch", "before the first step"])
def test_ctrl_c_ends_a_run_as_interrupted_with_exit_code_130(when: str, small_config: Path) -> None:
    folder = small_config.parent
    small_config.write_text(SMALL.replace("epochs: 2", "epochs: 100000"))
    process = subprocess.Popen(
        [sys.executable, "-m", "seqlab", "train", "--config", "small.yaml"],
        cwd=folder,
        env=cli_environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    if when == "in an epoch":
        assert process.stderr.readline().startswith("epoch ")
    else:
        deadline = time.monotonic() + 60
        while not list(folder.glob("outputs/small/*/status.json")) and time.monotonic() < deadline:
            time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (130, "")
    assert "Interrupted" in stderr
    assert "Traceback" not in stderr
    status = json.loads((only_run(folder / "outputs") / "status.json").read_text())
    assert (status["status"], status["error"]) == ("interrupted", None)


def test_inspect_tells_the_splits_and_the_layers(seqlab_cli: Cli, small_config: Path) -> None:
    done = seqlab_cli("inspect", "--config", small_config, "--plot", "series.png")
    assert (done.returncode, done.stderr) == (0, "")
    assert "true horizon: 25 hours" in done.stdout
    assert "newest input: 60 minutes before" in done.stdout or "1 hour before" in done.stdout
    rows = {line.split()[0]: line.split() for line in done.stdout.splitlines() if line.split()}
    assert rows["gru_1"][-1] == f"{3 * (14 * 4 + 4 * 4 + 2 * 4)}"
    assert rows["total"][-1] == f"{3 * (14 * 4 + 4 * 4 + 2 * 4) + 4 + 1}"
    assert (small_config.parent / "series.png").read_bytes().startswith(b"\x89PNG")
    assert done.stdout.splitlines()[-1] == "series.png"
