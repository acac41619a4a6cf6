"""Another package adds a dataset of a third kind, a model and an encoding, by being installed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import cli_environment

PLUGIN = Path(__file__).parent / "plugin"

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What every command said."""
    folder = tmp_path_factory.mktemp("plugin")
    environment = cli_environment(folder)
    environment["PYTHONPATH"] += os.pathsep + str(PLUGIN)
    process = subprocess.run(
        [sys.executable, PLUGIN / "every_command.py"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    found: dict[str, Any] = json.loads(process.stdout)
    return found


def out(done: dict[str, Any], name: str) -> str:
    return str(done["commands"][name]["out"])


def test_every_command_works_on_a_third_kind_of_data(done: dict[str, Any]) -> None:
    refused = {"resume", "no picture"}  # the run is completed, and waves are no series
    failed = {name: c for name, c in done["commands"].items() if c["code"] and name not in refused}
    assert not failed
    assert "is completed" in done["commands"]["resume"]["error"]
    assert "dataset signals has none" in done["commands"]["no picture"]["error"]


def test_schema_errors_and_resolved_configs_know_its_components(done: dict[str, Any]) -> None:
    assert {"Signals", "Pooled", "WordLengths"} <= json.loads(out(done, "schema"))["$defs"].keys()
    assert "signals.yaml: ok: third/signals, pooled on signals" in out(done, "validate")
    assert "  steps: 24" in out(done, "dry run")


def test_it_is_trained_judged_and_proven_like_any_other(done: dict[str, Any]) -> None:
    metrics = json.loads(out(done, "train"))["metrics"]
    assert metrics["task"]["samples"] == "waves"
    assert metrics["baseline"]["validation"] == json.loads(out(done, "baseline"))
    assert metrics["validation"]["accuracy"] > metrics["baseline"]["validation"]["accuracy"]
    assert metrics["skill"] > 0
    assert re.search(r"best model +0\.\d{4}\nmajority +0\.\d{4}\n", out(done, "evaluate"))
    assert out(done, "evaluate").endswith("60 waves\n")
    assert out(done, "verify").endswith("verified\n")
    assert "The results differ from epoch 1 on." in out(done, "diff")


def test_it_is_listed_compared_drawn_and_reproduced(done: dict[str, Any]) -> None:
    assert len(out(done, "list").splitlines()) == 4
    assert "parameters" in out(done, "show")
    tables = out(done, "compare").split("\n\n")
    assert tables[0].startswith("accuracy on 90 validation waves\n")
    assert tables[1].startswith("accuracy on 40 validation reviews\n")
    assert "third/signals" in tables[0] and "third/lengths" in tables[1]
    assert out(done, "plot").splitlines()[0].endswith("curves.png")
    assert "third/signals validation.accuracy > baseline" in out(done, "reproduce")


def test_its_model_is_fed_from_the_run_folder_alone(done: dict[str, Any]) -> None:
    said = re.search(r"best model +(0\.\d{4})", out(done, "evaluate"))
    assert said is not None
    assert done["accuracy on test"] == pytest.approx(float(said[1]), abs=5e-5)


def test_an_encoding_of_its_own_makes_bags_of_texts(done: dict[str, Any]) -> None:
    model = json.loads(out(done, "inspect lengths"))["model"]
    assert model["layers"][0]["output"] == "(batch, 9)"
