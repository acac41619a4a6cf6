"""What tests of several rooms share: the real entry point, and the real files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import settings

from seqlab.__main__ import main
from seqlab.backend import start_tensorflow
from seqlab.compiled_programs import keep_compiled_programs

# How long an example takes depends on what else the machine does, and on imports.
settings.register_profile("seqlab", deadline=None)
settings.load_profile("seqlab")

ROOT = Path(__file__).parents[1]
CONFIGS = ROOT / "configs"

LONGEST = (
    "test_docs.py",
    "test_formats.py",
    "test_export.py",
    "test_steps.py",
    "test_resume.py",
    "test_killed.py",
    "test_notebook.py",
    "test_own_series.py",
    "test_verify.py",
    "test_predict.py",
    "test_own_texts.py",
    "test_backend.py",
    "test_kills.py",
    "test_plugin.py",
    "test_reproduce.py",
)
"""The files of tests that take longest, more than half of all time together."""

SMALL = """\
# seqlab train --config small.yaml
name: small
dataset:
  kind: synthetic_climate
  days: 60
  lookback: 72
  step: 6
  delay: 144
  training_rows: [0, 5000]
  validation_rows: [5001, 6500]
  test_rows: [6501, null]
model:
  kind: recurrent
  layers:
    - {cell: gru, units: 4}
training:
  epochs: 2
  steps_per_epoch: 5
baselines: [persistence]
silence: [overlap, horizon]
"""
"""An experiment that trains in a second."""

QUICK = SMALL.replace(
    "  kind: recurrent\n  layers:\n    - {cell: gru, units: 4}",
    "  kind: dense\n  layers: [{units: 4}]",
)
"""The same with the model that compiles soonest."""


def pytest_configure() -> None:
    """Have all tests and the processes that they start compile the same program only once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(ROOT / ".pytest_cache"))
        keep_compiled_programs()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: else one process is left alone with them at the end.

    Whole files go to one process each, in this order (`--no-loadscope-reorder`).
    """
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Start TensorFlow as every command does: a test that uses XLA on its own settles its flags."""
    if item.get_closest_marker("keras"):
        start_tensorflow()


class Cli(Protocol):
    """Runs the command line in a process of its own."""

    def __call__(
        self, *arguments: str | Path, **environment: str
    ) -> subprocess.CompletedProcess[str]: ...


def cli_environment(folder: Path) -> dict[str, str]:
    """The environment of a user who has no data, nothing cached and no settings."""
    own = {"SEQLAB_DATA", "XLA_FLAGS", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE"}
    return {
        **{name: value for name, value in os.environ.items() if name not in own},
        "PYTHONPATH": str(ROOT),
        "KERAS_HOME": str(folder / ".home" / "keras"),
        "XDG_CACHE_HOME": str(folder / ".home" / "cache"),
        "TERM": "dumb",
    }


@pytest.fixture
def seqlab_cli(tmp_path: Path) -> Cli:
    """The real entry point, run in `tmp_path`; keywords are variables of its environment."""

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "seqlab", *map(str, arguments)],
            cwd=tmp_path,
            env=cli_environment(tmp_path) | environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def seqlab_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Cli:
    """The entry point as `seqlab_cli` runs it, but in this process: as quick as what it does."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("seqlab.__main__.leave", sys.exit)  # it would end this process at once

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        own = cli_environment(tmp_path) | environment
        for name in set(os.environ) - set(own):
            monkeypatch.delenv(name)
        for name, value in own.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["seqlab", *map(str, arguments)])
        code: str | int | None = 0
        try:
            main()
        except SystemExit as exit_:
            code = exit_.code
        printed = capsys.readouterr()
        return subprocess.CompletedProcess(sys.argv, int(code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def small_config(tmp_path: Path) -> Path:
    """The file of an experiment that trains in a second."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture
def quick_config(tmp_path: Path) -> Path:
    """The file of the experiment that trains soonest."""
    path = tmp_path / "quick.yaml"
    path.write_text(QUICK, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with the real files."""
    folder = os.environ.get("SEQLAB_DATA")
    if not folder:
        pytest.skip("SEQLAB_DATA does not name a folder with the real files")
    return Path(folder).absolute()
