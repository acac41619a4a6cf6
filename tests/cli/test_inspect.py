"""`seqlab inspect` tells what an experiment really asks, before it is trained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Cli

pytestmark = pytest.mark.keras
GRU_WEIGHTS = 3 * (14 * 4 + 4 * 4 + 2 * 4)


def test_the_splits_and_the_layers_are_told(seqlab_here: Cli, small_config: Path) -> None:
    done = seqlab_here("inspect", small_config, "--plot", "series.png")
    assert (done.returncode, done.stderr) == (0, "")
    assert "true horizon: 25 hours" in done.stdout
    assert "newest input: 60 minutes before" in done.stdout or "1 hour before" in done.stdout
    rows = {line.split()[0]: line.split() for line in done.stdout.splitlines() if line.split()}
    assert rows["gru_1"][-1] == f"{GRU_WEIGHTS}"
    assert rows["total"][-1] == f"{GRU_WEIGHTS + 4 + 1}"
    assert "compiled by XLA" in done.stdout
    assert "needs at least 0.1 GB of memory to train, beside TensorFlow" in done.stdout
    assert "model.layers.0: on a GPU computed by cuDNN's kernel" in done.stdout
    assert (small_config.parent / "series.png").read_bytes().startswith(b"\x89PNG")
    assert done.stdout.splitlines()[-1] == "series.png"


def test_the_same_as_json_is_one_document(seqlab_here: Cli, small_config: Path) -> None:
    found = json.loads(seqlab_here("inspect", small_config, "--json").stdout)
    assert found["name"] == "small"
    assert found["model"]["parameters"] == GRU_WEIGHTS + 4 + 1
    assert found["model"]["plan"]["jit"] is True
    assert 1e6 < found["model"]["memory"] < 1e8
    assert found["data"]["splits"].keys() == {"training", "validation", "test"}


def test_why_keras_s_own_steps_are_taken_is_told(seqlab_here: Cli, small_config: Path) -> None:
    done = seqlab_here("inspect", small_config, "training.mixed_precision=true")
    assert "by Keras's own steps: mixed precision scales the loss" in done.stdout


def test_a_model_that_no_memory_holds_is_shown_with_what_it_would_take(
    seqlab_here: Cli, quick_config: Path
) -> None:
    done = seqlab_here("inspect", quick_config, "model.layers=[{units: 1000000},{units: 1000000}]")
    assert done.returncode == 0
    assert "1,000,001,000,000" in done.stdout or "1,000,000" in done.stdout
    assert "needs at least 24,0" in done.stdout


def test_a_picture_of_texts_is_refused(seqlab_here: Cli, tmp_path: Path) -> None:
    text = "dataset: {kind: synthetic_reviews}\nmodel: {kind: dense, embedding: {}}\n"
    (tmp_path / "text.yaml").write_text(text)
    done = seqlab_here("inspect", "text.yaml", "--plot", "series.png")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--plot draws a time series, and dataset synthetic_reviews has none" in done.stderr
    assert not (tmp_path / "series.png").exists()
