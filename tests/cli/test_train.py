"""`seqlab train` before it trains: what it resolves, and what it refuses."""

from __future__ import annotations

import json
import time
from pathlib import Path

import yaml

from seqlab.experiment.experiment import load_experiment
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
