"""What needs no TensorFlow answers without it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CONFIGS, cli_environment

HEAVY = {"tensorflow", "keras", "pandas", "matplotlib", "scipy", "requests", "pooch"}


def imported(folder: Path, *arguments: str) -> set[str]:
    """The packages that a command imports; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        cwd=folder,
        env=cli_environment(folder),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    packages = {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}
    assert "seqlab" in packages
    return packages


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["validate", str(CONFIGS / "quickstart.yaml"), str(CONFIGS / "imdb" / "lstm.yaml")],
        ["train", "--config", str(CONFIGS / "jena" / "gru.yaml"), "--dry-run"],
        ["schema"],
        ["data", "list"],
        ["runs", "list"],
    ],
    ids=lambda arguments: " ".join(arguments[:2]).split("/")[0],
)
def test_what_needs_no_tensorflow_does_not_import_it(arguments: list[str], tmp_path: Path) -> None:
    assert imported(tmp_path, "-m", "seqlab", *arguments) & HEAVY == set()


def test_help_and_version_need_not_even_pydantic_and_numpy(tmp_path: Path) -> None:
    found = imported(tmp_path, "-m", "seqlab", "--version")
    assert found & {"numpy", "pydantic", "yaml"} == set()


def test_importing_seqlab_imports_nothing_that_takes_time(tmp_path: Path) -> None:
    found = imported(tmp_path, "-c", "import seqlab; dir(seqlab)")
    assert found & {*HEAVY, "numpy", "pydantic", "yaml", "typer", "rich"} == set()
