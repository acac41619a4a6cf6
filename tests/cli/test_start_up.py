"""What needs no TensorFlow answers without it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CONFIGS, cli_environment

HEAVY = {"tensorflow", "keras", "pandas", "matplotlib", "scipy", "requests", "pooch", "h5py"}
CONFIG = str(CONFIGS / "quickstart.yaml")


def imported(folder: Path, *arguments: str, **environment: str) -> set[str]:
    """The packages that a command imports; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        cwd=folder,
        env=cli_environment(folder) | environment,
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


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_help_and_version_need_not_even_pydantic_and_rich(
    arguments: list[str], tmp_path: Path
) -> None:
    found = imported(tmp_path, "-m", "seqlab", *arguments)
    assert found & {*HEAVY, "numpy", "pydantic", "yaml", "rich"} == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate", CONFIG],
        ["validate", "--json", CONFIG],
        ["train", CONFIG, "--dry-run"],
        ["schema"],
        ["configs", "show", "quickstart"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_only_reads_configs_needs_no_numbers_and_no_tables(
    arguments: list[str], tmp_path: Path
) -> None:
    found = imported(tmp_path, "-m", "seqlab", *arguments)
    assert found & {*HEAVY, "numpy", "rich"} == set()


@pytest.mark.parametrize("arguments", [["--help"], ["validate", CONFIG]], ids=lambda one: one[0])
def test_what_packages_add_is_looked_for_once_and_nobody_is_asked_where_there_is_nothing(
    arguments: list[str], tmp_path: Path
) -> None:
    program = (
        "import importlib.metadata as m, os, sys\n"
        "looked, scan, place = [], os.scandir, sys.path[-1]\n"
        "os.scandir = lambda path='.': looked.append(path) or scan(path)\n"
        "m.distributions = m.Distribution.at = None\n"
        f"sys.argv = ['seqlab', *{arguments!r}]\n"
        "from seqlab.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "assert looked.count(place) == 1\n"
    )
    imported(tmp_path, "-c", program)


@pytest.mark.parametrize("words", ["train jena/g", "runs show 20", "configs copy im"])
def test_the_shell_is_answered_without_reading_a_config(words: str, tmp_path: Path) -> None:
    found = imported(
        tmp_path, "-m", "seqlab", COMP_WORDS=f"seqlab {words}",
        COMP_CWORD=str(len(words.split())), _SEQLAB_COMPLETE="complete_bash",
    )  # fmt: skip
    assert found & {*HEAVY, "numpy", "yaml", "rich"} == set()


def test_importing_seqlab_imports_nothing_that_takes_time(tmp_path: Path) -> None:
    found = imported(tmp_path, "-c", "import seqlab; dir(seqlab)")
    assert found & {*HEAVY, "numpy", "pydantic", "yaml", "typer", "rich"} == set()
